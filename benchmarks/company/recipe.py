"""How a case's rows follow from its values: found by looking at what the services wrote, several times.

A value that is the same in every showing is fixed; one that differs has to be one of the named values,
the next id of a table, or a moment at a fixed distance from the request's own. Anything else stops the
benchmark: so a change of the services is either copied rightly or noticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

STORED = "%Y-%m-%d %H:%M:%S.%f"  # how SQLite holds a moment; PostgreSQL reads it too
Row = tuple[Any, ...]

CHAINED = frozenset({"event.words_hash", "event.hash", "event_words.salt"})  # the writer fills them in
HASHED = frozenset({"event.data", "event_words.words"})  # written twice: as stored, and as it is hashed


@dataclass(frozen=True, slots=True)
class Showing:
    """One run of a case: named values, last ids before it by table, the moment it counts from, and the new rows."""

    named: Mapping[str, Any]
    last_ids: Mapping[str, int]
    at: datetime
    rows: Mapping[str, Sequence[Row]]


class Recipe:
    """`make(at, last_ids, **named)` gives the rows of one case, a list a table, in the order of `tables`.

    The rows of the two tables that are hashed carry one column more: the text that goes into the hash.
    """

    def __init__(self, showings: Sequence[Showing], columns: Mapping[str, Sequence[str]]) -> None:
        self._showings = showings
        self._moments: dict[str, str] = {}
        self.counts = {table: len(rows) for table, rows in showings[0].rows.items() if rows}
        for showing in showings:
            if {table: len(rows) for table, rows in showing.rows.items() if rows} != self.counts:
                raise ValueError("the services wrote another number of rows the second time")
        self.tables = tuple(self.counts)
        bodies = [self._table(table, columns[table]) for table in self.tables]
        lines = [f"def make(at, last, {', '.join(sorted(showings[0].named))}):"]
        lines += [f"    last_{table} = last[{table!r}]" for table in self.tables]
        lines += [f"    {name} = {call}" for name, call in sorted(self._moments.items())]
        lines.append(f"    return ({', '.join(bodies)},)")
        space: dict[str, Any] = {"dumps": json.dumps, "seconds": lambda count: timedelta(seconds=count)}
        self.source = "\n".join(lines)
        exec(self.source, space)
        self.make = space["make"]

    def _table(self, table: str, columns: Sequence[str]) -> str:
        rows = zip(*(showing.rows[table] for showing in self._showings), strict=True)
        return "[" + ", ".join(self._row(table, columns, versions) for versions in rows) + "]"

    def _row(self, table: str, columns: Sequence[str], versions: Sequence[Row]) -> str:
        cells, hashed = [], ""
        for column, values in zip(columns, zip(*versions, strict=True), strict=True):
            where = f"{table}.{column}"
            if where in HASHED:
                hashed = self._text(where, [json.loads(value) for value in values], as_hashed=True)
            cells.append("None" if where in CHAINED else self._cell(where, values))
        return "(" + ", ".join([*cells, hashed] if hashed else cells) + ",)"

    def _cell(self, where: str, values: Sequence[Any]) -> str:
        if all(value == values[0] for value in values):
            return repr(values[0])
        if all(isinstance(value, str) and value[:1] in "{[" for value in values):
            return self._text(where, [json.loads(value) for value in values], as_hashed=False)
        found = self._named(where, values) or self._moment(values, is_stored=True)
        if found is None:
            raise ValueError(f"{where}: {list(values)!r} follow from nothing that is known")
        return found

    def _named(self, where: str, values: Sequence[Any]) -> str | None:
        def always(of: Any) -> bool:
            return all(of(showing) == value for showing, value in zip(self._showings, values, strict=True))

        names = [name for name in self._showings[0].named if always(lambda showing, name=name: showing.named[name])]
        if isinstance(values[0], int) and not names:
            names = [
                f"last_{table} + {place}"
                for table, count in self.counts.items()
                for place in range(1, count + 1)
                if always(lambda showing, table=table, place=place: showing.last_ids[table] + place)
            ]
            # Tables that every case fills alike keep the same ids: take the row's own, or the parent's, which is first.
            own = [name for name in names if where.startswith(name.removeprefix("last_").split()[0] + ".id")]
            names = (own or names)[:1]
        if len(names) > 1:
            raise ValueError(f"{where}: {list(values)!r} could be any of {names}")
        return names[0] if names else None

    def _moment(self, values: Sequence[Any], *, is_stored: bool) -> str | None:
        distances = set()
        for value, showing in zip(values, self._showings, strict=True):
            try:
                read = datetime.strptime(f"{value}+0000", f"{STORED}%z") if is_stored else datetime.fromisoformat(value)
            except (ValueError, TypeError):
                return None
            distances.add((read - showing.at) // timedelta(seconds=1))
        if len(distances) != 1:
            return None
        count = distances.pop()
        name = f"{'stored' if is_stored else 'iso'}_{'minus_' if count < 0 else ''}{abs(count)}"
        moment = f"(at + seconds({count}))"
        self._moments[name] = (
            f"{moment}.replace(tzinfo=None).isoformat(' ', 'microseconds')"
            if is_stored
            else f"{moment}.isoformat(timespec='microseconds')"
        )
        return name

    def _text(self, where: str, values: Sequence[Any], *, as_hashed: bool) -> str:
        """Python that writes the JSON text: as SQLAlchemy stores it, or as the trail hashes it."""
        merged: list[tuple[bool, str]] = []
        for is_fixed, piece in self._pieces(where, values, as_hashed):
            if is_fixed and merged and merged[-1][0]:
                merged[-1] = True, merged[-1][1] + piece
            else:
                merged.append((is_fixed, piece))
        parts = [repr(piece) if is_fixed else piece for is_fixed, piece in merged]
        return parts[0] if len(parts) == 1 else "''.join((" + ", ".join(parts) + "))"

    def _pieces(self, where: str, values: Sequence[Any], as_hashed: bool) -> list[tuple[bool, str]]:
        first, comma, colon = values[0], *((",", ":") if as_hashed else (", ", ": "))
        if all(value == first for value in values):
            text = json.dumps(first, ensure_ascii=not as_hashed, sort_keys=as_hashed, separators=(comma, colon))
            return [(True, text)]
        if isinstance(first, dict):
            pieces = [(True, "{")]
            for place, key in enumerate(sorted(first) if as_hashed else first):
                pieces.append((True, (comma if place else "") + json.dumps(key) + colon))
                pieces += self._pieces(f"{where}.{key}", [value[key] for value in values], as_hashed)
            return [*pieces, (True, "}")]
        if isinstance(first, list):
            pieces = [(True, "[")]
            for place in range(len(first)):
                pieces += [(True, comma)] if place else []
                pieces += self._pieces(f"{where}[{place}]", [value[place] for value in values], as_hashed)
            return [*pieces, (True, "]")]
        found = self._named(where, values)
        if found is not None:
            text = f"dumps({found}{', ensure_ascii=False' if as_hashed else ''})"
            return [(False, text if isinstance(first, str) else f"str({found})")]
        found = self._moment(values, is_stored=False)
        if found is None:
            raise ValueError(f"{where}: {list(values)!r} follow from nothing that is known")
        return [(True, '"'), (False, found), (True, '"')]
