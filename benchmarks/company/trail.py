"""The chain of hashes over rows that were written in bulk, exactly as the services chain them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

Row = tuple[Any, ...]


class Trail:
    """Goes on from where the trail ends. `count` and `hash` are its head afterwards."""

    def __init__(self, count: int, head: str) -> None:
        self.count, self.hash = count, head

    def chain(self, events: Sequence[Row], words: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        """Complete rows of `event` and `event_words`; what came last in each row goes into the hash only."""
        spoken: dict[int, str] = {}
        done_words = []
        for event_id, _, stored, hashed in words:
            salt = f"{event_id:032x}"
            spoken[event_id] = hashlib.sha256((salt + hashed).encode()).hexdigest()
            done_words.append((event_id, salt, stored))
        done = []
        for id, at, actor_id, name, subject, subject_id, data, _, _, hashed in events:
            tied = spoken.get(id, "")
            moment = f"{at[:10]}T{at[11:]}+00:00"
            actor = "null" if actor_id is None else actor_id
            row = f'["{self.hash}",{id},"{moment}",{actor},"{name}","{subject}",{subject_id},{hashed},"{tied}"]'
            self.hash = hashlib.sha256(row.encode()).hexdigest()
            done.append((id, at, actor_id, name, subject, subject_id, data, tied, self.hash))
        self.count += len(done)
        return done, done_words
