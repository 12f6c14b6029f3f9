"""Who sees which complaints: one condition for all lists, cards, registers and steps (*Opinions about people*)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from aftersales.errors import NotFound
from aftersales.models import Complaint, IntegrityComplaint, IntegrityConcern
from aftersales.models.complaints import ComplaintRow
from aftersales.queries.visible import in_sight
from aftersales.rules.complaint import ComplaintFacts
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may, may
from aftersales.services.numbers import COMPLAINT, INTEGRITY, prefix_of
from aftersales.services.rows import rows_by

Kind = type[Complaint] | type[IntegrityComplaint]
_NUMBERS: dict[Kind, str] = {Complaint: COMPLAINT, IntegrityComplaint: INTEGRITY}


def complaints_seen(actor: Actor) -> list[ColumnElement[bool]]:
    """For a query over Complaint. An office bound to its region sees that region's, and what it wrote down itself.

    Raises NotAllowed for who sees no complaints at all.
    """
    ensure_may(actor, Action.SEE_REQUESTS)
    return in_sight(actor, Complaint.office_id, Complaint.registered_by_id)


def integrity_seen(actor: Actor) -> list[ColumnElement[bool]] | None:
    """For a query over IntegrityComplaint; None for whom there is none: every caller then leaves the query out."""
    if not may(actor, Action.SEE_INTEGRITY):
        return None
    about_me = select(col(IntegrityConcern.complaint_id)).where(col(IntegrityConcern.staff_id) == actor.staff_id)
    return [] if actor.staff_id is None else [col(IntegrityComplaint.id).not_in(about_me)]


def not_found(number: str) -> NotFound:
    """The same for a number that was never given and for one that isn't this person's to see."""
    return NotFound(N_("There is no complaint {number}."), number=number[:40])


def seen_by(actor: Actor, kind: Kind) -> list[ColumnElement[bool]] | None:
    return complaints_seen(actor) if kind is Complaint else integrity_seen(actor)


def find_complaint(session: Session, actor: Actor, number: str) -> ComplaintRow:
    """The complaint of this number, in whichever table it stands. Raises NotFound, NotAllowed."""
    number = number.strip().upper()[:40]
    # First where a number with this beginning stands: mostly it needs no second query.
    for kind in sorted(_NUMBERS, key=lambda one: not number.startswith(prefix_of(_NUMBERS[one]))):
        conditions = seen_by(actor, kind)
        if conditions is None:
            continue
        rows: list[Any] = (
            list(session.exec(select_rows(kind).where(kind.number == number, *conditions)))
            if conditions
            else rows_by(session, kind, "number", number)
        )
        if rows:
            row: ComplaintRow = rows[0]
            return row
    raise not_found(number)


def complaint_facts(row: ComplaintRow, concerned: Collection[int], actor: Actor) -> ComplaintFacts:
    """What the gates ask; `concerned` are the people whom it is about, and may stay empty where it is about none."""
    return ComplaintFacts(
        has_feedback=row.first_feedback_at is not None,
        has_department=row.department_id is not None,
        has_cause=bool(row.cause),
        has_action=bool(row.action),
        has_answer=row.answer is not None,
        is_about_me=row.kind.is_about_people and actor.staff_id in concerned,
    )
