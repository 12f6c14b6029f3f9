"""Whom a complaint concerns, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from aftersales.errors import InvalidInput
from aftersales.models import (
    Complaint,
    ComplaintConcern,
    Customer,
    IntegrityComplaint,
    IntegrityConcern,
    NoticeKind,
    Staff,
    StaffRole,
)
from aftersales.models.complaints import ComplaintRow
from aftersales.rules.complaint import ComplaintKind, workflow_of
from aftersales.rules.kinds import Role
from aftersales.rules.message import N_, message
from aftersales.rules.roles import MAY, Action
from aftersales.services.input import FIELDS
from aftersales.services.notify import About, notify_about
from aftersales.services.rows import rows_by

PAGE = "complaints.py"


def table_of(kind: ComplaintKind) -> type[Complaint] | type[IntegrityComplaint]:
    return IntegrityComplaint if kind is ComplaintKind.INTEGRITY else Complaint


def _link_of(row: ComplaintRow) -> Any:
    return IntegrityConcern if isinstance(row, IntegrityComplaint) else ComplaintConcern


def concerned_ids(session: Session, row: ComplaintRow) -> frozenset[int]:
    """The people whom this complaint is about."""
    link = _link_of(row)
    if row.id is None or not row.kind.is_about_people:  # the other kinds never have any: `set_concerned`
        return frozenset()
    statement: Any = select(col(link.staff_id)).where(col(link.complaint_id) == row.id)
    return frozenset(session.execute(statement).scalars())


def set_concerned(session: Session, row: ComplaintRow, staff_ids: Iterable[int]) -> None:
    """Exactly these people. Raises InvalidInput for one who isn't there, or a kind that isn't about people."""
    wanted, link = set(staff_ids), _link_of(row)
    if wanted and not row.kind.is_about_people:
        raise InvalidInput(
            N_("Only a complaint about conduct or integrity names whom it concerns."), field="concerned_ids"
        )
    ensure_staff(session, wanted, "concerned_ids")
    before = concerned_ids(session, row)
    gone = before - wanted
    if gone:
        session.connection().execute(delete(link).where(col(link.complaint_id) == row.id, col(link.staff_id).in_(gone)))
    for staff_id in sorted(wanted - before):
        session.add(link(complaint_id=row.id, staff_id=staff_id))
    session.flush()


def ensure_staff(session: Session, staff_ids: Collection[int], field: str) -> None:
    """Raise InvalidInput unless all of them are there."""
    if not staff_ids:
        return
    statement: Any = select(col(Staff.id)).where(col(Staff.id).in_(staff_ids))
    if set(session.execute(statement).scalars()) != set(staff_ids):
        raise InvalidInput(N_("“{label}” can't be read."), field=field, label=message(FIELDS[field]))


def ensure_may_be_responsible(session: Session, row: ComplaintRow, staff_id: int | None, field: str) -> None:
    """Not the person concerned (4(1)); for an integrity complaint, one of those for whom it exists."""
    if staff_id is None:
        return
    ensure_staff(session, {staff_id}, field)
    if staff_id in concerned_ids(session, row):
        raise InvalidInput(
            N_("“{label}” can't be the person whom the complaint concerns."), field=field, clause="4(1)",
            label=message(FIELDS[field]),
        )  # fmt: skip
    if row.kind is ComplaintKind.INTEGRITY and staff_id not in _seers(session):
        raise InvalidInput(
            N_("“{label}” has to be somebody who sees integrity complaints."), field=field,
            label=message(FIELDS[field]),
        )  # fmt: skip


def _with_roles(session: Session, roles: Collection[Role]) -> dict[int, int | None]:
    """Those at work with one of these roles, and the office of each."""
    statement: Any = (
        select(col(Staff.id), col(Staff.office_id))
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(col(StaffRole.role).in_(roles), col(Staff.is_active))
    )
    return dict(session.execute(statement).all())


def _seers(session: Session) -> set[int]:
    return set(_with_roles(session, MAY[Action.SEE_INTEGRITY]))


def tell_of_new(session: Session, row: ComplaintRow, *, by_id: int | None, now: datetime) -> None:
    """The after-sales managers and the office's hotline; of an integrity complaint those alone who may see it."""
    _tell(session, row, people_of(session, row) - {by_id}, NoticeKind.COMPLAINT, row.feedback_due_at, now)


def tell_late(session: Session, row: ComplaintRow, *, now: datetime) -> set[int]:
    """The same people and the owner: the first feedback is late. Gives who was told."""
    told = people_of(session, row) | ({row.owner_id} if row.owner_id else set())
    _tell(session, row, told, NoticeKind.FEEDBACK_LATE, row.feedback_due_at, now)
    return told


def tell_responsible(session: Session, row: ComplaintRow, staff_id: int | None, *, now: datetime) -> None:
    """The owner, or who carries the corrective action out."""
    if staff_id is not None:
        _tell(session, row, {staff_id}, NoticeKind.COMPLAINT_OWNER, row.received_at, now)


def people_of(session: Session, row: ComplaintRow) -> set[int]:
    """Whose a complaint is before it has an owner, never the person concerned."""
    if row.kind is ComplaintKind.INTEGRITY:
        people = _seers(session)
    else:
        people = set(_with_roles(session, {Role.AFTER_SALES_MANAGER}))
        hotline = _with_roles(session, {Role.HOTLINE})
        people |= {one for one, office in hotline.items() if office == row.office_id} or set(hotline)
    return people - concerned_ids(session, row)


def _tell(
    session: Session, row: ComplaintRow, staff_ids: set[int] | set[int | None], kind: NoticeKind, about_at: datetime,
    now: datetime,
) -> None:  # fmt: skip
    customers = rows_by(session, Customer, "id", row.customer_id) if row.customer_id else []
    words = customers[0].name if customers else row.contact_name
    about = About(workflow_of(row.kind).name, row.id or 0, row.number, words, PAGE)
    for staff_id in sorted(one for one in staff_ids if one is not None):
        notify_about(session, staff_id=staff_id, kind=kind, about=about, about_at=about_at, now=now)
