"""What happens to the bench company's requests: each case is a handful of service calls, with the values it is given.

The services run a case once or twice to show which rows it makes; the bulk copies those rows
(`recipe.py`), and a test holds the copies against the services' own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.models import Quote, SurveyWay
from aftersales.rules.kinds import Cause, Channel, CostKind, FaultCategory, Kind
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.bills import NewBill, pay_bill, record_bill
from aftersales.services.close import cancel_request, close_request
from aftersales.services.cost_lines import NewCost, NewPart
from aftersales.services.dispatch import NewDispatch, accept_job, dispatch_crew
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.register_place import NewSign, add_sign
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.report import NewReport, file_report
from aftersales.services.respond import resolve, respond
from aftersales.services.survey import Answers, record_survey
from aftersales.services.visit import arrive, depart, finish, record_finding
from benchmarks.company.world import BEGIN

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FINISHED_AFTER, BILLED_AFTER, PAID_AFTER = 4 * HOUR, timedelta(days=2), timedelta(days=20)
VISIT_AFTER = HOUR  # from the receipt to the dispatch, in every case that has one


Do = Callable[..., Any]  # calls a service: in one transaction for many steps, or in one for each


def in_one(session: Session) -> Do:
    """Every step in the transaction of this session."""
    return partial(_call, session)


def _call(session: Session, service: Callable[..., Any], **values: Any) -> Any:
    return service(session, **values)


@dataclass(frozen=True, slots=True)
class Values:
    """What differs from one request to the next."""

    at: datetime
    sign_id: int
    contact: str
    phone: str
    description: str
    hotline: Actor
    dispatcher: Actor
    technician: Actor
    price_id: int


@dataclass(frozen=True, slots=True)
class SignValues:
    code: str
    place: str
    batch: str
    project_id: int
    sign_type_id: int


def add_one_sign(session: Session, values: SignValues) -> int:
    new = NewSign(code=values.code, place=values.place, batch=values.batch, project_id=values.project_id,
                  sign_type_id=values.sign_type_id)  # fmt: skip
    return add_sign(session, actor=SYSTEM, now=BEGIN, new=new).id or 0


def _register(do: Do, v: Values, *, kind: Kind = Kind.REPAIR, cause: Cause = Cause.UNKNOWN) -> int:
    new = NewRequest(
        channel=Channel.HOTLINE, kind=kind, sign_id=v.sign_id, contact_name=v.contact, contact_phone=v.phone,
        description=v.description, fault=FaultCategory.DARK if kind.needs_visit else FaultCategory.OTHER, cause=cause,
    )  # fmt: skip
    return do(register_request, actor=v.hotline, now=v.at, new=new).id or 0


def registered(do: Do, v: Values) -> int:
    return _register(do, v)


def accepted(do: Do, v: Values) -> int:
    request_id = registered(do, v)
    do(respond, actor=v.hotline, now=v.at + 10 * MINUTE, request_id=request_id)
    return request_id


def _dispatch(do: Do, v: Values, request_id: int) -> int:
    at = v.at + VISIT_AFTER
    new = NewDispatch(staff_ids=(v.technician.staff_id or 0,), starts_at=at + HOUR, minutes=120)
    return do(dispatch_crew, actor=v.dispatcher, now=at, request_id=request_id, new=new).id or 0


def dispatched(do: Do, v: Values) -> int:
    request_id = accepted(do, v)
    _dispatch(do, v, request_id)
    return request_id


def _go(do: Do, v: Values, request_id: int) -> int:
    at = v.at + VISIT_AFTER
    visit_id = _dispatch(do, v, request_id)
    do(accept_job, actor=v.technician, now=at + 10 * MINUTE, request_id=request_id)
    do(depart, actor=v.technician, now=at + 30 * MINUTE, request_id=request_id)
    do(arrive, actor=v.technician, now=at + HOUR, request_id=request_id)
    return visit_id


def on_site(do: Do, v: Values) -> int:
    request_id = accepted(do, v)
    _go(do, v, request_id)
    return request_id


def _repair(do: Do, v: Values) -> tuple[int, int]:
    request_id, visit_id = _found(do, v)
    do(finish, actor=v.technician, now=v.at + FINISHED_AFTER, request_id=request_id)
    return request_id, visit_id


def _found(do: Do, v: Values) -> tuple[int, int]:
    request_id = accepted(do, v)
    visit_id = _go(do, v, request_id)
    at = v.at + VISIT_AFTER + HOUR
    do(record_finding, actor=v.technician, now=at + 20 * MINUTE, request_id=request_id, cause=Cause.MATERIAL,
                   fault=FaultCategory.POWER_SUPPLY)  # fmt: skip
    return request_id, visit_id


def _quote(do: Do, v: Values, request_id: int) -> Quote:
    at = v.at + VISIT_AFTER + HOUR
    new = NewQuote(lines=(NewLine(price_item_id=v.price_id, quantity_milli=2500),))
    quote: Quote = do(make_quote, actor=v.dispatcher, now=at + 30 * MINUTE, request_id=request_id, new=new)
    do(answer_quote, actor=v.dispatcher, now=at + 40 * MINUTE, quote_id=quote.id or 0, accepted=True,
                 answered_by=v.contact)  # fmt: skip
    return quote


def done(do: Do, v: Values) -> int:
    return _repair(do, v)[0]


def _close(do: Do, v: Values, request_id: int, visit_id: int) -> None:
    new = NewReport(
        dispatch_id=visit_id, fault_seen=FaultCategory.POWER_SUPPLY, cause_found=Cause.MATERIAL,
        findings="开关电源损坏，输出为零", work_done="更换开关电源并通电测试两小时", signed_by=v.contact,
        parts=(NewPart(name="开关电源", size="12V 400W", count=2, old_returned=True),),
        costs=(NewCost(price_item_id=v.price_id, kind=CostKind.LABOUR, quantity_milli=2500),),
    )  # fmt: skip
    do(file_report, actor=v.technician, now=v.at + 5 * HOUR, request_id=request_id, new=new)
    answers = Answers(reply=5, arrival=5, skill=4, explained=4, manners=5, overall=5, asked_extra=False)
    do(record_survey, actor=v.hotline, now=v.at + 24 * HOUR, request_id=request_id, way=SurveyWay.TELEPHONE,
                  answers=answers)  # fmt: skip
    do(close_request, actor=v.hotline, now=v.at + 25 * HOUR, request_id=request_id)


def repaired_free(do: Do, v: Values) -> int:
    """The whole loop, in warranty."""
    request_id, visit_id = _repair(do, v)
    _close(do, v, request_id, visit_id)
    return request_id


def repaired_paid(do: Do, v: Values) -> int:
    """The whole loop out of warranty: quoted, billed and paid."""
    request_id, visit_id = _found(do, v)
    quote = _quote(do, v, request_id)
    do(finish, actor=v.technician, now=v.at + FINISHED_AFTER, request_id=request_id)
    _close(do, v, request_id, visit_id)
    new = NewBill(quote_ids=(quote.id or 0,), bill_number=bill_number(v.phone), billed_on=billed_on(v.at),
                  amount_fen=quote.total_fen)  # fmt: skip
    bill = do(record_bill, actor=SYSTEM, now=v.at + BILLED_AFTER, request_id=request_id, new=new)
    do(pay_bill, actor=SYSTEM, now=v.at + PAID_AFTER, bill_id=bill.id or 0, paid_on=paid_on(v.at))
    return request_id


def bill_number(phone: str) -> str:
    """No two requests have the same telephone."""
    return f"FP{phone}"


def billed_on(at: datetime) -> date:
    return local_day(at + BILLED_AFTER)


def paid_on(at: datetime) -> date:
    return local_day(at + PAID_AFTER)


def answered(do: Do, v: Values) -> int:
    """An inquiry, answered and closed."""
    request_id = _register(do, v, kind=Kind.INQUIRY)
    do(respond, actor=v.hotline, now=v.at + 10 * MINUTE, request_id=request_id)
    do(resolve, actor=v.hotline, now=v.at + HOUR, request_id=request_id, outcome="已电话说明使用与保养方法")
    do(close_request, actor=v.hotline, now=v.at + 2 * HOUR, request_id=request_id)
    return request_id


def cancelled(do: Do, v: Values) -> int:
    request_id = _register(do, v)
    do(cancel_request, actor=v.hotline, now=v.at + HOUR, request_id=request_id, reason="客户自行恢复供电")
    return request_id


@dataclass(frozen=True, slots=True)
class Case:
    run: Callable[[Do, Values], int]
    in_warranty: bool
    has_visit: bool


# Of twenty requests that are over, which happened how often; and the states of the open ones.
OVER = (
    (Case(repaired_free, True, True), 6),
    (Case(repaired_paid, False, True), 2),
    (Case(answered, True, False), 9),
    (Case(cancelled, False, False), 3),
)
OPEN = (
    (Case(registered, True, False), 5),
    (Case(accepted, False, False), 4),
    (Case(dispatched, True, True), 4),
    (Case(on_site, False, True), 3),
    (Case(done, True, True), 4),
)
