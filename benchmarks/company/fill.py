"""Fill a store with the bench company, its rows as the services would have written them, but in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from aftersales.database import Store
from aftersales.services.figures import rebuild_figures
from benchmarks.company.bulk import Bulk, open_bulk
from benchmarks.company.cases import SignValues
from benchmarks.company.draw import sign_values_of, values_of
from benchmarks.company.learn import COLUMNS, TABLES, Book, Numbers, Words, learn, named_request, named_sign
from benchmarks.company.recipe import Recipe
from benchmarks.company.trail import Trail
from benchmarks.company.world import BEGIN, World, make_world

AT_ONCE = 10_000  # cases between two writes
Rows = dict[str, list[tuple[Any, ...]]]
Progress = Callable[[str, int, int], None]


def fill(store: Store, requests: int, progress: Progress | None = None) -> World:
    """Migrate an empty store and write the company with so many requests. Returns what is needed to go on."""
    store.migrate(backed_up=True)
    book = learn()
    with store.unit_of_work() as session:
        world = make_world(session, requests)
    with store.reading() as session:
        last_ids, trail = _ends(session)
    bulk = open_bulk(store)
    writer = _Writer(bulk, last_ids, trail, progress or (lambda *_: None))
    first_sign = last_ids["sign"] + 1
    signs = [sign_values_of(world, index) for index in range(world.signs)]
    writer.write("signs", world.signs, _sign_makers(world, book))
    numbers = Numbers()
    makers = _request_makers(world, book, numbers, signs, range(first_sign, first_sign + world.signs))
    writer.write("requests", requests, makers)
    rows: Rows = {"daily_counter": [(prefix, on, last) for (prefix, on), last in numbers.last.items()]}
    bulk.write(rows)
    bulk.finish()
    with store.unit_of_work() as session:
        session.connection().execute(
            text("UPDATE trail_head SET count = :count, hash = :hash WHERE id = 1"),
            {"count": trail.count, "hash": trail.hash},
        )
        rebuild_figures(session)
    return world


def _ends(session: Session) -> tuple[dict[str, int], Trail]:
    execute = session.connection().exec_driver_sql
    last = {
        table: execute(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one() if "id" in COLUMNS[table] else 0
        for table in TABLES
    }
    count, head = execute("SELECT count, hash FROM trail_head").one()
    return last, Trail(count, head)


Maker = tuple[Recipe, Any, dict[str, Any]]


def _sign_makers(world: World, book: Book) -> Iterator[Maker]:
    words = Words()
    for index in range(world.signs):
        yield book.sign, BEGIN, named_sign(world, index, words)


def _request_makers(
    world: World, book: Book, numbers: Numbers, signs: list[SignValues], sign_ids: range
) -> Iterator[Maker]:
    words = Words()
    for index in range(world.requests):
        case, values, place = values_of(world, index, sign_ids)
        number, visit_number = numbers.both(case, values.at)
        yield (
            book.cases[case],
            values.at,
            named_request(world, values, signs[place], place, number, visit_number, words),
        )


class _Writer:
    def __init__(self, bulk: Bulk, last_ids: dict[str, int], trail: Trail, progress: Progress) -> None:
        self._bulk, self._last, self._trail, self._progress = bulk, last_ids, trail, progress

    def write(self, what: str, total: int, makers: Iterator[Maker]) -> None:
        rows: Rows = {}
        for done, (recipe, at, named) in enumerate(makers, 1):
            made = recipe.make(at, self._last, **named)
            for table, new in zip(recipe.tables, made, strict=True):
                self._last[table] += len(new)
                rows.setdefault(table, []).extend(new)
            if done % AT_ONCE == 0 or done == total:
                rows["event"], words = self._trail.chain(rows["event"], rows.get("event_words", []))
                if words:
                    rows["event_words"] = words
                self._bulk.write(rows)
                rows = {}
                self._progress(what, done, total)
