"""One request from the call to the closed file, step by step through the services.

A life is a generator: it yields the moment of its next step and is woken there, so that all lives
run in the order of time. What is still to come when the story ends is what stands open on the board.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from aftersales.clock import local_day
from aftersales.models import ServiceRequest
from aftersales.rules.kinds import FaultCategory, Severity, StopReason
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.services.close import cancel_request, close_request, reopen_request
from aftersales.services.hold import hold_request, resume_request
from aftersales.services.merge import merge_request, split_request
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.respond import resolve, respond
from db.demo import words
from db.demo.after import settle_survey
from db.demo.agreements import DONE, negotiate
from db.demo.bills import live_bill
from db.demo.desk import Desk
from db.demo.opinions import follow_escalations
from db.demo.quality import analyse
from db.demo.story import Plan
from db.demo.visits import Outcome, visit_until_done

Life = Iterator[datetime]


def minutes(count: float) -> timedelta:
    return timedelta(seconds=round(count * 60))


def live(desk: Desk, plan: Plan) -> Life:
    """Everything that happens to one request, from `plan.registered_at` on."""
    chance = Random(f"life {plan.seed}")
    contact, phone = chance.choice(plan.sign.customer.contacts)
    clerk = plan.sign.branch.clerk if plan.channel == "office" else desk.clerk(chance)
    sign_id = plan.sign.id if plan.knows_sign else None
    request: ServiceRequest = register_request(
        desk.session, actor=clerk, now=desk.now,
        new=NewRequest(
            channel=plan.channel, kind=plan.kind, severity=plan.severity, customer_id=plan.sign.customer.id,
            sign_id=sign_id, contact_name=contact, contact_phone=phone, place=plan.sign.place,
            description=plan.description, fault=plan.fault, cause=plan.cause, received_at=plan.received_at,
            asked_at=plan.asked_at, needs_agreement=bool(plan.special),
        ),
    )  # fmt: skip
    request_id = request.id or 0
    follow_escalations(desk, request)
    waiting = desk.open_by_customer.setdefault(plan.sign.customer.id, [])
    if plan.stays:
        if plan.asked_at is not None:
            yield desk.now + minutes(9)
            desk.take(respond, clerk, request_id, note=words.ANSWERS[0])
        return
    yield _answer_at(chance, request, plan, desk)
    request = desk.take(respond, desk.clerk(chance), request_id, note=chance.choice(words.ANSWERS))
    if not plan.kind.needs_visit:
        yield from _answered_only(desk, chance, request_id)
        return
    if plan.special:
        yield from negotiate(desk, chance, plan, request_id)
        if plan.special != DONE:
            return
    fate = 1.0 if plan.calm else chance.random()
    if fate < 0.03:
        yield desk.now + minutes(chance.randint(20, 300))
        desk.take(cancel_request, desk.clerk(chance), request_id, reason=chance.choice(words.CANCELS))
        return
    if fate < 0.06 and waiting and not plan.fault.is_danger:
        yield desk.now + minutes(chance.randint(3, 20))
        other = _still_open(desk, waiting)
        if other is not None:
            desk.take(
                merge_request, desk.dispatcher(chance), request_id, into_id=other, reason="同一块牌子，另一位同事也报了"
            )
            return
    if fate > 0.985 and fate < 1.0:
        yield desk.now + minutes(chance.randint(3, 30))
        other = desk.take(
            split_request, desk.dispatcher(chance), request_id, description="同一电话里还提到旁边的导视牌面板开裂",
            fault=FaultCategory.FACE_DAMAGED, reason="电话里说了两件事",
        )  # fmt: skip
        follow_escalations(desk, other)
        desk.born.append(_serve(desk, chance, replace(plan, fault=FaultCategory.FACE_DAMAGED), other))
    waiting.append(request_id)
    if 0.06 <= fate < 0.15 and not plan.fault.is_danger:
        request = yield from _hold(desk, chance, request_id)
    yield from _serve(desk, chance, plan, request)
    waiting[:] = [one for one in waiting if one != request_id]


def _still_open(desk: Desk, waiting: list[int]) -> int | None:
    """The newest request of the same customer on which work goes on."""
    for request_id in reversed(waiting):
        if desk.session.get_one(ServiceRequest, request_id).state not in (*LIFECYCLE.final, RequestState.DONE):
            return request_id
    return None


def _serve(desk: Desk, chance: Random, plan: Plan, request: ServiceRequest) -> Life:
    """Visits, report, survey and file; now and then it is opened again."""
    request_id = request.id or 0
    outcome = yield from visit_until_done(desk, chance, plan, request)
    while outcome is Outcome.DONE:
        desk.born.append(live_bill(desk, request_id))
        yield from _file_and_close(desk, chance, plan, request_id)
        if plan.calm or chance.random() > 0.012:
            return
        yield by_days(desk, chance, 1, 6)
        request = desk.take(reopen_request, desk.dispatcher(chance), request_id, reason=chance.choice(words.REOPENS))
        yield desk.now + minutes(chance.randint(5, 50))
        request = desk.take(respond, desk.clerk(chance), request_id, note=words.ANSWERS[1])
        outcome = yield from visit_until_done(desk, chance, plan, request)


def by_days(desk: Desk, chance: Random, least: int, most: int) -> datetime:
    return desk.now + timedelta(days=chance.randint(least, most), minutes=chance.randint(-120, 120))


def _answer_at(chance: Random, request: ServiceRequest, plan: Plan, desk: Desk) -> datetime:
    """Within the promise, but for a few in a hundred."""
    due = request.respond_due_at
    if not plan.calm and plan.severity is not Severity.DANGER and chance.random() < 0.04:
        return max(due, desk.now) + minutes(chance.randint(6, 240))
    most = max(2.0, (due - desk.now).total_seconds() / 60 * 0.85)
    usual = 6 if plan.fault.is_danger else 22
    return desk.now + minutes(min(most, 1 + chance.expovariate(1 / usual)))


def _hold(desk: Desk, chance: Random, request_id: int) -> Generator[datetime, None, ServiceRequest]:
    yield desk.now + minutes(chance.randint(10, 90))
    days = chance.randint(1, 16)
    again_on = local_day(desk.now + timedelta(days=days))
    clerk = desk.clerk(chance)
    desk.take(
        hold_request, clerk, request_id, reason=chance.choices((StopReason.CUSTOMER, StopReason.AGREEMENT), (5, 1))[0],
        note=chance.choice(words.HOLDS), ask_again_on=again_on,
    )  # fmt: skip
    yield desk.now + timedelta(days=days, minutes=chance.randint(-200, 300))
    request: ServiceRequest = desk.take(resume_request, clerk, request_id)
    return request


def _answered_only(desk: Desk, chance: Random, request_id: int) -> Life:
    """Inquiries and suggestions: an outcome, then the file is closed."""
    clerk = desk.clerk(chance)
    yield desk.now + minutes(chance.randint(15, 2400))
    desk.take(resolve, clerk, request_id, outcome=chance.choice(words.OUTCOMES))
    yield desk.now + minutes(chance.randint(1, 600))
    desk.take(close_request, clerk, request_id)


def _file_and_close(desk: Desk, chance: Random, plan: Plan, request_id: int) -> Life:
    request = desk.session.get_one(ServiceRequest, request_id)
    if request.repeats_id is not None:
        yield desk.now + minutes(chance.randint(30, 2000))
        analyse(desk, request_id)
    yield from settle_survey(desk, chance, plan, request_id)
    yield desk.now + minutes(chance.choice((5, 20, 90, 400, 1500)))
    desk.take(close_request, desk.clerk(chance), request_id)
