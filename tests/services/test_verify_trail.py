"""A trail that somebody has been at is found out, wherever they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from aftersales.commands.verify import run as run_verify
from aftersales.database import Store
from aftersales.errors import NotAllowed
from aftersales.models import Event, Staff
from aftersales.queries.person_reach import Person
from aftersales.rules.roles import SYSTEM
from aftersales.services import verify_trail as module
from aftersales.services.anonymous_staff import make_staff_anonymous
from aftersales.services.erase_person import erase_person
from aftersales.services.verify_trail import TrailReport, verify_trail
from tests.builders import HOUR, NOON, build_firm


def tell(store: Store) -> int:
    """A short trail; gives its length."""
    with store.unit_of_work() as session:
        firm = build_firm(session)
        firm.done()
        firm.register(at=NOON + 9 * HOUR)
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Event)).one()


def meddle(store: Store, *statements: str) -> TrailReport:
    """Change the rows behind the triggers' back, and look."""
    with store.unit_of_work() as session:
        _guard(session, False)
        for statement in statements:
            session.connection().execute(text(statement))
        _guard(session, True)
    with store.reading() as session:
        return verify_trail(session)


def _guard(session: Session, on: bool) -> None:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE event {'ENABLE' if on else 'DISABLE'} TRIGGER USER"))
    elif on:
        session.info["adapter"].after_schema(connection)
    else:
        for deed in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER event_no_{deed}"))


COPY = "id, at, actor_id, name, subject, subject_id, data, words_hash, hash"


def test_a_whole_trail_is_whole(store: Store) -> None:
    count = tell(store)
    with store.reading() as session:
        assert verify_trail(session) == TrailReport(count)


def test_a_trail_not_begun_is_whole(store: Store) -> None:
    with store.reading() as session:
        assert verify_trail(session) == TrailReport(0)


@pytest.mark.parametrize(
    "change",
    [
        "actor_id = 999",
        "name = 'cancel'",
        "subject_id = subject_id + 1",
        "words_hash = ''",
        "hash = '00'",
        "at = '2026-01-01 00:00:00+00:00'",
    ],
)
def test_a_changed_event_is_found(store: Store, change: str) -> None:
    tell(store)
    with store.reading() as session:
        which = session.exec(select(Event.id).where(Event.name == "register").order_by(col(Event.id))).first()
    report = meddle(store, f"UPDATE event SET {change} WHERE id = {which}")
    assert (report.ok, report.event_id, report.count) == (False, which, (which or 0) - 1)


def test_a_missing_event_is_found(store: Store) -> None:
    tell(store)
    report = meddle(store, "DELETE FROM event_words WHERE event_id = 9", "DELETE FROM event WHERE id = 9")
    assert (report.ok, report.event_id) == (False, 9)


def test_a_missing_first_event_is_found(store: Store) -> None:
    tell(store)
    report = meddle(store, "DELETE FROM event_words WHERE event_id = 1", "DELETE FROM event WHERE id = 1")
    assert (report.ok, report.event_id, report.count) == (False, 1, 0)


def test_a_cut_off_end_is_found(store: Store) -> None:
    count = tell(store)
    report = meddle(store, f"DELETE FROM event_words WHERE event_id = {count}", f"DELETE FROM event WHERE id = {count}")
    assert (report.ok, report.event_id, report.count) == (False, count, count - 1)


def test_an_event_put_in_after_the_end_is_found(store: Store) -> None:
    count = tell(store)
    copied = COPY.replace("id,", f"{count + 1},", 1)
    report = meddle(store, f"INSERT INTO event ({COPY}) SELECT {copied} FROM event WHERE id = {count}")
    assert (report.ok, report.event_id) == (False, count + 1)


def test_an_event_put_in_the_place_of_another_is_found(store: Store) -> None:
    tell(store)
    report = meddle(
        store,
        "DELETE FROM event_words WHERE event_id = 7",
        "DELETE FROM event WHERE id = 7",
        f"INSERT INTO event ({COPY}) SELECT {COPY.replace('id,', '7,', 1)} FROM event WHERE id = 6",
    )
    assert (report.ok, report.event_id) == (False, 7)


def test_another_head_is_found(store: Store) -> None:
    count = tell(store)
    report = meddle(store, "UPDATE trail_head SET hash = '00'")
    assert (report.ok, report.event_id) == (False, count)


def test_changed_words_are_found(store: Store) -> None:
    tell(store)
    with store.reading() as session:
        which = session.exec(select(Event.id).where(Event.name == "register")).first()
    report = meddle(store, f"""UPDATE event_words SET words = '{{"contact": "别人"}}' WHERE event_id = {which}""")
    assert (report.ok, report.event_id) == (False, which)


def test_erased_words_leave_the_trail_whole(store: Store) -> None:
    count = tell(store)
    with store.reading() as session:
        which = session.exec(select(Event.id).where(Event.name == "register")).first()
    report = meddle(store, f"DELETE FROM event_words WHERE event_id = {which}")
    assert (report.ok, report.count, report.erased, report.unaccounted) == (True, count, 1, 1)


def test_words_that_were_deleted_past_the_product_are_told_from_erased_ones(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell(store)
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    run: Callable[..., int] = run_verify
    with store.unit_of_work() as session:
        erased = erase_person(
            session, actor=SYSTEM, now=NOON + HOUR, person=Person("王芳", "13800001234"), reason="asked by letter"
        )
        gone = Staff(name="离职", is_active=False)
        session.add(gone)
        session.flush()
        make_staff_anonymous(session, actor=SYSTEM, now=NOON + HOUR, staff_id=gone.id or 0)
    assert erased["event_words"] >= 2
    assert run(None) == 0
    assert "were erased" in capsys.readouterr().out
    with store.unit_of_work() as session:
        kept = session.connection().execute(text("SELECT max(event_id) FROM event_words")).scalar()
    meddle(store, f"DELETE FROM event_words WHERE event_id = {kept}")
    assert run(None) == 1
    assert "The words of 1 events are gone" in capsys.readouterr().out
    meddle(store, "DELETE FROM event_words")
    assert run(None) == 1


@pytest.mark.parametrize("at_once", [1, 2, 10_000])
def test_a_long_trail_is_read_in_parts(store: Store, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    count = tell(store)
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    told: list[tuple[int, int]] = []
    with store.reading() as session:
        assert verify_trail(session, progress=lambda done, total: told.append((done, total))).count == count
    assert told[-1] == (count, count)
    monkeypatch.undo()


def test_the_hotline_may_not(store: Store) -> None:
    with store.unit_of_work() as session:
        firm = build_firm(session)
        with pytest.raises(NotAllowed):
            verify_trail(session, actor=firm.hotline)
        assert verify_trail(session, actor=firm.leadership).ok


def test_the_command_says_what_it_found(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    count = tell(store)
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    run: Callable[..., int] = run_verify
    assert run(None) == 0
    assert capsys.readouterr().out == f"The trail is whole: {count} events.\n"
    meddle(store, "UPDATE event SET actor_id = 999 WHERE id = 3")
    assert run(None) == 1
    assert "after 2 events: Event 3 was changed" in capsys.readouterr().out
