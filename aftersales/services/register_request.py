"""Register a request: the call is written down, and what we owe is decided (4(9), 1.3, 1.4, 4(4), 4(6))."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from aftersales.errors import InvalidInput
from aftersales.models import NoticeKind, RequestPromise, ServiceRequest, Staff, StaffRole, Team
from aftersales.rules.deadlines import Promise
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Kind, Role, Severity
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.clocks import set_clocks
from aftersales.services.decisions import Place, Promises, decide, load_place
from aftersales.services.escalations import escalate_major
from aftersales.services.events import record_event
from aftersales.services.input import Input, Moment, ensure_moment_near, needed_text, phone_text, text
from aftersales.services.notify import notify
from aftersales.services.numbers import REQUEST, next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.returns import land_return
from aftersales.services.rows import remembered, rows_by
from aftersales.services.search_words import index_request
from aftersales.services.terms import ProjectTerms

CLOCK_SLACK = timedelta(minutes=5)  # a caller's clock and ours differ


class NewRequest(Input):
    """What the clerk took down. `received_at` defaults to now; `once` makes a double click harmless."""

    channel: Channel
    kind: Kind = Kind.REPAIR
    severity: Severity = Severity.NORMAL
    customer_id: int | None = None
    project_id: int | None = None
    sign_id: int | None = None
    contact_name: text(80) = ""
    contact_phone: phone_text(40) = ""
    place: text(200) = ""
    description: needed_text(2000)
    fault: FaultCategory = FaultCategory.OTHER
    cause: Cause = Cause.UNKNOWN
    needs_agreement: bool = False
    received_at: Moment | None = None
    asked_at: Moment | None = None
    once: str | None = None


def preview_request(session: Session, *, actor: Actor, now: datetime, new: NewRequest) -> tuple[Place, Promises]:
    """What would be decided, without writing anything."""
    ensure_may(actor, Action.REGISTER)
    return _decide(session, new, now)


def _decide(
    session: Session, new: NewRequest, now: datetime, terms: ProjectTerms | None = None
) -> tuple[Place, Promises]:
    received_at = new.received_at or now
    if received_at > now + CLOCK_SLACK:
        raise InvalidInput(
            N_("The receipt can't lie in the future: {moment}."), field="received_at", moment=received_at
        )
    ensure_moment_near(new.received_at, now, field="received_at")
    ensure_moment_near(new.asked_at, now, field="asked_at", years=2)
    place = load_place(session, customer_id=new.customer_id, project_id=new.project_id, sign_id=new.sign_id)
    decided = decide(
        session,
        place,
        kind=new.kind,
        fault=new.fault,
        cause=new.cause,
        received_at=received_at,
        asked_at=new.asked_at,
        promises=(Promise(received_at, new.asked_at),) if new.asked_at and new.kind.needs_visit else (),
        now=now,
        terms=terms,
    )
    return place, decided


def severity_of(new: NewRequest, decided: Promises) -> Severity:
    """A fault that may hurt somebody is a danger whatever was ticked; a recurrence is at least urgent (4(6))."""
    if new.fault.is_danger or new.severity is Severity.DANGER:
        return Severity.DANGER
    if decided.recurrence.result and new.severity is Severity.NORMAL:
        return Severity.URGENT
    return new.severity


def register_request(
    session: Session, *, actor: Actor, now: datetime, new: NewRequest, terms: ProjectTerms | None = None
) -> ServiceRequest:
    """Write the request with its number, decisions and deadlines.

    Raises NotAllowed, InvalidInput (a time asked for before the receipt, say) and NotFound. A `once` key
    that was used already returns the request it made.
    """
    ensure_may(actor, Action.REGISTER)
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(ServiceRequest, made)
    place, decided = _decide(session, new, now, terms)
    received_at = new.received_at or now
    promised_at = new.asked_at if new.kind.needs_visit else None
    recurrence = decided.recurrence
    request = ServiceRequest(
        number=next_number(session, REQUEST, now),
        state=LIFECYCLE.initial,
        channel=new.channel,
        kind=new.kind,
        severity=severity_of(new, decided),
        customer_id=place.customer.id or 0,
        project_id=place.project.id if place.project else None,
        sign_id=place.sign.id if place.sign else None,
        office_id=place.project.office_id if place.project else place.customer.office_id or actor.office_id,
        team_id=team_for(session, place, actor),
        owner_id=owner_for(session, actor),
        registered_by_id=actor.staff_id,
        contact_name=new.contact_name,
        contact_phone=new.contact_phone,
        place=new.place or (place.sign.place if place.sign else ""),
        description=new.description,
        fault=new.fault,
        cause_reported=new.cause,
        needs_agreement=new.needs_agreement,
        warranty=decided.warranty.result,
        warranty_ends_on=decided.warranty.ends_on,
        charge=decided.charge.result,
        remedy=decided.charge.remedy,
        registered_at=now,
        received_at=received_at,
        asked_at=new.asked_at,
        promised_at=promised_at,
        clock_from_at=received_at,
        respond_due_at=answer_due_at(decided),
        repeats_id=recurrence.of.request_id if recurrence.result and recurrence.of else None,
        repeat_count=recurrence.count_in_window,
        to_manager=recurrence.to_manager,
    )
    set_clocks(request, decided)
    dues = (request.respond_due_at, request.arrive_due_at, request.repair_due_at)
    request.due_at = min(moment for moment in dues if moment is not None)
    session.add(request)
    session.flush()
    assert request.id is not None
    if promised_at is not None:
        session.add(RequestPromise(request_id=request.id, at=received_at, promised_at=promised_at))
    index_request(
        session,
        request,
        customer=place.customer.name,
        project=f"{place.project.code} {place.project.name}" if place.project else "",
        sign_code=place.sign.code if place.sign else "",
        is_new=True,
    )
    warn_at_once(session, request, now)
    use_up(session, new.once, now=now, result_id=request.id)
    record_event(
        session,
        actor=actor,
        now=now,
        name="register",
        subject="request",
        subject_id=request.id,
        data=told(request, decided),
        words={"contact": new.contact_name, "phone": new.contact_phone, "description": new.description},
    )
    if request.kind is Kind.RETURN:
        land_return(session, request, actor=actor, now=now)
    escalate_major(session, request, now=now)
    return request


def answer_due_at(decided: Promises) -> datetime:
    """The response clock never stops, so that it always has a moment."""
    assert decided.response.due_at is not None
    return decided.response.due_at


def told(request: ServiceRequest, decided: Promises) -> dict[str, object]:
    """The decision as the trail keeps it: results, clauses and deadlines."""
    arrival = decided.arrival
    clauses = [*decided.charge.clauses, *decided.response.clauses, *(arrival.clauses if arrival else ())]
    return {
        "number": request.number,
        "channel": request.channel,
        "kind": request.kind,
        "severity": request.severity,
        "fault": request.fault,
        "cause": request.cause_reported,
        "received_at": request.received_at,
        "asked_at": request.asked_at,
        "warranty": request.warranty,
        "charge": request.charge,
        "clauses": list(dict.fromkeys((*clauses, *decided.recurrence.clauses))),
        "repeats": request.repeats_id,
        "clocks": {
            "respond_due_at": request.respond_due_at,
            "arrive_due_at": request.arrive_due_at,
            "hours_due_at": request.hours_due_at,
            "repair_due_at": request.repair_due_at,
        },
    }


def owner_for(session: Session, actor: Actor) -> int | None:
    """The owner in the after-sales department (2): who took it down, or the manager for another's."""
    if actor.roles & {Role.HOTLINE, Role.DISPATCHER, Role.AFTER_SALES_MANAGER}:
        return actor.staff_id
    return next(iter(managers(session)), None)


def managers(session: Session) -> list[int]:
    """After-sales managers at work, by id."""
    statement = (
        select(StaffRole.staff_id)
        .join(Staff, col(Staff.id) == StaffRole.staff_id)
        .where(StaffRole.role == Role.AFTER_SALES_MANAGER, col(Staff.is_active))
        .order_by(col(StaffRole.staff_id))
    )
    return remembered(session, "managers", lambda: list(session.exec(statement)))


def team_for(session: Session, place: Place, actor: Actor) -> int | None:
    """The maintenance team: the project's own, or the first of its office."""
    if place.project is not None and place.project.team_id is not None:
        return place.project.team_id
    office_id = place.project.office_id if place.project else place.customer.office_id or actor.office_id
    if office_id is None:
        return None
    teams = rows_by(session, Team, "office_id", office_id)
    return teams[0].id if teams else None


def warn_at_once(session: Session, request: ServiceRequest, now: datetime) -> None:
    """A danger, and a third time within the window, are told to the managers in the same transaction (4(6))."""
    kinds = []
    if request.severity is Severity.DANGER:
        kinds.append(NoticeKind.DANGER)
    if request.to_manager:
        kinds.append(NoticeKind.RECURRENCE_TO_MANAGER)
    if not kinds:
        return
    _tell_managers(session, request, kinds, now)


def tell_third_time(session: Session, request: ServiceRequest, *, now: datetime) -> None:
    """What was found on site, or another sign or fault, made it the third time: the managers hear of it then (4(6))."""
    _tell_managers(session, request, [NoticeKind.RECURRENCE_TO_MANAGER], now)


def _tell_managers(session: Session, request: ServiceRequest, kinds: list[NoticeKind], now: datetime) -> None:
    for staff_id in managers(session):
        for kind in kinds:
            notify(
                session, staff_id=staff_id, kind=kind, request_id=request.id or 0, about_at=request.received_at, now=now
            )
