"""The monthly report: the same figures on paper and in the workbook, in both languages, without a browser."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from sqlalchemy import text
from sqlmodel import select

from aftersales.documents.monthly_pdf import monthly_report_pdf
from aftersales.documents.monthly_words import lists_of
from aftersales.documents.monthly_workbook import monthly_report_workbook
from aftersales.documents.sheet_words import SheetWords
from aftersales.errors import NotAllowed
from aftersales.locale import translate
from aftersales.locale.figures import format_change, format_figure, format_period
from aftersales.models import Department, OpinionRouting
from aftersales.queries.figures.monthly import MonthlyReport, get_monthly_report
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.figures import FIGURES, Unit
from aftersales.rules.kinds import Kind
from aftersales.rules.opinion import OpinionState
from aftersales.rules.periods import Period, month_of
from aftersales.rules.roles import SYSTEM
from aftersales.services.complaints import NewComplaint, register_complaint
from aftersales.services.corrective_action_steps import drop_action
from tests.builders import DAY, HOUR, Firm
from tests.queries.figures.conftest import END, busy, firm
from tests.services.quality_deeds import of_type

__all__ = ["busy", "firm"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl knows no data bars
MARCH = month_of(date(2026, 3, 1))


def report_of(firm: Firm) -> MonthlyReport:
    return get_monthly_report(firm.session, SYSTEM, MARCH, now=END)


def workbook(report: MonthlyReport, language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(monthly_report_workbook(report, language)))  # type: ignore[arg-type]


def test_the_report_lists_what_went_wrong(busy: Firm) -> None:
    report = report_of(busy)
    assert [row.is_good for row in report.late_answers] == [False] * 3
    assert len(report.late_arrivals) == 2  # one left half done, and nobody at the reopened one yet
    assert len(report.recurrences) == 1
    assert [row.amount for row in report.low_marks] == [2]
    assert [recurrence.corrective_action for recurrence in report.open_recurrences] == [""]
    assert len(report.late_now) == report.open_now.late
    assert [month.from_on for month, _ in report.trend] == sorted(month.from_on for month, _ in report.trend)
    assert report.trend[-1][1]["requests"] == report.sums["requests"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbooks_numbers_are_those_of_the_rows(busy: Firm, language: str) -> None:
    report = report_of(busy)
    book = workbook(report, language)
    figures = book.worksheets[0]
    shown = {row[0].value: row[1].value for row in figures.iter_rows(min_row=2)}
    names = {"zh": "我方承担费用", "en": "Cost borne by us"}
    spent = busy.session.connection().execute(text("SELECT SUM(total_fen) FROM cost_line WHERE bearer = 'us'")).scalar()
    assert shown[names[language]] == pytest.approx(int(spent or 0) / 100)
    assert figures.freeze_panes == "B2"
    assert all(
        isinstance(cell.value, int | float | None)
        for row in figures.iter_rows(min_row=2, max_col=5)
        for cell in row[1:]
    )
    heading = {"zh": "指标", "en": "Figure"}
    assert figures["A1"].value == heading[language]


def test_the_workbook_has_charts_of_its_own_filters_and_typed_cells(busy: Firm) -> None:
    book = workbook(report_of(busy), "zh")
    assert [len(sheet._charts) for sheet in book.worksheets if sheet.title in ("近十二个月", "按原因的费用")] == [3, 1]
    late = book["逾时到场或未到场"]
    assert late.auto_filter.ref == "A1:F3"
    assert late["D2"].is_date
    assert isinstance(late["F2"].value, int | float)
    costs = book["按原因的费用"]
    last = costs.max_row
    assert costs[f"B{last}"].value == f"=SUM(B2:B{last - 1})"


def test_a_customers_name_that_begins_like_a_formula_stays_text(busy: Firm) -> None:
    busy.customer.name = "=1+1"
    busy.session.add(busy.customer)
    busy.session.flush()
    cell = workbook(report_of(busy), "en")["Recurrences"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_says_the_same_figures(busy: Firm, language: str, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here (poppler-utils)")
    report = report_of(busy)
    path = tmp_path / "report.pdf"
    path.write_bytes(monthly_report_pdf(report, language))  # type: ignore[arg-type]
    said = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for key, total in report.sums.items():
        unit = FIGURES[key].unit
        assert format_figure(total.value(unit), unit, language) in said, key
    assert report.late_arrivals[0].number in said.replace("\n", "")
    assert format_period(MARCH, language) in said
    assert ("Generated demo data" in said or "演示数据" in said) is report.is_demo


def test_every_page_of_the_pdf_can_be_drawn_and_holds_ink(busy: Firm, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("no pdftoppm here (poppler-utils)")
    (tmp_path / "report.pdf").write_bytes(monthly_report_pdf(report_of(busy), "zh"))
    subprocess.run(["pdftoppm", "-r", "40", "-png", "report.pdf", "page"], cwd=tmp_path, check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    assert pages
    for page in pages:
        with Image.open(page) as picture:
            colours = picture.convert("L").getextrema()
        assert colours[0] < 120 < colours[1], page


def test_an_empty_month_is_told_as_such(firm: Firm) -> None:
    report = get_monthly_report(firm.session, SYSTEM, month_of(date(2025, 1, 5)), now=END)
    assert monthly_report_pdf(report, "en").startswith(b"%PDF")
    assert workbook(report, "en")["Recurrences"]["A2"].value == "No fault came back."


def test_who_sees_no_figures_gets_no_report(busy: Firm) -> None:
    with pytest.raises(NotAllowed):
        get_monthly_report(busy.session, busy.technician, MARCH, now=END)


def test_figures_are_written_as_each_language_writes_them() -> None:
    assert format_figure(0.9325, Unit.PERCENT, "zh") == "93.2%"
    assert format_figure(1_234_567_89, Unit.MONEY, "en") == "¥1,234,568"
    assert format_figure(6.44, Unit.HOURS, "zh") == "6.4 小时"
    assert format_figure(None, Unit.MARK, "en") == "—"
    assert format_change(0.93, 0.95, Unit.PERCENT, "en") == "-2.0 points"
    assert format_change(4.5, 4.4, Unit.MARK, "zh") == "+0.10"
    assert format_change(100_00, 300_00, Unit.MONEY, "en") == "-¥200"
    assert format_change(None, 1, Unit.COUNT, "en") is None
    days = Period(date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=9))
    assert format_period(days, "en") == "1 Mar 2026 – 10 Mar 2026"
    assert format_period(MARCH, "zh") == "2026年3月"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_complaints_stand_in_the_report_but_never_those_about_integrity(busy: Firm, language: str) -> None:
    for kind in (ComplaintKind.CUSTOMER, ComplaintKind.INTEGRITY):
        new = NewComplaint(kind=kind, customer_id=busy.customer.id, words="等了两天")
        register_complaint(busy.session, actor=busy.hotline, now=END - 6 * HOUR, new=new)
    for actor in (SYSTEM, busy.leadership):
        report = get_monthly_report(busy.session, actor, MARCH, now=END)
        assert [row.kind for row in report.complaints] == [ComplaintKind.CUSTOMER]
        assert [row.is_good for row in report.open_complaints] == [False]
        book = workbook(report, language)
        shown = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}
        received, kept = {
            "zh": ("受理投诉", "投诉首次反馈及时率"), "en": ("Complaints received", "First feedback in time"),
        }[language]  # fmt: skip
        assert (shown[received], shown[kept]) == (1, 0)
        assert book[received]["A2"].value == report.complaints[0].number


def test_opinions_that_a_department_is_late_with_are_listed(busy: Firm) -> None:
    request = busy.accepted(kind=Kind.SUGGESTION)
    department = busy.session.exec(select(Department).where(Department.code == "quality")).one()
    for number, due_at in (("YJ1", END - HOUR), ("YJ2", END), ("YJ3", END + HOUR)):
        busy.session.add(
            OpinionRouting(
                number=number, request_id=request.id or 0, department_id=department.id or 0, due_at=due_at,
                state=OpinionState.ROUTED if number == "YJ1" else OpinionState.SENT_BACK, routed_at=busy.now,
                next_due_at=due_at,
            )
        )  # fmt: skip
    busy.session.flush()
    report = report_of(busy)
    assert [(row.number, row.department[0]) for row in report.late_opinions] == [("YJ1", "质量部")]
    assert workbook(report, "zh")["部门逾期未回复的客户意见"]["A2"].value == "YJ1"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_open_corrective_actions_stand_in_both_files_with_owner_days_and_lateness(
    busy: Firm, language: str, tmp_path: Path
) -> None:
    late = of_type(busy, at=END - 20 * DAY, due_on=(END - 2 * DAY).date(), owner_id=busy.quality.staff_id)
    fine = of_type(busy, at=END, due_on=(END + 5 * DAY).date())
    dropped = of_type(busy, at=END)
    drop_action(busy.session, actor=busy.manager, now=END, action_id=dropped.id, reason="不做了")
    report = report_of(busy)
    assert [row.number for row in report.corrective_actions] == [late.number, fine.number]
    assert (report.open_now.actions, report.open_now.actions_late) == (2, 1)
    sheet = workbook(report, language)[{"zh": "未结的纠正措施", "en": "Open corrective actions"}[language]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == [late.number, fine.number]
    for row, action in zip(rows, (late, fine), strict=True):
        assert action.words in row[1]
        assert row[2]
        assert (row[4].date(), row[5].date()) == (action.due_on, action.check_on)
    assert rows[0][6] == pytest.approx((END - late.due_at).total_seconds() / 3600, abs=0.01)
    assert rows[1][6] is None
    if shutil.which("pdftotext") is not None:
        (tmp_path / "report.pdf").write_bytes(monthly_report_pdf(report, language))  # type: ignore[arg-type]
        said = subprocess.run(
            ["pdftotext", "-layout", "report.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        assert {"zh": "未结的纠正措施（2）", "en": "Open corrective actions (2)"}[language] in said
        assert late.due_on.isoformat() in said


def test_a_month_without_corrective_actions_says_so(busy: Firm) -> None:
    book = workbook(report_of(busy), "en")
    assert book["Open corrective actions"]["A2"].value == "No corrective action is open."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sheets_name_is_cut_by_excels_limit(busy: Firm, language: str) -> None:
    book = workbook(report_of(busy), language)
    lists = lists_of(report_of(busy), SheetWords(language))  # type: ignore[arg-type]
    assert {translate(one.title, language) for one in lists} <= set(book.sheetnames)  # type: ignore[arg-type]
