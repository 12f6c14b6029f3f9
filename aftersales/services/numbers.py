"""Numbers without gaps within a day of the service time zone, never given twice."""

from __future__ import annotations

import os
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.clock import local_day
from aftersales.models import DailyCounter
from aftersales.prepared import Prepared

# One statement on both databases, and no read before it: the row itself is the lock.
_NEXT = Prepared(
    text(
        'INSERT INTO daily_counter (prefix, "on", last) VALUES (:prefix, :on, 1) '
        'ON CONFLICT (prefix, "on") DO UPDATE SET last = daily_counter.last + 1 RETURNING last'
    )
)

REQUEST = "request"
DISPATCH = "dispatch"
AGREEMENT = "agreement"
HANDBOOK_DELIVERY = "handbook_delivery"
REVISIT = "revisit"
AUDIT = "audit"  # of a closed request (5.2(3))
COMPLAINT = "complaint"
INTEGRITY = "integrity"  # a series of its own: no gap in the others tells of them
OPINION = "opinion"  # asked of one department
ESCALATION = "escalation"
RETURN = "return"  # of products (5.1(4))
CORRECTIVE_ACTION = "corrective_action"  # 4(6)
PREFIXES = {
    REQUEST: "FW",
    DISPATCH: "PG",
    AGREEMENT: "BC",
    HANDBOOK_DELIVERY: "SC",
    REVISIT: "HF",
    AUDIT: "SH",
    COMPLAINT: "TS",
    INTEGRITY: "LZ",
    OPINION: "YJ",
    ESCALATION: "TB",
    RETURN: "TH",
    CORRECTIVE_ACTION: "JZ",
}


def prefix_of(kind: str) -> str:
    """The prefix of a kind of number; a setting each (AFTERSALES_PREFIX_REQUEST, …_DISPATCH, …_AGREEMENT)."""
    return os.environ.get(f"AFTERSALES_PREFIX_{kind.upper()}") or PREFIXES[kind]


def next_number(session: Session, kind: str, now: datetime) -> str:
    """The next number of the day on which it is registered: "FW20261124-0007".

    Rolled back with its transaction, so that the day has no gap.
    """
    prefix, on = prefix_of(kind), local_day(now)
    if isinstance(session, BulkSession):
        return f"{prefix}{on:%Y%m%d}-{_next_kept(session, prefix, on):04d}"
    last = _NEXT.rows(session, {"prefix": prefix, "on": on.isoformat()})[0][0]
    return f"{prefix}{on:%Y%m%d}-{last:04d}"


def _next_kept(session: BulkSession, prefix: str, on: date) -> int:
    counter = session.get(DailyCounter, (prefix, on)) or DailyCounter(prefix=prefix, on=on, last=0)
    counter.last += 1
    session.add(counter)
    return counter.last
