"""The bench company's rows, written in bulk, are those that the services write; its trail is provable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, select

from aftersales.database import Store
from aftersales.models import Base, Event, EventWords, TrailHead
from aftersales.services.events import event_hash, words_hash
from aftersales.services.figures import rebuild_figures
from benchmarks.company.cases import add_one_sign, in_one
from benchmarks.company.draw import COMMON, MISSING, RARE, open_requests, sign_values_of, values_of
from benchmarks.company.fill import fill
from benchmarks.company.world import make_world
from tests.conftest import empty

REQUESTS = 300
SALTED = {"event": {"words_hash", "hash"}, "event_words": {"salt"}, "trail_head": {"hash"}}


@pytest.fixture(scope="module")
def by_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same company, every sign and request by the services."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('services') / 'company.sqlite3'}")
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        world = make_world(session, REQUESTS)
        for index in range(world.signs):
            add_one_sign(session, sign_values_of(world, index))
        for index in range(REQUESTS):
            case, values, _ = values_of(world, index, range(1, world.signs + 1))
            case.run(in_one(session), values)
        rebuild_figures(session)
    yield store
    store.close()


@pytest.fixture
def fresh(store: Store) -> Store:
    """Empty, and its ids begin at one again: other tests' rolled back rows have used some up."""
    empty(store)
    return store


def rows_of(session: Session, table: Any) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in SALTED.get(table.name, ())]
    found = session.connection().execute(select(*columns).order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in found]


def test_the_bulk_writes_what_the_services_write(fresh: Store, by_services: Store) -> None:
    fill(fresh, REQUESTS)
    with fresh.reading() as ours, by_services.reading() as theirs:
        for table in Base.metadata.sorted_tables:
            bulk, services = rows_of(ours, table), rows_of(theirs, table)
            for mine, right in zip(bulk, services, strict=False):
                assert mine == right, table.name
            assert len(bulk) == len(services), table.name


def test_the_bulks_trail_is_chained_and_found_by_search(fresh: Store) -> None:
    world = fill(fresh, REQUESTS)
    with fresh.reading() as session:
        spoken = {row.event_id: row for row in session.exec(select(EventWords))}
        before = ""
        for count, event in enumerate(session.exec(select(Event).order_by(col(Event.id))), 1):
            words = spoken.get(event.id)
            assert event.id == count
            assert event.words_hash == (words_hash(words.salt, words.words) if words else "")
            before = event_hash(
                before=before, id=event.id, at=event.at, actor_id=event.actor_id, name=event.name,
                subject=event.subject, subject_id=event.subject_id, data=event.data, words=event.words_hash,
            )  # fmt: skip
            assert event.hash == before
        head = session.get_one(TrailHead, 1)
        assert (head.count, head.hash) == (count, before)
        found = {word: fresh.adapter.search_ids(session, "request_words", [word], None, REQUESTS) for word in
                 (COMMON, RARE, MISSING)}  # fmt: skip
        assert (len(found[COMMON]), len(found[RARE]), found[MISSING]) == (REQUESTS // 5, 2, [])
        assert open_requests(world.requests) == 75


def test_the_services_go_on_where_the_bulk_ends(fresh: Store) -> None:
    world = fill(fresh, REQUESTS)
    with fresh.unit_of_work() as session:
        case, values, _ = values_of(world, 0, range(1, world.signs + 1))
        assert case.run(in_one(session), values) == REQUESTS + 1
