"""Part of the trail as CSV in UTF-8; nothing in it runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from aftersales.queries.trail import TrailRow

# The columns are the stored ones, so that the chain can be computed again from them by whoever checks it.
COLUMNS = ("id", "at", "actor", "name", "subject", "subject_id", "request", "data", "words", "hash")
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # spreadsheets take the wide signs too


def plain_cell(value: Any) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    said = "" if value is None else str(value)
    return f"'{said}" if said.lstrip(" ").startswith(_RUNS) else said


def trail_csv(rows: Iterable[TrailRow]) -> bytes:
    """Begins with the mark that tells a spreadsheet it is UTF-8. Moments in UTC, data and words as JSON."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        words = "erased" if row.words is None else _json(row.words)
        writer.writerow(
            [
                row.id, f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
                plain_cell(row.actor[0] if row.actor else ""),
                row.name, row.subject, row.subject_id, row.request_number or "", _json(row.data), words, row.hash,
            ]
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _json(value: dict[str, Any]) -> str:
    return plain_cell(json.dumps(value, ensure_ascii=False, sort_keys=True) if value else "")
