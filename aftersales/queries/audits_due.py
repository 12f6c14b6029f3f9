"""Audits to answer, to be given to somebody, and findings to see to, each with whoever has it to do (5.2(3))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, text
from sqlmodel import col

from aftersales.models import Audit, AuditFinding, CorrectiveAction, Office
from aftersales.models.audits import OPEN_AUDIT_SQL, OPEN_FINDING_SQL
from aftersales.queries.due_source import DueSource, due_rows
from aftersales.rules.audit import TO_ANSWER, FindingState
from aftersales.rules.corrective_action import TO_DO
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may


def _audits(*wanted: Any) -> Select[Any]:
    return (
        due_rows(number=Audit.number, words=Office.name, due_at=Audit.due_at)
        .join(Office, col(Office.id) == col(Audit.office_id))
        .where(text(f"audit.{OPEN_AUDIT_SQL}"), col(Audit.state).in_(TO_ANSWER), *wanted)
    )


def _mine(actor: Actor, now: Any) -> Select[Any] | None:
    return _audits(col(Audit.auditor_id) == actor.staff_id) if may(actor, Action.AUDIT) else None


def _nobodys(actor: Actor, now: Any) -> Select[Any] | None:
    return _audits(col(Audit.auditor_id).is_(None)) if may(actor, Action.DRAW_AUDITS) else None


def _found(state: FindingState) -> Select[Any]:
    return (
        due_rows(number=AuditFinding.number, words=AuditFinding.words, due_at=AuditFinding.due_at, key=Audit.number)
        .join(Audit, col(Audit.id) == col(AuditFinding.audit_id))
        .where(col(AuditFinding.state) == state)
    )


def _checks(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.AUDIT):
        return None
    return _found(FindingState.SEEN_TO).where(
        text(f"audit.{OPEN_AUDIT_SQL}"), col(Audit.auditor_id) == actor.staff_id
    )  # fmt: skip


def _findings(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.SEE_TO_FINDING):
        return None
    return (
        _found(FindingState.OPEN)
        .where(text(f"audit_finding.{OPEN_FINDING_SQL}"))
        .outerjoin(CorrectiveAction, col(CorrectiveAction.id) == col(AuditFinding.action_id))
        .where(col(AuditFinding.owner_id) == actor.staff_id)
        # A corrective action that isn't carried out yet stands on Today by itself.
        .where(or_(col(AuditFinding.action_id).is_(None), col(CorrectiveAction.state).not_in(TO_DO)))
    )  # fmt: skip


AUDITS_DUE: tuple[DueSource, ...] = (
    DueSource("audit", N_("A closed request is yours to audit"), "audits.py", _mine),
    DueSource("audit_nobodys", N_("An audit has no auditor: give it to somebody"), "audits.py", _nobodys),
    DueSource("audit_finding", N_("An audit's finding is yours to see to"), "audits.py", _findings),
    DueSource("audit_check", N_("A finding was seen to: check it"), "audits.py", _checks),
)
