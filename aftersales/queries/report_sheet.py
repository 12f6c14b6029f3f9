"""Everything that stands on one service report (售后服务报告单), to be seen and printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import (
    Assignment,
    Attachment,
    AttachmentBytes,
    Base,
    Bearer,
    CostLine,
    Dispatch,
    PriceItem,
    Quote,
    QuoteState,
    ReportPart,
    ServiceReport,
    ServiceRequest,
    Sign,
    SignType,
    Staff,
)
from aftersales.queries.as_seen import texts_seen
from aftersales.queries.letterhead import BothNames
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.price_words import PriceWords, price_words_of
from aftersales.queries.report_job import JobVisit, list_photos
from aftersales.queries.sheet_head import HEAD, SheetHead, both_names, head_fields, with_head
from aftersales.queries.together import Together
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.kinds import Cause, Charge, CostKind, FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.visit import VisitState

MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: BothNames
    size: str
    count: int
    old_returned: bool


@dataclass(frozen=True, slots=True)
class SheetCost:
    """Money is left out (None) of what we bear ourselves, and for readers who see no costs."""

    kind: CostKind
    name: BothNames
    quantity_milli: int
    unit: BothNames
    bearer: Bearer
    total_fen: int | None


@dataclass(frozen=True, slots=True)
class SheetPhoto:
    id: int
    purpose: str  # photo_before, photo_after, photo
    content: bytes


@dataclass(frozen=True, slots=True)
class ReportSheet(SheetHead):
    request_id: int
    visit: int
    dispatch_number: str | None
    sign_type: BothNames
    handover_on: date | None
    warranty_ends_on: date | None
    charge: Charge
    reported_at: datetime
    asked_at: datetime | None
    promised_at: datetime | None
    dispatched_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    is_finished: bool
    fault_seen: FaultCategory
    cause_found: Cause
    findings: str
    work_done: str
    safety_measures: str
    left_to_do: str
    customer_words: str
    signed_by: str
    signed_at: datetime | None
    unsigned_reason: str
    signature: bytes | None
    filed_at: datetime
    report_version: int
    crew: tuple[BothNames, ...]
    parts: tuple[SheetPart, ...]
    costs: tuple[SheetCost, ...]
    quote_fen: int | None  # accepted by the customer
    photos: tuple[SheetPhoto, ...]


_T = Base.metadata.tables
_REPORT, _CREW, _STAFF = (_T[name].c for name in ("service_report", "assignment", "staff"))
_VISIT: Any = bindparam("dispatch_id")
_WENT = (_CREW.dispatch_id == _VISIT, _CREW.refused_at.is_(None))


def _of_report(kind: type[Base]) -> tuple[type[Base], Any]:
    table = _T[str(kind.__tablename__)]
    own = sa_select(_REPORT.id).where(_REPORT.dispatch_id == _VISIT)
    return kind, sa_select(*table.columns).where(table.c.report_id.in_(own))


_LINES = Together(
    (PriceItem, sa_select(*_T["price_item"].columns)),
    *(_of_report(kind) for kind in (ReportPart, CostLine)),
    (Assignment, sa_select(*_CREW).where(*_WENT)),
    (Staff, sa_select(*_STAFF).where(_STAFF.id.in_(sa_select(_CREW.staff_id).where(*_WENT)))),
)
_SAID = ("findings", "work_done", "safety_measures", "left_to_do", "customer_words", "unsigned_reason")


@lru_cache(maxsize=256)
def _sheet(actor: Actor) -> Select[Any]:
    """Kept by the person, whose sight is in it: building it took longer than running it."""
    later: Any = aliased(Dispatch)
    next_arrival = (
        select(later.arrived_at)
        .where(later.request_id == Dispatch.request_id, later.visit > Dispatch.visit, later.arrived_at.is_not(None))
        .order_by(later.visit)
        .limit(1)
        .scalar_subquery()
    )
    quoted = (
        select(func.sum(Quote.total_fen))
        .where(
            Quote.request_id == ServiceRequest.id, Quote.round == ServiceRequest.round,
            Quote.state == QuoteState.ACCEPTED,
        )
        .scalar_subquery()
    )  # fmt: skip
    return (
        with_head(
            sa_select(ServiceReport, Dispatch, SignType, next_arrival, quoted, *HEAD)
            .select_from(ServiceReport)
            .join(Dispatch, col(Dispatch.id) == ServiceReport.dispatch_id),
            ServiceReport.request_id,
        )
        .outerjoin(SignType, col(SignType.id) == Sign.sign_type_id)
        .where(col(ServiceReport.dispatch_id) == _VISIT, *only_seen_by(actor, col(ServiceRequest.id)))
    )


def get_report_sheet(session: Session, actor: Actor, dispatch_id: int, *, to_print: bool = True) -> ReportSheet:
    """The filed report of one visit. Raises NotFound where none is filed, or it is a job of others.

    Only `to_print` with the company's letterhead and the signature's picture.
    """
    row = session.execute(_sheet(actor), {"dispatch_id": dispatch_id}).first()
    if row is None:
        raise NotFound(N_("There is no service report of this visit among those you may see."))
    report, visit, kind, next_at, quote_fen, *head = row
    request, _, project, sign, _ = head
    photos = _photos(session, request.id, visit, next_at)
    lines = _LINES.rows(session, {"dispatch_id": dispatch_id})
    words = price_words_of(lines[PriceItem])
    names = {one.id: (one.name, one.name_en) for one in lines[Staff]}
    sheet = ReportSheet(
        **head_fields(session, actor, *head, with_company=to_print),
        request_id=request.id, visit=visit.visit, dispatch_number=visit.number, sign_type=both_names(kind),
        handover_on=(sign.handover_on if sign else None) or (project.handover_on if project else None),
        warranty_ends_on=request.warranty_ends_on, charge=request.charge,
        reported_at=request.received_at,
        asked_at=visit.asked_at or request.asked_at, promised_at=visit.promised_at or request.promised_at,
        dispatched_at=visit.dispatched_at, departed_at=visit.departed_at, arrived_at=visit.arrived_at,
        ended_at=visit.ended_at, is_finished=visit.state is VisitState.FINISHED,
        fault_seen=report.fault_seen, cause_found=report.cause_found, findings=report.findings,
        work_done=report.work_done, safety_measures=report.safety_measures, left_to_do=report.left_to_do,
        customer_words=report.customer_words, signed_by=report.signed_by, signed_at=report.signed_at,
        unsigned_reason=report.unsigned_reason,
        signature=_contents(session, [report.signature_id]).get(report.signature_id)
        if to_print and report.signature_id
        else None,
        filed_at=report.filed_at, report_version=report.version,
        crew=tuple(names[one.staff_id] for one in lines[Assignment]),
        parts=_parts(lines[ReportPart], words), costs=_costs(lines[CostLine], actor, words),
        quote_fen=quote_fen, photos=photos,
    )  # fmt: skip
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state
    )
    return texts_seen(sight, sheet, *_SAID)


def _parts(rows: Sequence[ReportPart], words: PriceWords) -> tuple[SheetPart, ...]:
    return tuple(SheetPart(words.name(row.name), row.size, row.count, row.old_returned) for row in rows)


def _costs(rows: Sequence[CostLine], actor: Actor, words: PriceWords) -> tuple[SheetCost, ...]:
    sees_costs = may(actor, Action.SEE_COSTS)
    return tuple(
        SheetCost(
            row.kind, words.name(row.name), row.quantity_milli, words.unit(row.unit), row.bearer,
            row.total_fen if sees_costs and row.bearer is Bearer.CUSTOMER else None,
        )
        for row in rows
    )  # fmt: skip


def _photos(session: Session, request_id: int, visit: Dispatch, next_at: datetime | None) -> tuple[SheetPhoto, ...]:
    """The last few before and after, up to six together; `next_at`: when the next visit arrived."""
    if visit.arrived_at is None or visit.id is None:
        return ()
    this: Any = JobVisit(visit.id, None, visit.visit, visit.round, visit.state, visit.arrived_at, None, "", None)
    others = (replace(this, visit=visit.visit + 1, arrived_at=next_at),) if next_at is not None else ()
    found = [photo for photo in list_photos(session, request_id, this, others) if photo.purpose != "signature"]
    kept = [photo for purpose in ("photo_before", "photo_after") for photo in found if photo.purpose == purpose][
        :MOST_PHOTOS
    ] or found[:MOST_PHOTOS]
    contents = _contents(session, [photo.id for photo in kept])
    return tuple(SheetPhoto(photo.id, photo.purpose, contents[photo.id]) for photo in kept if photo.id in contents)


def _contents(session: Session, ids: Sequence[int]) -> dict[int, bytes]:
    """Pictures by the number of their attachment; one query, none for none."""
    if not ids:
        return {}
    statement = (
        sa_select(col(AttachmentBytes.attachment_id), col(AttachmentBytes.content))
        .join(Attachment, col(Attachment.id) == AttachmentBytes.attachment_id)
        .where(col(AttachmentBytes.attachment_id).in_(ids), col(Attachment.content_type).startswith("image/"))
    )
    return {attachment_id: content for attachment_id, content in session.execute(statement) if content}
