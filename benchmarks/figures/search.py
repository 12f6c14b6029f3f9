"""Searching while somebody types, beside the bare query on the same index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from aftersales.adapters import NEWEST_FIRST_LOOK
from aftersales.database import Store
from aftersales.queries.find import find_requests, find_signs
from aftersales.rules.words import EITHER, query_words
from benchmarks.bare import Bare
from benchmarks.company.draw import COMMON, MISSING, RARE, sign_values_of, values_of
from benchmarks.company.world import World
from benchmarks.figure import Figure, in_turns, percentile, time_figure
from benchmarks.run import Run

EACH, ROWS = 30, 20
MOST_MS = {True: 3.0, False: 10.0}  # p95; SQLite or not


@dataclass(frozen=True, slots=True)
class Typed:
    name: str
    what: str
    text: str
    of_signs: bool = False


def typed(world: World) -> tuple[Typed, ...]:
    """What people type, from the frequent to what isn't there."""
    _, values, sign = values_of(world, world.requests // 2, range(1, world.signs + 1))
    code = sign_values_of(world, sign).code
    return (
        Typed("search-common", "search: two characters, a fifth of all requests", COMMON),
        Typed("search-rare", "search: two characters, two requests", RARE),
        Typed("search-missing", "search: two characters that are nowhere", MISSING),
        Typed("search-phone", "search: the end of a phone", values.phone[-4:]),
        Typed("search-code", "search: the start of a sign's code", code[:7], of_signs=True),
        Typed("search-three", "search: three words", f"{COMMON} 灯箱 雨"),
        Typed("search-one", "search: one character", "水"),
    )


def measure(run: Run) -> Iterator[Figure]:
    with run.reading() as (store, world):
        bare = Bare(store)
        each = run.each(EACH)
        for case in typed(world):
            ours, reference, calls = _by_query(store, world, case), _by_driver(bare, case), list[float]()
            if ours() != reference():
                raise AssertionError(f"{case.name}: the bare query finds something else")
            rounds = in_turns(lambda o=ours, c=calls: _timed(o, each, c), lambda r=reference: _timed(r, each, []),
                              run.rounds)  # fmt: skip
            figure = time_figure(case.name, case.what, rounds, each, reference_is="the bare query", goal=3)
            most, p95 = MOST_MS[bare.is_sqlite], 1000 * percentile(calls, 0.95)
            yield figure.also(p95 < most, f"p95 under {most:g} ms", p95_ms=round(p95, 3), found=len(ours()))
        bare.close()


def _timed(deed: Callable[[], Any], times: int, calls: list[float]) -> None:
    for _ in range(times):
        started = time.perf_counter()
        deed()
        calls.append(time.perf_counter() - started)


def _by_query(store: Store, world: World, case: Typed) -> Callable[[], list[int]]:
    find = find_signs if case.of_signs else find_requests
    actor = world.managers[0]

    def search() -> list[int]:
        with store.reading() as session:
            return [row.id for row in find(session, actor, case.text, limit=ROWS)]

    return search


REQUESTS = (
    "SELECT r.id, r.number, r.state, r.kind, r.severity, r.fault, r.received_at, r.description, r.place, r.sign_id, "
    "s.code, r.project_id, c.id, c.name, r.contact_name, r.contact_phone FROM service_request r "
    "JOIN customer c ON c.id = r.customer_id LEFT JOIN sign s ON s.id = r.sign_id WHERE r.id IN ({}) ORDER BY r.id DESC"
)
SIGNS = (
    "SELECT s.id, s.code, s.place, t.name, t.name_en, p.id, p.name, c.id, c.name FROM sign s "
    "JOIN sign_type t ON t.id = s.sign_type_id JOIN project p ON p.id = s.project_id "
    "JOIN customer c ON c.id = p.customer_id WHERE s.id IN ({}) ORDER BY s.id DESC"
)


def _by_driver(bare: Bare, case: Typed) -> Callable[[], list[int]]:
    """The index, then the rows to show: the two queries with nothing around them."""
    table, rows = ("sign_words", SIGNS) if case.of_signs else ("request_words", REQUESTS)
    words = query_words(case.text, phones=not case.of_signs)
    ids = _sqlite_ids(bare, table, words) if bare.is_sqlite else _postgres_ids(bare, table, words)

    def search() -> list[int]:
        found = ids()
        return [row[0] for row in bare.rows(rows.format(", ".join(map(str, found))))] if found else []

    return search


def _sqlite_ids(bare: Bare, table: str, words: list[str]) -> Callable[[], list[int]]:
    asked = " AND ".join(
        "(" + " OR ".join(f'"{one[:-1]}" *' if one.endswith("*") else f'"{one}"' for one in word.split(EITHER)) + ")"
        for word in words
    )
    sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? ORDER BY rowid DESC LIMIT {ROWS}"
    return lambda: [row[0] for row in bare.rows(sql, (asked,))]


def _postgres_ids(bare: Bare, table: str, words: list[str]) -> Callable[[], list[int]]:
    asked = " & ".join(
        "(" + " | ".join(f"'{one[:-1]}':*" if one.endswith("*") else f"'{one}'" for one in word.split(EITHER)) + ")"
        for word in words
    )
    holds = "vector @@ CAST(? AS tsquery)"
    newest = (
        f"SELECT id FROM (SELECT id, vector FROM {table} ORDER BY id DESC LIMIT {NEWEST_FIRST_LOOK}) newest "
        f"WHERE {holds} ORDER BY id DESC LIMIT {ROWS}"
    )
    everywhere = f"SELECT id FROM {table} WHERE {holds} ORDER BY id + 0 DESC LIMIT {ROWS}"

    def search() -> list[int]:
        found = bare.rows(newest, (asked,))
        return [row[0] for row in (found if len(found) == ROWS else bare.rows(everywhere, (asked,)))]

    return search
