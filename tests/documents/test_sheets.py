"""The printed sheets: every field is on them, in the languages asked for, on as many pages as it takes."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aftersales.documents.fonts import broken_lines
from aftersales.documents.service_report_sheet import service_report_pdf
from aftersales.documents.sheet import Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.documents.survey_sheet import survey_pdf
from aftersales.models import Bearer, SurveyWay
from aftersales.queries.report_sheet import ReportSheet, SheetCost, SheetPart, SheetPhoto
from aftersales.queries.survey_sheet import SurveySheet
from aftersales.rules.kinds import Cause, Charge, CostKind, FaultCategory, WarrantyStatus
from tests.documents.letterhead import LETTERHEAD
from tests.documents.pictures import red_picture

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
REPORT = ReportSheet(
    company=LETTERHEAD, office=("上海办事处", "Shanghai"),
    request_id=1, number="FW20261124-0007", visit=1, dispatch_number="PG20261124-0003", customer="O'Brien 医院",
    contact_name="王芳", contact_phone="13800001234", address="张江路1号", place="3号楼大堂", project="住院楼标识工程",
    contract="HT-2025-001", sign_code="S-0001", sign_type=("发光字", "Lit letters"), handover_on=date(2025, 6, 1),
    warranty=WarrantyStatus.IN, warranty_ends_on=date(2027, 6, 1), charge=Charge.PAID, description="大堂发光字不亮",
    reported_at=AT, asked_at=AT + HOUR, promised_at=AT + 2 * HOUR, dispatched_at=AT + HOUR, departed_at=AT + HOUR,
    arrived_at=AT + 2 * HOUR, ended_at=AT + 3 * HOUR, is_finished=True, fault_seen=FaultCategory.DARK,
    cause_found=Cause.MATERIAL, findings="开关电源损坏", work_done="更换开关电源", safety_measures="先断电",
    left_to_do="",
    customer_words="很好", signed_by="王芳", signed_at=AT + 3 * HOUR, unsigned_reason="", signature=None,
    filed_at=AT + 3 * HOUR, report_version=1, crew=(("王强", "Wang Qiang"),),
    parts=(SheetPart(("开关电源", ""), "200W", 1, True),),
    costs=(
        SheetCost(CostKind.LABOUR, ("人工", ""), 1500, ("小时", "hour"), Bearer.CUSTOMER, 18_000),
        SheetCost(CostKind.PARTS, ("密封胶", ""), 1000, ("支", "tube"), Bearer.US, None),
    ),
    quote_fen=18_000, photos=(SheetPhoto(1, "photo_before", red_picture(size=(1200, 900), kind="JPEG")),),
)  # fmt: skip
SURVEY = SurveySheet(
    company=LETTERHEAD, number="FW20261124-0007", customer="某医院",
    place="3号楼大堂", sign_code="S-0001", served_on=date(2026, 11, 24), crew=(("王强", "Wang Qiang"),),
)  # fmt: skip


def words_of(pdf: bytes, tmp_path: Path) -> str:
    """The text as a reader would select it, without spaces and line ends."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", text)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_service_report_carries_every_field(language: SheetLanguage, tmp_path: Path) -> None:
    pdf = service_report_pdf(REPORT, language, address="http://x/request?number=FW20261124-0007")
    words = words_of(pdf, tmp_path)
    for text in (
        REPORT.number, "PG20261124-0003", "400-820-1234", REPORT.customer, "王芳", "13800001234", "张江路1号",
        "3号楼大堂", "住院楼标识工程", "HT-2025-001", "S-0001", "大堂发光字不亮", "开关电源损坏", "更换开关电源",
        "先断电", "很好", "200W", "人工", "密封胶", "180.00",
    ):  # fmt: skip
        assert text.replace(" ", "") in words, text


def test_each_language_has_its_own_words(tmp_path: Path) -> None:
    chinese = words_of(service_report_pdf(REPORT, "zh", address=None), tmp_path)
    english = words_of(service_report_pdf(REPORT, "en", address=None), tmp_path)
    both = words_of(service_report_pdf(REPORT, "both", address=None), tmp_path)
    assert "售后服务报告单" in chinese
    assert "After-sales" not in chinese
    assert "After-salesservicereport" in english
    assert "售后服务报告单" not in english
    assert "售后服务报告单After-salesservicereport" in both


def test_a_report_of_many_words_goes_on_on_the_next_pages() -> None:
    long = replace(REPORT, work_done="更换开关电源，重新打胶密封。" * 140, parts=REPORT.parts * 40)
    assert pages_of(service_report_pdf(long, "zh", address=None)) >= 4


def test_an_unsigned_report_says_why(tmp_path: Path) -> None:
    unsigned = replace(REPORT, signed_by="", signed_at=None, unsigned_reason="夜间无人值守")
    assert "夜间无人值守" in words_of(service_report_pdf(unsigned, "zh", address=None), tmp_path)


def test_photos_and_a_signature_are_printed_small() -> None:
    noisy = replace(REPORT, signature=red_picture(20, size=(2000, 1500), kind="JPEG"))
    pdf = service_report_pdf(noisy, "zh", address=None)
    assert pdf.count(b"/Subtype /Image") == 2
    assert len(pdf) < 400_000


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("👍 很好 \u202e", "很好"), ("欧阳𠮷", "欧阳〓"), ("䶮龘·Müller ℃㎡", "䶮龘·Müller℃㎡")],
)
def test_a_sign_that_the_font_lacks_leaves_a_mark_and_an_emoji_nothing(
    typed: str, printed: str, tmp_path: Path
) -> None:
    sheet = Sheet(SheetWords("zh"), title="x", number="1")
    sheet._font(9.5, (0, 0, 0))
    assert sheet.normalize_text(typed).strip().replace("Müller ", "Müller") == printed
    words = words_of(service_report_pdf(replace(REPORT, customer_words=typed), "zh", address=None), tmp_path)
    assert re.sub(r"\s", "", printed).split("·")[0] in words


def test_a_tables_headings_stand_again_on_each_page(tmp_path: Path) -> None:
    long = service_report_pdf(replace(REPORT, parts=REPORT.parts * 80), "zh", address=None)
    words = words_of(long, tmp_path)
    assert pages_of(long) >= 3
    assert words.count("配件名称") >= 3


def test_the_count_of_pages_ends_at_the_margin(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(service_report_pdf(REPORT, "zh", address=None))
    boxes = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True).stdout.decode()
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)" yMax="(?:8[0-2]\d)[\d.]*">', boxes)]
    assert ends
    assert max(ends) == pytest.approx((210 - 15) / 25.4 * 72, abs=6)


def test_the_paper_form_has_every_question_and_a_code_to_scan(tmp_path: Path) -> None:
    pdf = survey_pdf(SURVEY, "zh", address="https://desk.example/survey/abc")
    words = words_of(pdf, tmp_path)
    assert pages_of(pdf) == 1
    assert words.count("□") == 6 * 5 + 2 * 2
    assert pdf.count(b"/Subtype /Image") == 1
    for text in ("售后服务满意度调查表", "总体满意度", "您愿意向他人推荐我们吗", "客户签字"):
        assert text in words


def test_an_answered_form_shows_the_answers(tmp_path: Path) -> None:
    filled = replace(
        SURVEY, answers={"overall": 5, "asked_extra": False}, words="师傅很快", answered_at=AT, way=SurveyWay.PAPER
    )
    words = words_of(survey_pdf(filled, "zh", address=None), tmp_path)
    assert words.count("✓") == 2
    assert "师傅很快" in words


def test_lines_break_as_chinese_wants_them() -> None:
    lines = broken_lines("更换开关电源，LED模组（三条）。", 6, len)
    assert "".join(lines) == "更换开关电源，LED模组（三条）。"
    assert not any(line[0] in "，。）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)
    assert any("LED" in line for line in lines)


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert broken_lines("x" * 10, 4, len) == ["xxxx", "xxxx", "xx"]


def test_empty_lines_stay() -> None:
    assert broken_lines("a\n\nb", 4, len) == ["a", "", "b"]


def test_the_font_is_embedded_in_part_only() -> None:
    pdf = service_report_pdf(replace(REPORT, photos=()), "zh", address=None)
    assert len(pdf) < 250_000
