"""What an audit found is seen to by its owner and checked by the auditor, or sent back (5.2(3))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.models import Audit, AuditFinding, CorrectiveAction
from aftersales.rules.audit import FINDING, TIME_TO_CHECK, AuditState, FindingFacts, gate_seen_to
from aftersales.rules.corrective_action import TO_DO
from aftersales.rules.roles import Actor
from aftersales.services.audit_findings import ensure_near, tell_owner
from aftersales.services.audits import audit_facts, close_audit
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.workflow_steps import StepWork, taking_step
from aftersales.services.working_days import end_of


def finding_facts(session: Session, row: AuditFinding, auditor_id: int | None, actor: Actor) -> FindingFacts:
    """What the gates look at; one query where there is a corrective action."""
    action = session.get_one(CorrectiveAction, row.action_id) if row.action_id is not None else None
    return FindingFacts(
        is_owner=actor.staff_id is None or row.owner_id == actor.staff_id,
        is_auditor=actor.staff_id is None or auditor_id == actor.staff_id,
        action_is_open=action is not None and action.state in TO_DO,
        saw_to_it=actor.staff_id is not None and row.seen_to_by_id == actor.staff_id,
    )


@contextmanager
def _following(
    session: Session, name: str, actor: Actor, now: datetime, finding_id: int, version: int | None,
    reason: str | None = None,
) -> Iterator[StepWork[AuditFinding]]:  # fmt: skip
    with taking_step(
        session, FINDING, AuditFinding, finding_id, name, actor=actor, now=now, expected_version=version, reason=reason,
        facts=lambda row: finding_facts(session, row, session.get_one(Audit, row.audit_id).auditor_id, actor),
    ) as work:  # fmt: skip
        work.data["number"] = work.row.number
        yield work


def see_to_finding(
    session: Session, *, actor: Actor, now: datetime, finding_id: int, words: str, expected_version: int | None = None
) -> AuditFinding:
    """What was done about it, by its owner. The auditor has seven days to check it."""
    words = ensure_text(words, 1000, field="words", is_needed=True)
    with _following(session, "see_to_finding", actor, now, finding_id, expected_version) as work:
        work.row.seen_to_at, work.row.seen_to_by_id, work.row.seen_to_words = now, actor.staff_id, words
        work.row.due_at = end_of(local_day(now + TIME_TO_CHECK))
        work.words["words"] = words
        return work.row


def check_finding(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    finding_id: int,
    words: str = "",
    expected_version: int | None = None,
) -> AuditFinding:
    """It is so, says the auditor. With the last one the audit is closed."""
    words = ensure_text(words, MOST_REASON, field="words")
    with _following(session, "check_finding", actor, now, finding_id, expected_version) as work:
        work.words["words"] = words
        finding = work.row
    audit = session.get_one(Audit, finding.audit_id)
    if audit.state is AuditState.FOLLOW_UP and not gate_seen_to(audit_facts(session, audit, actor)):
        close_audit(session, actor=actor, now=now, audit_id=finding.audit_id)
    return finding


def send_back_finding(
    session: Session, *, actor: Actor, now: datetime, finding_id: int, reason: str, due_on: date,
    expected_version: int | None = None,
) -> AuditFinding:  # fmt: skip
    """It isn't so: its owner has it again, until another day, and is told. What was said stays in the history."""
    reason = ensure_text(reason, MOST_REASON, field="reason", is_needed=True)
    ensure_near(due_on, now)
    with _following(session, "send_back_finding", actor, now, finding_id, expected_version, reason) as work:
        row = work.row
        row.due_on, row.due_at = due_on, end_of(due_on)
        row.seen_to_at, row.seen_to_by_id, row.seen_to_words = None, None, ""
        work.data["due_on"] = due_on
    tell_owner(session, session.get_one(Audit, row.audit_id), row, actor=actor, now=now)
    return row
