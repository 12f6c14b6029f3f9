"""The lease that lets exactly one ticker work, however many servers are up."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlmodel import Session

from aftersales.models.base import Moment

LEASE = timedelta(seconds=60)
# On PostgreSQL a second taker waits here for the first one's commit, and then finds the lease taken.
_TAKE = text(
    "INSERT INTO ticker_lease (id, holder, until_at) VALUES (1, :holder, :until) "
    "ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at "
    "WHERE ticker_lease.holder = excluded.holder OR ticker_lease.until_at <= :now"
).bindparams(bindparam("until", type_=Moment()), bindparam("now", type_=Moment()))


def this_process() -> str:
    """Who holds the lease: this process on this machine."""
    return f"{socket.gethostname()[:48]}:{os.getpid()}"


def take_lease(session: Session, *, holder: str, now: datetime) -> bool:
    """Take or renew it for a minute. False while somebody else's still runs."""
    values = {"holder": holder, "now": now, "until": now + LEASE}
    return session.connection().execute(_TAKE, values).rowcount > 0
