"""The filled database, kept between runs, and copies of it to write into."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.schema import CreateTable

from aftersales.config import data_folder
from aftersales.database import Store
from aftersales.models import Base
from benchmarks.company.fill import Progress, fill
from benchmarks.company.learn import learn
from benchmarks.company.world import World, find_world


def bench_folder() -> Path:
    """Beside the product's own data, which git does not see."""
    folder = data_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _key(requests: int) -> str:
    """Another one whenever the tables or what the services write change."""
    schema = "".join(str(CreateTable(table)) for table in Base.metadata.sorted_tables)
    digest = hashlib.sha256((schema + learn().source).encode()).hexdigest()
    return f"bench_{requests}_{digest[:10]}"


def _settle(file: Path) -> None:
    """Wait until a new file is on the disk: else its writing goes on beneath what is measured."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


class Kept:
    """Bench companies of any size on one database server: SQLite files, or databases beside that of `url`."""

    def __init__(self, url: str | None, progress: Progress) -> None:
        self._server = url
        self._progress = progress

    @property
    def is_sqlite(self) -> bool:
        return self._server is None

    def open(self, requests: int) -> tuple[Store, World]:
        """The company with so many requests; made where it isn't kept yet. Only to be read."""
        name = _key(requests)
        if not self._exists(name):
            building = f"{name}_new"
            self._drop(building)
            store = self._make(building)
            fill(store, requests, self._progress)
            store.close()
            self._drop_older(requests)
            self._rename(building, name)
        store = Store.open(self._url(name))
        with store.reading() as session:
            return store, find_world(session, requests)

    @contextmanager
    def copy(self, store: Store) -> Iterator[Store]:
        """A copy to write into, gone afterwards."""
        name = f"{self._name(store)}_copy"
        self._drop(name)
        store.close()
        if self._server is None:
            shutil.copyfile(str(store.url.database), self._file(name))
            _settle(self._file(name))
        else:
            self._admin(f"CREATE DATABASE {name} TEMPLATE {store.url.database}")
        copy = Store.open(self._url(name))
        try:
            yield copy
        finally:
            copy.close()
            self._drop(name)

    def _file(self, name: str) -> Path:
        return bench_folder() / f"{name}.sqlite3"

    def _name(self, store: Store) -> str:
        return Path(str(store.url.database)).stem

    def _url(self, name: str) -> str:
        if self._server is None:
            return f"sqlite:///{self._file(name).as_posix()}"
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _admin(self, sql: str) -> object:
        assert self._server is not None
        store = Store.open(self._server)
        try:
            with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                found = connection.execute(text(sql))
                return found.scalar() if found.returns_rows else None
        finally:
            store.close()

    def _exists(self, name: str) -> bool:
        if self._server is None:
            return self._file(name).exists()
        return bool(self._admin(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def _databases(self) -> list[str]:
        return str(self._admin("SELECT string_agg(datname, ' ') FROM pg_database") or "").split()

    def _make(self, name: str) -> Store:
        if self._server is not None:
            self._admin(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return Store.open(self._url(name))

    def _rename(self, old: str, new: str) -> None:
        if self._server is None:
            self._file(old).rename(self._file(new))
            self._drop(old)
        else:
            self._admin(f"ALTER DATABASE {old} RENAME TO {new}")

    def _drop_older(self, requests: int) -> None:
        """What was kept of this size before the services wrote otherwise."""
        if self._server is None:
            names = [file.stem for file in bench_folder().glob(f"bench_{requests}_*.sqlite3")]
        else:
            names = [name for name in self._databases() if name.startswith(f"bench_{requests}_")]
        for name in names:
            if not name.endswith("_new"):
                self._drop(name)

    def _drop(self, name: str) -> None:
        if self._server is None:
            for ending in ("", "-wal", "-shm", ".lock"):
                Path(f"{self._file(name)}{ending}").unlink(missing_ok=True)
        else:
            self._admin(f"DROP DATABASE IF EXISTS {name}")
