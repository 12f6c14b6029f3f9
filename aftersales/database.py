"""The store: one engine, two ways in (reading, and a unit of work), and its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlmodel import Session, select

from aftersales.adapter_protocol import Adapter
from aftersales.adapters import ADAPTERS
from aftersales.bulk import BulkSession, gathering
from aftersales.clock import utc_now
from aftersales.config import data_folder
from aftersales.driver_session import DriverSession
from aftersales.errors import InvalidInput, Unavailable
from aftersales.models import Company
from aftersales.places import migrations_folder
from aftersales.rules.message import N_
from aftersales.unit_session import UnitSession

FULL_DISK = ("disk is full", "No space left on device")  # SQLite's words, PostgreSQL's words


@dataclass(frozen=True, slots=True)
class Readiness:
    """What /healthz tells: whether the schema is current, the data loaded, and whether it is a demo."""

    up_to_date: bool
    loaded: bool
    is_demo: bool

    @property
    def is_ready(self) -> bool:
        return self.up_to_date and self.loaded


WRITES = {"writes": True}  # for the adapter, which then takes the writer's lock


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A full disk is told in a sentence (Unavailable); the transaction has been rolled back as a whole."""
    try:
        yield
    except DBAPIError as error:
        if not any(words in str(error.orig) for words in FULL_DISK):
            raise
        raise Unavailable(
            N_("The disk is full; nothing of this step was saved. Make room on it and do the step again.")
        ) from error


class Store:
    """One database. Open it once a process."""

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError:
            raise InvalidInput(N_("AFTERSALES_DATABASE_URL is not a database URL.")) from None
        backend = self.url.get_backend_name()
        if backend not in ADAPTERS:
            raise InvalidInput(
                N_("AFTERSALES_DATABASE_URL names “{backend}”; SQLite and PostgreSQL are supported."), backend=backend
            )
        self.adapter: Adapter = ADAPTERS[backend]()
        self.engine = self.adapter.make_engine(self.url)
        self._writing = self.engine.execution_options(**WRITES)

    @classmethod
    def open(cls, url: str) -> Store:
        return cls(url)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only looks; nothing it holds is written."""
        # Closing rolls back; a rollback of the session would empty the rows that the caller still holds.
        return DriverSession(self.engine, self.adapter)

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """One transaction, begun at once: all of it is committed, or nothing."""
        with full_disk_told(), UnitSession(self.engine, self.adapter, writes=True) as session:
            try:
                session.begin_at_driver()
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def bulk_load(self) -> Iterator[BulkSession]:
        """A session that tells a long history at once, in a store that nobody else uses meanwhile.

        Commit as often as you like; what is left is committed at the end.
        """
        with full_disk_told(), BulkSession(self._writing) as session:
            session.info["adapter"] = self.adapter
            with gathering(session):
                yield session

    @cached_property
    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
        config.attributes["store"] = self
        return config

    def is_up_to_date(self) -> bool:
        """Whether every migration has run."""
        head = ScriptDirectory.from_config(self._alembic).get_current_head()
        with self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head

    def migrate(
        self, *, backed_up: bool = False, backups: Path | None = None, now: datetime | None = None
    ) -> Path | None:
        """Bring the schema up to date, after a copy of what is stored. Returns the copy's path, if one was made.

        Raises Unavailable when the database can't be reached, or no copy can be made of it.
        """
        try:
            if self.is_up_to_date():
                return None
            with self.adapter.migration_lock(self.engine):
                if self.is_up_to_date():
                    return None
                copy = None
                if not backed_up:
                    copy = self.adapter.backup(self.engine, backups or data_folder() / "backups", now or utc_now())
                command.upgrade(self._alembic, "head")
                return copy
        except OperationalError as error:
            raise Unavailable(
                N_("The database can't be reached: {reason}"), reason=str(error.orig).strip().splitlines()[0]
            ) from None

    def readiness(self) -> Readiness:
        """Looks once; an unreachable database raises Unavailable."""
        try:
            if not self.is_up_to_date():
                return Readiness(up_to_date=False, loaded=False, is_demo=False)
            with self.reading() as session:
                company = session.exec(select(Company)).first()
        except OperationalError as error:
            raise Unavailable(
                N_("The database can't be reached: {reason}"), reason=str(error.orig).strip().splitlines()[0]
            ) from None
        return Readiness(
            up_to_date=True,
            loaded=company is not None and company.is_loaded,
            is_demo=company is not None and company.is_demo,
        )

    def close(self) -> None:
        self.engine.dispose()


def adapter_of(session: Session) -> Adapter:
    """The adapter of the store that opened this session."""
    adapter: Adapter = session.info["adapter"]
    return adapter
