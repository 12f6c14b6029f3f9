"""Send technicians, who accept, or refuse and hand back; recall a visit (2, 2b, 4(9))."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field
from sqlmodel import Session

from aftersales.database import adapter_of
from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Assignment, Dispatch, NoticeKind, ServiceRequest, Staff
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import LIVE_VISITS, VISIT, VisitState
from aftersales.services.input import MOST_REASON, Input, Moment, ensure_moment_near, ensure_text, text
from aftersales.services.notify import notify
from aftersales.services.numbers import DISPATCH, next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.respond import write_promise
from aftersales.services.rows import find_overlap, remembered, rows_by, technicians, visits_of
from aftersales.services.steps import Work, taking

PAST_SLACK = timedelta(minutes=30)  # a crew already on its way may be written down a little later


class NewDispatch(Input):
    """Who goes, when and for how long. `promised_at` is what the customer is told; it starts as the asked time."""

    staff_ids: tuple[int, ...] = Field(min_length=1, max_length=12)
    starts_at: Moment
    minutes: int = Field(default=120, ge=15, le=2880)
    promised_at: Moment | None = None
    note: text(400) = ""
    once: str | None = None


def dispatch_crew(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    new: NewDispatch,
    expected_version: int | None = None,
) -> Dispatch:
    """Plan a visit for one or more technicians.

    Raises RuleBroken where the gate is closed (2b) or a technician would be in two places.
    """
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(Dispatch, made)
    ensure_moment_near(new.starts_at, now, field="starts_at", years=1)
    if new.starts_at < now - PAST_SLACK:
        raise InvalidInput(N_("The planned start is past: {moment}."), field="starts_at", moment=new.starts_at)
    with taking(
        session, "dispatch", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        staff_ids = sorted(set(new.staff_ids))
        adapter_of(session).lock_staff(session, staff_ids)
        crew = load_crew(session, staff_ids)
        ends_at = new.starts_at + timedelta(minutes=new.minutes)
        ensure_free(session, crew, new.starts_at, ends_at)
        visit = _visit_to_fill(session, work)
        visit.number = next_number(session, DISPATCH, now)
        visit.state = VISIT.after(VISIT.ensure("assign", visit.state, actor, None), visit.state, None)
        visit.starts_at, visit.minutes, visit.note = new.starts_at, new.minutes, new.note
        visit.dispatched_by_id, visit.dispatched_at = actor.staff_id, now
        visit.asked_at = work.request.asked_at if visit.visit == 1 else None
        if work.request.arrived_at is None:
            # The first visit carries the request's own promise.
            if new.promised_at is not None and new.promised_at != work.request.promised_at:
                write_promise(work, new.promised_at)
            visit.promised_at = work.request.promised_at
        else:
            visit.promised_at = new.promised_at or new.starts_at
        session.add(visit)
        session.flush()
        assert visit.id is not None
        for person in crew:
            session.add(
                Assignment(dispatch_id=visit.id, staff_id=person.id or 0, starts_at=new.starts_at, ends_at=ends_at)
            )
            notify(
                session, staff_id=person.id or 0, kind=NoticeKind.JOB_ASSIGNED, request_id=request_id,
                about_at=new.starts_at, now=now,
            )  # fmt: skip
        session.flush()
        use_up(session, new.once, now=now, result_id=visit.id)
        work.data |= {
            "dispatch": visit.id, "dispatch_number": visit.number, "visit": visit.visit, "crew": staff_ids,
            "starts_at": new.starts_at, "minutes": new.minutes, "visit_promised_at": visit.promised_at,
        }  # fmt: skip
        return visit


def load_crew(session: Session, staff_ids: list[int]) -> list[Staff]:
    """The technicians, each at work and with that role. Raises NotFound or InvalidInput."""
    people = remembered(session, ("crew", *staff_ids), lambda: technicians(session, staff_ids))
    if len(people) != len(staff_ids):
        raise NotFound(N_("Only technicians can be dispatched; one of those chosen isn't one."))
    for person in people:
        if not person.is_active:
            raise InvalidInput(N_("{name} does not work here any more."), field="staff_ids", name=person.name)
    return list(people)


def ensure_free(session: Session, crew: list[Staff], starts_at: datetime, ends_at: datetime) -> None:
    """Nobody can be in two places. A visit that ends when the next begins doesn't overlap."""
    clash = find_overlap(session, [person.id or 0 for person in crew], starts_at, ends_at)
    if clash is not None:
        assignment, number = clash
        person = next(person for person in crew if person.id == assignment.staff_id)
        raise RuleBroken(
            N_("{name} is already planned for {number} from {starts_at} to {ends_at} and can't be in two places."),
            name=person.name, number=number, starts_at=assignment.starts_at, ends_at=assignment.ends_at,
        )  # fmt: skip


def _visit_to_fill(session: Session, work: Work) -> Dispatch:
    """The visit that a half-done one left to plan, or a new one."""
    visits = visits_of(session, work.request_id)
    waiting = next((visit for visit in visits if visit.state is VisitState.TO_PLAN), None)
    if waiting is not None:
        return waiting
    last = max((visit.visit for visit in visits), default=0)
    return Dispatch(request_id=work.request_id, round=work.request.round, visit=last + 1, state=VISIT.initial)


def live_visit(session: Session, request_id: int) -> Dispatch:
    """The visit under way. Raises NotFound."""
    # The request is locked by its step, and a visit is only ever changed under that lock.
    visits = visits_of(session, request_id)
    visit = next((visit for visit in visits if visit.state in LIVE_VISITS), None)
    if visit is None:
        raise NotFound(N_("There is no visit under way."))
    return visit


def crew_of(session: Session, visit: Dispatch) -> list[Assignment]:
    """Who is still on this visit."""
    return [member for member in rows_by(session, Assignment, "dispatch_id", visit.id) if member.is_live]


def own_assignment(crew: list[Assignment], actor: Actor, staff_id: int | None) -> Assignment:
    """Which member of the crew a step is about: the actor, or whom a dispatcher acts for."""
    wanted = staff_id if staff_id is not None and not actor.is_only_technician else actor.staff_id
    found = next((member for member in crew if member.staff_id == wanted), None)
    if found is None and not actor.is_only_technician and crew:
        return crew[0]
    if found is None:
        raise NotFound(N_("You are not on this visit any more."))
    return found


def accept_job(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    staff_id: int | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """A technician accepts; the visit counts as accepted when the whole crew has."""
    with taking(
        session, "accept_job", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        visit = live_visit(session, request_id)
        crew = crew_of(session, visit)
        member = own_assignment(crew, actor, staff_id)
        if member.accepted_at is None:
            member.accepted_at = now
            session.add(member)
        if all(person.accepted_at for person in crew) and visit.state is VisitState.ASSIGNED:
            move_visit(visit, "accept", actor)
        session.add(visit)
        work.data |= {"dispatch": visit.id, "staff": member.staff_id}
        return work.request


def hand_back(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    reason: str,
    staff_id: int | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """A technician refuses with a reason. When nobody is left, the visit goes back to the dispatcher."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking(
        session, "hand_back", actor=actor, now=now, request_id=request_id, expected_version=expected_version,
        reason=reason,
    ) as work:  # fmt: skip
        visit = live_visit(session, request_id)
        crew = crew_of(session, visit)
        member = own_assignment(crew, actor, staff_id)
        member.refused_at, member.refusal, member.is_live = now, reason, False
        session.add(member)
        work.data |= {"dispatch": visit.id, "staff": member.staff_id}
        rest = [person for person in crew if person is not member]
        if rest:
            work.keep_state = True
            if all(person.accepted_at for person in rest) and visit.state is VisitState.ASSIGNED:
                move_visit(visit, "accept", actor)
        else:
            end_visit(session, visit, "hand_back", actor, now, reason)
        session.add(visit)
        if visit.dispatched_by_id is not None:
            notify(
                session, staff_id=visit.dispatched_by_id, kind=NoticeKind.JOB_HANDED_BACK, request_id=request_id,
                about_at=now, now=now,
            )  # fmt: skip
        session.flush()
        return work.request


def recall_visit(
    session: Session, *, actor: Actor, now: datetime, request_id: int, reason: str, expected_version: int | None = None
) -> ServiceRequest:
    """The dispatcher takes the visit back before anyone has arrived."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking(
        session, "recall", actor=actor, now=now, request_id=request_id, expected_version=expected_version, reason=reason
    ) as work:
        visit = live_visit(session, request_id)
        end_visit(session, visit, "recall", actor, now, reason)
        work.data["dispatch"] = visit.id
        return work.request


def move_visit(visit: Dispatch, step: str, actor: Actor) -> None:
    """One declared step of the visit's own life."""
    visit.state = VISIT.after(VISIT.ensure(step, visit.state, actor, None), visit.state, None)
    visit.version += 1


def end_visit(session: Session, visit: Dispatch, step: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Ends the visit and frees its crew."""
    move_visit(visit, step, actor)
    visit.ended_at, visit.end_reason = now, reason
    for member in crew_of(session, visit):
        member.is_live = False
        session.add(member)
    session.add(visit)
    session.flush()
