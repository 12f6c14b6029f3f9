"""The handbook and its delivery note on paper (1.5): whole in each language, with what the clause names."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from aftersales.documents.handbook_note_sheet import handbook_note_pdf
from aftersales.documents.handbook_sheet import handbook_pdf
from aftersales.documents.sheet_words import SheetLanguage
from aftersales.queries.handbook_deliveries import DeliveryNote, DeliveryRow
from aftersales.queries.handbooks import VersionText
from aftersales.rules.handbook import PARTS, BookLanguage
from tests.documents.letterhead import LETTERHEAD
from tests.documents.pictures import red_picture
from tests.documents.test_sheets import pages_of, words_of
from tests.screens.browser import ARTEFACTS

ADDRESS = "http://x/handbooks?number=SC20261124-0003"
NOTE = DeliveryNote(
    row=DeliveryRow(
        number="SC20261124-0003", delivered_on=date(2026, 11, 24), customer="上海市第一人民医院",
        project_code="HT-2025-001", project="住院楼标识工程", sign_type=("发光字", "Lit letters"), sign_code=None,
        number_of_version="V2.0", language=BookLanguage.ZH, received_by="王芳", is_signed=True,
        handed_over_by=("孙丽", "Sun Li"),
    ),
    company=LETTERHEAD, address="张江路1号", valid_from=date(2026, 3, 1), signs=6, places=("3号楼大堂", "住院楼楼顶"),
    unsigned_reason="", remark="另附中文版一册", signature=red_picture(),
)  # fmt: skip
TEXT = VersionText(
    ("发光字", "Lit letters"), "V2.0", BookLanguage.ZH, date(2026, 3, 1), None,
    {part: f"{part}的内容：每季度擦拭。" for part in PARTS},
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_note_carries_every_field(language: SheetLanguage, tmp_path: Path) -> None:
    pdf = handbook_note_pdf(NOTE, language, address=ADDRESS)
    words = words_of(pdf, tmp_path)
    for text in (
        "SC20261124-0003", "上海市第一人民医院", "HT-2025-001", "住院楼标识工程", "V2.0", "王芳", "3号楼大堂",
        "住院楼楼顶", "另附中文版一册", "张江路1号",
    ):  # fmt: skip
        assert text in words, text
    assert ("使用维护手册交付单" in words) is (language != "en")
    assert ("Handbookdeliverynote" in words) is (language != "zh")
    assert pages_of(pdf) == 1


def test_an_unsigned_note_says_why(tmp_path: Path) -> None:
    note = replace(NOTE, signature=None, unsigned_reason="夜间无人值守")
    assert "夜间无人值守" in words_of(handbook_note_pdf(note, "zh", address=None), tmp_path)


@pytest.mark.parametrize(("language", "headings"), [
    (BookLanguage.ZH, ("构造", "功能", "使用", "日常维修与护理", "注意事项")),
    (BookLanguage.EN, ("Construction", "Functions", "Use", "Dailycareandrepair", "Cautions")),
])  # fmt: skip
def test_a_written_handbook_has_the_clauses_parts_in_its_language(
    language: BookLanguage, headings: tuple[str, ...], tmp_path: Path
) -> None:
    words = words_of(handbook_pdf(replace(TEXT, language=language), LETTERHEAD), tmp_path)
    for part in PARTS:
        assert f"{part}的内容" in words
    places = [words.index(f"{place}{heading}") for place, heading in enumerate(headings, start=1)]
    assert places == sorted(places)


def test_long_parts_go_on_over_the_page() -> None:
    long = replace(TEXT, parts={part: "每季度擦拭面板，检查固定螺栓。" * 200 for part in PARTS})
    assert pages_of(handbook_pdf(long, LETTERHEAD)) > 2


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_they_are_kept_as_pictures_to_look_at(language: SheetLanguage, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not here")
    ARTEFACTS.mkdir(exist_ok=True)
    own = BookLanguage.EN if language == "en" else BookLanguage.ZH
    for name, pdf in (
        ("handbook_note", handbook_note_pdf(NOTE, language, address=ADDRESS)),
        ("handbook", handbook_pdf(replace(TEXT, language=own), LETTERHEAD)),
    ):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        target = ARTEFACTS / f"sheet_{name}_{language}"
        subprocess.run(
            ["pdftoppm", "-png", "-r", "70", "-singlefile", str(tmp_path / f"{name}.pdf"), str(target)], check=True
        )
        with Image.open(f"{target}.png") as picture:
            shades: Any = picture.convert("L").getextrema()
        assert shades[0] < 100 < shades[1]
