"""The calendars that a project's terms name, as parts of a statement that reads a whole record together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from aftersales.models import Base, CalendarDay, ServiceCalendar, TermName
from aftersales.services.plain_rows import columns_of
from aftersales.services.rows import keep_rows

_T = Base.metadata.tables
_TERM: Any = _T["contract_term"].c


def calendar_parts(project_id: Any) -> tuple[tuple[type[Base], Any], ...]:
    """Calendars and their days, for a select that gives the project's id."""
    named = select(_TERM.value["calendar_id"].as_integer()).where(
        _TERM.project_id.in_(project_id), _TERM.name == TermName.CALENDAR
    )
    return (
        (ServiceCalendar, select(*columns_of(ServiceCalendar)).where(_T["service_calendar"].c.id.in_(named))),
        (CalendarDay, select(*columns_of(CalendarDay)).where(_T["calendar_day"].c.calendar_id.in_(named))),
    )


def keep_calendars(session: Session, rows: Mapping[Any, list[Any]]) -> None:
    """Let `load_calendars` answer with those that were read."""
    for calendar in rows[ServiceCalendar]:
        keep_rows(session, ServiceCalendar, "id", calendar.id, [calendar])
        days = [day for day in rows[CalendarDay] if day.calendar_id == calendar.id]
        keep_rows(session, CalendarDay, "calendar_id", calendar.id, days)
