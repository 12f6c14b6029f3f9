"""Audits to look at: whose they are, what was found, and how they were drawn (5.2(3))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, case, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from aftersales.models import Audit, AuditFinding, AuditSample, Customer, Office, ServiceRequest, Staff
from aftersales.models.audits import OPEN_AUDIT_SQL
from aftersales.queries.figures.groups import By
from aftersales.queries.visible import requests_seen
from aftersales.rules.audit import AuditCheck, AuditState, FindingState
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_SHOWN = 200
Name = tuple[str, str]  # as written, and in Latin letters


class Which(StrEnum):
    MINE = "mine"  # to answer, or to close
    OPEN = "open"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class AuditRow:
    number: str
    state: AuditState
    request_number: str
    customer: str
    office: Name
    month: date
    auditor: Name | None
    due_at: datetime
    good: int | None
    asked: int | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    number: str
    audit_number: str
    state: FindingState
    question: AuditCheck
    words: str
    office: Name
    owner: Name
    due_on: date
    due_at: datetime
    seen_to_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class SampleRow:
    office: Name
    month: date
    seed: int
    population: int
    drawn: int
    drawn_at: datetime
    drawn_by: Name | None


def list_audits(
    session: Session,
    actor: Actor,
    which: Which,
    *,
    part: tuple[By, int] | None = None,
    months: tuple[date, date] | None = None,
) -> list[AuditRow]:
    """Open ones by when they are due, all of them newest first, at most 200. Raises NotAllowed.

    `part`: of one office or one team; `months`: closed from the first to the last of these, each by its first day.
    """
    ensure_may(actor, Action.SEE_AUDITS)
    columns: tuple[Any, ...] = (
        Audit.number, Audit.state, ServiceRequest.number, Customer.name, Office.name, Office.name_en,
        AuditSample.month, Staff.name, Staff.name_en, Audit.due_at, Audit.good, Audit.asked, Audit.finished_at,
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns)
        .select_from(Audit)
        .join(AuditSample, col(AuditSample.id) == Audit.sample_id)
        .join(ServiceRequest, col(ServiceRequest.id) == Audit.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .join(Office, col(Office.id) == Audit.office_id)
        .outerjoin(Staff, col(Staff.id) == Audit.auditor_id)
        .where(*requests_seen(actor))
    )
    if which is Which.ALL:
        statement = statement.order_by(col(Audit.id).desc())
    else:
        statement = statement.where(text(f"audit.{OPEN_AUDIT_SQL}")).order_by(col(Audit.due_at), col(Audit.id))
    if part is not None:
        by, part_id = part
        statement = statement.where(col(Audit.office_id if by is By.OFFICE else ServiceRequest.team_id) == part_id)
    if months is not None:
        statement = statement.where(col(AuditSample.month).between(*months))
    if which is Which.MINE:
        statement = statement.where(col(Audit.auditor_id) == actor.staff_id)
    return [
        AuditRow(
            number, state, request, customer, (office, office_en), month, (who, who_en or "") if who else None, due_at,
            good, asked, finished_at,
        )
        for number, state, request, customer, office, office_en, month, who, who_en, due_at, good, asked, finished_at
        in session.execute(statement.limit(MOST_SHOWN))
    ]  # fmt: skip


def list_findings(session: Session, actor: Actor, *, only_open: bool) -> list[FindingRow]:
    """One's own first, then by the day; open are those not checked yet; at most 200.

    Numbers in their words are masked as in the request.
    """
    ensure_may(actor, Action.SEE_AUDITS)
    columns: tuple[Any, ...] = (
        AuditFinding.number, Audit.number, AuditFinding.state, AuditFinding.question, AuditFinding.words, Office.name,
        Office.name_en, Staff.name, Staff.name_en, AuditFinding.due_at, AuditFinding.seen_to_at, AuditFinding.owner_id,
        ServiceRequest.office_id, ServiceRequest.registered_by_id, ServiceRequest.state, AuditFinding.due_on,
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns)
        .select_from(AuditFinding)
        .join(Audit, col(Audit.id) == AuditFinding.audit_id)
        .join(ServiceRequest, col(ServiceRequest.id) == Audit.request_id)
        .join(Office, col(Office.id) == Audit.office_id)
        .join(Staff, col(Staff.id) == AuditFinding.owner_id)
        .where(*requests_seen(actor))
    )
    if only_open:
        is_mine = case((col(AuditFinding.owner_id) == actor.staff_id, 0), else_=1)
        statement = statement.where(
            text(f"audit.{OPEN_AUDIT_SQL}"), col(AuditFinding.state) != FindingState.CHECKED
        ).order_by(is_mine, col(AuditFinding.due_at), col(AuditFinding.id))
    else:
        statement = statement.order_by(col(AuditFinding.id).desc())
    found = []
    for row in session.execute(statement.limit(MOST_SHOWN)):
        number, audit, state, question, words, office, office_en, owner, owner_en, due_at, seen_to_at, owner_id = row[
            :12
        ]
        sight = sight_of_request(
            actor, office_id=row[12], registered_by_id=row[13], state=row[14], is_own_job=False
        )  # fmt: skip
        found.append(
            FindingRow(
                number, audit, state, question, sight.text(words), (office, office_en), (owner, owner_en or ""),
                row[15], due_at, seen_to_at, owner_id == actor.staff_id,
            )
        )  # fmt: skip
    return found


def list_samples(session: Session, actor: Actor) -> list[SampleRow]:
    """The last draws, with what is needed to draw them again."""
    ensure_may(actor, Action.SEE_AUDITS)
    Drawer = aliased(Staff)
    statement: Select[Any] = (
        select(  # type: ignore[call-overload]
            Office.name, Office.name_en, AuditSample.month, AuditSample.seed, AuditSample.population, AuditSample.drawn,
            AuditSample.drawn_at, Drawer.name, Drawer.name_en,
        )
        .select_from(AuditSample)
        .join(Office, col(Office.id) == AuditSample.office_id)
        .outerjoin(Drawer, col(Drawer.id) == AuditSample.drawn_by_id)
        .order_by(col(AuditSample.month).desc(), col(AuditSample.office_id))
        .limit(60)
    )  # fmt: skip
    if actor.only_region is not None:
        statement = statement.where(col(Office.region) == actor.only_region)
    return [
        SampleRow((name, name_en), month, seed, population, drawn, at, (by, by_en or "") if by else None)
        for name, name_en, month, seed, population, drawn, at, by, by_en in session.execute(statement)
    ]
