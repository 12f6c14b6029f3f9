"""Handbooks' deliveries: which are missing after the handover, which were made, and one as its note says it (1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, exists, func, or_, select, true, union
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import (
    AttachmentBytes,
    Customer,
    HandbookDelivery,
    HandbookVersion,
    Office,
    Project,
    Sign,
    SignType,
    Staff,
)
from aftersales.queries.letterhead import Letterhead, get_letterhead
from aftersales.queries.visible import in_sight
from aftersales.rules.contact_sight import sight_of_customer
from aftersales.rules.handbook import BookLanguage
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_MISSING = 200
MOST_SHOWN = 200
Names = tuple[str, str]
HANDOVER: Any = func.coalesce(Sign.handover_on, Project.handover_on, type_=Date())


@dataclass(frozen=True, slots=True)
class MissingDelivery:
    """A project's main signs of one type that were handed over without a handbook; `has_version`: there is one."""

    customer: str
    customer_is_key: bool
    project_id: int
    project_code: str
    project: str
    office: Names
    sign_type_id: int
    sign_type: Names
    signs: int
    handover_on: date
    has_version: bool

    def days(self, today: date) -> int:
        return (today - self.handover_on).days


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    number: str
    delivered_on: date
    customer: str
    project_code: str
    project: str
    sign_type: Names
    sign_code: str | None
    number_of_version: str
    language: BookLanguage
    received_by: str
    is_signed: bool
    handed_over_by: Names | None


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """Everything that stands on a delivery note."""

    row: DeliveryRow
    company: Letterhead
    address: str
    valid_from: date
    signs: int  # how many it is about
    places: tuple[str, ...]
    unsigned_reason: str
    remark: str
    signature: bytes | None


def is_main_sign() -> Any:
    """A sign's own mark wins over its type's."""
    return func.coalesce(Sign.is_main, SignType.is_main)


def has_delivery() -> Any:
    """Whether a handbook was handed over for the sign of the query around."""
    return exists().where(
        col(HandbookDelivery.project_id) == col(Sign.project_id),
        col(HandbookDelivery.sign_type_id) == col(Sign.sign_type_id),
        or_(col(HandbookDelivery.sign_id).is_(None), col(HandbookDelivery.sign_id) == col(Sign.id)),
    )


def missing_signs(actor: Actor, *, today: date) -> Any:
    """Conditions of main signs in sight, handed over by today, without a delivery; to be joined by the caller."""
    return and_(
        is_main_sign().is_(True), today >= HANDOVER, ~has_delivery(), *in_sight(actor, Project.office_id), true()
    )


def _longest(actor: Actor, today: date) -> Any:
    """The projects of the longest missing deliveries, so that not every sign is counted.

    Each gives a row at least. Those by their own handover and those by a sign's, as many as are listed: whatever is
    among the first in the end comes from one of them.
    """
    is_missing = (is_main_sign().is_(True), ~has_delivery())
    of_project = exists(
        select(col(Sign.id))
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .where(col(Sign.project_id) == col(Project.id), col(Sign.handover_on).is_(None), *is_missing)
        .correlate(Project)
    )
    by_project = (
        select(col(Project.id).label("id"))
        .where(col(Project.handover_on) <= today, of_project, *in_sight(actor, Project.office_id))
        .order_by(col(Project.handover_on), col(Project.id))
        .limit(MOST_MISSING)
        .subquery()
    )
    by_sign = (
        select(col(Sign.project_id).label("id"))
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .join(Project, col(Project.id) == col(Sign.project_id))
        .where(col(Sign.handover_on) <= today, *is_missing, *in_sight(actor, Project.office_id))
        .group_by(col(Sign.project_id))
        .order_by(func.min(Sign.handover_on), col(Sign.project_id))
        .limit(MOST_MISSING)
        .subquery()
    )
    return union(select(by_project.c.id), select(by_sign.c.id))


def list_missing(session: Session, actor: Actor, *, today: date) -> list[MissingDelivery]:
    """The longest handed over first, `MOST_MISSING` at most; one query. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_WARRANTY)
    handed_over = func.min(HANDOVER, type_=Date()).label("handed_over")
    counted: Any = (
        select(col(Sign.project_id), col(Sign.sign_type_id), func.count().label("signs"), handed_over)
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .join(Project, col(Project.id) == col(Sign.project_id))
        .where(missing_signs(actor, today=today), col(Project.id).in_(_longest(actor, today)))
        .group_by(col(Sign.project_id), col(Sign.sign_type_id))
        .order_by(handed_over, col(Sign.project_id), col(Sign.sign_type_id))
        .limit(MOST_MISSING)
        .subquery()
    )
    found = counted.c
    version = exists().where(
        col(HandbookVersion.sign_type_id) == found.sign_type_id, col(HandbookVersion.valid_from) <= today
    )
    columns: tuple[Any, ...] = (
        Customer.name, Customer.is_key, Project.id, Project.code, Project.name, Office.name, Office.name_en,
        SignType.id, SignType.name, SignType.name_en, found.signs, found.handed_over, version,
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .select_from(counted)
        .join(SignType, col(SignType.id) == found.sign_type_id)
        .join(Project, col(Project.id) == found.project_id)
        .join(Customer, col(Customer.id) == col(Project.customer_id))
        .join(Office, col(Office.id) == col(Project.office_id))
        .order_by(found.handed_over, found.project_id, found.sign_type_id)
    )
    return [
        MissingDelivery(
            customer, is_key, project_id, code, name, (office, office_en), type_id, (kind, kind_en), signs,
            handover_on, has_version,
        )
        for customer, is_key, project_id, code, name, office, office_en, type_id, kind, kind_en, signs, handover_on,
        has_version in rows
    ]  # fmt: skip


def _rows() -> Any:
    columns: tuple[Any, ...] = (
        HandbookDelivery.number, HandbookDelivery.delivered_on, Customer.name, Project.code, Project.name,
        SignType.name, SignType.name_en, Sign.code, HandbookVersion.number, HandbookVersion.language,
        HandbookDelivery.received_by, HandbookDelivery.signature_id, Staff.name, Staff.name_en,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(HandbookDelivery)
        .join(HandbookVersion, col(HandbookVersion.id) == col(HandbookDelivery.version_id))
        .join(SignType, col(SignType.id) == col(HandbookDelivery.sign_type_id))
        .join(Project, col(Project.id) == col(HandbookDelivery.project_id))
        .join(Customer, col(Customer.id) == col(Project.customer_id))
        .outerjoin(Sign, col(Sign.id) == col(HandbookDelivery.sign_id))
        .outerjoin(Staff, col(Staff.id) == col(HandbookDelivery.handed_over_by_id))
    )


def _row(values: Any) -> DeliveryRow:
    number, on, customer, code, project, kind, kind_en, sign, version, language, who, signature, by, by_en = values
    return DeliveryRow(
        number, on, customer, code, project, (kind, kind_en), sign, version, language, who, signature is not None,
        (by, by_en) if by is not None else None,
    )  # fmt: skip


def list_deliveries(session: Session, actor: Actor) -> list[DeliveryRow]:
    """The newest first. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_WARRANTY)
    newest = (col(HandbookDelivery.from_at).desc(), col(HandbookDelivery.id).desc())
    statement = _rows().where(*in_sight(actor, Project.office_id)).order_by(*newest).limit(MOST_SHOWN)
    return [_row(values) for values in session.execute(statement)]


def get_delivery_note(session: Session, actor: Actor, number: str) -> DeliveryNote:
    """One delivery with its signature. Raises NotAllowed, and NotFound also outside one's region."""
    ensure_may(actor, Action.SEE_WARRANTY)
    found = session.execute(
        _rows()
        .add_columns(HandbookDelivery, HandbookVersion.valid_from, Project.address, Project.office_id)
        .where(col(HandbookDelivery.number) == number, *in_sight(actor, Project.office_id))
    ).first()
    if found is None:
        raise NotFound(N_("There is no handbook delivery {number}."), number=number[:40])
    *values, delivery, valid_from, address, office_id = found
    about = [col(Sign.project_id) == delivery.project_id, col(Sign.sign_type_id) == delivery.sign_type_id]
    if delivery.sign_id is not None:
        about.append(col(Sign.id) == delivery.sign_id)
    places = session.execute(select(col(Sign.place)).where(*about).order_by(col(Sign.code)).limit(MOST_SHOWN)).scalars()
    every = list(places)
    signature = None
    if delivery.signature_id is not None:
        signature = session.execute(
            select(col(AttachmentBytes.content)).where(col(AttachmentBytes.attachment_id) == delivery.signature_id)
        ).scalar()
    sight = sight_of_customer(actor, office_id)
    return DeliveryNote(
        row=_row(values), company=get_letterhead(session), address=sight.address(address), valid_from=valid_from,
        signs=len(every), places=tuple(dict.fromkeys(place for place in every if place)),
        unsigned_reason=sight.text(delivery.unsigned_reason), remark=sight.text(delivery.remark), signature=signature,
    )  # fmt: skip
