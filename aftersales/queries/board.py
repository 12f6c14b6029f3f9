"""The dispatch board: every open request by its state, the most urgent first (1.3, 4(4)).

Two queries however many requests are stored: one over the partial index of the open ones, one for
their crews. Both are kept prepared, one for each choice of places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlmodel import Session

from aftersales.models import Base
from aftersales.models.base import Moment
from aftersales.prepared import Prepared
from aftersales.queries.cards import IS_OPEN, Card, list_cards, with_names
from aftersales.queries.visible import in_sight
from aftersales.queries.where import Where, within
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.due import ABOUT_TO_BREAK
from aftersales.rules.kinds import Severity
from aftersales.rules.lifecycle import OPEN_STATES, RequestState
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_IN_COLUMN = 60
MOST_CARDS = 500
R = Base.metadata.tables["service_request"].c
_NOW, _SOON = bindparam("now", type_=Moment()), bindparam("soon_to", type_=Moment())


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
    statement = _board(Where(office_id, team_id, region), actor if actor.only_region is not None else None)
    values = {"now": now, "soon_to": now + ABOUT_TO_BREAK, "most": MOST_IN_COLUMN}
    for of_state, card in list_cards(session, statement, values, sight_of_lists(actor)):
        counts[card.state] = of_state
        cards[card.state].append(card)
    total, late, soon = (sum(numbers) for numbers in zip(*counts.values(), strict=True))
    columns = tuple(Column(state, counts[state][0], tuple(cards[state])) for state in OPEN_STATES)
    return Board(columns=columns, total=total, late=late, soon=soon)


@lru_cache(maxsize=256)
def _board(where: Where, bound: Actor | None) -> Prepared:
    """The most urgent open requests of each state, with the state's counts behind; `bound` sees its region only.

    A danger that nobody has made safe comes first, what has no clock running last. Places are counted over
    ids alone and the counts by state apart from them: windows over whole rows took twice as long.
    """
    is_danger = case(((R.severity == Severity.DANGER) & R.made_safe_at.is_(None), 0), else_=1)
    conditions: list[Any] = [IS_OPEN, *within(R, where)]
    if bound is not None:
        conditions += in_sight(bound, R.office_id, R.registered_by_id)
    urgency = (is_danger, R.due_at.is_(None), R.due_at, R.id)
    place: Any = func.row_number().over(partition_by=R.state, order_by=urgency).label("place")
    ranked = select(R.id, place).where(*conditions).cte("ranked")
    late, soon = (func.count().filter(met) for met in (R.due_at < _NOW, (R.due_at >= _NOW) & (R.due_at <= _SOON)))
    counted = (
        select(R.state, func.count().label("total"), late.label("late"), soon.label("soon"))
        .where(*conditions)
        .group_by(R.state)
        .cte("counted")
    )
    found = with_names(R.id.table, ranked.c.place).add_columns(counted.c.total, counted.c.late, counted.c.soon)
    found = found.join(ranked, ranked.c.id == R.id).join(counted, counted.c.state == R.state)
    return Prepared(found.where(ranked.c.place <= bindparam("most")).limit(MOST_CARDS))
