"""What hangs on a request: linked requests, returns and complaints, as far as this person sees them; one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, literal, null, select, type_coerce, union_all
from sqlmodel import Session, col, or_

from aftersales.models import ProductReturn, ServiceRequest
from aftersales.queries.complaint_sight import seen_by
from aftersales.queries.complaints import TABLES
from aftersales.queries.visible import requests_seen, returns_seen
from aftersales.rules.complaint import ComplaintKind, ComplaintState
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.product_return import ReturnState
from aftersales.rules.roles import Action, Actor, may

MOST_LINKED = 40


@dataclass(frozen=True, slots=True)
class LinkedRequest:
    relation: str  # a catalog key
    id: int
    number: str
    state: RequestState
    fault: FaultCategory
    received_at: datetime


@dataclass(frozen=True, slots=True)
class RequestLinks:
    """Each by number; complaints by when they were received."""

    requests: tuple[LinkedRequest, ...] = ()
    returns: tuple[tuple[str, ReturnState], ...] = ()
    complaints: tuple[tuple[str, ComplaintKind, ComplaintState], ...] = ()


def list_request_links(session: Session, actor: Actor, request: ServiceRequest) -> RequestLinks:
    """Of a request that this person may see: others that are theirs to see; returns and complaints for who sees all."""
    parts = [_linked(request).where(*requests_seen(actor))]
    if may(actor, Action.SEE_REQUESTS):
        parts.append(
            _part("return", ProductReturn, null(), ProductReturn.requested_at).where(
                col(ProductReturn.request_id) == request.id, *returns_seen(actor)
            )
        )
        for table in TABLES:
            conditions = seen_by(actor, table)
            if conditions is not None:
                part = _part("complaint", table, table.kind, table.received_at)
                parts.append(part.where(col(table.request_id) == request.id, *conditions))
    rows: dict[str, list[Any]] = {"request": [], "return": [], "complaint": []}
    for row in session.connection().execute(union_all(*parts)):
        rows[row.part].append(row)
    return RequestLinks(
        requests=tuple(
            LinkedRequest(relation, row.id, row.number, RequestState(row.state), FaultCategory(row.kind), row.at)
            for row in sorted(rows["request"], key=lambda row: -row.id)[:MOST_LINKED]
            for relation in _relations(request, row)
        ),
        returns=tuple((row.number, ReturnState(row.state)) for row in sorted(rows["return"], key=lambda row: row.id)),
        complaints=tuple(
            (row.number, ComplaintKind(row.kind), ComplaintState(row.state))
            for row in sorted(rows["complaint"], key=lambda row: (row.at, row.number))
        ),
    )


def _part(name: str, table: Any, kind: Any, at: Any) -> Any:
    """The columns that all parts share; states and kinds as they are stored."""
    no_id: Any = null()
    return select(
        literal(name).label("part"), table.id, table.number, type_coerce(table.state, String).label("state"),
        type_coerce(kind, String).label("kind"), at.label("at"), no_id.label("repeats_id"),
        no_id.label("merged_into_id"), no_id.label("split_from_id"),
    )  # fmt: skip


def _linked(request: ServiceRequest) -> Any:
    r: Any = ServiceRequest
    up = [id for id in (request.repeats_id, request.merged_into_id, request.split_from_id) if id is not None]
    return select(
        literal("request").label("part"), r.id, r.number, type_coerce(r.state, String).label("state"),
        type_coerce(r.fault, String).label("kind"), r.received_at.label("at"), r.repeats_id, r.merged_into_id,
        r.split_from_id,
    ).where(
        or_(
            r.id.in_(up), r.repeats_id == request.id, r.merged_into_id == request.id, r.split_from_id == request.id
        )
    )  # fmt: skip


def _relations(request: ServiceRequest, row: Any) -> list[str]:
    """The chain of a recurrence, duplicates merged in or into, and what was split off or from."""
    relations = (
        (row.id == request.repeats_id, N_("It happened before")),
        (row.repeats_id == request.id, N_("It happened again")),
        (row.id == request.merged_into_id, N_("Merged into")),
        (row.merged_into_id == request.id, N_("Merged in")),
        (row.id == request.split_from_id, N_("Split from")),
        (row.split_from_id == request.id, N_("Split off")),
    )
    return [relation for holds, relation in relations if holds]
