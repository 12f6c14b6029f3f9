"""Merge duplicates and split one into two; nothing of the history is lost."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import InvalidInput, RuleBroken
from aftersales.models import ServiceRequest
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.clocks import replay, set_clocks, set_due
from aftersales.services.close import drop_what_waits
from aftersales.services.decisions import decide, load_place
from aftersales.services.escalations import escalate_major
from aftersales.services.events import record_event
from aftersales.services.figures import mark_request
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.numbers import REQUEST, next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.register_request import answer_due_at, told
from aftersales.services.search_words import index_request
from aftersales.services.steps import CLOCKS, load_request, taking


def merge_request(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    into_id: int,
    reason: str,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The duplicate keeps its number and trail and points to the other, which keeps the earlier receipt.

    Raises RuleBroken for another customer's request or one that has ended.
    """
    reason = ensure_text(reason, MOST_REASON, field="reason")
    if request_id == into_id:
        raise InvalidInput(N_("A request can't be merged into itself."), field="into_id")
    # Both locked in one order, so that two merges can't wait for each other.
    first, second = sorted((request_id, into_id))
    load_request(session, first)
    load_request(session, second)
    with taking(
        session, "merge", actor=actor, now=now, request_id=request_id, expected_version=expected_version, reason=reason
    ) as work:
        other = session.get_one(ServiceRequest, into_id)
        if other.customer_id != work.request.customer_id:
            raise RuleBroken(N_("{number} belongs to another customer."), number=other.number)
        if other.state in LIFECYCLE.final:
            raise RuleBroken(N_("{number} has ended; nothing can be merged into it."), number=other.number)
        drop_what_waits(work, reason)
        work.request.merged_into_id = into_id
        work.request.closed_at = now
        work.data["into"] = into_id
        data: dict[str, object] = {"merged": request_id, "number": work.request.number}
        if work.request.received_at < other.received_at:
            data |= _receive_earlier(session, other, work.request.received_at, now)
        other.version += 1
        session.add(other)
        session.flush()
        record_event(session, actor=actor, now=now, name="take_in", subject="request", subject_id=into_id, data=data)
        return work.request


def _receive_earlier(
    session: Session, request: ServiceRequest, received_at: datetime, now: datetime
) -> dict[str, object]:
    """The promise counts from the first time that the customer told us."""
    mark_request(session, request)  # the figures of the day on which it stood
    request.received_at = received_at
    if request.round == 1:
        request.clock_from_at = received_at
    decided = replay(session, request, now=now)
    set_clocks(request, decided)
    set_due(session, request)
    return {"received_at": received_at, "clocks": {name: getattr(request, name) for name in CLOCKS}}


def split_request(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    description: str,
    fault: FaultCategory,
    reason: str,
    sign_id: int | None = None,
    once: str | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """A second need in one call gets a request of its own, with the first one's receipt, contact and answer."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    description = ensure_text(description, 2000, field="description")
    made = result_of(session, once)
    if made is not None:
        return session.get_one(ServiceRequest, made)
    if not description:
        raise InvalidInput(N_("Describe what the second request is about."), field="description")
    with taking(
        session, "split", actor=actor, now=now, request_id=request_id, expected_version=expected_version, reason=reason
    ) as work:
        origin = work.request
        place = load_place(
            session, customer_id=origin.customer_id, project_id=None if sign_id else origin.project_id,
            sign_id=sign_id or origin.sign_id,
        )  # fmt: skip
        decided = decide(
            session, place, kind=origin.kind, fault=fault, cause=origin.cause_reported, received_at=origin.received_at,
            now=now,
        )  # fmt: skip
        copied = (
            "channel", "kind", "severity", "customer_id", "office_id", "team_id", "owner_id", "contact_name",
            "contact_phone", "received_at", "needs_agreement", "cause_reported",
        )  # fmt: skip
        new = ServiceRequest(
            **{name: getattr(origin, name) for name in copied},
            number=next_number(session, REQUEST, now),
            state=LIFECYCLE.initial if origin.responded_at is None else RequestState.ACCEPTED,
            project_id=place.project.id if place.project else None,
            sign_id=place.sign.id if place.sign else None,
            registered_by_id=actor.staff_id,
            place=place.sign.place if place.sign and sign_id else origin.place,
            description=description,
            fault=fault,
            warranty=decided.warranty.result,
            warranty_ends_on=decided.warranty.ends_on,
            charge=decided.charge.result,
            remedy=decided.charge.remedy,
            registered_at=now,
            clock_from_at=origin.received_at,
            respond_due_at=answer_due_at(decided),
            responded_at=origin.responded_at,
            repeats_id=decided.recurrence.of.request_id
            if decided.recurrence.result and decided.recurrence.of
            else None,
            repeat_count=decided.recurrence.count_in_window,
            to_manager=decided.recurrence.to_manager,
            split_from_id=request_id,
        )
        set_clocks(new, decided)
        session.add(new)
        session.flush()
        set_due(session, new)
        session.add(new)
        session.flush()
        assert new.id is not None
        index_request(
            session, new, customer=place.customer.name, project=place.project.name if place.project else "",
            sign_code=place.sign.code if place.sign else "", is_new=True,
        )  # fmt: skip
        use_up(session, once, now=now, result_id=new.id)
        escalate_major(session, new, now=now)
        work.data["split_into"] = new.id
        record_event(
            session, actor=actor, now=now, name="register", subject="request", subject_id=new.id,
            data=told(new, decided) | {"split_from": request_id},
            words={"description": new.description, "contact": new.contact_name, "phone": new.contact_phone},
        )  # fmt: skip
        return new
