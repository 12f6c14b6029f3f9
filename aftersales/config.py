"""Settings, read from the environment. Every setting is documented in docs/running.md."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aftersales.errors import InvalidInput
from aftersales.places import own_data_folder
from aftersales.rules.message import N_


@lru_cache(maxsize=1)
def service_zone() -> ZoneInfo:
    """The zone in which days begin, warranties end and moments are shown (AFTERSALES_TIME_ZONE)."""
    return ZoneInfo(os.environ.get("AFTERSALES_TIME_ZONE", "Asia/Shanghai"))


def data_folder() -> Path:
    """Where the embedded database and its backups live (AFTERSALES_DATA; see `own_data_folder`)."""
    return Path(os.environ.get("AFTERSALES_DATA") or own_data_folder()).resolve()


def secrets_key_file() -> Path:
    """The key by which secrets in the database are encrypted; never a part of it (AFTERSALES_KEY_FILE)."""
    return Path(os.environ.get("AFTERSALES_KEY_FILE") or data_folder() / "secrets.key").resolve()


def _number(name: str, usual: int, most: int) -> int:
    given = os.environ.get(name) or str(usual)
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= most:
        raise InvalidInput(N_("{name} has to be a number from 1 to {most}."), name=name, most=most)
    return int(given)


IDLE_MINUTES = 120


def idle_minutes() -> int:
    """After how many minutes in which nobody uses it a session ends (AFTERSALES_IDLE_MINUTES)."""
    return _number("AFTERSALES_IDLE_MINUTES", IDLE_MINUTES, 10080)


def keeps_backups_days() -> int:
    """After how many days a copy made before a migration is deleted (AFTERSALES_KEEP_BACKUPS_DAYS)."""
    return _number("AFTERSALES_KEEP_BACKUPS_DAYS", 90, 36500)


def keeps_drafts_days() -> int:
    """After how many days a form that nobody went on with is thrown away (AFTERSALES_KEEP_DRAFTS_DAYS)."""
    return _number("AFTERSALES_KEEP_DRAFTS_DAYS", 30, 36500)


def trusts_unverified_email() -> bool:
    """Whether an identity provider is believed that doesn't say if an address is verified
    (AFTERSALES_TRUST_UNVERIFIED_EMAIL); one that says it isn't is never believed."""
    return os.environ.get("AFTERSALES_TRUST_UNVERIFIED_EMAIL") == "1"


def keeps_photo_place() -> bool:
    """Whether photos keep what the camera wrote about place, time and owner (AFTERSALES_KEEP_PHOTO_PLACE)."""
    return os.environ.get("AFTERSALES_KEEP_PHOTO_PLACE") == "1"


def public_address() -> str | None:
    """The address people type, where a reverse proxy stands before the server (AFTERSALES_PUBLIC_URL)."""
    given = (os.environ.get("AFTERSALES_PUBLIC_URL") or "").strip().rstrip("/")
    if not given:
        return None
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise InvalidInput(N_("AFTERSALES_PUBLIC_URL has to look like https://service.example.com."))
    return given


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
