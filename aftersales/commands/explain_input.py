"""What `aftersales explain` is given, read strictly: nothing is guessed, and a refusal names its option."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from aftersales.commands.calendar_option import CalendarOption, read_calendar
from aftersales.errors import InvalidInput
from aftersales.rules.deadlines import Stop, ensure_asked_after_receipt
from aftersales.rules.kinds import Cause, StopReason
from aftersales.rules.message import N_
from aftersales.rules.months import MOST_MONTHS

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
HOURS = re.compile(r"[0-9]{1,6}([.][0-9]{1,9})?")
MOST_HOURS = 8760


@dataclass(frozen=True, slots=True)
class Question:
    """The options as values; moments are aware, days are days of the service zone."""

    received_at: datetime
    cause: Cause
    handover_on: date | None
    months: int | None
    asked_at: datetime | None
    contract_length: timedelta | None
    repaired_on: date | None
    stops: tuple[Stop, ...]
    calendar: CalendarOption | None


def read_question(args: argparse.Namespace, zone: ZoneInfo) -> Question:
    """Raises InvalidInput for the first option that can't be taken."""
    if args.received is None:
        raise InvalidInput(N_("{option} is needed."), field="received", option="--received")
    received_at = _moment(args.received, "--received", zone)
    asked_at = None
    if args.requested_arrival is not None:
        asked_at = _moment(args.requested_arrival, "--requested-arrival", zone)
        ensure_asked_after_receipt(asked_at=asked_at, received_at=received_at)
    repaired_on = None if args.repaired_on is None else _day(args.repaired_on, "--repaired-on")
    if repaired_on is not None and repaired_on > received_at.astimezone(zone).date():
        raise InvalidInput(
            N_("{option} can't lie after the receipt: {value}."), option="--repaired-on", value=args.repaired_on
        )
    return Question(
        received_at=received_at,
        cause=_cause(args.cause),
        handover_on=None if args.handover is None else _day(args.handover, "--handover"),
        months=None if args.months is None else _months(args.months),
        asked_at=asked_at,
        contract_length=None if args.contract_arrival_hours is None else _hours(args.contract_arrival_hours),
        repaired_on=repaired_on,
        stops=tuple(_stop(text, zone) for text in args.stop or ()),
        calendar=None if args.calendar is None else read_calendar(args.calendar),
    )


def _day(text: str, option: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInput(N_("{option} needs a day that exists, as YYYY-MM-DD, not “{value}”."), option=option, value=text)


def _moment(text: str, option: str, zone: ZoneInfo) -> datetime:
    """A day alone is its beginning. Without an offset the time is that of the service zone."""
    try:
        if MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text.upper())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            moment.astimezone(zone)
            return moment
    except (ValueError, OverflowError):
        pass
    raise InvalidInput(
        N_("{option} needs a moment that exists, as YYYY-MM-DDTHH:MM, not “{value}”."), option=option, value=text
    )


def _months(text: str) -> int:
    if re.fullmatch("[0-9]{1,6}", text) and int(text) <= MOST_MONTHS:
        return int(text)
    raise InvalidInput(
        N_("{option} needs a whole number from 0 to {most}, not “{value}”."),
        option="--months",
        most=str(MOST_MONTHS),
        value=text,
    )


def _hours(text: str) -> timedelta:
    """Whole or decimal hours, more than none, a year at most."""
    if HOURS.fullmatch(text) and 0 < Fraction(text) <= MOST_HOURS:
        return timedelta(microseconds=round(Fraction(text) * 3_600_000_000))
    raise InvalidInput(
        N_("{option} needs a number of hours above 0, up to {most}, not “{value}”."),
        option="--contract-arrival-hours",
        most=str(MOST_HOURS),
        value=text,
    )


def _cause(text: str) -> Cause:
    if text in list(Cause):
        return Cause(text)
    raise InvalidInput(
        N_("{option} has to be one of {choices}, not “{value}”."),
        option="--cause",
        choices=", ".join(Cause),
        value=text,
    )


def _stop(text: str, zone: ZoneInfo) -> Stop:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2:
        raise InvalidInput(N_("{option} needs two moments, FROM,TO, not “{value}”."), option="--stop", value=text)
    from_at, to_at = (_moment(part, "--stop", zone) for part in parts)
    if to_at < from_at:
        raise InvalidInput(N_("{option} ends before it begins: “{value}”."), option="--stop", value=text)
    return Stop(from_at, to_at, StopReason.CUSTOMER)
