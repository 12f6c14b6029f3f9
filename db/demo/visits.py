"""The visits of one request: sent, handed back, on the way, at the sign, quoted, half done, reported, done."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from enum import Enum
from random import Random

from aftersales.models import Dispatch, ServiceRequest
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Severity
from aftersales.rules.roles import Actor
from aftersales.services.classify import change_charge
from aftersales.services.close import cancel_request
from aftersales.services.dispatch import NewDispatch, accept_job, dispatch_crew, hand_back
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.report import NewCost, NewPart, NewReport, file_report
from aftersales.services.visit import arrive, depart, finish, leave_half_done, make_safe, record_finding
from db.demo import words
from db.demo.desk import Desk, by_day
from db.demo.story import Plan


class Outcome(Enum):
    DONE = "done"
    DROPPED = "dropped"  # the customer declined the quote


Visiting = Generator[datetime, None, Outcome]


def minutes(count: float) -> timedelta:
    return timedelta(seconds=round(count * 60))


def visit_until_done(desk: Desk, chance: Random, plan: Plan, request: ServiceRequest) -> Visiting:
    """Send crews until the work is done, or the customer wants none of it."""
    request_id = request.id or 0
    found = words.draw_cause(chance, plan.fault) if plan.cause is Cause.UNKNOWN or chance.random() < 0.1 else plan.cause
    first = True
    while True:
        leader, visit = yield from _send(desk, chance, plan, request, first)
        request = yield from _go(desk, chance, plan, request_id, leader, visit)
        if request.severity is Severity.DANGER and request.made_safe_at is None:
            yield desk.now + minutes(chance.randint(10, 35))
            desk.take(make_safe, leader, request_id, measures=chance.choice(words.SAFETY))
        yield desk.now + minutes(chance.randint(15, 40))
        request = desk.session.get_one(ServiceRequest, request_id)
        # The board shows what lacks a part: of the last day's visits more, so that one still waits for its next.
        lacking = 0.07 if desk.ends_at - desk.now > timedelta(hours=30) else 0.35
        lacks_part = first and not plan.calm and chance.random() < lacking
        is_plain = found in words.OURS and request.warranty.in_warranty is True
        if request.cause_found is None and not (is_plain and chance.random() < 0.8):  # else the report says it
            request = desk.take(record_finding, leader, request_id, cause=found, fault=_seen(chance, plan))
        if request.charge is Charge.UNDECIDED and request.cause_found is not None:
            yield desk.now + minutes(chance.randint(5, 60))
            request = desk.take(
                change_charge, desk.firm.manager, request_id, charge=chance.choice((Charge.AT_COST, Charge.PAID)),
                reason="合同缺交工日期，与客户协商确定",
            )  # fmt: skip
        if request.charge in (Charge.PAID, Charge.AT_COST) and first:
            accepted = yield from _quote(desk, chance, plan, request_id)
            if accepted is None:
                # The answer takes days; the crew goes and comes back.
                lacks_part = True
            elif not accepted:
                yield desk.now + minutes(5)
                _report(desk, chance, plan, request_id, leader, visit, found, left="客户不同意报价，未修复")
                desk.take(leave_half_done, leader, request_id, missing="客户不接受报价")
                yield by_day(desk.now + minutes(chance.randint(30, 2000)))
                desk.take(cancel_request, desk.clerk(chance), request_id, reason="客户不接受报价，另行处理")
                return Outcome.DROPPED
        if lacks_part:
            yield desk.now + minutes(chance.randint(10, 30))
            missing = chance.choice(words.HALF_DONE)
            _report(desk, chance, plan, request_id, leader, visit, found, left=missing)
            again_at = by_day(desk.now + timedelta(days=chance.randint(1, 6)), to_hour=17)
            request = desk.take(leave_half_done, leader, request_id, missing=missing, next_promised_at=again_at)
            if request.charge in (Charge.PAID, Charge.AT_COST):
                yield from _await_quote(desk, chance, plan, request_id)
                request = desk.session.get_one(ServiceRequest, request_id)
            first = False
            continue
        yield desk.now + minutes(chance.randint(20, 130))
        _report(desk, chance, plan, request_id, leader, visit, found)
        desk.take(finish, leader, request_id)
        return Outcome.DONE


def _seen(chance: Random, plan: Plan) -> FaultCategory:
    """What is seen on site is nearly always what was reported."""
    return FaultCategory.POWER_SUPPLY if plan.fault is FaultCategory.DARK and chance.random() < 0.08 else plan.fault


def _arrival_at(desk: Desk, chance: Random, plan: Plan, request: ServiceRequest, first: bool) -> datetime:
    """When the crew will be at the sign: nine in ten keep the promise."""
    due = request.arrive_due_at if first else request.due_at
    soonest = desk.now + minutes(45)
    if due is None:
        return by_day(soonest + minutes(chance.randint(30, 1500)))
    happens = not plan.calm and chance.random() < 0.055 and request.severity is not Severity.DANGER
    if plan.is_late or (happens and plan.is_late is None):
        return max(due, soonest) + minutes(chance.randint(8, 300))
    if request.promised_at == due or not first:
        return max(soonest, due - minutes(chance.randint(2, 40)))
    if request.severity is Severity.DANGER:
        return soonest + minutes(chance.randint(0, 90))
    room = max(0.0, (due - soonest).total_seconds() / 60)
    wanted = by_day(soonest + minutes(chance.uniform(0.05, 0.75) * min(room, 2400)))
    return wanted if wanted <= due - minutes(5) else max(soonest, due - minutes(chance.randint(6, 30)))


def _send(
    desk: Desk, chance: Random, plan: Plan, request: ServiceRequest, first: bool
) -> Generator[datetime, None, tuple[Actor, Dispatch]]:
    """Plan a crew; now and then the first one asked refuses."""
    request_id, branch = request.id or 0, plan.sign.branch
    yield desk.now + minutes(chance.randint(2, 15) if plan.fault.is_danger else chance.randint(4, 35))
    request = desk.session.get_one(ServiceRequest, request_id)
    while True:
        arrival = _arrival_at(desk, chance, plan, request, first)
        length = chance.choice((60, 90, 120, 120, 180))
        start = arrival - minutes(chance.randint(20, 40))
        start = max(desk.now, start).replace(second=0, microsecond=0)
        start, crew = desk.plan_crew(branch, start, length, 2 if chance.random() < 0.12 else 1)
        sender = desk.dispatcher(chance)
        visit: Dispatch = desk.take(
            dispatch_crew, sender, request_id,
            new=NewDispatch(staff_ids=tuple(person.staff_id or 0 for person in crew), starts_at=start, minutes=length),
        )  # fmt: skip
        if plan.calm or len(crew) > 1 or chance.random() > 0.03:
            break
        yield min(start, desk.now + minutes(chance.randint(2, 25)))
        request = desk.take(hand_back, crew[0], request_id, reason=chance.choice(words.REFUSALS))
        yield desk.now + minutes(chance.randint(2, 15))
    if chance.random() < 0.25 and start > desk.now + minutes(6):
        yield desk.now + minutes(chance.randint(1, 5))
        for person in crew:
            desk.take(accept_job, person, request_id)
    yield max(start, desk.now + minutes(1))
    return crew[0], visit


def _go(
    desk: Desk, chance: Random, plan: Plan, request_id: int, leader: Actor, visit: Dispatch
) -> Generator[datetime, None, ServiceRequest]:
    desk.take(depart, leader, request_id)
    yield desk.now + minutes(chance.randint(15, 38))
    request: ServiceRequest = desk.take(arrive, leader, request_id)
    return request


def _lines(desk: Desk, chance: Random, plan: Plan) -> list[tuple[int, int]]:
    """Price items with their quantity in thousandths: labour, the part, travel, and a lift truck for what is high."""
    prices = desk.firm.prices
    lines = [(prices["RG-01"], chance.choice((1000, 1500, 2000, 3000)))]
    lines.append((prices[words.WORK[plan.fault][2]], chance.choice((1, 1, 2, 4)) * 1000))
    lines.append((prices["CL-01"], chance.randint(8, 70) * 1000))
    if plan.sign.type in ("楼顶大字", "精神堡垒", "悬臂式标识") or plan.fault is FaultCategory.MAY_FALL:
        lines.append((prices["SB-01"], 1000))
    return lines


def _quote(desk: Desk, chance: Random, plan: Plan, request_id: int) -> Generator[datetime, None, bool | None]:
    """Whether the customer accepted; None while they think about it."""
    lines = tuple(NewLine(price_item_id=item, quantity_milli=count) for item, count in _lines(desk, chance, plan))
    quote = desk.take(make_quote, desk.dispatcher(chance), request_id, new=NewQuote(lines=lines))
    fate = 0.0 if plan.calm else chance.random()
    if fate > 0.88:
        return None
    accepted = fate < 0.84
    yield desk.now + minutes(chance.randint(4, 45))
    _answer(desk, chance, plan, quote.id, accepted)
    return accepted


def _answer(desk: Desk, chance: Random, plan: Plan, quote_id: int, accepted: bool) -> None:
    who = plan.sign.customer.contacts[0][0]
    answer_quote(
        desk.session, actor=desk.clerk(chance), now=desk.now, quote_id=quote_id, accepted=accepted, answered_by=who
    )


def _await_quote(desk: Desk, chance: Random, plan: Plan, request_id: int) -> Generator[datetime, None, None]:
    """A quote that was left open is accepted some days later, or quoted anew where the charge has changed."""
    yield by_day(desk.now + minutes(chance.randint(60, 4000)))
    lines = tuple(NewLine(price_item_id=item, quantity_milli=count) for item, count in _lines(desk, chance, plan))
    quote = desk.take(make_quote, desk.dispatcher(chance), request_id, new=NewQuote(lines=lines))
    yield desk.now + minutes(chance.randint(20, 900))
    _answer(desk, chance, plan, quote.id, True)


def _report(
    desk: Desk,
    chance: Random,
    plan: Plan,
    request_id: int,
    leader: Actor,
    visit: Dispatch,
    found: Cause,
    left: str = "",
) -> None:
    seen, done, part, _ = words.WORK[plan.fault]
    request = desk.session.get_one(ServiceRequest, request_id)
    name, size = words.PARTS[part]
    lines = _lines(desk, chance, plan)
    high = any(item == desk.firm.prices["SB-01"] for item, _ in lines)
    unsigned = chance.random() < 0.05
    used = NewPart(name=name, size=size, count=chance.randint(1, 4), old_returned=chance.random() < 0.6)
    new = NewReport(
        dispatch_id=visit.id or 0, fault_seen=request.fault_found or plan.fault,
        cause_found=request.cause_found or found,
        findings=seen, work_done="已查明原因，做好防护" if left else done, left_to_do=left,
        safety_measures=chance.choice(words.SAFETY) if high or plan.fault.is_danger else "",
        customer_words=chance.choice(words.CUSTOMER_WORDS),
        signed_by="" if unsigned else plan.sign.customer.contacts[0][0],
        unsigned_reason="现场负责人已下班" if unsigned else "",
        parts=() if left else (used,),
        costs=tuple(NewCost(price_item_id=item, quantity_milli=count) for item, count in lines[:2 if left else None]),
    )  # fmt: skip
    desk.take(file_report, leader, request_id, new=new)
