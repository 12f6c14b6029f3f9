"""The monthly report as an Excel workbook: typed cells, frozen headings, filters, and charts of Excel's own."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import xlsxwriter

from aftersales.config import service_zone
from aftersales.documents.monthly_words import ReportList, figure_rows, lists_of, part_name
from aftersales.documents.sheet_words import SheetWords
from aftersales.locale import Language
from aftersales.locale.figures import format_period
from aftersales.queries.figures.billing import DEFINITIONS as BILLING_DEFINITIONS
from aftersales.queries.figures.billing import TITLES as BILLING_TITLES
from aftersales.queries.figures.monthly import MonthlyReport, Part, readable_keys
from aftersales.rules.figures import FIGURES, NOTHING, Unit
from aftersales.rules.goals import ALL_FIGURES, goal_of
from aftersales.rules.message import N_, Money
from aftersales.rules.scorecard import QUALITIES, score

NUMBERS = {
    Unit.PERCENT: "0.0%", Unit.MARK: "0.00", Unit.HOURS: "0.0", Unit.COUNT: "#,##0", Unit.MONEY: "¥#,##0.00",
}  # fmt: skip
SHEET_NAMES = {
    "figures": N_("Figures"), "trend": N_("Twelve months"), "offices": N_("By office"), "scorecard": N_("Scorecard"),
    "causes": N_("Cost by cause"), "sign_types": N_("Cost by sign type"),
}  # fmt: skip
GOOD, AIM = "#0B6B74", "#D08A1D"


class Book:
    """The workbook under way, and the formats that its sheets share."""

    def __init__(self, words: SheetWords, language: Language) -> None:
        self.words, self.language = words, language
        self.out = io.BytesIO()
        # Whatever people typed stays text: no formula, no link.
        self.book: Any = xlsxwriter.Workbook(
            self.out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.heading = self.book.add_format({"bold": True, "bg_color": "#E6EDED", "bottom": 1, "text_wrap": True})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.hours = self.book.add_format({"num_format": "0.0"})
        self.bold = self.book.add_format({"bold": True, "top": 1})
        self.numbers = {unit: self.book.add_format({"num_format": text}) for unit, text in NUMBERS.items()}
        self.totals = {
            unit: self.book.add_format({"num_format": text, "bold": True, "top": 1}) for unit, text in NUMBERS.items()
        }

    def sheet(self, name: str, headings: list[str], widths: list[float]) -> Any:
        sheet = self.book.add_worksheet(self.words.say(name)[:31])
        sheet.write_row(0, 0, headings, self.heading)
        sheet.freeze_panes(1, 1)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        return sheet

    def figure(
        self, sheet: Any, row: int, column: int, key: str, value: float | None, *, is_total: bool = False
    ) -> None:
        """A number as Excel knows it: a share, yuan with its fen."""
        unit = ALL_FIGURES[key].unit
        if value is not None:
            number = value / 100 if unit is Unit.MONEY else value
            sheet.write_number(row, column, number, (self.totals if is_total else self.numbers)[unit])

    def cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value.astimezone(service_zone()).replace(tzinfo=None), self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.day)  # noqa: DTZ001
        elif isinstance(value, timedelta):
            sheet.write_number(row, column, value.total_seconds() / 3600, self.hours)
        elif isinstance(value, Money):
            sheet.write_number(row, column, value.fen / 100, self.numbers[Unit.MONEY])
        elif isinstance(value, Enum):
            sheet.write_string(row, column, self.words.value(value))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value))

    def finished(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def monthly_report_workbook(report: MonthlyReport, language: Language) -> bytes:
    """The report as an .xlsx in one language."""
    words = SheetWords(language)
    book = Book(words, language)
    book.book.set_properties(
        {"title": f"{words.say(N_('Monthly after-sales report'))} {report.period.from_on:%Y-%m}",
         "company": words.name(report.company.names)}
    )  # fmt: skip
    _write_figures(book, report)
    _write_trend(book, report)
    _write_offices(book, report)
    _write_costs(book, report)
    for each in lists_of(report, words):
        _write_list(book, each)
    return book.finished()


def _write_figures(book: Book, report: MonthlyReport) -> None:
    say = book.words.say
    headings = [say(N_("Figure")), format_period(report.period, book.language), say(N_("Goal")),
                format_period(report.before, book.language), format_period(report.year_before, book.language),
                say(N_("Of cases")), say(N_("Definition"))]  # fmt: skip
    sheet = book.sheet(SHEET_NAMES["figures"], headings, [28, 16, 10, 16, 16, 10, 90])
    for row, (figure, now, before, year_before) in enumerate(figure_rows(report), 1):
        key = figure.key
        sheet.write_string(row, 0, say(figure.title))
        book.figure(sheet, row, 1, key, now.value(figure.unit))
        book.figure(sheet, row, 2, key, goal_of(key, report.goals))
        book.figure(sheet, row, 3, key, before.value(figure.unit))
        book.figure(sheet, row, 4, key, year_before.value(figure.unit))
        if figure.unit in (Unit.PERCENT, Unit.MARK, Unit.HOURS):
            sheet.write_number(row, 5, now.bottom)
        sheet.write_string(row, 6, say(figure.definition))
    for row, (stage, stock) in enumerate(report.billing.items(), len(figure_rows(report)) + 1):  # of now
        sheet.write_string(row, 0, say(BILLING_TITLES[stage]))
        sheet.write_number(row, 1, stock.total_fen / 100, book.numbers[Unit.MONEY])
        sheet.write_number(row, 5, stock.count)
        sheet.write_string(row, 6, say(BILLING_DEFINITIONS[stage]))


TREND_KEYS = ("satisfaction", "response_kept", "arrival_kept", "requests", "recurrences")


def _write_trend(book: Book, report: MonthlyReport) -> None:
    say = book.words.say
    name = say(SHEET_NAMES["trend"])
    headings = [say(N_("Month")), *(say(FIGURES[key].title) for key in TREND_KEYS)]
    sheet = book.sheet(SHEET_NAMES["trend"], headings, [12, *[18] * len(TREND_KEYS)])
    for row, (month, sums) in enumerate(report.trend, 1):
        sheet.write_string(row, 0, f"{month.from_on:%Y-%m}")
        for column, key in enumerate(TREND_KEYS, 1):
            book.figure(sheet, row, column, key, sums[key].value(FIGURES[key].unit))
    last = len(report.trend)
    for place, (title, columns, low) in enumerate((
        (N_("Do we answer and arrive in time?"), (2, 3), None),
        (N_("Are customers satisfied?"), (1,), 1),
        (N_("How many requests come in?"), (4, 5), 0),
    )):  # fmt: skip
        chart = book.book.add_chart({"type": "column" if low == 0 else "line"})
        for colour, column in zip((GOOD, AIM), columns, strict=False):
            paint: dict[str, Any] = (
                {"fill": {"color": colour}}
                if low == 0
                else {"line": {"color": colour, "width": 2.25}, "marker": {"type": "circle", "size": 5,
                      "fill": {"color": colour}, "border": {"color": colour}}}
            )  # fmt: skip
            chart.add_series({
                "name": [name, 0, column], "categories": [name, 1, 0, last, 0],
                "values": [name, 1, column, last, column], **paint,
            })  # fmt: skip
        axis: dict[str, Any] = {"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
        if low == 1:
            axis |= {"min": 1, "max": 5}
        elif low is None:
            axis |= {"max": 1, "num_format": "0%"}
        chart.set_y_axis(axis)
        chart.set_title({"name": say(title), "overlay": False, "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
        chart.set_size({"width": 620, "height": 300})
        sheet.insert_chart(last + 2 + 16 * place, 0, chart)


def _write_offices(book: Book, report: MonthlyReport) -> None:
    say, keys = book.words.say, readable_keys(report)
    headings = [say(N_("Office")), *(say(FIGURES[key].title) for key in keys)]
    sheet = book.sheet(SHEET_NAMES["offices"], headings, [24, *[16] * len(keys)])
    for row, part in enumerate(report.offices, 1):
        sheet.write_string(row, 0, part_name(book.words, part))
        for column, key in enumerate(keys, 1):
            book.figure(sheet, row, column, key, part.sums.get(key, NOTHING).value(FIGURES[key].unit))
    end = len(report.offices) + 1
    sheet.write_string(end, 0, say(N_("The whole company")), book.bold)
    for column, key in enumerate(keys, 1):
        book.figure(sheet, end, column, key, report.sums[key].value(FIGURES[key].unit), is_total=True)
    _write_scorecard(book, report)


def _write_scorecard(book: Book, report: MonthlyReport) -> None:
    say = book.words.say
    headings = [say(N_("Office")), *(say(quality.title) for quality in QUALITIES), say(N_("Overall score"))]
    sheet = book.sheet(SHEET_NAMES["scorecard"], headings, [24, *[12] * (len(QUALITIES) + 1)])
    for row, part in enumerate(report.offices, 1):
        sheet.write_string(row, 0, part_name(book.words, part))
        card = score(part.sums)
        for column, points in enumerate([*(each.points for each in card.scores), card.total], 1):
            if points is not None:
                sheet.write_number(row, column, round(points, 1), book.hours)
    if report.offices:
        sheet.conditional_format(
            1, 1, len(report.offices), len(QUALITIES) + 1,
            {"type": "data_bar", "bar_color": "#9CCFD3", "min_type": "num", "min_value": 0, "max_type": "num",
             "max_value": 100, "bar_solid": True},
        )  # fmt: skip


def _write_costs(book: Book, report: MonthlyReport) -> None:
    for key, parts in (("causes", report.causes), ("sign_types", report.sign_types)):
        if parts:
            _write_split(book, key, parts)


def _write_split(book: Book, name: str, parts: tuple[Part, ...]) -> None:
    say, keys = book.words.say, ("cost_us", "cost_customer")
    first = N_("Cause") if name == "causes" else N_("Sign type")
    headings = [say(first), *(say(FIGURES[key].title) for key in keys)]
    sheet = book.sheet(SHEET_NAMES[name], headings, [26, 18, 18])
    for row, part in enumerate(parts, 1):
        sheet.write_string(row, 0, part_name(book.words, part))
        for column, key in enumerate(keys, 1):
            book.figure(sheet, row, column, key, part.sums.get(key, NOTHING).top)
    end, title = len(parts) + 1, say(SHEET_NAMES[name])[:31]
    sheet.write_string(end, 0, say(N_("Total")), book.bold)
    for column, key in enumerate(keys, 1):
        total = sum(part.sums.get(key, NOTHING).top for part in parts) / 100
        letter = "ABC"[column]
        sheet.write_formula(end, column, f"=SUM({letter}2:{letter}{end})", book.totals[Unit.MONEY], total)
    chart = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, colour in ((1, GOOD), (2, AIM)):
        chart.add_series({
            "name": [title, 0, column], "categories": [title, 1, 0, len(parts), 0],
            "values": [title, 1, column, len(parts), column], "fill": {"color": colour}, "gap": 40,
        })  # fmt: skip
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    question = N_("Which causes cost most?") if name == "causes" else N_("Which sign types should we build better?")
    chart.set_title({"name": say(question), "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 640, "height": 120 + 26 * len(parts)})
    sheet.insert_chart(0, 4, chart)


def _write_list(book: Book, each: ReportList) -> None:
    headings = [book.words.say(name) for name in each.headings]
    hours = book.words.say(N_("Late by"))
    headings = [book.words.say(N_("Late by (hours)")) if name == hours else name for name in headings]
    sheet = book.sheet(each.title, headings, [max(11, 90 * width) for width in each.widths])
    for row, cells in enumerate(each.rows, 1):
        for column, value in enumerate(cells):
            book.cell(sheet, row, column, value)
    if each.rows:
        sheet.autofilter(0, 0, len(each.rows), len(headings) - 1)
    else:
        sheet.write_string(1, 0, book.words.say(each.empty))
