"""One audit with its request, answers, findings and history; and what a new draw would be made from (5.2(3))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy import select as plain_select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import (
    Audit,
    AuditFinding,
    AuditLine,
    AuditSample,
    CorrectiveAction,
    Customer,
    Event,
    EventWords,
    Office,
    ServiceRequest,
    Staff,
)
from aftersales.queries.as_seen import as_seen, words_seen
from aftersales.queries.visible import requests_seen
from aftersales.rules.audit import AUDIT, FINDING, AuditCheck, AuditState, FindingState
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.corrective_action import ActionState
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.periods import month_of
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Offer
from aftersales.services.audit_draw import closed_in
from aftersales.services.audit_follow_up import finding_facts
from aftersales.services.audits import audit_facts
from aftersales.services.rows import keep_rows, rows_by

MOST_EVENTS = 100
Name = tuple[str, str]  # as written, and in Latin letters


@dataclass(frozen=True, slots=True)
class FindingView:
    row: AuditFinding
    owner: Name
    offers: tuple[Offer[FindingState], ...]
    action: tuple[str, ActionState] | None  # the corrective action that follows it up
    sent_back: str  # why, the last time; its own history tells more

    @property
    def id(self) -> int:
        assert self.row.id is not None
        return self.row.id


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """`finding_id`: whose it is where it isn't the audit's own."""

    at: datetime
    finding_id: int | None
    actor: Name | None
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    audit: Audit
    request_number: str
    description: str
    fault: FaultCategory
    closed_at: datetime | None
    customer: str
    office: Name
    month: date
    seed: int
    auditor: Name | None
    lines: tuple[AuditLine, ...]  # in the order of the checklist
    findings: tuple[FindingView, ...]
    offers: tuple[Offer[AuditState], ...]
    history: tuple[AuditEvent, ...]

    @property
    def id(self) -> int:
        assert self.audit.id is not None
        return self.audit.id


def get_audit_view(session: Session, actor: Actor, number: str) -> AuditView:
    """Raises NotFound for a number that isn't there or not this person's to see, NotAllowed for the role."""
    ensure_may(actor, Action.SEE_AUDITS)
    statement: Any = (
        plain_select(Audit, ServiceRequest, Customer.name, Office.name, Office.name_en, AuditSample, Staff)  # type: ignore[call-overload]
        .join(ServiceRequest, col(ServiceRequest.id) == Audit.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .join(Office, col(Office.id) == Audit.office_id)
        .join(AuditSample, col(AuditSample.id) == Audit.sample_id)
        .outerjoin(Staff, col(Staff.id) == Audit.auditor_id)
        .where(col(Audit.number) == number, *requests_seen(actor))
    )
    row = session.execute(statement).first()
    if row is None:
        raise NotFound(N_("There is no audit {number}."), number=number[:40])
    audit, request, customer, office, office_en, sample, auditor = row
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state,
        is_own_job=False,
    )  # fmt: skip
    order = {question: place for place, question in enumerate(AuditCheck)}
    lines = rows_by(session, AuditLine, "audit_id", audit.id)
    keep_rows(session, AuditLine, "audit_id", audit.id, lines)  # what the steps look up is here already
    history = _history(session, audit.id, sight)
    return AuditView(
        audit=as_seen(sight, audit), request_number=request.number, description=sight.text(request.description),
        fault=request.fault_found or request.fault, closed_at=request.closed_at, customer=customer,
        office=(office, office_en), month=sample.month, seed=sample.seed,
        auditor=(auditor.name, auditor.name_en) if auditor else None,
        lines=tuple(as_seen(sight, one) for one in sorted(lines, key=lambda one: order[one.question])),
        findings=_findings(session, actor, audit, sight, history),
        offers=tuple(AUDIT.offers(audit.state, actor, audit_facts(session, audit, actor))),
        history=history,
    )  # fmt: skip


def _findings(
    session: Session, actor: Actor, audit: Audit, sight: Any, history: tuple[AuditEvent, ...]
) -> tuple[FindingView, ...]:
    rows = session.execute(
        plain_select(AuditFinding, Staff.name, Staff.name_en, CorrectiveAction)  # type: ignore[call-overload]
        .join(Staff, col(Staff.id) == AuditFinding.owner_id)
        .outerjoin(CorrectiveAction, col(CorrectiveAction.id) == AuditFinding.action_id)
        .where(col(AuditFinding.audit_id) == audit.id)
        .order_by(col(AuditFinding.number))
        .limit(100)
    ).all()
    keep_rows(session, AuditFinding, "audit_id", audit.id, [row for row, *_ in rows])
    reasons: dict[int | None, str] = {}
    for event in history:  # the newest first
        if event.name == "send_back_finding":
            reasons.setdefault(event.finding_id, " ".join(event.words))
    # The action is in the session already, so that its state costs no query.
    return tuple(
        FindingView(
            as_seen(sight, row), (name, name_en or ""),
            tuple(FINDING.offers(row.state, actor, finding_facts(session, row, audit.auditor_id, actor))),
            (action.number, action.state) if action else None, reasons.get(row.id, ""),
        )
        for row, name, name_en, action in rows
    )  # fmt: skip


def _history(session: Session, audit_id: int, sight: Any) -> tuple[AuditEvent, ...]:
    """The audit's own events and those of its findings, the newest first."""
    findings: Select[Any] = select(col(AuditFinding.id)).where(col(AuditFinding.audit_id) == audit_id)
    own = (col(Event.subject) == "audit") & (col(Event.subject_id) == audit_id)
    of_findings = (col(Event.subject) == "audit_finding") & col(Event.subject_id).in_(findings)
    rows = session.execute(
        plain_select(Event.at, Event.subject, Event.subject_id, Event.name, EventWords.words, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .outerjoin(EventWords, col(EventWords.event_id) == Event.id)
        .outerjoin(Staff, col(Staff.id) == Event.actor_id)
        .where(or_(own, of_findings))
        .order_by(col(Event.id).desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        AuditEvent(
            at, subject_id if subject == "audit_finding" else None, (who, who_en or "") if who else None, name,
            _said(words_seen(sight, words or {})),
        )
        for at, subject, subject_id, name, words, who, who_en in rows
    )  # fmt: skip


def _said(words: dict[str, Any]) -> tuple[str, ...]:
    notes = tuple(str(note) for note in (words.get("notes") or {}).values())
    return (*notes, *(str(words[key]) for key in ("words", "reason") if words.get(key)))


def find_audit_version(session: Session, audit_id: int) -> int | None:
    """How often it has changed."""
    found: int | None = session.execute(plain_select(col(Audit.version)).where(col(Audit.id) == audit_id)).scalar()
    return found


def find_finding_version(session: Session, finding_id: int) -> int | None:
    """How often it has changed."""
    found: int | None = session.execute(
        plain_select(col(AuditFinding.version)).where(col(AuditFinding.id) == finding_id)
    ).scalar()
    return found


def look_at_draw(session: Session, actor: Actor, office_id: int, month: date) -> tuple[int, int]:
    """How many closed requests of that office and month there are, and how many of them are drawn already."""
    ensure_may(actor, Action.DRAW_AUDITS)
    period = month_of(month)
    drawn = session.execute(
        plain_select(col(AuditSample.drawn), col(AuditSample.population)).where(
            col(AuditSample.office_id) == office_id, col(AuditSample.month) == period.from_on
        )
    ).first()
    return (drawn[1], drawn[0]) if drawn else (len(closed_in(session, office_id, period)), 0)
