"""Answer, finish and close an audit of a closed request (5.2(3))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import InvalidInput
from aftersales.models import Audit, AuditFinding, AuditLine, Office, ServiceRequest
from aftersales.rules.audit import AUDIT, AuditAnswer, AuditCheck, AuditFacts, FindingState, result_rate
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.audit_draw import ensure_auditor, tell_auditor
from aftersales.services.audit_people import took_part
from aftersales.services.input import MOST_REASON, Input, text
from aftersales.services.rows import remembered, rows_by
from aftersales.services.workflow_steps import StepWork, taking_step


class NewAnswer(Input):
    question: AuditCheck
    answer: AuditAnswer | None = None
    note: text(MOST_REASON) = ""


class NewAnswers(Input):
    """Those that were looked at; the others stay as they are."""

    lines: tuple[NewAnswer, ...] = Field(max_length=len(AuditCheck))
    words: text(1000) = ""


def _hands(session: Session, request_id: int) -> set[int]:
    """Who had a hand in the closed request; asked once for each by a bulk load."""
    return remembered(
        session, ("took_part", request_id), lambda: took_part(session, [request_id]).get(request_id, set())
    )


def audit_facts(session: Session, audit: Audit, actor: Actor) -> AuditFacts:
    """What the gates look at; three queries."""
    lines = rows_by(session, AuditLine, "audit_id", audit.id)
    findings = rows_by(session, AuditFinding, "audit_id", audit.id)
    noes = {line.question for line in lines if line.answer is AuditAnswer.NO}
    return AuditFacts(
        is_auditor=actor.staff_id is None or actor.staff_id == audit.auditor_id,
        took_part=actor.staff_id in _hands(session, audit.request_id),
        unanswered=sum(line.answer is None for line in lines),
        unfollowed=len(noes - {finding.question for finding in findings}),
        open_findings=sum(finding.state is not FindingState.CHECKED for finding in findings),
    )


@contextmanager
def auditing(
    session: Session, name: str, *, actor: Actor, now: datetime, audit_id: int, expected_version: int | None
) -> Iterator[StepWork[Audit]]:
    """One step of an audit's life, with its facts for the gate."""
    with taking_step(
        session, AUDIT, Audit, audit_id, name, actor=actor, now=now, expected_version=expected_version,
        facts=lambda row: audit_facts(session, row, actor),
    ) as work:  # fmt: skip
        yield work


def answer_audit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    audit_id: int,
    new: NewAnswers,
    expected_version: int | None = None,
) -> Audit:
    """Keep what was answered so far. A finding whose question isn't a no any more falls away."""
    with auditing(
        session, "answer_audit", actor=actor, now=now, audit_id=audit_id, expected_version=expected_version
    ) as work:
        known = {line.question: line for line in rows_by(session, AuditLine, "audit_id", audit_id)}
        changed: dict[str, AuditAnswer | None] = {}
        for one in new.lines:
            line = known[one.question]
            if line.answer is not one.answer:
                line.answer, line.from_facts = one.answer, False
                changed[one.question] = one.answer
            line.note = one.note
            session.add(line)
        work.row.words = new.words
        noes = {line.question for line in known.values() if line.answer is AuditAnswer.NO}
        for finding in rows_by(session, AuditFinding, "audit_id", audit_id):
            if finding.question not in noes:
                session.delete(finding)
                work.data.setdefault("dropped", []).append(finding.number)
        session.flush()
        work.data["answers"] = changed
        work.words |= {"notes": {one.question: one.note for one in new.lines if one.note}, "words": new.words}
        return work.row


def finish_audit(
    session: Session, *, actor: Actor, now: datetime, audit_id: int, expected_version: int | None = None
) -> Audit:
    """All is answered: the result stands. Without anything left to see to the audit is closed at once."""
    with auditing(
        session, "finish_audit", actor=actor, now=now, audit_id=audit_id, expected_version=expected_version
    ) as work:
        lines = rows_by(session, AuditLine, "audit_id", audit_id)
        answers = {line.question: line.answer for line in lines if line.answer is not None}
        work.row.good, work.row.asked = result_rate(answers)
        work.row.finished_at = now
        work.data |= {"good": work.row.good, "asked": work.row.asked}
        audit = work.row
    if all(one.state is FindingState.CHECKED for one in rows_by(session, AuditFinding, "audit_id", audit_id)):
        close_audit(session, actor=actor, now=now, audit_id=audit_id)
    return audit


def close_audit(
    session: Session, *, actor: Actor, now: datetime, audit_id: int, expected_version: int | None = None
) -> Audit:
    """Everything that was found is seen to and checked."""
    with auditing(
        session, "close_audit", actor=actor, now=now, audit_id=audit_id, expected_version=expected_version
    ) as work:
        work.row.closed_at = now
        return work.row


def give_audit(
    session: Session, *, actor: Actor, now: datetime, audit_id: int, auditor_id: int,
    expected_version: int | None = None,
) -> Audit:  # fmt: skip
    """To another auditor, who had no hand in the request, at any time. Raises InvalidInput for anybody else."""
    person = ensure_auditor(session, auditor_id)
    with taking_step(
        session, AUDIT, Audit, audit_id, "give_audit", actor=actor, now=now, expected_version=expected_version
    ) as work:
        if auditor_id in took_part(session, [work.row.request_id]).get(work.row.request_id, ()):
            number = session.get_one(ServiceRequest, work.row.request_id).number
            raise InvalidInput(
                N_("{name} did or closed {number}, so somebody else audits it."), field="auditor_id", clause="5.2(3)",
                name=person.name, number=number,
            )  # fmt: skip
        work.data |= {"auditor_before": work.row.auditor_id, "auditor": auditor_id}
        work.row.auditor_id = auditor_id
        audit = work.row
    tell_auditor(session, audit, session.get_one(Office, audit.office_id), now=now)
    return audit
