"""The steps of a revisit: given to somebody, put off, made with what was heard, or skipped (5.2(2))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from pydantic import Field
from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Office, Revisit, ServiceRequest, Staff
from aftersales.rules.care import REVISIT, RevisitWay
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.company import get_actor
from aftersales.services.input import MOST_REASON, Input, ensure_text, needed_text, text
from aftersales.services.workflow_steps import StepWork, taking_step
from aftersales.services.working_days import end_of

MOST_AHEAD_DAYS = 366


class Heard(Input):
    """What the customer said: a mark from one to five, words, and what they wish for."""

    way: RevisitWay
    heard_from: needed_text(80)
    mark: int = Field(ge=1, le=5)
    words: text(1000) = ""
    wishes: text(1000) = ""


@contextmanager
def _taking(
    session: Session, name: str, actor: Actor, now: datetime, revisit_id: int, version: int | None, reason: str = ""
) -> Iterator[StepWork[Revisit]]:
    """A step of a revisit in this person's region."""
    with taking_step(
        session, REVISIT, Revisit, revisit_id, name, actor=actor, now=now, expected_version=version, reason=reason
    ) as work:
        if actor.only_region is not None:
            office = session.get(Office, work.row.office_id) if work.row.office_id is not None else None
            if office is None or office.region != actor.only_region:
                raise NotAllowed(N_("This revisit belongs to another region."))
        yield work


def finish_revisit(
    session: Session, *, actor: Actor, now: datetime, revisit_id: int, heard: Heard, expected_version: int | None = None
) -> Revisit:
    """The customer was spoken with."""
    with _taking(session, "hear_customer", actor, now, revisit_id, expected_version) as work:
        row = work.row
        row.way, row.heard_from, row.mark = heard.way, heard.heard_from, heard.mark
        row.words, row.wishes = heard.words, heard.wishes
        row.ended_at, row.ended_by_id = now, actor.staff_id
        work.data |= {"way": heard.way, "mark": heard.mark}
        work.words |= {"heard_from": heard.heard_from, "words": heard.words, "wishes": heard.wishes}
        return row


def move_revisit(
    session: Session, *, actor: Actor, now: datetime, revisit_id: int, due_on: date, reason: str,
    expected_version: int | None = None,
) -> Revisit:  # fmt: skip
    """To another day, today at the earliest and a year ahead at the latest."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    today = local_day(now)
    if not 0 <= (due_on - today).days <= MOST_AHEAD_DAYS:
        raise InvalidInput(
            N_("A revisit is put off to today or a later day, within a year: not to {day}."), field="due_on", day=due_on
        )
    with _taking(session, "put_off", actor, now, revisit_id, expected_version, reason) as work:
        work.data |= {"due_on_before": work.row.due_on, "due_on": due_on}
        work.row.due_on, work.row.due_at = due_on, end_of(due_on)
        return work.row


def assign_revisit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    revisit_id: int,
    owner_id: int,
    expected_version: int | None = None,
) -> Revisit:
    """To somebody who works here and may make revisits."""
    staff = session.get(Staff, owner_id)
    if staff is None or not staff.is_active:
        raise NotFound(N_("There is no such person."))
    if not may(get_actor(session, owner_id), Action.DO_REVISIT):
        raise RuleBroken(N_("{name} doesn't make revisits."), clause="5.2(2)", name=staff.name)
    with _taking(session, "give_revisit", actor, now, revisit_id, expected_version) as work:
        work.data |= {"owner_before": work.row.owner_id, "owner": owner_id}
        work.row.owner_id = owner_id
        return work.row


def skip_revisit(
    session: Session, *, actor: Actor, now: datetime, revisit_id: int, reason: str, expected_version: int | None = None
) -> Revisit:
    """It isn't made, and why. The rhythm goes on from its day."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "skip_revisit", actor, now, revisit_id, expected_version, reason) as work:
        work.row.reason, work.row.ended_at, work.row.ended_by_id = reason, now, actor.staff_id
        return work.row


def link_request(
    session: Session, *, actor: Actor, now: datetime, revisit_id: int, request_id: int,
    expected_version: int | None = None,
) -> Revisit:  # fmt: skip
    """The request that was registered from what was heard; of the same customer, and one only."""
    request: Any = session.get(ServiceRequest, request_id)
    if request is None:
        raise NotFound(N_("This does not exist."))
    with _taking(session, "register_from_revisit", actor, now, revisit_id, expected_version) as work:
        if request.customer_id != work.row.customer_id:
            raise RuleBroken(N_("{number} is another customer's."), clause="5.2(2)", number=request.number)
        if work.row.request_id is not None and work.row.request_id != request_id:
            raise RuleBroken(N_("A request was registered from this revisit already."), clause="5.2(2)")
        work.row.request_id = request_id
        work.data |= {"request": request_id, "request_number": request.number}
        return work.row
