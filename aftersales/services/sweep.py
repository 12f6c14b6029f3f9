"""What is kept for a while only: copies made before migrations, and forms that nobody went on with.

Both hold personal data that the live tables may have erased since.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from aftersales.errors import Unavailable
from aftersales.models import FormDraft
from aftersales.rules.message import N_

# As the adapters name them: "aftersales-20261125T064500-1234-0123456789ab.sqlite3".
_COPY = re.compile(r".+-(\d{8}T\d{6})(?:-\d+-[0-9a-f]{0,12})?\.(?:sqlite3|dump)\Z")


def sweep_backups(folder: Path, *, now: datetime, days: int) -> list[Path]:
    """Delete the copies in `folder` made more than `days` ago, by the moment in their names; gives those deleted.

    Files that we didn't name are left alone. Raises Unavailable where one can't be deleted.
    """
    if not folder.is_dir():
        return []
    swept = []
    for path in sorted(folder.iterdir()):
        made_at = _made_at(path)
        if made_at is None or now - made_at <= timedelta(days=days):
            continue
        try:
            path.unlink(missing_ok=True)  # another server may have been faster
        except OSError as error:
            raise Unavailable(
                N_("The old backup {path} can't be deleted: {reason}."), path=str(path), reason=error.strerror or ""
            ) from None
        swept.append(path)
    return swept


def _made_at(path: Path) -> datetime | None:
    named = _COPY.fullmatch(path.name)
    if named is None or not path.is_file():
        return None
    try:
        return datetime.strptime(named.group(1), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def sweep_drafts(session: Session, *, now: datetime, days: int) -> int:
    """Throw away the drafts that nobody touched for more than `days`; gives how many. It is no deed of the company."""
    old: Any = delete(FormDraft).where(col(FormDraft.kept_at) < now - timedelta(days=days))
    return int(session.connection().execute(old).rowcount)
