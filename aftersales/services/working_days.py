"""Which days the company works: by its own calendar, else from Monday to Friday less China's public holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session, col, select

from aftersales.config import service_zone
from aftersales.models import ServiceCalendar
from aftersales.rules.periods import DAY, midnight
from aftersales.services.holiday_days import FIRST_YEAR, LAST_YEAR, announced_days
from aftersales.services.rows import remembered
from aftersales.services.terms import load_calendars

COUNTRY = "CN"


def end_of(day: date) -> datetime:
    """The moment at which a day of the service time zone is over."""
    return midnight(day + DAY, service_zone())


def working_days(session: Session) -> Callable[[date], bool]:
    """A test of one day. The company's calendar is its first one that knows public holidays, with the days that were
    corrected in it; years that it doesn't hold are looked up as announced."""
    return remembered(session, "working_days", lambda: _load(session))


def _load(session: Session) -> Callable[[date], bool]:
    first = session.exec(
        select(ServiceCalendar.id).where(ServiceCalendar.holidays != "").order_by(col(ServiceCalendar.id)).limit(1)
    ).first()
    calendar = load_calendars(session, {first})[first] if first is not None else None
    known: dict[int, dict[date, bool]] = {}

    def announced(day: date) -> bool | None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return None
        if day.year not in known:
            known[day.year] = {one.on: one.is_working for one in announced_days(COUNTRY, day.year)}
        return known[day.year].get(day)

    def is_working(day: date) -> bool:
        if calendar is None:
            told = announced(day)
            return told if told is not None else day.weekday() < 5
        rule = calendar.days.get(day)
        if rule is not None:
            return rule.is_working
        holds = calendar.known_years is None or day.year in calendar.known_years
        told = None if holds else announced(day)
        return told if told is not None else bool(calendar.week[day.weekday()])

    return is_working
