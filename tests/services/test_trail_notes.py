"""The head kept elsewhere: a chain rewritten as a whole is found out; and the triggers that guard it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from aftersales.adapters import _head_name
from aftersales.commands.verify import run as run_verify
from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.models import Event, TrailHead
from aftersales.services.events import event_hash
from aftersales.services.trail_notes import find_contradiction, note_head, notes_path, read_notes
from aftersales.services.verify_trail import verify_trail
from tests.builders import NOON
from tests.services.test_verify_trail import _guard, tell


def rewrite(store: Store, change: str) -> None:
    """Change the trail and compute the whole chain anew, head and all, as somebody with the code could."""
    with store.unit_of_work() as session:
        _guard(session, False)
        connection = session.connection()
        connection.execute(text(change))
        before, last = "", 0
        for event in session.exec(select(Event).order_by(col(Event.id))).all():
            digest = event_hash(
                before=before, id=event.id, at=event.at, actor_id=event.actor_id, name=event.name,
                subject=event.subject, subject_id=event.subject_id, data=event.data, words=event.words_hash,
            )  # fmt: skip
            connection.execute(text("UPDATE event SET hash = :hash WHERE id = :id"), {"hash": digest, "id": event.id})
            before, last = digest, event.id
        connection.execute(text("UPDATE trail_head SET count = :count, hash = :hash"), {"count": last, "hash": before})
        _guard(session, True)


def note(store: Store, path: Path) -> None:
    with store.reading() as session:
        note_head(session, path, now=NOON)


def contradiction(store: Store, path: Path) -> int | None:
    with store.reading() as session:
        assert verify_trail(session).ok
        found = find_contradiction(session, read_notes(path))
        return found[0] if found else None


def test_a_chain_that_only_grew_agrees_with_its_notes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "notes" / "a.jsonl"
    count = tell(store)
    note(store, path)
    note(store, path)
    assert [one.count for one in read_notes(path)] == [count]
    assert contradiction(store, path) is None


@pytest.mark.parametrize(
    "change", ["UPDATE event SET actor_id = 999 WHERE id = 3", "UPDATE event SET name = 'x' WHERE id = 1"]
)
def test_a_chain_rewritten_as_a_whole_is_found_by_its_notes_alone(store: Store, tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.jsonl"
    count = tell(store)
    note(store, path)
    rewrite(store, change)
    assert contradiction(store, path) == count


def test_a_cut_off_end_with_a_head_to_match_is_found_by_its_notes_alone(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    count = tell(store)
    note(store, path)
    with store.unit_of_work() as session:
        _guard(session, False)
        session.connection().execute(text(f"DELETE FROM event_words WHERE event_id = {count}"))
        _guard(session, True)
    rewrite(store, f"DELETE FROM event WHERE id = {count}")
    assert contradiction(store, path) == count


def test_a_note_that_cannot_be_read_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"at": "2026-03-10T04:00:00+00:00", "count": 1, "hash": ""}\nnonsense\n')
    with pytest.raises(Unavailable, match="Line 2"):
        read_notes(path)
    with store.reading() as session:
        assert note_head(session, tmp_path / "none.jsonl", now=NOON) is None  # a trail not begun


def test_the_command_notes_the_head_and_finds_another_chain(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    count = tell(store)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    assert run_verify(None) == 0  # type: ignore[arg-type]
    assert [one.count for one in read_notes(notes_path(tmp_path, store.url))] == [count]
    assert run_verify(None) == 0  # type: ignore[arg-type]
    assert "agrees with 1 earlier notes" in capsys.readouterr().out
    rewrite(store, "UPDATE event SET actor_id = 999 WHERE id = 3")
    assert run_verify(None) == 1  # type: ignore[arg-type]
    assert f"another one was noted before: Event {count}, or one before it" in capsys.readouterr().out


def test_a_backups_name_holds_the_head(store: Store) -> None:
    assert _head_name(store.engine) == ""
    count = tell(store)
    with store.reading() as session:
        head = session.exec(select(TrailHead)).one()
    assert _head_name(store.engine) == f"-{count}-{head.hash[:12]}"


DEEDS = {
    "update": "UPDATE event SET name = 'x' WHERE id = 1",
    "update of all": "UPDATE event SET hash = ''",
    "delete": "DELETE FROM event",
    "truncate": "TRUNCATE event CASCADE",
}


def refused(store: Store, statement: str) -> bool:
    try:
        with store.unit_of_work() as session:
            session.connection().execute(text(statement))
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.parametrize("deed", DEEDS)
def test_a_stray_statement_is_refused_also_after_another_migration_run(store: Store, deed: str) -> None:
    if deed == "truncate" and store.url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    tell(store)
    assert refused(store, DEEDS[deed])
    drop_guard(store)
    store._alembic.attributes["store"] = store
    run_migrations_again(store)
    assert refused(store, DEEDS[deed])


def drop_guard(store: Store) -> None:
    """As a migration that makes the table anew would."""
    with store.unit_of_work() as session:
        names = (
            ("update", "delete", "truncate") if store.url.get_backend_name() == "postgresql" else ("update", "delete")
        )
        for name in names:
            on = " ON event" if store.url.get_backend_name() == "postgresql" else ""
            session.connection().execute(text(f"DROP TRIGGER event_no_{name}{on}"))
    assert not refused(store, "UPDATE event SET name = name")


def run_migrations_again(store: Store) -> None:
    from alembic import command

    command.upgrade(store._alembic, "head")


def test_time_goes_on_between_notes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    tell(store)
    note(store, path)
    with store.unit_of_work() as session:
        grow(session)
    with store.reading() as session:
        note_head(session, path, now=NOON + timedelta(hours=1))
    assert len(read_notes(path)) == 2
    assert contradiction(store, path) is None


def grow(session: Session) -> None:
    from aftersales.rules.roles import SYSTEM
    from aftersales.services.company import add_office

    add_office(session, actor=SYSTEM, now=NOON, name="新办事处", region="西南")
