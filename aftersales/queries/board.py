"""The dispatch board: every open request by its state, the most urgent first (1.3, 4(4)).

Two queries however many requests are stored: one over the partial index of the open ones, one for
their crews.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.sql import Subquery
from sqlmodel import Session, col

from aftersales.models import ServiceRequest
from aftersales.queries.cards import IS_OPEN, PLAIN, Card, with_names
from aftersales.queries.visible import in_sight
from aftersales.queries.where import Where, within
from aftersales.rules.due import ABOUT_TO_BREAK
from aftersales.rules.kinds import Severity
from aftersales.rules.lifecycle import OPEN_STATES, RequestState
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_IN_COLUMN = 60
MOST_CARDS = 500
R = ServiceRequest


@dataclass(frozen=True, slots=True)
class Column:
    """`total` counts all of this state, `cards` holds the most urgent of them."""

    state: RequestState
    total: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Board:
    columns: tuple[Column, ...]
    total: int
    late: int
    soon: int  # due within the next hour


def list_board(
    session: Session,
    actor: Actor,
    *,
    office_id: int | None = None,
    team_id: int | None = None,
    region: str | None = None,
    now: datetime,
) -> Board:
    """The open requests of that place by state. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_BOARD)
    counts = dict.fromkeys(OPEN_STATES, (0, 0, 0))
    cards: dict[RequestState, list[Card]] = {state: [] for state in OPEN_STATES}
    for row, card in with_names(
        session, open_requests(Where(office_id, team_id, region), now, in_sight(actor, R.office_id, R.registered_by_id))
    ):
        counts[card.state] = (row.total, row.late, row.soon)
        cards[card.state].append(card)
    total, late, soon = (sum(numbers) for numbers in zip(*counts.values(), strict=True))
    columns = tuple(Column(state, counts[state][0], tuple(cards[state])) for state in OPEN_STATES)
    return Board(columns=columns, total=total, late=late, soon=soon)


def open_requests(where: Where, now: datetime, seen: Sequence[ColumnElement[bool]] = ()) -> Subquery:
    """The most urgent open requests of each state, with the state's counts.

    A danger that nobody has made safe comes first, what has no clock running last.
    """
    due = col(ServiceRequest.due_at)
    state = col(ServiceRequest.state)
    is_danger = case(
        ((col(ServiceRequest.severity) == Severity.DANGER) & col(ServiceRequest.made_safe_at).is_(None), 0), else_=1
    )
    ranked = (
        select(  # type: ignore[call-overload]
            *PLAIN,
            func.row_number()
            .over(partition_by=state, order_by=(is_danger, due.is_(None), due, col(ServiceRequest.id)))
            .label("place_in_column"),
            func.count().over(partition_by=state).label("total"),
            func.count().filter(due < now).over(partition_by=state).label("late"),
            func.count().filter(due >= now, due <= now + ABOUT_TO_BREAK).over(partition_by=state).label("soon"),
        )
        .where(IS_OPEN, *within(ServiceRequest, where), *seen)
        .subquery("ranked")
    )
    return (
        select(*ranked.c, ranked.c.place_in_column.label("rank"))
        .where(ranked.c.place_in_column <= MOST_IN_COLUMN)
        .limit(MOST_CARDS)
        .subquery("found")
    )
