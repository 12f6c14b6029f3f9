"""Everything that the monthly report tells, read at once, so that its PDF and its workbook say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.models import Company, Customer, Department, OpinionRouting, Revisit, ServiceRequest
from aftersales.models.opinions import OPEN_OPINION_SQL
from aftersales.queries.as_seen import texts_seen
from aftersales.queries.cards import IS_OPEN
from aftersales.queries.corrective_actions import ActionRow, open_corrective_actions
from aftersales.queries.figures.billing import BillingRow, Stage, Stock, count_billing, list_billing
from aftersales.queries.figures.complaints import ComplaintFigureRow, list_complaint_rows, sum_complaints
from aftersales.queries.figures.goals import get_goals_of
from aftersales.queries.figures.groups import By, get_names
from aftersales.queries.figures.open_now import OpenNow, OpenRow, count_open, list_open
from aftersales.queries.figures.rows import FigureRow, list_figure_rows
from aftersales.queries.figures.sums import Sums, split_figures, sum_figures, sum_weeks
from aftersales.queries.figures.warranties import EndingWarranty, list_ending_warranties
from aftersales.queries.letterhead import Letterhead, get_letterhead
from aftersales.rules.care import RevisitState
from aftersales.rules.contact_sight import MASKED
from aftersales.rules.figures import FIGURES, NOTHING
from aftersales.rules.goals import Goals
from aftersales.rules.periods import Period, a_year_before, month_before
from aftersales.rules.roles import Action, Actor, ensure_may, may

MONTHS = 12
MOST_LISTED = 200
COST_KEYS = ("cost_us", "cost_customer")


@dataclass(frozen=True, slots=True)
class OpenRecurrence:
    """A recurrence that is still open, with the cause and the action written down for it (4(6))."""

    number: str
    customer: str
    repeat_count: int
    received_at: datetime
    root_cause: str
    corrective_action: str


@dataclass(frozen=True, slots=True)
class LateOpinion:
    """A customer's opinion that a department owes an acknowledgement or an answer (5.1(3))."""

    number: str
    customer: str
    department: tuple[str, str]  # both names
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DoneRevisit:
    """A revisit that was made in the month, and what was heard (5.2(2)). `mark` is one to five."""

    number: str
    customer: str
    ended_at: datetime
    mark: int | None
    words: str
    wishes: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split with its names in Chinese and English, or the value that names itself."""

    value: Any
    names: tuple[str, str] | None
    sums: Sums


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """`trend` holds the last twelve months, this one last. Money is left out for who may not see costs."""

    company: Letterhead
    is_demo: bool
    period: Period
    before: Period
    year_before: Period
    made_at: datetime
    goals: Goals  # that held at the month's end
    sums: Sums
    sums_before: Sums
    sums_year_before: Sums
    trend: tuple[tuple[Period, Sums], ...]
    offices: tuple[Part, ...]
    causes: tuple[Part, ...]
    sign_types: tuple[Part, ...]
    open_now: OpenNow
    late_now: tuple[OpenRow, ...]
    billing: Mapping[Stage, Stock]  # of now; empty for who may not see costs
    unpaid: tuple[BillingRow, ...]
    late_answers: tuple[FigureRow, ...]
    late_arrivals: tuple[FigureRow, ...]
    recurrences: tuple[FigureRow, ...]
    low_marks: tuple[FigureRow, ...]
    open_recurrences: tuple[OpenRecurrence, ...]
    corrective_actions: tuple[ActionRow, ...]  # those that stand open now, the longest overdue first
    complaint_sums: Sums  # of this month; integrity complaints stand in no report, whoever makes it
    complaint_sums_before: Sums
    complaint_sums_year_before: Sums
    complaints: tuple[ComplaintFigureRow, ...]  # received in this month
    open_complaints: tuple[ComplaintFigureRow, ...]
    late_opinions: tuple[LateOpinion, ...]
    revisits: tuple[DoneRevisit, ...]
    warranties: tuple[EndingWarranty, ...]


def get_monthly_report(session: Session, actor: Actor, month: Period, *, now: datetime) -> MonthlyReport:
    """The report of one month as it stands now. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_FIGURES)
    company = session.get(Company, 1)
    before, year_before = month_before(month.from_on), a_year_before(month)
    months = [month]
    while len(months) < MONTHS:
        months.insert(0, month_before(months[0].from_on))
    trend_keys = [key for key in ("satisfaction", "response_kept", "arrival_kept", "requests", "recurrences")]
    trend = sum_weeks(session, actor, months, keys=trend_keys, now=now)

    def broken(key: str) -> tuple[FigureRow, ...]:
        found = list_figure_rows(session, actor, key, month, now=now)
        return tuple(row for row in found.rows if not row.is_good)

    def parts(by: By, keys: tuple[str, ...] | None) -> tuple[Part, ...]:
        split = split_figures(session, actor, month, by=by, now=now, keys=keys)
        names = get_names(session, by, split)
        return tuple(Part(value, names.get(value), sums) for value, sums in split.items())

    def complaints(key: str) -> tuple[ComplaintFigureRow, ...]:
        return tuple(list_complaint_rows(session, actor, key, month, now=now, with_integrity=False))

    complaint_sums = sum_complaints(session, actor, (month, before, year_before), now=now, with_integrity=False)
    money = may(actor, Action.SEE_COSTS)
    marks = list_figure_rows(session, actor, "satisfaction", month, now=now).rows
    return MonthlyReport(
        company=get_letterhead(session),
        is_demo=bool(company and company.is_demo),
        period=month,
        before=before,
        year_before=year_before,
        made_at=now,
        goals=get_goals_of(session, month),
        sums=sum_figures(session, actor, month, now=now),
        sums_before=sum_figures(session, actor, before, now=now),
        sums_year_before=sum_figures(session, actor, year_before, now=now),
        trend=tuple(zip(months, trend, strict=True)),
        offices=_sorted(parts(By.OFFICE, None), "requests"),
        causes=_sorted(parts(By.CAUSE, COST_KEYS), "cost_us") if money else (),
        sign_types=_sorted(parts(By.SIGN_TYPE, COST_KEYS), "cost_us") if money else (),
        open_now=count_open(session, actor, now=now),
        late_now=tuple(list_open(session, actor, "late", now=now)),
        billing=count_billing(session, actor) if money else {},
        unpaid=tuple(row for stage in Stage for row in list_billing(session, actor, stage)) if money else (),
        late_answers=broken("response_kept"),
        late_arrivals=broken("arrival_kept"),
        recurrences=list_figure_rows(session, actor, "recurrences", month, now=now).rows,
        low_marks=tuple(row for row in marks if row.amount is not None and row.amount <= 2),
        open_recurrences=_open_recurrences(session),
        corrective_actions=tuple(
            texts_seen(MASKED, each, "words") for each in open_corrective_actions(session, actor, MOST_LISTED)
        ),
        complaint_sums=complaint_sums[0],
        complaint_sums_before=complaint_sums[1],
        complaint_sums_year_before=complaint_sums[2],
        complaints=complaints("complaints"),
        open_complaints=complaints("complaints_open"),
        late_opinions=_late_opinions(session, now),
        revisits=_revisits(session, month),
        warranties=tuple(
            list_ending_warranties(session, actor, today=local_day(now))
        ),
    )  # fmt: skip


def _sorted(parts: tuple[Part, ...], key: str) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: -part.sums.get(key, NOTHING).top))


def _open_recurrences(session: Session) -> tuple[OpenRecurrence, ...]:
    r: Any = ServiceRequest
    statement = (
        select(r.number, col(Customer.name), r.repeat_count, r.received_at, r.root_cause, r.corrective_action)
        .join(Customer, col(Customer.id) == r.customer_id)
        .where(IS_OPEN, r.repeats_id.is_not(None))
        .order_by(r.repeat_count.desc(), r.received_at)
        .limit(200)
    )
    return tuple(
        OpenRecurrence(number, customer, count, at, MASKED.text(cause), MASKED.text(action))
        for number, customer, count, at, cause, action in session.execute(statement)
    )


def _late_opinions(session: Session, now: datetime) -> tuple[LateOpinion, ...]:
    o: Any = OpinionRouting
    department: Any = Department
    statement = (
        select(o.number, col(Customer.name), department.name, department.name_en, o.next_due_at)
        .join(ServiceRequest, col(ServiceRequest.id) == o.request_id)
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .join(Department, department.id == o.department_id)
        .where(text(OPEN_OPINION_SQL.replace("state", "opinion_routing.state")), o.next_due_at < now)
        .order_by(o.next_due_at)
        .limit(200)
    )
    return tuple(
        LateOpinion(number, customer, (name, name_en), due_at)
        for number, customer, name, name_en, due_at in session.execute(statement)
    )


def _revisits(session: Session, month: Period) -> tuple[DoneRevisit, ...]:
    start, end = month.moments(service_zone())
    r: Any = Revisit
    statement = (
        select(r.number, col(Customer.name), r.ended_at, r.mark, r.words, r.wishes)
        .join(Customer, col(Customer.id) == r.customer_id)
        .where(r.state == RevisitState.DONE, r.ended_at >= start, r.ended_at < end)
        .order_by(r.ended_at)
        .limit(500)
    )
    # Nobody calls anybody from a report: numbers in what was said are masked, whoever makes it.
    return tuple(
        DoneRevisit(number, customer, at, mark, MASKED.text(words), MASKED.text(wishes))
        for number, customer, at, mark, words, wishes in session.execute(statement)
    )


def readable_keys(report: MonthlyReport) -> list[str]:
    """The figures that this report tells, in their order."""
    return [key for key in FIGURES if key in report.sums]
