"""What the monthly report's two documents share: titles of its lists, and their cells in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from aftersales.documents.sheet_words import SheetWords
from aftersales.queries.corrective_actions import ActionRow
from aftersales.queries.figures.billing import TITLES as BILLING_TITLES
from aftersales.queries.figures.complaints import ComplaintFigureRow
from aftersales.queries.figures.monthly import MonthlyReport, Part, readable_keys
from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.corrective_action import ActionScope
from aftersales.rules.figures import FIGURES, Figure, Sum, Unit
from aftersales.rules.message import N_, Money

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ReportList:
    """One list: `widths` are shares on paper; cells are values, written by whoever prints them."""

    key: str
    title: str
    empty: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


def part_name(words: SheetWords, part: Part) -> str:
    """How an office, a cause or a sign type is called."""
    if part.names is not None:
        return words.name(part.names)
    if part.value is None:
        return words.say(N_("not stated"))
    return words.value(part.value) if isinstance(part.value, Enum) else str(part.value)


def lists_of(report: MonthlyReport, words: SheetWords) -> tuple[ReportList, ...]:
    """Late requests, recurrences, open corrective actions, low marks, complaints, warranties that end soon."""
    due_headings = (N_("Number"), N_("Customer"), N_("Fault"), N_("Due"), N_("Happened"), N_("Late by"))
    due_widths = (0.195, 0.215, 0.12, 0.18, 0.18, 0.11)

    def late(rows: Sequence[Any]) -> tuple[Row, ...]:
        return tuple(
            (row.number, row.customer, row.fault, row.due_at, row.done_at, _late(row, report.made_at)) for row in rows
        )

    return (
        ReportList(
            "late_now", N_("Late now"), N_("Nothing is late."),
            (N_("Number"), N_("Customer"), N_("Fault"), N_("Severity"), N_("Due"), N_("Late by")),
            (0.195, 0.275, 0.13, 0.1, 0.18, 0.12),
            tuple(
                (row.number, row.customer, row.fault, row.severity, row.due_at,
                 report.made_at - row.due_at if row.due_at else None)
                for row in report.late_now
            ),
        ),
        ReportList(
            "unpaid", N_("Not yet quoted, billed or paid"), N_("Everything is billed and paid."),
            (N_("Number"), N_("Customer"), N_("Stage"), N_("Since"), N_("Invoice number"), N_("Amount (yuan)")),
            (0.195, 0.245, 0.17, 0.12, 0.14, 0.13),
            tuple((row.number, row.customer, words.say(BILLING_TITLES[row.stage]), row.since, row.bill or None,
                   Money(row.amount_fen)) for row in report.unpaid),
        ),
        ReportList("late_answers", N_("Answered late or not at all"), N_("Every answer was in time."), due_headings,
                   due_widths, late(report.late_answers)),
        ReportList("late_arrivals", N_("Arrived late or not at all"), N_("Every arrival was in time."), due_headings,
                   due_widths, late(report.late_arrivals)),
        ReportList(
            "recurrences", N_("Recurrences"), N_("No fault came back."),
            (N_("Number"), N_("Customer"), N_("Sign"), N_("Fault"), N_("Cause"), N_("Received")),
            (0.195, 0.255, 0.13, 0.12, 0.12, 0.18),
            tuple((row.number, row.customer, row.sign_code, row.fault, row.cause, row.at)
                  for row in report.recurrences),
        ),
        ReportList(
            "open_recurrences", N_("Recurrences still open"), N_("No recurrence is open."),
            (N_("Number"), N_("Customer"), N_("Times"), N_("Root cause"), N_("Corrective action")),
            (0.195, 0.225, 0.08, 0.25, 0.25),
            tuple(
                (row.number, row.customer, row.repeat_count, row.root_cause or words.say(N_("not written yet")),
                 row.corrective_action or words.say(N_("not written yet")))
                for row in report.open_recurrences
            ),
        ),
        ReportList(
            "corrective_actions", N_("Open corrective actions"), N_("No corrective action is open."),
            (N_("Number"), N_("What is done"), N_("Responsible person"), N_("State"), N_("To be done by"),
             N_("Check of its effect on"), N_("Late by")),
            (0.18, 0.255, 0.09, 0.12, 0.13, 0.13, 0.095),
            tuple(
                (row.number, _what(row, words), words.name(row.owner), row.state, row.due_on, row.check_on,
                 report.made_at - row.due_at if row.due_at and row.due_at < report.made_at else None)
                for row in report.corrective_actions
            ),
        ),
        ReportList(
            "low_marks", N_("Dissatisfied customers"), N_("Nobody gave a mark of one or two."),
            (N_("Number"), N_("Customer"), N_("Mark"), N_("Words"), N_("Answered")), (0.195, 0.225, 0.08, 0.32, 0.18),
            tuple((row.number, row.customer, row.amount, row.words, row.at) for row in report.low_marks),
        ),
        ReportList(
            "complaints", N_("Complaints received"), N_("Nobody complained."), _COMPLAINT, _COMPLAINT_WIDTHS,
            _complaints(report.complaints),
        ),
        ReportList(
            "open_complaints", N_("Complaints open now"), N_("No complaint is open."), _COMPLAINT, _COMPLAINT_WIDTHS,
            _complaints(report.open_complaints),
        ),
        ReportList(
            "late_opinions", N_("Opinions overdue at departments"), N_("No department is late with an opinion."),
            (N_("Number"), N_("Customer"), N_("Department"), N_("Due"), N_("Late by")), (0.195, 0.285, 0.2, 0.2, 0.12),
            tuple((row.number, row.customer, words.name(row.department), row.due_at, report.made_at - row.due_at)
                  for row in report.late_opinions),
        ),
        ReportList(
            "revisits", N_("Revisits made"), N_("No customer was revisited."),
            (N_("Number"), N_("Customer"), N_("Mark"), N_("What was heard"), N_("Made on")),
            (0.195, 0.225, 0.08, 0.32, 0.18),
            tuple(
                (row.number, row.customer, row.mark, " ".join(filter(None, (row.words, row.wishes))), row.ended_at)
                for row in report.revisits
            ),
        ),
        ReportList(
            "warranties", N_("Warranties ending in 90 days"), N_("None ends in that time."),
            (N_("Customer"), N_("Project"), N_("Signs"), N_("First ends on"), N_("Last ends on")),
            (0.28, 0.32, 0.08, 0.16, 0.16),
            tuple((each.customer, words.listed(list(each.projects[:3])), each.signs, each.first_ends_on,
                   each.last_ends_on) for each in report.warranties),
        ),
    )  # fmt: skip


_COMPLAINT = (
    N_("Number"), N_("Customer"), N_("Kind"), N_("Stage"), N_("First feedback due"), N_("First feedback given")
)  # fmt: skip
_COMPLAINT_WIDTHS = (0.195, 0.225, 0.12, 0.1, 0.18, 0.18)


_WHAT_FOR = {
    ActionScope.REQUEST: N_("request {name}"),
    ActionScope.SIGN_TYPE: N_("all signs of the type {name}"),
    ActionScope.BATCH: N_("all signs of batch {name}"),
}


def _complaints(rows: Sequence[ComplaintFigureRow]) -> tuple[Row, ...]:
    return tuple((row.number, row.customer, row.kind, row.state, row.due_at, row.done_at) for row in rows)


def _what(row: ActionRow, words: SheetWords) -> str:
    """What is done, and for what: the request, the sign type or the batch."""
    named = words.say(_WHAT_FOR[row.scope], name=words.name(row.about))
    return words.say(N_("{action} ({what_for})"), action=row.words, what_for=named)


def _late(row: Any, now: datetime) -> Any:
    return (row.done_at or now) - row.due_at if row.due_at else None


def is_money(key: str) -> bool:
    return FIGURES[key].unit is Unit.MONEY


def figure_rows(report: MonthlyReport) -> list[tuple[Figure, Sum, Sum, Sum]]:
    """Each figure that is told, with this month's sum, that of the month before, and that of a year before."""
    rows = [
        (FIGURES[key], report.sums[key], report.sums_before[key], report.sums_year_before[key])
        for key in readable_keys(report)
    ]
    rows += [
        (figure, report.complaint_sums[key], report.complaint_sums_before[key], report.complaint_sums_year_before[key])
        for key, figure in COMPLAINT_FIGURES.items()
        if key != "complaints_open"  # of now, and listed below
    ]
    return rows
