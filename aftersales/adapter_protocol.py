"""What an adapter of a database has to do; `aftersales.adapters` holds the two there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine
from sqlmodel import Session


class Adapter(Protocol):
    """What the two databases do differently."""

    def make_engine(self, url: URL) -> Engine: ...

    def begin(self, driver: Any, writes: bool) -> None:
        """Begin a transaction on the driver's connection; one that writes takes the writer's lock at once."""

    def lock_trail(self, session: Session) -> None:
        """From here to the end of the transaction nobody else adds to the trail."""

    def lock_staff(self, session: Session, staff_ids: list[int]) -> None:
        """From here to the end of the transaction nobody else plans these people."""

    def index_words(self, session: Session, table: str, row_id: int, old: str | None, new: str) -> None:
        """Write one thing's words and bring the index up to date; `old` is what stood there."""

    def index_new_words(self, session: Session, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Write and index the words of many things that have none yet: (id, words), one at least."""

    def search_ids(
        self, session: Session, table: str, words: list[str], before_id: int | None, limit: int
    ) -> list[int]:
        """Ids whose words hold every one of `words`, newest first. A word that ends in * is a beginning."""

    def after_given_ids(self, session: Session, tables: Sequence[str]) -> None:
        """Rows of these tables were written under ids of the writer's own; the next id comes after them."""

    def after_schema(self, connection: Connection) -> None:
        """Make what the migrations can't declare on both alike: triggers and search indexes. Idempotent."""

    def backup(self, engine: Engine, folder: Path, now: datetime) -> Path | None:
        """Copy the database before it is migrated; None where nothing is stored yet."""

    def throw_away(self, engine: Engine) -> None:
        """Take everything out of the database, the schema too. Only ever done to a demo company."""

    def migration_lock(self, engine: Engine) -> Any:
        """A context in which no other process migrates."""
