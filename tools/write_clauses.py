"""Write docs/clauses.md from the code."""

from aftersales.documents.clauses_page import clauses_page
from aftersales.places import product_folder

if __name__ == "__main__":
    (product_folder() / "docs" / "clauses.md").write_text(clauses_page(), encoding="utf-8")
