"""The one place that asks what time it is. Services and rules are told."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
