"""A corrective action goes its way: begun, carried out, its effect checked, or planned again (4(6))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlmodel import Session

from aftersales.models import CauseAnalysis, CorrectiveAction, NoticeKind, ServiceRequest
from aftersales.rules.corrective_action import ANSWERING, CORRECTIVE_ACTION
from aftersales.rules.lifecycle import OPEN_STATES
from aftersales.rules.roles import Actor
from aftersales.services.corrective_actions import ActionPlan, about, action_facts, give, set_due, tell_owner
from aftersales.services.input import MOST_NOTE, MOST_REASON, Input, ensure_text
from aftersales.services.notify import notify_about
from aftersales.services.rows import rows_by
from aftersales.services.steps import load_request
from aftersales.services.workflow_steps import StepWork, taking_step


class Moved(Input):
    """Who has it to do, and the days."""

    owner_id: int
    due_on: date
    check_on: date


@contextmanager
def _taking(
    session: Session, name: str, actor: Actor, now: datetime, action_id: int, version: int | None, reason: str = ""
) -> Iterator[StepWork[CorrectiveAction]]:
    """One step; the requests that it answers are locked first, as everywhere, and keep its words while it stands."""
    requests = _answered(session, action_id)
    with taking_step(
        session, CORRECTIVE_ACTION, CorrectiveAction, action_id, name, actor=actor, now=now,
        facts=lambda row: action_facts(session, row, actor, now), expected_version=version, reason=reason,
    ) as work:  # fmt: skip
        work.data["number"] = work.row.number
        yield work
        after = CORRECTIVE_ACTION.after(CORRECTIVE_ACTION.step(name), work.row.state, None)
        set_due(work.row, after)
        if after in CORRECTIVE_ACTION.final:
            work.row.ended_at = now
    for request in requests:
        # A closed file keeps what stood in it; an open one can't be closed by an action that failed.
        words = work.row.words if work.row.state in ANSWERING else ""
        if request.state in OPEN_STATES and request.corrective_action != words:
            request.corrective_action = words
            request.version += 1
            session.add(request)
            session.flush()


def _answered(session: Session, action_id: int) -> list[ServiceRequest]:
    ids = sorted({one.request_id for one in rows_by(session, CauseAnalysis, "action_id", action_id)})
    return [load_request(session, request_id) for request_id in ids]


def begin_action(
    session: Session, *, actor: Actor, now: datetime, action_id: int, expected_version: int | None = None
) -> CorrectiveAction:
    """Its owner has taken it up."""
    with _taking(session, "begin_action", actor, now, action_id, expected_version) as work:
        return work.row


def carry_out_action(
    session: Session, *, actor: Actor, now: datetime, action_id: int, done_words: str,
    expected_version: int | None = None,
) -> CorrectiveAction:  # fmt: skip
    """What was done. From now on it is counted whether the same fault comes back."""
    done_words = ensure_text(done_words, MOST_NOTE, field="done_words", is_needed=True)
    with _taking(session, "carry_out_action", actor, now, action_id, expected_version) as work:
        work.row.done_at, work.row.done_words = now, done_words
        work.row.came_back = None
        work.words["done_words"] = done_words
        return work.row


def find_effect_good(
    session: Session, *, actor: Actor, now: datetime, action_id: int, check_words: str,
    expected_version: int | None = None,
) -> CorrectiveAction:  # fmt: skip
    """The problem stayed away. Not before the day of the check, not by its owner."""
    return _check(session, "find_effect_good", actor, now, action_id, check_words, expected_version)


def find_effect_not_good(
    session: Session, *, actor: Actor, now: datetime, action_id: int, check_words: str,
    expected_version: int | None = None,
) -> CorrectiveAction:  # fmt: skip
    """It came back, or would: to be planned again; owner and planner are told. May be found before the day."""
    row = _check(session, "find_effect_not_good", actor, now, action_id, check_words, expected_version)
    told = {one for one in (row.owner_id, row.set_by_id) if one is not None and one != actor.staff_id}
    for staff_id in sorted(told):
        notify_about(
            session, staff_id=staff_id, kind=NoticeKind.EFFECT_NOT_GOOD, about=about(row), about_at=now, now=now
        )
    return row


def _check(
    session: Session, name: str, actor: Actor, now: datetime, action_id: int, words: str, version: int | None
) -> CorrectiveAction:
    words = ensure_text(words, MOST_NOTE, field="check_words", is_needed=True)
    with _taking(session, name, actor, now, action_id, version) as work:
        row = work.row
        row.checked_at, row.checked_by_id, row.check_words = now, actor.staff_id, words
        row.came_back = action_facts(session, row, actor, now).came_back
        work.data["came_back"] = row.came_back
        work.words["check_words"] = words
        return row


def plan_action_again(
    session: Session, *, actor: Actor, now: datetime, action_id: int, plan: ActionPlan,
    expected_version: int | None = None,
) -> CorrectiveAction:  # fmt: skip
    """With other words and other days, after an effect that wasn't good; what was tried before stays in the trail."""
    with _taking(session, "plan_action_again", actor, now, action_id, expected_version) as work:
        row = work.row
        give(session, row, plan, now=now)
        row.round += 1
        row.done_at, row.done_words = None, ""
        work.data |= {"round": row.round, "owner_id": row.owner_id, "due_on": row.due_on, "check_on": row.check_on}
        work.words["words"] = row.words
    tell_owner(session, row, actor=actor, now=now)
    return row


def move_action(
    session: Session, *, actor: Actor, now: datetime, action_id: int, new: Moved, reason: str,
    expected_version: int | None = None,
) -> CorrectiveAction:  # fmt: skip
    """To somebody else or to other days, with a reason."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "move_action", actor, now, action_id, expected_version, reason) as work:
        row, owner_before = work.row, work.row.owner_id
        work.data |= {"owner_before": owner_before, "due_before": row.due_on, "check_before": row.check_on}
        # A day that is past may stay as it was: only another owner, or another check, is set then.
        plan = ActionPlan(words=row.words, **new.model_dump())
        give(session, row, plan, now=now, may_be_past=new.due_on == row.due_on)
        work.data |= {"owner_id": row.owner_id, "due_on": row.due_on, "check_on": row.check_on}
    if row.owner_id != owner_before:
        tell_owner(session, row, actor=actor, now=now)
    return row


def drop_action(
    session: Session, *, actor: Actor, now: datetime, action_id: int, reason: str, expected_version: int | None = None
) -> CorrectiveAction:
    """It isn't to be done any more; an open request that it answered needs another one."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "drop_action", actor, now, action_id, expected_version, reason) as work:
        work.row.reason = reason
        return work.row
