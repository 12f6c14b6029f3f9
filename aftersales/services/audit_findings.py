"""What an audit found: who sees to it, until when (5.2(3))."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Audit, AuditFinding, AuditLine, CorrectiveAction, NoticeKind, ServiceRequest
from aftersales.rules.audit import FINDING, AuditAnswer, AuditCheck, FindingState
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action, Actor, ensure_may, may
from aftersales.services.audits import auditing
from aftersales.services.company import get_actor
from aftersales.services.corrective_actions import ActionPlan, make_action
from aftersales.services.input import FIELDS, Input, needed_text
from aftersales.services.notify import About, notify_about
from aftersales.services.rows import rows_by
from aftersales.services.working_days import end_of

MOST_DAYS = 180


class NewFinding(Input):
    """What is wrong behind a no, who sees to it, and by the end of which day: as a task, or as a corrective action."""

    question: AuditCheck
    words: needed_text(1000)
    owner_id: int
    due_on: date
    is_action: bool = False


def note_audit_finding(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    audit_id: int,
    new: NewFinding,
    expected_version: int | None = None,
) -> AuditFinding:
    """Write down a finding, or the same question's anew. Its owner is told.

    Raises RuleBroken for a question that isn't answered no or a finding that is seen to already, InvalidInput for an
    owner who may not see to findings.
    """
    with auditing(
        session, "note_audit_finding", actor=actor, now=now, audit_id=audit_id, expected_version=expected_version
    ) as work:
        lines = {line.question: line for line in rows_by(session, AuditLine, "audit_id", audit_id)}
        if lines[new.question].answer is not AuditAnswer.NO:
            raise RuleBroken(N_("Only a question that was answered with no has a finding."), clause="5.2(3)")
        _ensure_owner(session, new.owner_id)
        ensure_near(new.due_on, now)
        known = {one.question: one for one in rows_by(session, AuditFinding, "audit_id", audit_id)}
        finding = known.get(new.question)
        if finding is not None and finding.action_id is not None:
            number = session.get_one(CorrectiveAction, finding.action_id).number
            raise RuleBroken(N_("{number} follows this up: it is changed there."), clause="5.2(3)", number=number)
        if finding is not None and finding.state is not FindingState.OPEN:
            raise RuleBroken(
                N_("{number} is seen to already: check it, or send it back."), clause="5.2(3)", number=finding.number
            )
        values = {"words": new.words, "owner_id": new.owner_id, "due_on": new.due_on, "due_at": end_of(new.due_on)}
        if finding is None:
            place = list(AuditCheck).index(new.question) + 1
            finding = AuditFinding(
                number=f"{work.row.number}-{place:02d}", audit_id=audit_id, question=new.question,
                state=FINDING.initial, found_at=now, **values,
            )  # fmt: skip
        else:
            for name, value in values.items():
                setattr(finding, name, value)
            finding.version += 1
        if new.is_action:
            finding.action_id = _set_action(session, work.row, new, actor=actor, now=now)
            work.data["action"] = finding.action_id
        session.add(finding)
        session.flush()
        work.data |= {"finding": finding.number, "owner": new.owner_id, "due_on": new.due_on}
        work.words["words"] = new.words
        if not new.is_action:  # who gets a corrective action is told of that
            tell_owner(session, work.row, finding, actor=actor, now=now)
        return finding


def ensure_near(due_on: date, now: datetime) -> None:
    """A day that can be kept. Raises InvalidInput."""
    today = local_day(now)
    if not 0 <= (due_on - today).days <= MOST_DAYS:
        raise InvalidInput(
            N_("“{label}” lies between today and {limit} days from now."), field="due_on",
            label=message(FIELDS["due_on"]), limit=MOST_DAYS,
        )  # fmt: skip


def _set_action(session: Session, audit: Audit, new: NewFinding, *, actor: Actor, now: datetime) -> int:
    """For the audited request; its effect is checked like any other's (4(6))."""
    ensure_may(actor, Action.SET_CORRECTIVE_ACTION)
    request = session.get_one(ServiceRequest, audit.request_id)
    plan = ActionPlan(words=new.words, owner_id=new.owner_id, due_on=new.due_on)
    row = make_action(session, actor=actor, now=now, plan=plan, fault=None, request_id=request.id)
    return row.id or 0


def _ensure_owner(session: Session, staff_id: int) -> None:
    try:
        person = get_actor(session, staff_id)
    except NotFound:
        person = None
    if person is None or not may(person, Action.SEE_TO_FINDING):
        raise InvalidInput(N_("Choose somebody who works here and may see to a finding."), field="owner_id")


def tell_owner(session: Session, audit: Audit, finding: AuditFinding, *, actor: Actor, now: datetime) -> None:
    """Unless they did it themselves."""
    if finding.owner_id == actor.staff_id:
        return
    about = About("audit_finding", finding.id or 0, audit.number, finding.words, "audits.py")
    notify_about(
        session, staff_id=finding.owner_id, kind=NoticeKind.AUDIT_FINDING, about=about, about_at=finding.due_at, now=now
    )
