"""The money of work at cost or paid, as it stands now: not quoted, not billed, not paid (1.4b, 3(2)).

One select a stage gives its rows, which the sums, the lists and Today all read. Work counts once it is done, and a
quote once it was accepted; a request that is cancelled or merged asks for nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    text,
    true,
)
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.models import (
    Bearer,
    Bill,
    CostLine,
    Customer,
    Dispatch,
    Office,
    Project,
    Quote,
    RequestRound,
    ServiceReport,
    ServiceRequest,
    Sign,
)
from aftersales.models.bills import UNPAID_BILL_SQL
from aftersales.models.quotes import UNBILLED_SQL
from aftersales.models.requests import UNQUOTED_SQL
from aftersales.queries.figures.sums import EVERYWHERE
from aftersales.queries.where import Where, within
from aftersales.rules.kinds import Charge, Kind
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may

# As `Any`: what their columns can do in SQL, the checker takes for plain values.
R: Any = ServiceRequest
T: Any = Quote
B: Any = Bill
L: Any = CostLine
P: Any = ServiceReport
V: Any = Dispatch
Q: Any = RequestRound
VISITED = tuple(kind for kind in Kind if kind.needs_visit)
GONE = (RequestState.CANCELLED, RequestState.MERGED)
MOST_ROWS = 500


class Stage(StrEnum):
    """Where the money waits."""

    TO_QUOTE = "to_quote"
    TO_BILL = "to_bill"
    TO_PAY = "to_pay"


TITLES = {
    Stage.TO_QUOTE: N_("Done, not yet quoted"),
    Stage.TO_BILL: N_("Quoted, not yet billed"),
    Stage.TO_PAY: N_("Billed, not yet paid"),
}
DEFINITIONS = {
    Stage.TO_QUOTE: N_(
        "Requests at cost or paid, at this moment, whose work is done or whose reports hold costs that the customer "
        "bears, without a quote that the customer accepted for that charge; the sum is of those costs (1.4b, 3(2))."
    ),
    Stage.TO_BILL: N_(
        "Quotes that the customer accepted, at this moment, whose work is done and which stand under no bill; the sum "
        "is what was accepted (1.4b, 3(2))."
    ),
    Stage.TO_PAY: N_("Bills that were neither paid nor withdrawn, at this moment; the sum is what was billed."),
}


@dataclass(frozen=True, slots=True)
class Stock:
    """How many pieces of work wait at a stage, and their sum in fen."""

    count: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class BillingRow:
    """`since` is the day that the work was done, or the bill's own; `bill` its number where there is one."""

    stage: Stage
    number: str
    customer: str
    project: str | None
    sign_code: str | None
    office: tuple[str, str] | None
    charge: Charge
    since: date
    amount_fen: int
    bill: str


def _columns(since: Any, day: Any, amount: Any, bill: Any) -> tuple[Any, ...]:
    return (since.label("since"), day.label("day"), amount.label("amount_fen"), bill.label("bill"))


def _to_quote() -> Select[Any]:
    of_round = (P.id == L.report_id, V.id == P.dispatch_id, P.request_id == R.id, V.round == R.round)
    borne = (*of_round, L.bearer == Bearer.CUSTOMER)
    cost = select(func.coalesce(func.sum(L.total_fen), 0)).where(*borne).correlate(R).scalar_subquery()
    return select(
        R.id.label("request_id"),
        R.charge.label("charge"),
        *_columns(func.coalesce(R.finished_at, R.arrived_at, type_=R.finished_at.type), null(), cost, literal("")),
    ).where(
        text(UNQUOTED_SQL), R.kind.in_(VISITED), R.state.not_in(GONE),
        # By the sum, not by a row that exists: for that PostgreSQL would gather everybody's costs first.
        or_(R.finished_at.is_not(None), cost > 0),
    )  # fmt: skip


def accepted_unbilled() -> Select[Any]:
    """Accepted quotes under no bill, of work that is done: `request_id`, `charge`, `since`, `ready_at`, and the sum.

    A quote of the present round counts while it is for the charge as decided now; one of an earlier round as it was.
    """
    is_present = T.round == R.round
    done_at = case((is_present, R.finished_at), else_=Q.finished_at)
    ready_at = case((T.answered_at > done_at, T.answered_at), else_=done_at)
    return (
        select(
            R.id.label("request_id"), T.charge.label("charge"), ready_at.label("ready_at"), T.id.label("quote_id"),
            *_columns(done_at, null(), T.total_fen, literal("")),
        )
        .select_from(T)
        .join(R, R.id == T.request_id)
        .outerjoin(Q, and_(Q.request_id == T.request_id, Q.round == T.round))
        .where(
            text(UNBILLED_SQL.replace("state", "quote.state").replace("bill_id", "quote.bill_id")), T.total_fen > 0,
            R.state.not_in(GONE), or_(T.round < R.round, T.charge == R.charge), done_at.is_not(None),
        )
    )  # fmt: skip


def _to_bill() -> Select[Any]:
    found = accepted_unbilled().subquery()
    return select(found.c.request_id, found.c.charge, found.c.since, found.c.day, found.c.amount_fen, found.c.bill)


def _to_pay() -> Select[Any]:
    return (
        select(R.id.label("request_id"), R.charge, *_columns(B.recorded_at, B.billed_on, B.amount_fen, B.number))
        .select_from(B)
        .join(R, R.id == B.request_id)
        .where(text(f"bill.{UNPAID_BILL_SQL}"))
    )


_ROWS = {Stage.TO_QUOTE: _to_quote, Stage.TO_BILL: _to_bill, Stage.TO_PAY: _to_pay}


def _ensure_may(actor: Actor) -> None:
    ensure_may(actor, Action.SEE_FIGURES)
    ensure_may(actor, Action.SEE_COSTS)


def stocks(where: Where) -> dict[Stage, Any]:
    """Each stage as a subquery of one row: `count` and `total`."""
    found = {}
    for stage, rows in _ROWS.items():
        each = rows().subquery()
        total = cast(func.coalesce(func.sum(each.c.amount_fen), 0), BigInteger).label("total")
        counted = select(func.count().label("count"), total).select_from(each).join(R, R.id == each.c.request_id)
        found[stage] = counted.where(*within(R, where)).subquery(f"stock_{stage.value}")
    return found


def read_stocks(values: Sequence[Any]) -> Mapping[Stage, Stock]:
    """From `count` and `total` of each stage in their order."""
    return {stage: Stock(int(values[2 * at]), int(values[2 * at + 1])) for at, stage in enumerate(Stage)}


def count_billing(session: Session, actor: Actor, *, where: Where = EVERYWHERE) -> Mapping[Stage, Stock]:
    """All three stages, by one query. Raises NotAllowed."""
    _ensure_may(actor)
    first, second, third = stocks(where).values()
    statement = select(*first.c, *second.c, *third.c).select_from(first.join(second, true()).join(third, true()))
    return read_stocks(session.execute(statement).one())


def list_billing(
    session: Session, actor: Actor, stage: Stage, *, where: Where = EVERYWHERE, limit: int = MOST_ROWS
) -> list[BillingRow]:
    """What waits longest first. Raises NotAllowed."""
    _ensure_may(actor)
    found = _ROWS[stage]().subquery()
    statement = (
        select(  # type: ignore[call-overload]
            R.number, Customer.name, Project.name, Sign.code, Office.name, Office.name_en, found.c.charge,
            found.c.since, found.c.day, found.c.amount_fen, found.c.bill,
        )
        .select_from(found)
        .join(R, R.id == found.c.request_id)
        .join(Customer, col(Customer.id) == R.customer_id)
        .outerjoin(Project, col(Project.id) == R.project_id)
        .outerjoin(Sign, col(Sign.id) == R.sign_id)
        .outerjoin(Office, col(Office.id) == R.office_id)
        .where(*within(R, where))
        .order_by(found.c.day, found.c.since, R.id)
        .limit(min(limit, MOST_ROWS))
    )  # fmt: skip
    return [
        BillingRow(
            stage, number, customer, project, code, (office, office_en or office) if office else None, charge,
            day or local_day(since), int(amount), bill,
        )
        for number, customer, project, code, office, office_en, charge, since, day, amount, bill in session.execute(
            statement
        )
    ]  # fmt: skip
