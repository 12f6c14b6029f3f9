"""Contract terms and service calendars: changed from a stated moment, by an event, never silently (2a)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field
from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import CalendarDay, ContractTerm, Project, ServiceCalendar, ServiceRequest, TermName
from aftersales.models.requests import OPEN_SQL
from aftersales.rules.kinds import Cause, Charge, TermSource
from aftersales.rules.message import N_
from aftersales.rules.months import MOST_MONTHS
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.clocks import replay, set_clocks, set_due
from aftersales.services.events import record_event
from aftersales.services.holiday_days import announced_days
from aftersales.services.input import Input, Moment, ensure_text, needed_text, text
from aftersales.services.rows import forget
from aftersales.services.steps import CLOCKS
from aftersales.services.terms import make_calendar


class NewTerm(Input):
    """`value`: {"hours": 6}, {"calendar_id": 3}, {"months": 12}, or cause to charge for the coverage."""

    name: TermName
    value: dict[str, Any]
    source: TermSource = TermSource.CONTRACT
    quote: text(400) = ""
    from_at: Moment


def set_term(session: Session, *, actor: Actor, now: datetime, project_id: int, new: NewTerm) -> ContractTerm:
    """One term of a project from a stated moment on. Open requests are replayed, each move told by an event."""
    ensure_may(actor, Action.CHANGE_TERMS)
    project = session.get(Project, project_id)
    if project is None:
        raise NotFound(N_("This project is not in the register."))
    if new.source not in (TermSource.CONTRACT, TermSource.TENDER):
        raise InvalidInput(N_("A term comes from the contract or its tender."), field="source", clause="2a")
    term = ContractTerm(project_id=project_id, **new.model_dump() | {"value": _checked(session, new)})
    session.add(term)
    project.version += 1
    session.add(project)
    session.flush()
    forget(session)
    record_event(
        session, actor=actor, now=now, name="set_term", subject="project", subject_id=project_id,
        data={"term": new.name, "value": term.value, "source": new.source, "from_at": new.from_at},
        words={"quote": new.quote},
    )  # fmt: skip
    replay_open(session, actor=actor, now=now, project_ids=[project_id], why="set_term")
    return term


def _checked(session: Session, new: NewTerm) -> dict[str, Any]:
    if new.name is TermName.CALENDAR:
        if session.get(ServiceCalendar, new.value.get("calendar_id")) is None:
            raise NotFound(N_("This service calendar does not exist."))
        return {"calendar_id": int(new.value["calendar_id"])}
    if new.name is TermName.COVERAGE:
        try:
            return {Cause(cause).value: Charge(charge).value for cause, charge in new.value.items()}
        except ValueError:
            raise InvalidInput(N_("The coverage names a cause and who pays."), field="value") from None
    if new.name is TermName.EXCHANGE_MONTHS:
        months = new.value.get("months")
        if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= MOST_MONTHS:
            raise InvalidInput(
                N_("The months have to be from 1 to {most}."), field="value", clause="3(1)", most=MOST_MONTHS
            )
        return {"months": months}
    hours = new.value.get("hours")
    if not isinstance(hours, (int, float)) or isinstance(hours, bool) or not 0 < hours <= 8760:
        raise InvalidInput(N_("The hours have to be more than 0 and at most 8,760."), field="value")
    return {"hours": hours}


def replay_open(session: Session, *, actor: Actor, now: datetime, project_ids: list[int], why: str) -> int:
    """Replay the open requests of these projects; how many had a deadline moved."""
    statement = select(ServiceRequest).where(col(ServiceRequest.project_id).in_(project_ids), sql(OPEN_SQL))
    moved = 0
    for request in session.exec(statement.order_by(col(ServiceRequest.id)).with_for_update()).all():
        before = {name: getattr(request, name) for name in CLOCKS}
        set_clocks(request, replay(session, request, now=now))
        changed = {name: getattr(request, name) for name in CLOCKS if getattr(request, name) != before[name]}
        if not changed:
            continue
        set_due(session, request)
        request.version += 1
        session.add(request)
        session.flush()
        record_event(
            session, actor=actor, now=now, name="replay", subject="request", subject_id=request.id or 0,
            data={"why": why, "clocks": changed},
        )  # fmt: skip
        moved += 1
    return moved


class NewCalendar(Input):
    """`week`: seven lists of [start_minute, end_minute], Monday first. `holidays`: "CN", or empty."""

    name: needed_text(80)
    zone: needed_text(64) = "Asia/Shanghai"
    holidays: text(8) = ""
    week: tuple[tuple[tuple[int, int], ...], ...] = Field(min_length=7, max_length=7)


def add_calendar(
    session: Session, *, actor: Actor, now: datetime, new: NewCalendar, years: tuple[int, ...] = ()
) -> ServiceCalendar:
    """A calendar with the announced days of `years` copied into the store. Refused without any working time."""
    ensure_may(actor, Action.CHANGE_TERMS)
    row = ServiceCalendar(**new.model_dump() | {"week": [[list(f) for f in frames] for frames in new.week]})
    make_calendar(row, [])  # raises InvalidInput for a calendar that never works
    session.add(row)
    session.flush()
    assert row.id is not None
    record_event(
        session, actor=actor, now=now, name="add_calendar", subject="calendar", subject_id=row.id,
        data={"week": row.week, "holidays": new.holidays, "zone": new.zone}, words={"name": new.name},
    )  # fmt: skip
    for year in years:
        copy_year(session, actor=actor, now=now, calendar_id=row.id, year=year)
    return row


def copy_year(session: Session, *, actor: Actor, now: datetime, calendar_id: int, year: int) -> int:
    """Copy the days that the calendar's country announced for a year, with their source; company's own stay."""
    ensure_may(actor, Action.CHANGE_TERMS)
    row = session.get(ServiceCalendar, calendar_id)
    if row is None:
        raise NotFound(N_("This service calendar does not exist."))
    if not row.holidays:
        return 0
    stored = {day.on: day for day in session.exec(select(CalendarDay).where(CalendarDay.calendar_id == calendar_id))}
    written = []
    for day in announced_days(row.holidays, year):
        old = stored.get(day.on)
        if old is not None and old.source == COMPANY:
            continue
        new = old or CalendarDay(calendar_id=calendar_id, on=day.on, is_working=day.is_working, source=day.source)
        new.is_working, new.name, new.source, new.is_provisional = day.is_working, day.name, day.source, day.provisional
        session.add(new)
        written.append([day.on, day.is_working])
    session.flush()
    forget(session)
    if written:
        record_event(
            session, actor=actor, now=now, name="copy_calendar_year", subject="calendar", subject_id=calendar_id,
            data={"year": year, "days": written},
        )  # fmt: skip
        replay_open(session, actor=actor, now=now, project_ids=_projects_with(session, calendar_id), why="calendar")
    return len(written)


COMPANY = "company"  # the source of a day that the company set itself


def set_day(
    session: Session, *, actor: Actor, now: datetime, calendar_id: int, on: date, is_working: bool, name: str = ""
) -> CalendarDay:
    """The company adds or corrects one day; open requests under this calendar are replayed."""
    ensure_may(actor, Action.CHANGE_TERMS)
    name = ensure_text(name, 80, field="name")
    if session.get(ServiceCalendar, calendar_id) is None:
        raise NotFound(N_("This service calendar does not exist."))
    day = session.exec(
        select(CalendarDay).where(CalendarDay.calendar_id == calendar_id, CalendarDay.on == on)
    ).first() or CalendarDay(calendar_id=calendar_id, on=on, is_working=is_working, source=COMPANY)
    day.is_working, day.name, day.source, day.is_provisional = (
        is_working,
        ensure_text(name, 80, field="name"),
        COMPANY,
        False,
    )
    session.add(day)
    session.flush()
    forget(session)
    record_event(
        session, actor=actor, now=now, name="set_calendar_day", subject="calendar", subject_id=calendar_id,
        data={"on": on, "is_working": is_working, "name": day.name},
    )  # fmt: skip
    replay_open(session, actor=actor, now=now, project_ids=_projects_with(session, calendar_id), why="calendar")
    return day


def _projects_with(session: Session, calendar_id: int) -> list[int]:
    terms = session.exec(select(ContractTerm).where(ContractTerm.name == TermName.CALENDAR)).all()
    return sorted({term.project_id for term in terms if term.value.get("calendar_id") == calendar_id})
