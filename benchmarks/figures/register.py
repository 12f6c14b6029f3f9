"""Registering one request, durably, beside the same reads and writes by the driver alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from aftersales.database import Store
from aftersales.rules.kinds import Cause, Channel, FaultCategory
from aftersales.services.register_request import NewRequest, register_request
from benchmarks.bare import MARK_DAY, PLACE, Bare, insert_into, stored_words
from benchmarks.company.draw import values_of
from benchmarks.company.world import END, World
from benchmarks.figure import Figure, in_turns, rate_figure
from benchmarks.run import Run

EACH = 100


def measure(run: Run) -> Iterator[Figure]:
    with run.writing() as (store, world):
        each = run.each(EACH)
        bare = Bare(store)
        by_service, by_hand = service(store, world), by_driver(bare, store, world)
        rounds = in_turns(lambda: [by_service() for _ in range(each)], lambda: [by_hand() for _ in range(each)],
                          run.rounds)  # fmt: skip
        bare.close()
    yield rate_figure(
        "register", "register a request through the service, one durable commit", rounds, each,
        reference_is="the same reads and writes by the driver alone", goal=0.5,
    )  # fmt: skip


def service(store: Store, world: World) -> Callable[[], int]:
    """Registers the next request: as the intake page does, a unit of work around one call."""
    turns, signs = count(), range(1, world.signs + 1)

    def register() -> int:
        index = next(turns)
        _, values, _ = values_of(world, index, signs)
        with store.unit_of_work() as session:
            return register_one(session, values, END + timedelta(seconds=index))

    return register


def register_one(session: Session, values: Any, now: datetime) -> int:
    new = NewRequest(
        channel=Channel.HOTLINE, sign_id=values.sign_id, contact_name=values.contact, contact_phone=values.phone,
        description=values.description, fault=FaultCategory.FLICKER, cause=Cause.MATERIAL,
    )  # fmt: skip
    return register_request(session, actor=values.hotline, now=now, new=new).id or 0


def by_driver(bare: Bare, store: Store, world: World) -> Callable[[], int]:
    """The same without deciding anything: rows as the service wrote them for one request, with ids of their own."""
    signs = range(1, world.signs + 1)
    _, values, _ = values_of(world, 0, signs)
    with store.unit_of_work() as session:
        model_id = register_one(session, values, END)
    request = bare.values_of("service_request", model_id)
    event_id = bare.rows("SELECT max(id) FROM event")[0][0]
    event, all_words = bare.values_of("event", event_id), stored_words(bare)
    spoken = bare.rows("SELECT salt, words FROM event_words WHERE event_id = ?", (event_id,))[0]
    del request["id"]
    keep_request = f"{insert_into('service_request', list(request))} RETURNING id"
    keep_event = insert_into("event", list(event))
    day, turns = END + timedelta(days=365), count()
    prefix = f"FW{day:%Y%m%d}-"
    salt, told = spoken[0], bare.plain(spoken[1])

    def register() -> int:
        _, now, _ = values_of(world, next(turns), signs)
        bare.begin()
        project_id, customer_id, office_id = bare.rows(PLACE, (now.sign_id,))[0][:3]
        bare.rows("SELECT * FROM contract_term WHERE project_id = ? ORDER BY from_at, id", (project_id,))
        bare.rows(
            "SELECT id, number, fault, fault_found, finished_at, kind FROM service_request WHERE sign_id = ? "
            "AND finished_at IS NOT NULL AND state IN ('done', 'closed') ORDER BY finished_at DESC LIMIT 20",
            (now.sign_id,),
        )
        last = bare.rows(
            'INSERT INTO daily_counter (prefix, "on", last) VALUES (?, ?, 1) '
            'ON CONFLICT (prefix, "on") DO UPDATE SET last = daily_counter.last + 1 RETURNING last',
            ("FW", day.date().isoformat()),
        )[0][0]
        request["number"], request["sign_id"], request["project_id"] = f"{prefix}{last:04d}", now.sign_id, project_id
        request["customer_id"], request["office_id"] = customer_id, office_id
        request_id: int = bare.rows(keep_request, list(request.values()))[0][0]
        words = next(all_words)
        bare.run("INSERT INTO request_words (id, words) VALUES (?, ?)", (request_id, words))
        if bare.is_sqlite:
            bare.run("INSERT INTO request_words_fts (rowid, words) VALUES (?, ?)", (request_id, words))
        (head,) = bare.rows(f"SELECT count, hash FROM trail_head WHERE id = 1{bare.for_update}")
        event["id"], event["subject_id"] = head[0] + 1, request_id
        bare.run(keep_event, list(event.values()))
        bare.run("INSERT INTO event_words (event_id, salt, words) VALUES (?, ?, ?)", (event["id"], salt, told))
        bare.run("UPDATE trail_head SET count = ?, hash = ? WHERE id = 1", (event["id"], event["hash"]))
        bare.run(MARK_DAY, (day.date().isoformat(), request["office_id"]))
        bare.commit()
        return request_id

    return register
