"""The monthly report on paper, ready to send: what leadership sees first, then why, then every case that was late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aftersales.config import service_zone
from aftersales.documents.chart_drawing import draw_bar_chart, draw_line_chart
from aftersales.documents.monthly_words import ReportList, figure_rows, lists_of, part_name
from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetWords
from aftersales.locale import Language
from aftersales.locale.figures import format_change, format_figure, format_goal, format_period
from aftersales.queries.figures.billing import TITLES as BILLING_TITLES
from aftersales.queries.figures.monthly import MonthlyReport, Part
from aftersales.rules.figures import FIGURES, NOTHING, PROMISE, Sum
from aftersales.rules.goals import goal_of, is_goal_met
from aftersales.rules.message import N_, Money, message
from aftersales.rules.scorecard import FEWEST_CASES, QUALITIES, score

MOST_ROWS = 60
MOST_BARS = 12


def monthly_report_pdf(report: MonthlyReport, language: Language) -> bytes:
    """The report as a PDF in one language."""
    words = SheetWords(language)
    title, month = words.say(N_("Monthly after-sales report")), format_period(report.period, language)
    sheet = Sheet(words, title=title, number=f"{report.period.from_on:%Y-%m}")
    made = words.say(N_("As it stood on {moment}"), moment=report.made_at)
    sheet.letterhead(report.company, f"{title}　{month}", right=[made], qr=None)
    if report.is_demo:
        sheet.note(words.say(N_("Generated demo data: no real company or customer.")))
    sheet.heading(_verdict(report, words))
    _draw_figures(sheet, report, words, language)
    _draw_trends(sheet, report, words, language)
    _draw_offices(sheet, report, words, language)
    _draw_costs(sheet, report, words, language)
    for each in lists_of(report, words):
        _draw_list(sheet, each, words)
    return sheet.finished()


def _verdict(report: MonthlyReport, words: SheetWords) -> str:
    judged = {
        key: is_goal_met(FIGURES[key], report.sums[key].value(FIGURES[key].unit), report.goals) for key in PROMISE
    }
    missed = [words.say(FIGURES[key].title) for key, met in judged.items() if met is False]
    if missed:
        return words.say(N_("Not everywhere. Goals missed: {figures}."), figures=tuple(missed))
    if all(met is None for met in judged.values()):
        return words.say(N_("Nothing was received or answered in this period yet, so there is nothing to judge."))
    return words.say(N_("Yes. Every goal of the promise is met."))


def _draw_figures(sheet: Sheet, report: MonthlyReport, words: SheetWords, language: Language) -> None:
    sheet.heading(words.say(N_("Do we keep our promise?")))
    titles = [
        Cell(words.say(N_("Figure")), 0.3),
        Cell(format_period(report.period, language), 0.16, align="R"),
        Cell(words.say(N_("Goal")), 0.1, align="R"),
        Cell(format_period(report.before, language), 0.15, align="R"),
        Cell(words.say(N_("Change")), 0.15, align="R"),
        Cell(format_period(report.year_before, language), 0.14, align="R"),
    ]
    rows = []
    for figure, *sums in figure_rows(report):
        unit = figure.unit
        now, before, last_year = (one.value(unit) for one in sums)
        met, aim = is_goal_met(figure, now, report.goals), goal_of(figure.key, report.goals)
        goal = format_goal(aim, unit, language) if aim is not None else ""
        mark = "" if met is None else "  ✓" if met else "  ×"
        rows.append([
            words.say(figure.title), format_figure(now, unit, language), goal + mark,
            format_figure(before, unit, language), format_change(now, before, unit, language) or "",
            format_figure(last_year, unit, language),
        ])  # fmt: skip
    sheet.table(titles, rows)
    sheet.ln(1)
    sheet.note(
        words.say(
            N_("Open now: {open}, late now: {late}, dangers not made safe: {danger}."),
            open=report.open_now.open,
            late=report.open_now.late,
            danger=report.open_now.danger,
        )
    )
    sheet.note(
        words.say(
            N_("Recurrences open: {recurring}. Corrective actions open: {actions}, late: {late}."),
            recurring=report.open_now.recurring,
            actions=report.open_now.actions,
            late=report.open_now.actions_late,
        )
    )
    for stage, stock in report.billing.items():
        sheet.note(
            words.say(
                N_("{stage}: {count} cases, {amount}."), stage=message(BILLING_TITLES[stage]), count=stock.count,
                amount=Money(stock.total_fen),
            )
        )  # fmt: skip


TRENDS = (
    ("satisfaction", N_("Are customers satisfied, month by month?")),
    ("arrival_kept", N_("Do we arrive in time, month by month?")),
    ("response_kept", N_("Do we answer in time, month by month?")),
)


def _draw_trends(sheet: Sheet, report: MonthlyReport, words: SheetWords, language: Language) -> None:
    labels = [f"{month.from_on:%y-%m}" for month, _ in report.trend]
    sheet.ln(2)
    for key, title in TRENDS:
        figure, goal = FIGURES[key], goal_of(key, report.goals)
        values = [sums[key].value(figure.unit) for _, sums in report.trend]
        draw_line_chart(
            sheet, words.say(title), labels, values, goal=goal,
            goal_label=words.say(N_("Goal {goal}"), goal=format_goal(goal or 0, figure.unit, language)),
            texts=[format_figure(value, figure.unit, language) for value in values],
        )  # fmt: skip


OFFICE_KEYS = ("requests", "satisfaction", "response_kept", "arrival_kept", "first_visit", "recurrences")


def _draw_offices(sheet: Sheet, report: MonthlyReport, words: SheetWords, language: Language) -> None:
    if not report.offices:
        return
    sheet.heading(words.say(N_("By office")), keep_mm=30)
    titles = [Cell(words.say(N_("Office")), 0.22)]
    titles += [Cell(words.say(FIGURES[key].title), 0.13, align="R") for key in OFFICE_KEYS]
    sheet.table(
        titles,
        [
            [part_name(words, part)]
            + [
                format_figure(_of(part, key).value(FIGURES[key].unit), FIGURES[key].unit, language)
                for key in OFFICE_KEYS
            ]
            for part in report.offices
        ],
    )
    sheet.heading(words.say(N_("Scorecard")), keep_mm=30)
    titles = [Cell(words.say(N_("Office")), 0.22)]
    titles += [Cell(words.say(quality.title), 0.13, align="R") for quality in QUALITIES]
    titles += [Cell(words.say(N_("Overall score")), 0.13, align="R")]
    rows = []
    for part in report.offices:
        card = score(part.sums)
        points = [each.points for each in card.scores] + [card.total]
        rows.append([part_name(words, part), *("—" if one is None else f"{one:.0f}" for one in points)])
    sheet.table(titles, rows)
    sheet.ln(1)
    sheet.note(
        words.say(
            N_(
                "Points are the share of cases that were as they should be, from 0 to 100; the total is the plain mean "
                "of the five and is given from {fewest} cases in each."
            ),
            fewest=FEWEST_CASES,
        )
    )


def _of(part: Part, key: str) -> Sum:
    return part.sums.get(key, NOTHING)


def _draw_costs(sheet: Sheet, report: MonthlyReport, words: SheetWords, language: Language) -> None:
    legend = (words.say(FIGURES["cost_us"].title), words.say(FIGURES["cost_customer"].title))
    for title, parts in (
        (N_("Which causes cost most?"), report.causes),
        (N_("Which sign types should we build better?"), report.sign_types),
    ):
        rows = []
        for part in parts[:MOST_BARS]:
            us, customer = _of(part, "cost_us").top, _of(part, "cost_customer").top
            if us or customer:
                text = format_figure(us + customer, FIGURES["cost_us"].unit, language)
                rows.append((part_name(words, part), us / 100, customer / 100, text))
        if rows:
            draw_bar_chart(sheet, words.say(title), rows, legend=legend)


def _draw_list(sheet: Sheet, each: ReportList, words: SheetWords) -> None:
    sheet.heading(
        f"{words.say(each.title)}（{len(each.rows)}）"
        if words.main == "zh"
        else f"{words.say(each.title)} ({len(each.rows)})",
        keep_mm=24,
    )
    if not each.rows:
        sheet.note(words.say(each.empty))
        return
    titles = [Cell(words.say(name), width) for name, width in zip(each.headings, each.widths, strict=True)]
    sheet.table(titles, [[_cell(value, words) for value in row] for row in each.rows[:MOST_ROWS]])
    if len(each.rows) > MOST_ROWS:
        sheet.note(
            words.say(N_("The first {shown} of {total}; all of them stand in the workbook."), shown=MOST_ROWS,
                      total=len(each.rows))
        )  # fmt: skip


def _cell(value: Any, words: SheetWords) -> str:
    """Moments without their year's words, so that they fit."""
    if value is None:
        return "—"
    if hasattr(value, "astimezone"):
        return f"{value.astimezone(service_zone()):%Y-%m-%d %H:%M}"
    if isinstance(value, timedelta | int) or not hasattr(value, "isoformat"):
        return words.value(value) or "—"
    return str(value.isoformat())
