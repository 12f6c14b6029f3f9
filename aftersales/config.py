"""Settings, read from the environment. Every setting is documented in docs/running.md."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from aftersales.places import own_data_folder


@lru_cache(maxsize=1)
def service_zone() -> ZoneInfo:
    """The zone in which days begin, warranties end and moments are shown (AFTERSALES_TIME_ZONE)."""
    return ZoneInfo(os.environ.get("AFTERSALES_TIME_ZONE", "Asia/Shanghai"))


def data_folder() -> Path:
    """Where the embedded database and its backups live (AFTERSALES_DATA; see `own_data_folder`)."""
    return Path(os.environ.get("AFTERSALES_DATA") or own_data_folder()).resolve()


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    is_demo: bool
    language: str | None  # of the command line; None: the system's


def settings() -> Settings:
    """What the environment says now."""
    is_demo = os.environ.get("AFTERSALES_DEMO") == "1"
    file = data_folder() / ("demo.sqlite3" if is_demo else "aftersales.sqlite3")
    language = os.environ.get("AFTERSALES_LANG")
    return Settings(
        database_url=os.environ.get("AFTERSALES_DATABASE_URL") or f"sqlite:///{file.as_posix()}",
        is_demo=is_demo,
        language=language if language in ("zh", "en") else None,
    )
