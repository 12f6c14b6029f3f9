"""Complaints and returns that hang on one request, by one statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import String, bindparam, literal, select, type_coerce, union_all
from sqlmodel import Session, col

from aftersales.models import ProductReturn
from aftersales.prepared import Prepared
from aftersales.queries.complaint_sight import seen_tables
from aftersales.queries.visible import returns_seen
from aftersales.rules.complaint import ComplaintKind, ComplaintState
from aftersales.rules.product_return import ReturnState
from aftersales.rules.roles import Actor
from aftersales.services.plain_rows import ask

_RETURN, _COMPLAINT = "return", "complaint"


@dataclass(frozen=True, slots=True)
class RequestLinks:
    """`returns`: number and state, oldest first; `complaints`: number, kind and stage, as they were received."""

    returns: tuple[tuple[str, ReturnState], ...] = ()
    complaints: tuple[tuple[str, ComplaintKind, ComplaintState], ...] = ()


NO_LINKS = RequestLinks()


def list_request_links(session: Session, actor: Actor, request_id: int) -> RequestLinks:
    """Those that this person sees. One query. Raises NotAllowed for who sees no requests."""
    rows = ask(session, _statement(actor), request_id=request_id)
    return RequestLinks(
        tuple((number, ReturnState(state)) for part, number, _, state in rows if part == _RETURN),
        tuple(
            (number, ComplaintKind(kind), ComplaintState(state))
            for part, number, kind, state in rows
            if part == _COMPLAINT
        ),
    )


@lru_cache(maxsize=256)
def _statement(actor: Actor) -> Prepared:
    """Kept by the person: sight is what it differs by."""
    request_id: Any = bindparam("request_id")
    r = ProductReturn
    parts = [
        _part(_RETURN, r, literal(""), col(r.requested_at), (col(r.request_id) == request_id, *returns_seen(actor)))
    ]
    parts += [
        _part(
            _COMPLAINT, table, type_coerce(col(table.kind), String), col(table.received_at),
            (col(table.request_id) == request_id, *conditions),
        )
        for table, conditions in seen_tables(actor)
    ]  # fmt: skip
    found = union_all(*parts).subquery("found")
    columns = found.c.part, found.c.number, found.c.kind, found.c.state
    return Prepared(select(*columns).order_by(found.c.at, found.c.number))


def _part(name: str, table: Any, kind: Any, at: Any, conditions: tuple[Any, ...]) -> Any:
    return select(
        literal(name).label("part"), col(table.number).label("number"), kind.label("kind"),
        type_coerce(col(table.state), String).label("state"), at.label("at"),
    ).where(*conditions)  # fmt: skip
