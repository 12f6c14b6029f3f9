"""A company's own register, taken on the page: look first, then store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from tests.documents.register_builder import sign, workbook
from tests.screens.browser import DESKTOP, PHONE
from tests.screens.conftest import OpenApp, OpenScreen, keep_picture

DATA = Path(__file__).parents[1] / "data"
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(app: AppTest, content: bytes, name: str = "signs.xlsx") -> AppTest:
    app.file_uploader[0].set_value((name, content, MIME))
    return app.run()


def numbers(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_is_shown_first_and_stored_only_when_confirmed(open_app: OpenApp, language: str) -> None:
    app = open_app("import_signs.py", language=language)
    upload(app, (DATA / "sign-register.xlsx").read_bytes())
    assert not app.exception
    assert numbers(app) == ["390", "0", "30", "0"]
    refused = app.dataframe[0].value
    assert len(refused) == 30
    assert list(refused.iloc[0])[:2] == [21, "H21"]
    app.button("store_signs").click().run()
    assert not app.exception
    assert "390" in app.success[0].value
    upload(app, (DATA / "sign-register.xlsx").read_bytes())
    assert numbers(app) == ["0", "390", "30", "0"]
    assert not [button for button in app.button if button.key == "store_signs"]


def test_what_is_odd_and_what_was_not_read_is_told(open_app: OpenApp) -> None:
    app = open_app("import_signs.py")
    headings = ("客户名称", "标识编号", "联系电话", "灯管")
    upload(app, workbook(["甲", "A", "见合同", 1], headings=headings))
    assert numbers(app) == ["1", "0", "0", "2"]
    assert "Columns that were not read: 灯管." in [caption.value for caption in app.caption]


@pytest.mark.parametrize(
    ("language", "says"), [("en", "This isn't an Excel file (.xlsx)."), ("zh", "这不是 Excel 文件（.xlsx）。")]
)
def test_a_wrong_file_is_one_sentence_and_the_next_file_is_taken(open_app: OpenApp, language: str, says: str) -> None:
    app = open_app("import_signs.py", language=language)
    upload(app, b"no workbook")
    assert [error.value for error in app.error] == [says]
    upload(app, workbook(sign("A")))
    assert not app.error
    assert numbers(app)[0] == "1"


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_selector("[data-testid=stMetric]", timeout=20_000)
    page.wait_for_timeout(800)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_a_browser_from_the_file_to_the_stored_signs(open_screen: OpenScreen, tmp_path: Path, language: str) -> None:
    page = open_screen("/import-signs", size=DESKTOP, language=language)
    keep_picture(page, f"import-empty-{language}")
    path = tmp_path / "own.xlsx"
    code = {"zh": "Z", "en": "E"}[language]
    rows = [sign(f"{code}-{number:04d}", 合同编号=f"HT-{code}") for number in range(40)]
    path.write_bytes(
        workbook(*rows, sign(None), sign("B", 交工日期="2023年2月30日", 质保期="终身"), sign("C", 联系电话="见合同"))
    )
    choose(page, path)
    keep_picture(page, f"import-preview-{language}")
    with page.expect_download() as download:
        page.locator(".st-key-mend_file button").click()
    assert download.value.suggested_filename == "own.rejects.xlsx"
    page.locator(".st-key-store_signs button").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text(re.compile("4[01]"))
    keep_picture(page, f"import-stored-{language}")


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_runs_out_of_the_screen(open_screen: OpenScreen, size: tuple[int, int]) -> None:
    page = open_screen("/import-signs", size=size, language="zh", dark=True)
    choose(page, DATA / "sign-register.xlsx")
    keep_picture(page, f"import-register-{size[0]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
