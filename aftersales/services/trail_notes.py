"""The head of the trail, kept outside its database too: who rewrites the whole chain can't rewrite what was noted.

One line a note in a file beside the backups: when it was noted, how many events there were, and the last hash. What
that proves, and where to copy the file, stands in docs/trail.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, select
from sqlmodel import Session, col

from aftersales.errors import Unavailable
from aftersales.models import Event, TrailHead
from aftersales.rules.message import N_, Message, message

AT_ONCE = 500


def notes_path(folder: Path, url: URL) -> Path:
    """The file of this database's notes; databases of one name on two servers have two."""
    place = hashlib.sha256(f"{url.host or ''}:{url.port or ''}/{url.database}".encode()).hexdigest()[:8]
    return folder / "trail-notes" / f"{Path(url.database or 'memory').stem}-{place}.jsonl"


@dataclass(frozen=True, slots=True)
class HeadNote:
    """The trail had `count` events at `at`, and the last one's hash was this."""

    at: datetime
    count: int
    hash: str


def note_head(session: Session, path: Path, *, now: datetime) -> HeadNote | None:
    """Add a line, unless the last one says the same or the trail isn't begun. Raises Unavailable."""
    head = (
        session.connection()
        .execute(select(col(TrailHead.count), col(TrailHead.hash)).where(col(TrailHead.id) == 1))
        .first()
    )
    if head is None:
        return None
    noted = read_notes(path)
    if noted and (noted[-1].count, noted[-1].hash) == (head[0], head[1]):
        return None
    note = HeadNote(now, head[0], head[1])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": now.isoformat(), "count": note.count, "hash": note.hash}) + "\n")
    except OSError as error:
        raise Unavailable(N_("The trail's notes can't be written: {reason}"), reason=str(error)) from None
    return note


def read_notes(path: Path) -> list[HeadNote]:
    """All notes, oldest first; none where there is no file. Raises Unavailable for one that can't be read."""
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            kept = json.loads(line)
            found.append(HeadNote(datetime.fromisoformat(kept["at"]), int(kept["count"]), str(kept["hash"])))
        except (ValueError, KeyError, TypeError):
            raise Unavailable(N_("Line {number} of the trail's notes can't be read."), number=number) from None
    return found


def find_contradiction(session: Session, notes: Sequence[HeadNote]) -> tuple[int, Message] | None:
    """The first note that the stored trail no longer bears out, with the event it is about."""
    for start in range(0, len(notes), AT_ONCE):
        part = notes[start : start + AT_ONCE]
        statement = select(col(Event.id), col(Event.hash)).where(col(Event.id).in_({note.count for note in part}))
        stored = {row[0]: row[1] for row in session.connection().execute(statement)}
        for note in part:
            if note.count not in stored:
                gone = N_("Event {id} was noted on {at}, and is gone: the end is missing.")
                return note.count, message(gone, id=note.count, at=note.at)
            if stored[note.count] != note.hash:
                other = N_("Event {id}, or one before it, is not the one that was noted on {at}.")
                return note.count, message(other, id=note.count, at=note.at)
    return None
