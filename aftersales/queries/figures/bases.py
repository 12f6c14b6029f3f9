"""The rows that figures are counted over: rounds of requests, survey answers, cost lines.

Each base gives the columns that figures, groupings and lists of rows need, restricted inside to the
span asked for, so that the index on its moment is used. A reopened request has a row for each of its
rounds: the old results stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql import Subquery

from aftersales.models import (
    Assignment,
    CostLine,
    Dispatch,
    HandbookDelivery,
    Quote,
    QuoteState,
    RequestRound,
    ServiceReport,
    ServiceRequest,
    Sign,
    SignType,
    Survey,
)
from aftersales.models.base import Word
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import VisitState

Span = tuple[datetime, datetime]  # from (included) and before (not included)
# As `Any`: what their columns can do in SQL, the checker takes for plain values.
R: Any = ServiceRequest
Q: Any = RequestRound
V: Any = Dispatch
A: Any = Survey
P: Any = ServiceReport
L: Any = CostLine
T: Any = Quote


class Base(StrEnum):
    ROUNDS = "rounds"
    SURVEYS = "surveys"
    COSTS = "costs"


def within(moment: Any, spans: Sequence[Span]) -> ColumnElement[bool]:
    return or_(*[and_(moment >= from_at, moment < before_at) for from_at, before_at in spans])


def _of_request() -> tuple[Any, ...]:
    """What every base carries of its request."""
    return (
        R.id.label("request_id"), R.number.label("number"), R.office_id, R.team_id, R.customer_id,
        R.project_id, R.sign_id, R.channel, R.kind, R.severity, R.fault, R.warranty, R.charge,
        func.coalesce(R.cause_found, R.cause_reported, type_=R.cause_found.type).label("cause"),
    )  # fmt: skip


def rounds(spans: Sequence[Span]) -> Subquery:
    """One row a round of a request whose clock began in one of the spans."""
    present = (
        *_of_request(), R.state, R.round, R.repeats_id, R.clock_from_at.label("at"), R.respond_due_at,
        R.responded_at, R.arrive_due_at, R.hours_due_at, R.arrived_at, R.finished_at, R.closed_at,
    )  # fmt: skip
    # A first round's clock begins with the receipt, so that the index on the receipt serves; the others are few.
    first = select(*present).where(R.round == 1, within(R.received_at, spans))
    later = select(*present).where(R.round > 1, within(R.clock_from_at, spans))
    closed: Any = literal(RequestState.CLOSED, Word(RequestState))
    old = (
        select(
            *_of_request(), closed.label("state"), Q.round, R.repeats_id, Q.clock_from_at.label("at"),
            Q.respond_due_at, Q.responded_at, Q.arrive_due_at, Q.hours_due_at, Q.arrived_at, Q.finished_at, Q.closed_at,
        )
        .join(R, R.id == Q.request_id)
        .where(within(Q.clock_from_at, spans))
    )  # fmt: skip
    return union_all(first, later, old).subquery("r")


def surveys(spans: Sequence[Span]) -> Subquery:
    """One row a survey that a customer answered in one of the spans."""
    found: Subquery = (
        select(
            *_of_request(), R.state, A.round, A.answered_at.label("at"), A.overall,
            A.recommends.label("recommends"), A.words,
        )
        .join(R, R.id == A.request_id)
        .where(A.is_refused.is_(False), within(A.answered_at, spans))
        .subquery("r")
    )  # fmt: skip
    return found


def costs(spans: Sequence[Span]) -> Subquery:
    """One row a cost line of a service report filed in one of the spans; its cause is the report's."""
    request = tuple(column for column in _of_request() if column.name != "cause")
    quoted = exists().where(
        T.request_id == R.id,
        T.round == V.round,
        T.state == QuoteState.ACCEPTED,
        T.charge == R.charge,
    )
    return (
        select(
            *request, P.cause_found.label("cause"), R.state, V.round,
            P.filed_at.label("at"), L.total_fen, L.bearer,
            L.kind.label("cost_kind"), L.name.label("line"), quoted.label("is_quoted"),
        )
        .join(P, P.id == L.report_id)
        .join(V, V.id == P.dispatch_id)
        .join(R, R.id == P.request_id)
        .where(within(P.filed_at, spans))
        .subquery("r")
    )  # fmt: skip


BASES = {Base.ROUNDS: rounds, Base.SURVEYS: surveys, Base.COSTS: costs}


def has_half_done_visit(r: Any) -> ColumnElement[bool]:
    visit: Any = aliased(Dispatch)  # of its own, since the query around may look at visits too
    return exists().where(visit.request_id == r.request_id, visit.round == r.round, visit.state == VisitState.HALF_DONE)


def has_final_report(r: Any) -> ColumnElement[bool]:
    visit: Any = aliased(Dispatch)
    report: Any = aliased(ServiceReport)
    return exists().where(
        visit.request_id == r.request_id,
        visit.round == r.round,
        visit.state == VisitState.FINISHED,
        report.dispatch_id == visit.id,
    )


def has_answered_survey(r: Any) -> ColumnElement[bool]:
    answer: Any = aliased(Survey)
    return exists().where(answer.request_id == r.request_id, answer.round == r.round, answer.is_refused.is_(False))


def has_handbook(r: Any) -> ColumnElement[bool]:
    """Whether the handbook was handed over by the time of closing; true of a sign that isn't a main one, and of none.

    Handed over for all signs of its type at the project, or for the sign itself (1.5).
    """
    sign: Any = aliased(Sign)
    kind: Any = aliased(SignType)
    book: Any = aliased(HandbookDelivery)
    # Two levels deep: by itself it would be correlated to the query around it alone, and ask about any row's closing.
    delivered = (
        exists()
        .where(
            book.project_id == sign.project_id,
            book.sign_type_id == sign.sign_type_id,
            or_(book.sign_id.is_(None), book.sign_id == sign.id),
            book.from_at <= r.closed_at,
        )
        .correlate_except(book)
    )
    lacks = exists().where(
        sign.id == r.sign_id,
        kind.id == sign.sign_type_id,
        func.coalesce(sign.is_main, kind.is_main).is_(True),
        ~delivered,
    )
    return ~lacks


def came_first(r: Any, staff_id: int) -> ColumnElement[bool]:
    """Whether this technician was in the crew that came first; only for rounds."""
    visit: Any = aliased(Dispatch)
    member: Any = aliased(Assignment)
    return exists().where(
        visit.request_id == r.request_id,
        visit.round == r.round,
        visit.arrived_at == r.arrived_at,
        member.dispatch_id == visit.id,
        member.staff_id == staff_id,
        member.refused_at.is_(None),
    )
