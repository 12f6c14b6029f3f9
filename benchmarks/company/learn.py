"""The recipes, learnt from the services on a small scratch company."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.database import Store
from aftersales.models import Base
from aftersales.rules.words import words_of
from aftersales.services.numbers import DISPATCH, REQUEST, prefix_of
from benchmarks.company.cases import (
    OPEN,
    OVER,
    VISIT_AFTER,
    Case,
    SignValues,
    Values,
    add_one_sign,
    bill_number,
    billed_on,
    in_one,
    paid_on,
)
from benchmarks.company.draw import sign_values_of, values_of
from benchmarks.company.recipe import Recipe, Showing
from benchmarks.company.world import BEGIN, SIGNS_A_PROJECT, World, make_world

COUNTED = ("daily_counter", "daily_figures", "trail_head")  # one row for many cases: written at the end
TABLES = tuple(table.name for table in Base.metadata.sorted_tables if table.name not in COUNTED)
COLUMNS = {name: tuple(column.name for column in Base.metadata.tables[name].columns) for name in TABLES}
SCRATCH_REQUESTS, SHOWINGS, APART, SIGNS_APART = 6000, 4, 123, 397  # so that nothing repeats by chance
CASES = tuple(case for case, _ in (*OVER, *OPEN))


@dataclass(frozen=True, slots=True)
class Book:
    sign: Recipe
    cases: dict[Case, Recipe]

    @property
    def source(self) -> str:
        return "\n".join([self.sign.source, *(recipe.source for recipe in self.cases.values())])


class Words:
    """Words by which a row is found, put together from texts that were split before."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, often: tuple[str, ...], once: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The words of texts that come again, and of texts that don't."""
        found: list[str] = []
        for text in often:
            if text not in self._known:
                self._known[text] = tuple(words_of(text).split())
            found += self._known[text]
        for text in once:
            found += words_of(text).split()
        return tuple(found)


def named_sign(world: World, index: int, words: Words) -> dict[str, Any]:
    """The named values of a sign's rows."""
    values, site = sign_values_of(world, index), world.sites[index // SIGNS_A_PROJECT]
    _, kind, english = world.sign_types[index % len(world.sign_types)]
    found = (
        *words.of((), (values.code,)),
        *words.of((values.place, kind, english, site.name, site.code, site.address, site.customer, site.city)),
    )
    return {
        "code": values.code, "place": values.place, "batch": values.batch, "project_id": values.project_id,
        "sign_type_id": values.sign_type_id, "words": " ".join(dict.fromkeys(found)),
    }  # fmt: skip


def named_request(
    world: World, values: Values, sign: SignValues, sign_index: int, number: str, visit_number: str, words: Words
) -> dict[str, Any]:
    """The named values of a request's rows."""
    site = world.sites[sign_index // SIGNS_A_PROJECT]
    phone = values.phone
    found = (
        *words.of((), (number,)),
        *words.of((site.customer, f"{site.code} {site.name}", sign.code, sign.place, values.contact)),
        *words.of((values.description,)),
        *words_of(phones=[phone]).split(),
    )
    return {
        "sign_id": values.sign_id, "project_id": site.id, "customer_id": site.customer_id,
        "office_id": site.office_id, "hotline_id": values.hotline.staff_id,
        "dispatcher_id": values.dispatcher.staff_id, "technician_id": values.technician.staff_id,
        "contact": values.contact, "phone": phone, "description": values.description, "place": sign.place,
        "number": number, "visit_number": visit_number,
        "bill_number": bill_number(phone), "billed_on": billed_on(values.at).isoformat(),
        "paid_on": paid_on(values.at).isoformat(), "words": " ".join(dict.fromkeys(found)),
    }  # fmt: skip


class Numbers:
    """Numbers of the day, counted as the services count them."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, str], int] = {}

    def next(self, kind: str, at: datetime) -> str:
        prefix, on = prefix_of(kind), at.astimezone(service_zone()).date().isoformat()
        count = self.last[prefix, on] = self.last.get((prefix, on), 0) + 1
        return f"{prefix}{on.replace('-', '')}-{count:04d}"

    def both(self, case: Case, at: datetime) -> tuple[str, str]:
        """The request's number and, where there is a visit, the dispatch's."""
        visit = self.next(DISPATCH, at + VISIT_AFTER) if case.has_visit else ""
        return self.next(REQUEST, at), visit


def _last_ids(session: Session) -> dict[str, int]:
    execute = session.connection().exec_driver_sql
    return {table: execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").scalar_one() for table in TABLES}


def _show(session: Session, named: dict[str, Any], at: datetime, run: Callable[[], object]) -> Showing:
    last_ids = _last_ids(session)
    run()
    session.flush()
    execute = session.connection().exec_driver_sql
    rows = {}
    for table in TABLES:
        columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
        found = execute(f"SELECT {columns} FROM {table} WHERE rowid > {last_ids[table]} ORDER BY rowid")
        rows[table] = [tuple(row) for row in found]
    return Showing(named, last_ids, at, rows)


@lru_cache(maxsize=1)
def learn() -> Book:
    """Run every case a few times on a scratch company, and see what is written."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/scratch.sqlite3")
        store.migrate(backed_up=True)
        with store.unit_of_work() as session:
            book = _learn(session, make_world(session, SCRATCH_REQUESTS))
        store.close()
    return book


def _learn(session: Session, world: World) -> Book:
    words = Words()
    sign_showings = []
    for index in range(world.signs):
        add = partial(add_one_sign, session, sign_values_of(world, index))
        if index % SIGNS_APART != 7:
            add()
        else:
            sign_showings.append(_show(session, named_sign(world, index, words), BEGIN, add))
    numbers = Numbers()
    showings: dict[Case, list[Showing]] = {case: [] for case in CASES}
    next_at = dict.fromkeys(CASES, 0)
    for index in range(world.requests):
        case, values, sign_index = values_of(world, index, range(1, world.signs + 1))
        if index < next_at[case] or len(showings[case]) == SHOWINGS:
            continue
        next_at[case] = index + APART
        number, visit_number = numbers.both(case, values.at)
        sign = sign_values_of(world, sign_index)
        named = named_request(world, values, sign, sign_index, number, visit_number, words)
        showings[case].append(_show(session, named, values.at, partial(case.run, in_one(session), values)))
    return Book(Recipe(sign_showings, COLUMNS), {case: Recipe(found, COLUMNS) for case, found in showings.items()})
