"""A session whose transaction is begun, committed and ended by the driver itself.

SQLAlchemy sets up a connection and two transactions of its own around each use of the store: 45 to 60 µs, as much
as several prepared statements take. Here they are made when something goes by them, and then join the transaction
that the driver is in already, in the way that SQLAlchemy documents for a session bound to a connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from aftersales.adapter_protocol import Adapter


class DriverSession(Session):
    """Its connection is taken from the pool when it is first used, and given back when the session is closed.

    What SQLAlchemy keeps about objects is made when somebody asks for it: most looks have none.
    """

    def __init__(self, engine: Engine, adapter: Adapter, *, writes: bool = False) -> None:
        self._keeps_objects = False
        self.info = {"adapter": adapter}
        self.dialect = engine.dialect
        self._engine, self._adapter, self._writes = engine, adapter, writes
        self._lent: Any = None
        self._cursor: Any = None
        self._joined: Connection | None = None

    def __getattr__(self, name: str) -> Any:
        if self._keeps_objects:
            raise AttributeError(name)
        self._keeps_objects, info = True, self.info
        super().__init__(expire_on_commit=False)
        self.info = info
        return getattr(self, name)

    def as_ours(self, error: Exception, sql: str | None = None, values: Any = None) -> Exception:
        """The driver's error as SQLAlchemy's."""
        dialect = self.dialect
        return DBAPIError.instance(sql, values, error, dialect.loaded_dbapi.Error, dialect=dialect)

    def begin_at_driver(self) -> Any:
        """Take a connection and begin; gives the one cursor of this session, which is read to its end each time."""
        lent = None
        try:
            lent = self._engine.raw_connection()
            driver: Any = lent.dbapi_connection
            self._adapter.begin(driver, self._writes)
            self._lent, self._cursor = lent, driver.cursor()
        except self.dialect.loaded_dbapi.Error as error:
            if lent is not None:
                lent.close()
            raise self.as_ours(error) from error
        return self._cursor

    def unheard_cursor(self) -> Any:
        """The driver's cursor; None where somebody listens to what is sent, which then has to go by SQLAlchemy."""
        if (self._joined or self._engine).dispatch.before_cursor_execute:
            return None
        return self._cursor or self.begin_at_driver()

    def get_bind(self, *_asked: Any, **_options: Any) -> Connection:
        """SQLAlchemy's connection, in the transaction of the driver."""
        joined = self._joined
        if joined is None:
            if self._lent is None:
                self.begin_at_driver()
            joined = self._joined = Connection(self._engine, connection=self._lent)
            joined.begin()
        return joined

    def connection(self, *_asked: Any, **_options: Any) -> Connection:
        return self.get_bind()

    def commit(self) -> None:
        """Write what is still to write, and make it last. Who goes on begins another transaction."""
        self.flush()
        if self._keeps_objects:
            super().commit()  # of SQLAlchemy's own; what has joined the driver's transaction doesn't end it
        if self._lent is not None:
            try:
                self._lent.dbapi_connection.commit()
            except self.dialect.loaded_dbapi.Error as error:
                raise self.as_ours(error) from error
        self._give_back()

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if self._keeps_objects:
            super().flush(objects)

    def rollback(self) -> None:
        if self._keeps_objects:
            super().rollback()
        if self._lent is not None and self._lent.dbapi_connection is not None:  # else SQLAlchemy saw that it is lost
            try:
                self._lent.dbapi_connection.rollback()
            except self.dialect.loaded_dbapi.Error as error:  # it is lost, and its transaction with it
                self._lent.invalidate(error)
        self._give_back()

    def close(self) -> None:
        if self._keeps_objects:
            super().close()
        self._give_back()

    def _give_back(self) -> None:
        """The connection to the pool, which ends whatever it was doing."""
        lent, joined = self._lent, self._joined
        self._lent = self._cursor = self._joined = None
        if joined is not None:
            joined.close()
        elif lent is not None:
            lent.close()
