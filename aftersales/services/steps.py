"""How every step on a request begins and ends: loaded under a lock, checked, changed, told by an event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFound
from aftersales.models import ServiceRequest
from aftersales.queries.visible import requests_seen
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Actor
from aftersales.rules.workflow import Step
from aftersales.services.clocks import replay, set_clocks, set_due
from aftersales.services.decisions import Promises
from aftersales.services.events import record_event
from aftersales.services.facts import facts_of
from aftersales.services.figures import mark_days, moments_of
from aftersales.services.rows import assignments_of, lock_row

CLOCKS = ("respond_due_at", "arrive_due_at", "hours_due_at", "repair_due_at")


@dataclass(slots=True)
class Work:
    """One step under way. Fill `data` (ids, values) and `words` (names, free text) for the event."""

    session: Session
    request: ServiceRequest
    actor: Actor
    now: datetime
    step: Step[RequestState]
    data: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    keep_state: bool = False  # the step was taken in part only, so that the state stays

    @property
    def request_id(self) -> int:
        assert self.request.id is not None
        return self.request.id

    def replay_clocks(self) -> Promises:
        """Deadlines follow from the history again; a move is told by this step's event."""
        before = {name: getattr(self.request, name) for name in CLOCKS}
        decided = replay(self.session, self.request, now=self.now)
        set_clocks(self.request, decided)
        moved = {name: getattr(self.request, name) for name in CLOCKS if getattr(self.request, name) != before[name]}
        if moved:
            self.data["clocks"] = {**self.data.get("clocks", {}), **moved}
        return decided


def load_request(session: Session, request_id: int, expected_version: int | None = None) -> ServiceRequest:
    """The request, locked until the end of the transaction.

    Raises NotFound, or ChangedMeanwhile when somebody changed it since `expected_version` was read.
    """
    request = lock_row(session, ServiceRequest, request_id)
    if request is None:
        raise NotFound(N_("This service request does not exist."))
    if expected_version is not None and request.version != expected_version:
        raise ChangedMeanwhile(
            N_("{number} was changed by somebody else meanwhile; nothing was overwritten. Look at it again."),
            number=request.number,
        )
    return request


def ensure_reason(step: Step[Any], reason: str) -> None:
    """Some steps need a reason in words."""
    if step.reason_needed and not reason.strip():
        raise InvalidInput(N_("“{step}” needs a reason."), field="reason", step=message(step.label))


def ensure_own_region(session: Session, actor: Actor, request_id: int) -> None:
    """Raise NotAllowed for a request of another region."""
    seen = select(ServiceRequest.id).where(ServiceRequest.id == request_id, *requests_seen(actor))
    if session.exec(seen).first() is None:
        raise NotAllowed(N_("This request belongs to another region."))


def ensure_own_job(session: Session, actor: Actor, request_id: int) -> None:
    """A technician works on own jobs only, others for the crew; an office bound to its region only there."""
    if actor.only_region is not None:
        ensure_own_region(session, actor, request_id)
    if not actor.is_only_technician:
        return
    if all(one.staff_id != actor.staff_id for one in assignments_of(session, request_id)):
        raise NotAllowed(N_("This job is not assigned to you."))


@contextmanager
def taking(
    session: Session,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    expected_version: int | None = None,
    reason: str | None = None,
) -> Iterator[Work]:
    """One step of the life cycle.

    Checks who, where it stands and the gate; after the body it moves the state, sets what is due
    next, raises the version and writes the event. An error in the body leaves nothing behind, since
    the unit of work is rolled back.
    """
    request = load_request(session, request_id, expected_version)
    # Only a gate looks at the facts, and only some steps have one.
    facts = facts_of(session, request, now) if LIFECYCLE.step(name).gate else None
    step = LIFECYCLE.ensure(name, request.state, actor, facts)
    if step.reason_needed:
        ensure_reason(step, reason or "")
    ensure_own_job(session, actor, request_id)
    work = Work(session, request, actor, now, step)
    stood = (request.office_id, request.received_at, request.clock_from_at)
    yield work
    before = request.state
    after = before if work.keep_state else LIFECYCLE.after(step, before, request.came_from)
    if step.remembers:
        request.came_from = before
    request.state = after
    set_due(session, request)
    request.version += 1
    session.add(request)
    session.flush()
    if reason:
        work.words["reason"] = reason
    if after is not before:
        work.data |= {"from": before, "to": after}
    if stood != (request.office_id, request.received_at, request.clock_from_at):
        # Its new days are marked with the event; those where it stood before change too.
        mark_days(session, stood[0], [*stood[1:], *moments_of(session, request)])
    record_event(
        session, actor=actor, now=now, name=step.name, subject="request", subject_id=request_id, data=work.data,
        words=work.words,
    )  # fmt: skip
