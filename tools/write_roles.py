"""Write docs/roles.md from the code."""

from aftersales.documents.roles_page import roles_page
from aftersales.places import product_folder

if __name__ == "__main__":
    (product_folder() / "docs" / "roles.md").write_text(roles_page(), encoding="utf-8")
