"""Write docs/scorecard.md from the code."""

from aftersales.documents.scorecard_page import scorecard_page
from aftersales.places import product_folder

if __name__ == "__main__":
    (product_folder() / "docs" / "scorecard.md").write_text(scorecard_page(), encoding="utf-8")
