"""The method that people read is the one that is computed."""

from aftersales.documents.scorecard_page import scorecard_page
from aftersales.places import product_folder


def test_the_scorecards_page_is_fresh() -> None:
    written = (product_folder() / "docs" / "scorecard.md").read_text("utf-8")
    assert written == scorecard_page(), "run: python tools/write_scorecard.py"
