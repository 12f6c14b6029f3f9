"""How a kind of record says what of it is due: one select, of the same five columns for all kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, cast, select, type_coerce

from aftersales.models.base import Moment
from aftersales.rules.roles import Actor

Find = Callable[[Actor, Any], Select[Any] | None]


@dataclass(frozen=True, slots=True)
class DueSource:
    """One line of Today's list of records.

    `find(actor, now)` gives what this person has to do, made by `due_rows(…)`, or None where it is nothing of
    theirs; `now` is a named place of the statement, which is kept, to be compared with and no more. `task` is the
    catalog key of what is to be done. `page` is the file that shows a record by `?parameter=key`.
    `is_by_hours`: somebody waits for it now, a customer or a crew; before what may take days, however late that is.
    """

    kind: str
    task: str
    page: str
    find: Find
    parameter: str = "number"
    is_by_hours: bool = False


def due_rows(*, number: Any, words: Any, due_at: Any, key: Any | None = None) -> Select[Any]:
    """The columns that every source gives, to be joined and narrowed.

    `number` is what people call the record, `words` say what it is about (a customer's name, say), `due_at` is the
    moment by which something has to be done (UTC, never empty), `key` is what its page finds it by; else the number.
    """
    statement: Any = select(
        cast(number, String).label("number"),
        cast(words, String).label("words"),
        type_coerce(due_at, Moment()).label("due_at"),
        cast(number if key is None else key, String).label("key"),
    )
    made: Select[Any] = statement
    return made
