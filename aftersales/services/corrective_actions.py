"""Corrective actions are set: for one request through its analysis, or for a sign type or a batch as a whole (4(6))."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import CorrectiveAction, NoticeKind, ServiceRequest, Sign, SignType, Staff, StaffRole
from aftersales.rules.corrective_action import (
    ANSWERING,
    CHECK_AFTER,
    CORRECTIVE_ACTION,
    ActionFacts,
    ActionScope,
    next_due_on,
)
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.message import N_, message
from aftersales.rules.roles import MAY, Action, Actor, ensure_may, may
from aftersales.services.action_effect import count_came_back
from aftersales.services.events import record_event
from aftersales.services.input import FIELDS, MOST_NOTE, Input, needed_text, text
from aftersales.services.notify import About, notify_about
from aftersales.services.numbers import CORRECTIVE_ACTION as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import remembered
from aftersales.services.working_days import end_of

PAGE = "recurrences.py"
MOST_DAYS = 731  # ahead: later is a slip of the finger


class ActionPlan(Input):
    """What is done, by whom, until when. The effect is checked on `check_on`, 30 days after the due day unless said."""

    words: needed_text(MOST_NOTE)
    owner_id: int
    due_on: date
    check_on: date | None = None


class NewCorrectiveAction(ActionPlan):
    """For all signs of a type, or of a production batch: one of the two. `fault` is what must not come back."""

    fault: FaultCategory
    sign_type_id: int | None = None
    batch: text(40) = ""
    once: str | None = None


def set_corrective_action(
    session: Session, *, actor: Actor, now: datetime, new: NewCorrectiveAction
) -> CorrectiveAction:
    """One for a sign type or a batch as a whole; its owner is told.

    Raises NotAllowed, InvalidInput, NotFound for a type or batch that isn't in the register. A `once` key that was
    used already returns what it made.
    """
    ensure_may(actor, Action.SET_CORRECTIVE_ACTION)
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(CorrectiveAction, made)
    if (new.sign_type_id is None) == (not new.batch):
        raise InvalidInput(N_("Choose either a sign type or a batch."), field="sign_type_id", clause="4(6)")
    if new.sign_type_id is not None and session.get(SignType, new.sign_type_id) is None:
        raise NotFound(N_("There is no such sign type."))
    if new.batch:
        there: Any = select(func.count()).select_from(Sign).where(col(Sign.batch) == new.batch)
        if not session.execute(there).scalar_one():
            raise NotFound(N_("No sign in the register is of batch {batch}."), batch=new.batch)
    row = make_action(
        session, actor=actor, now=now, plan=new, fault=new.fault, sign_type_id=new.sign_type_id, batch=new.batch
    )
    use_up(session, new.once, now=now, result_id=row.id or 0)
    return row


def make_action(
    session: Session, *, actor: Actor, now: datetime, plan: ActionPlan, fault: FaultCategory | None,
    request_id: int | None = None, sign_type_id: int | None = None, batch: str = "",
) -> CorrectiveAction:  # fmt: skip
    """The record and its event; whoever has it to do is told. What it is for follows from what is given."""
    scope = ActionScope.BATCH if batch else ActionScope.SIGN_TYPE if sign_type_id else ActionScope.REQUEST
    row = CorrectiveAction(
        number=next_number(session, NUMBER, now), state=CORRECTIVE_ACTION.initial, scope=scope, request_id=request_id,
        sign_type_id=sign_type_id, batch=batch, fault=fault, words="", owner_id=plan.owner_id, due_on=plan.due_on,
        check_on=plan.due_on, set_at=now, set_by_id=actor.staff_id,
    )  # fmt: skip
    give(session, row, plan, now=now)
    session.add(row)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="set_corrective_action", subject=CORRECTIVE_ACTION.name,
        subject_id=row.id or 0, words={"words": row.words},
        data={"number": row.number, "scope": scope, "request": request_id, "sign_type": sign_type_id, "fault": fault,
              "owner_id": row.owner_id, "due_on": row.due_on, "check_on": row.check_on},
    )  # fmt: skip
    tell_owner(session, row, actor=actor, now=now)
    return row


def give(
    session: Session, row: CorrectiveAction, plan: ActionPlan, *, now: datetime, may_be_past: bool = False
) -> None:
    """Words, owner and days, checked: nobody who can't carry it out, no day that is past, the check not before."""
    today = local_day(now)
    _ensure_day("due_on", plan.due_on, today, not_before=None if may_be_past else today)
    check_on = plan.check_on or plan.due_on + CHECK_AFTER
    _ensure_day("check_on", check_on, today, not_before=plan.due_on)
    _ensure_owner(session, plan.owner_id)
    row.words, row.owner_id, row.due_on, row.check_on = plan.words, plan.owner_id, plan.due_on, check_on
    set_due(row)


def set_due(row: CorrectiveAction, state: Any | None = None) -> None:
    """The end of the day of what comes next; empty where nothing does."""
    checked_on = local_day(row.checked_at) if row.checked_at else None
    day = next_due_on(state or row.state, row.due_on, row.check_on, checked_on)
    row.due_at = end_of(day) if day is not None else None


def _ensure_day(field: str, day: date, today: date, *, not_before: date | None) -> None:
    label = message(FIELDS[field])
    if abs((day - today).days) > MOST_DAYS:
        raise InvalidInput(
            N_("“{label}” lies too far from today: {moment}."), field=field, label=label, moment=day
        )  # fmt: skip
    if not_before is not None and day < not_before:
        raise InvalidInput(
            N_("“{label}” can't be before {first}: {day}."), field=field, label=label, first=not_before, day=day
        )


def _ensure_owner(session: Session, staff_id: int) -> None:
    statement: Any = (
        select(func.count())
        .select_from(Staff)
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(
            col(Staff.id) == staff_id, col(Staff.is_active),
            col(StaffRole.role).in_(MAY[Action.DO_CORRECTIVE_ACTION]),
        )
    )  # fmt: skip
    if not remembered(session, ("carries_out", staff_id), lambda: session.execute(statement).scalar_one()):
        raise InvalidInput(N_("Choose somebody who works here and can carry it out."), field="owner_id", clause="4(6)")


def tell_owner(session: Session, row: CorrectiveAction, *, actor: Actor, now: datetime) -> None:
    """Whoever has it to do; who gave it to themselves knows."""
    if row.owner_id != actor.staff_id:
        notify_about(
            session, staff_id=row.owner_id, kind=NoticeKind.ACTION_GIVEN, about=about(row), about_at=end_of(row.due_on),
            now=now,
        )  # fmt: skip


def about(row: CorrectiveAction) -> About:
    return About(CORRECTIVE_ACTION.name, row.id or 0, row.number, row.words, PAGE)


def action_facts(session: Session, row: CorrectiveAction, actor: Actor, now: datetime) -> ActionFacts:
    """What the gates look at; one query where something can have come back."""
    return ActionFacts(
        scope=row.scope,
        is_owner=actor.staff_id is not None and row.owner_id == actor.staff_id,
        sets_them=may(actor, Action.SET_CORRECTIVE_ACTION),
        check_on=row.check_on,
        today=local_day(now),
        came_back=count_came_back(session, row),
    )


def ensure_answers(session: Session, action_id: int, request: ServiceRequest) -> CorrectiveAction:
    """One that stands already and is for this request: its own, or for its sign's type or batch and its fault.

    Raises NotFound, RuleBroken.
    """
    row = session.get(CorrectiveAction, action_id)
    if row is None:
        raise NotFound(N_("This corrective action does not exist."))
    sign = session.get(Sign, request.sign_id) if request.sign_id else None
    fits = {
        ActionScope.REQUEST: row.request_id == request.id,
        ActionScope.SIGN_TYPE: sign is not None and row.sign_type_id == sign.sign_type_id,
        ActionScope.BATCH: sign is not None and bool(row.batch) and row.batch == sign.batch,
    }[row.scope]
    if not fits or row.fault not in (None, request.fault_found or request.fault) or row.state not in ANSWERING:
        raise RuleBroken(N_("{number} isn't about this fault of this sign."), clause="4(6)", number=row.number)
    return row
