"""How offices and teams hold to the one standard: their share of yes, and which question they miss (5.2(3))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel import Session, col

from aftersales.models import Audit, AuditFinding, AuditLine, AuditSample, Office, ServiceRequest, Team
from aftersales.queries.figures.groups import By
from aftersales.queries.visible import requests_seen
from aftersales.rules.audit import AuditAnswer, AuditCheck, FindingState
from aftersales.rules.roles import Action, Actor, ensure_may

BY = (By.OFFICE, By.TEAM)


@dataclass(frozen=True, slots=True)
class Rate:
    """Of one office or team. `good` of `asked` questions of the finished audits were answered yes."""

    part_id: int
    name: tuple[str, str]  # as written, and in Latin letters
    drawn: int
    finished: int
    good: int
    asked: int
    findings: int
    open_findings: int

    @property
    def rate(self) -> float | None:
        return self.good / self.asked if self.asked else None


def list_rates(
    session: Session, actor: Actor, *, by: By = By.OFFICE, from_month: date, to_month: date
) -> list[Rate]:  # fmt: skip
    """Each office's or team's audits of these months (their first days), the lowest rate first. Two queries.

    A request without a team counts for its office alone.
    """
    ensure_may(actor, Action.SEE_AUDITS)
    Part: Any = Office if by is By.OFFICE else Team
    within = (col(AuditSample.month).between(from_month, to_month), *requests_seen(actor))
    finished = col(Audit.finished_at).is_not(None)
    statement = (
        _parts(
            by, Part.id, Part.name, Part.name_en, func.count(), func.sum(case((finished, 1), else_=0)),
            func.coalesce(func.sum(Audit.good), 0), func.coalesce(func.sum(Audit.asked), 0),
        )
        .where(*within)
        .group_by(Part.id, Part.name, Part.name_en)
    )  # fmt: skip
    is_open = case(((col(AuditFinding.state) != FindingState.CHECKED) & col(Audit.closed_at).is_(None), 1), else_=0)
    found = (
        _parts(by, Part.id, func.count(), func.sum(is_open))
        .join(AuditFinding, col(AuditFinding.audit_id) == Audit.id)
        .where(*within)
        .group_by(Part.id)
    )
    findings = {part_id: (int(total), int(open_)) for part_id, total, open_ in session.execute(found)}
    rates = [
        Rate(id_, (name, name_en), int(drawn), int(done), int(good), int(asked), *findings.get(id_, (0, 0)))
        for id_, name, name_en, drawn, done, good, asked in session.execute(statement)
    ]
    return sorted(rates, key=lambda one: (one.rate is None, one.rate or 0, one.part_id))


def list_question_noes(
    session: Session, actor: Actor, *, by: By = By.OFFICE, from_month: date, to_month: date
) -> list[tuple[int, AuditCheck, int, int]]:
    """By part and question: how often the answer was no, of how many yeses and noes, in finished audits."""
    ensure_may(actor, Action.SEE_AUDITS)
    Part: Any = Office if by is By.OFFICE else Team
    is_no = case((col(AuditLine.answer) == AuditAnswer.NO, 1), else_=0)
    statement = (
        _parts(by, Part.id, AuditLine.question, func.sum(is_no), func.count())
        .join(AuditLine, col(AuditLine.audit_id) == Audit.id)
        .where(col(AuditSample.month).between(from_month, to_month), col(Audit.finished_at).is_not(None))
        .where(col(AuditLine.answer).in_((AuditAnswer.YES, AuditAnswer.NO)), *requests_seen(actor))
        .group_by(Part.id, AuditLine.question)
    )
    return [(part_id, question, int(noes), int(total)) for part_id, question, noes, total in session.execute(statement)]


def _parts(by: By, *columns: Any) -> Select[Any]:
    """From the samples by the index of their months, with each audit's request and its office or team."""
    statement: Select[Any] = (
        select(*columns)
        .select_from(AuditSample)
        .join(Audit, col(Audit.sample_id) == AuditSample.id)
        .join(ServiceRequest, col(ServiceRequest.id) == Audit.request_id)
    )
    if by is By.OFFICE:
        return statement.join(Office, col(Office.id) == Audit.office_id)
    return statement.join(Team, col(Team.id) == ServiceRequest.team_id)
