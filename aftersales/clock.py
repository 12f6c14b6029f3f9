"""The one place that asks what time it is. Services and rules are told."""

from datetime import UTC, date, datetime

from aftersales.config import service_zone


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The day of a moment in the service time zone."""
    return moment.astimezone(service_zone()).date()
