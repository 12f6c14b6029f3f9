"""What happens at the sign: depart, arrive, make safe, find the cause, finish, or leave half done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from aftersales.errors import InvalidInput
from aftersales.models import Dispatch, ServiceRequest
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VISIT, VisitState
from aftersales.services.classify import decide_again
from aftersales.services.dispatch import crew_of, end_visit, live_visit, move_visit
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.steps import Work, taking

MOST_BACKDATED = timedelta(days=2)  # no signal on a mountain road: written down later, but not a week later


def _moment(work: Work, at: datetime | None, *, not_before: datetime | None) -> datetime:
    """When it really happened, if it is written down later. Raises InvalidInput for an impossible moment."""
    moment = at or work.now
    earliest = max(filter(None, (not_before, work.now - MOST_BACKDATED)))
    if not earliest <= moment <= work.now:
        raise InvalidInput(
            N_("The moment has to lie between {earliest} and now: {moment}."),
            field="at",
            earliest=earliest,
            moment=moment,
        )
    return moment


def depart(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The crew is on its way."""
    with taking(
        session, "depart", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        visit = live_visit(session, request_id)
        visit.departed_at = _moment(work, at, not_before=visit.dispatched_at)
        _accept_silently(session, visit, now)
        move_visit(visit, "depart", actor)
        session.add(visit)
        work.data |= {"dispatch": visit.id, "departed_at": visit.departed_at}
        return work.request


def arrive(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The first technician at the sign meets the arrival deadline (1.3)."""
    with taking(
        session, "arrive", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        visit = live_visit(session, request_id)
        visit.arrived_at = _moment(work, at, not_before=visit.departed_at or visit.dispatched_at)
        _accept_silently(session, visit, now)
        move_visit(visit, "arrive", actor)
        session.add(visit)
        if work.request.arrived_at is None:
            work.request.arrived_at = visit.arrived_at
        work.data |= {"dispatch": visit.id, "arrived_at": visit.arrived_at}
        return work.request


def _accept_silently(session: Session, visit: Dispatch, now: datetime) -> None:
    """Who goes has accepted."""
    for member in crew_of(session, visit):
        if member.accepted_at is None:
            member.accepted_at = now
            session.add(member)


def make_safe(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    measures: str,
    expected_version: int | None = None,
) -> ServiceRequest:
    """A danger is made safe at once, free of every gate; what follows is gated as usual."""
    measures = ensure_text(measures, MOST_REASON, field="safety_measures")
    if not measures:
        raise InvalidInput(N_("Write down what was done to make it safe."), field="safety_measures")
    with taking(
        session, "make_safe", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        work.request.made_safe_at = work.request.made_safe_at or now
        work.data["made_safe_at"] = now
        work.words["measures"] = measures
        return work.request


def record_finding(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    cause: Cause,
    fault: FaultCategory,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The cause and fault found on site; the charge and the recurrence are decided again."""
    if cause is Cause.UNKNOWN:
        raise InvalidInput(N_("Choose the cause that was found; “not known yet” decides nothing."), field="cause")
    with taking(
        session, "record_finding", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        write_finding(work, cause, fault)
        return work.request


def write_finding(work: Work, cause: Cause, fault: FaultCategory) -> None:
    """Shared with the service report, which carries the finding too."""
    request = work.request
    if (request.cause_found, request.fault_found) == (cause, fault):
        return
    request.cause_found, request.fault_found = cause, fault
    work.data |= {"cause_found": cause, "fault_found": fault}
    work.session.flush()
    decide_again(work)


def finish(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The repair is done. Paid work needs the accepted quote first (3(2))."""
    with taking(
        session, "finish", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        visit = live_visit(session, request_id)
        work.request.finished_at = _moment(work, at, not_before=visit.arrived_at)
        end_visit(session, visit, "finish", actor, work.request.finished_at)
        work.data |= {"dispatch": visit.id, "finished_at": work.request.finished_at}
        return work.request


def leave_half_done(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    missing: str,
    next_promised_at: datetime | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The visit ends, the next one is made by itself and says what is missing."""
    missing = ensure_text(missing, MOST_REASON, field="left_to_do")
    with taking(
        session, "leave_half_done", actor=actor, now=now, request_id=request_id, expected_version=expected_version,
        reason=missing,
    ) as work:  # fmt: skip
        if next_promised_at is not None and next_promised_at < now:
            raise InvalidInput(
                N_("A time that is past can't be promised: {moment}."), field="promised_at", moment=next_promised_at
            )
        visit = live_visit(session, request_id)
        end_visit(session, visit, "leave_half_done", actor, now, missing)
        following = Dispatch(
            request_id=request_id, round=work.request.round, visit=visit.visit + 1, state=VISIT.initial,
            needs=missing, promised_at=next_promised_at,
        )  # fmt: skip
        session.add(following)
        session.flush()
        work.data |= {"dispatch": visit.id, "next_visit": following.id, "next_promised_at": next_promised_at}
        return work.request


__all__ = [
    "VisitState",
    "arrive",
    "depart",
    "finish",
    "leave_half_done",
    "make_safe",
    "record_finding",
    "write_finding",
]
