"""Each thing is told once, to the right people, by one server at a time, and the requests stay as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import col, select

from aftersales.database import Store
from aftersales.models import Event, Notice, NoticeKind
from aftersales.rules.kinds import Role, StopReason
from aftersales.rules.roles import SYSTEM
from aftersales.services.company import add_office
from aftersales.services.hold import hold_request, resume_request
from aftersales.services.lease import LEASE, take_lease
from aftersales.services.respond import promise_time, respond
from aftersales.services.ticker import tell_due, tick
from tests.builders import DAY, HOUR, NOON, Firm, build_firm, person

SECOND = timedelta(seconds=1)
K = NoticeKind


def told(firm: Firm, request_id: int | None, kind: NoticeKind) -> set[int]:
    rows = firm.session.exec(select(Notice).where(Notice.request_id == request_id, Notice.kind == kind))
    return {row.staff_id for row in rows}


def about(firm: Firm, request_id: int | None, kind: NoticeKind) -> set[datetime]:
    rows = firm.session.exec(select(Notice.about_at).where(Notice.request_id == request_id, Notice.kind == kind))
    return set(rows)


def tell(firm: Firm, now, holder: str = "one") -> int:
    return tell_due(firm.session, now=now, holder=holder)


@pytest.mark.parametrize(
    ("before_due", "kind"),
    [
        (timedelta(minutes=30) + SECOND, None),
        (timedelta(minutes=30), K.RESPONSE_SOON),
        (timedelta(0), K.RESPONSE_SOON),  # at exactly its moment it is still kept
        (-SECOND, K.RESPONSE_LATE),
    ],
)
def test_an_answer_is_told_half_an_hour_before_and_once_it_is_late(firm: Firm, before_due, kind) -> None:
    request = firm.register()
    count = tell(firm, request.respond_due_at - before_due)
    assert count == (0 if kind is None else 1)
    for one in (K.RESPONSE_SOON, K.RESPONSE_LATE):
        assert bool(told(firm, request.id, one)) is (one is kind)


def test_nothing_is_told_twice(firm: Firm) -> None:
    request = firm.register()
    late = request.respond_due_at + SECOND
    assert [tell(firm, late + n * HOUR / 2) for n in range(3)] == [1, 0, 0]
    events = firm.session.exec(select(Event).where(Event.subject_id == request.id, Event.name == "response_late")).all()
    assert len(events) == 1
    assert events[0].data["told"] == sorted({firm.hotline.staff_id, firm.manager.staff_id})


def test_soon_is_told_once_within_its_half_hour(firm: Firm) -> None:
    request = firm.register()
    moments = [request.respond_due_at - timedelta(minutes=minutes) for minutes in (30, 15, 0)]
    assert [tell(firm, moment) for moment in moments] == [1, 0, 0]


def test_a_promise_that_was_moved_is_told_again_when_it_breaks_again(firm: Firm) -> None:
    request = firm.accepted()
    assert request.arrive_due_at is not None
    late = request.arrive_due_at + SECOND
    assert tell(firm, late) == 1
    promise_time(
        firm.session, actor=firm.dispatcher, now=late + HOUR, request_id=request.id or 0, promised_at=late + 3 * HOUR
    )
    assert tell(firm, late + 2 * HOUR) == 0
    assert tell(firm, late + 3 * HOUR) == 1  # at exactly its moment it is still kept, but soon over
    assert about(firm, request.id, K.ARRIVAL_LATE) == {late - SECOND}
    assert tell(firm, late + 3 * HOUR + SECOND) == 1
    assert about(firm, request.id, K.ARRIVAL_LATE) == {late - SECOND, late + 3 * HOUR}


def test_a_late_arrival_is_told_to_dispatchers_crew_and_managers(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    assert request.arrive_due_at is not None
    office = {request.owner_id, firm.dispatcher.staff_id, firm.technician.staff_id}
    tell(firm, request.arrive_due_at)
    assert told(firm, request.id, K.ARRIVAL_SOON) == office
    tell(firm, request.arrive_due_at + SECOND)
    assert told(firm, request.id, K.ARRIVAL_LATE) == office | {firm.manager.staff_id}


def test_dispatchers_of_another_office_are_left_in_peace(firm: Firm) -> None:
    office = add_office(firm.session, actor=SYSTEM, now=NOON, name="广州办事处", region="华南")
    other = person(firm.session, Role.DISPATCHER, name="黄伟", office_id=office.id)
    request = firm.accepted()
    assert request.arrive_due_at is not None
    tell(firm, request.arrive_due_at + SECOND)
    assert other.staff_id not in told(firm, request.id, K.ARRIVAL_LATE)


def test_an_answered_customer_is_not_told_as_unanswered(firm: Firm) -> None:
    request = firm.register()
    due = request.respond_due_at
    respond(firm.session, actor=firm.hotline, now=due - HOUR, request_id=request.id or 0)
    assert tell(firm, due + SECOND) == 0


def test_the_day_to_ask_again_is_told_once_a_stop(firm: Firm) -> None:
    request = firm.accepted()
    tomorrow = (NOON + DAY).date()
    hold_request(
        firm.session, actor=firm.dispatcher, now=NOON + HOUR, request_id=request.id or 0, reason=StopReason.CUSTOMER,
        note="客户出差", ask_again_on=tomorrow,
    )  # fmt: skip
    assert tell(firm, NOON + 2 * HOUR) == 0
    assert tell(firm, NOON + DAY) == 1
    assert told(firm, request.id, K.ASK_AGAIN) == {firm.hotline.staff_id}
    assert tell(firm, NOON + DAY + HOUR) == 0
    resume_request(firm.session, actor=firm.dispatcher, now=NOON + DAY + HOUR, request_id=request.id or 0)
    hold_request(
        firm.session, actor=firm.dispatcher, now=NOON + DAY + 2 * HOUR, request_id=request.id or 0,
        reason=StopReason.CUSTOMER, note="仍在出差", ask_again_on=tomorrow,
    )  # fmt: skip
    assert tell(firm, NOON + DAY + 3 * HOUR) == 1


def test_the_requests_stay_as_they_are(firm: Firm) -> None:
    request = firm.register()
    before = dict(request.__dict__)
    tell(firm, request.respond_due_at + SECOND)
    firm.session.refresh(request)
    assert {name: getattr(request, name) for name in before if not name.startswith("_")} == {
        name: value for name, value in before.items() if not name.startswith("_")
    }


def test_a_tick_does_a_bounded_piece_of_work_and_the_next_one_goes_on(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aftersales.services.ticker.MOST_A_TICK", 2)
    requests = [firm.register() for _ in range(5)]
    late = requests[0].respond_due_at + SECOND
    assert [tell(firm, late + n * SECOND) for n in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    ("later", "is_taken"), [(LEASE - SECOND, False), (LEASE, True), (LEASE + SECOND, True)]
)  # fmt: skip
def test_a_lease_ends_by_itself(firm: Firm, later: timedelta, is_taken: bool) -> None:
    assert take_lease(firm.session, holder="one", now=NOON)
    assert take_lease(firm.session, holder="two", now=NOON + later) is is_taken


def test_who_has_the_lease_renews_it(firm: Firm) -> None:
    assert take_lease(firm.session, holder="one", now=NOON)
    assert take_lease(firm.session, holder="one", now=NOON + LEASE / 2)
    assert not take_lease(firm.session, holder="two", now=NOON + LEASE)


def test_a_second_server_tells_nothing(firm: Firm) -> None:
    request = firm.register()
    late = request.respond_due_at + SECOND
    assert take_lease(firm.session, holder="one", now=late)
    assert tell(firm, late, holder="two") == 0
    assert told(firm, request.id, K.RESPONSE_LATE) == set()
    assert tell(firm, late + LEASE, holder="two") == 1


def test_a_tick_is_kept_by_the_store(store: Store) -> None:
    with store.unit_of_work() as session:
        request = build_firm(session).register()
        late, request_id = request.respond_due_at + SECOND, request.id
    assert tick(store, late) == 1
    assert tick(store, late) == 0
    with store.reading() as session:
        kinds = session.exec(select(Notice.kind).where(col(Notice.request_id) == request_id)).all()
    assert set(kinds) == {K.RESPONSE_LATE}


def test_of_servers_that_tick_at_the_same_moment_one_tells(store: Store) -> None:
    with store.unit_of_work() as session:
        late = build_firm(session).register().respond_due_at + SECOND
    start = Barrier(4)

    def serve(number: int) -> int:
        start.wait()
        with store.unit_of_work() as session:
            return tell_due(session, now=late, holder=f"server {number}")

    with ThreadPoolExecutor(4) as servers:
        told_by = list(servers.map(serve, range(4)))
    assert sorted(told_by) == [0, 0, 0, 1]
    with store.reading() as session:
        assert len(session.exec(select(Event).where(Event.name == K.RESPONSE_LATE.value)).all()) == 1
