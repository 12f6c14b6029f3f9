"""The contract's terms as the rules take them (2a), and the calendars they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from aftersales.models import Base, CalendarDay, ContractTerm, ServiceCalendar, TermName
from aftersales.prepared import Prepared
from aftersales.rules.calendar import Calendar, DayRule, Frame
from aftersales.rules.charge import Coverage
from aftersales.rules.deadlines import TermsFrom, standard_terms
from aftersales.rules.kinds import Cause, Charge, TermSource
from aftersales.rules.message import N_, message
from aftersales.services.plain_rows import ask
from aftersales.services.rows import remembered, rows_by


@dataclass(frozen=True, slots=True)
class Term:
    """One term as it was set: what it says, who says it, in which words, and from when on."""

    name: TermName
    value: dict[str, Any]
    source: TermSource
    quote: str
    from_at: datetime


_T = Base.metadata.tables["contract_term"].c
_TERMS = Prepared(
    select(_T.name, _T.value, _T.source, _T.quote, _T.from_at)
    .where(_T.project_id == bindparam("project_id"))
    .order_by(_T.from_at, _T.id)
)


@dataclass(frozen=True, slots=True)
class ProjectTerms:
    """Every term that a project's contract has set, oldest first, with the calendars they name."""

    terms: Sequence[Term] = ()
    calendars: dict[int, Calendar] | None = None

    def at(self, name: TermName, moment: datetime) -> Term | None:
        """The term that held at `moment`."""
        held = [term for term in self.terms if term.name is name and term.from_at <= moment]
        return held[-1] if held else None

    def calendar_at(self, moment: datetime) -> Calendar | None:
        term = self.at(TermName.CALENDAR, moment)
        return (self.calendars or {}).get(term.value["calendar_id"]) if term else None

    def coverage(self, moment: datetime) -> Coverage | None:
        term = self.at(TermName.COVERAGE, moment)
        if term is None:
            return None
        charges = {Cause(cause): Charge(charge) for cause, charge in term.value.items()}
        return Coverage(charge_by_cause=charges, source=term.source, quote=term.quote)

    def hours(self, name: TermName, moment: datetime) -> tuple[timedelta, Term] | None:
        term = self.at(name, moment)
        return (timedelta(hours=term.value["hours"]), term) if term else None

    def exchange_months(self, moment: datetime) -> Term | None:
        """The months of their own that the contract gives to what is exchanged (3(1)); None: the rest of the old."""
        return self.at(TermName.EXCHANGE_MONTHS, moment)

    def arrival(self, in_warranty: bool | None, from_at: datetime) -> tuple[TermsFrom, ...]:
        """The arrival terms in force from `from_at` on, one for each moment at which they changed."""
        name = TermName.ARRIVAL_HOURS_OUT_OF_WARRANTY if in_warranty is False else TermName.ARRIVAL_HOURS_IN_WARRANTY
        return self._periods(name, from_at, lambda at: standard_terms(at, in_warranty, self.calendar_at(at)))

    def repair(self, from_at: datetime) -> tuple[TermsFrom, ...]:
        """The optional repair deadline; empty where the contract says none at the receipt."""
        if self.at(TermName.REPAIR_HOURS, from_at) is None:
            return ()
        return self._periods(TermName.REPAIR_HOURS, from_at, None)

    def _periods(self, name: TermName, from_at: datetime, standard: object) -> tuple[TermsFrom, ...]:
        changes = sorted({t.from_at for t in self.terms if t.name in (name, TermName.CALENDAR) and t.from_at > from_at})
        periods = []
        for at in (from_at, *changes):
            found = self.hours(name, at)
            if found is None:
                if callable(standard):
                    periods.append(standard(at))
                continue
            length, term = found
            key = N_("The {source} asks for the repair within {length}.")
            if name is not TermName.REPAIR_HOURS:
                key = N_("The {source} asks for arrival within {length}.")
            fact = message(key, source=term.source, length=length)
            periods.append(TermsFrom(at, length, self.calendar_at(at), term.source, "2a", fact))
        return tuple(periods)


def make_calendar(row: ServiceCalendar, days: Sequence[CalendarDay]) -> Calendar:
    """The rule's value of a stored calendar. Raises InvalidInput where it has no working time."""
    week = tuple(tuple(Frame(start, end) for start, end in frames) for frames in row.week)
    differing = {
        day.on: DayRule(
            is_working=day.is_working,
            frames=tuple(Frame(start, end) for start, end in day.frames) if day.frames is not None else None,
            name=day.name,
            provisional=day.is_provisional,
        )
        for day in days
    }
    years = frozenset(day.on.year for day in days) if row.holidays else None
    return Calendar(row.name, ZoneInfo(row.zone), week, differing, known_years=years)


def load_calendars(session: Session, ids: set[int]) -> dict[int, Calendar]:
    """Calendars by id, with their stored days; one query."""
    if not ids:
        return {}
    if all((ServiceCalendar, "id", id) in session.info for id in ids):  # read with others of the place
        return {
            id: make_calendar(row, rows_by(session, CalendarDay, "calendar_id", id))
            for id in sorted(ids)
            for row in rows_by(session, ServiceCalendar, "id", id)
        }
    joined = select(ServiceCalendar, CalendarDay).outerjoin(
        CalendarDay, col(CalendarDay.calendar_id) == col(ServiceCalendar.id)
    )
    calendars: dict[int, ServiceCalendar] = {}
    days: dict[int, list[CalendarDay]] = {}
    for calendar, day in session.execute(joined.where(col(ServiceCalendar.id).in_(ids))):
        calendars[calendar.id] = calendar
        days.setdefault(calendar.id, []).extend([] if day is None else [day])
    return {id: make_calendar(calendar, days[id]) for id, calendar in calendars.items()}


def load_terms(session: Session, project_id: int | None) -> ProjectTerms:
    """All terms of a project; the standard ones where there is no project."""
    if project_id is None:
        return ProjectTerms()
    return remembered(session, ("terms", project_id), lambda: _load_terms(session, project_id))


def _load_terms(session: Session, project_id: int) -> ProjectTerms:
    kept: list[ContractTerm] | None = session.info.get((ContractTerm, "project_id", project_id))
    if kept is not None:
        rows = [(row.name, row.value, row.source, row.quote, row.from_at) for row in kept]
        terms = [Term(*row) for row in sorted(rows, key=lambda row: row[-1])]
    else:
        terms = [Term(*row) for row in ask(session, _TERMS, project_id=project_id)]
    ids = {term.value["calendar_id"] for term in terms if term.name is TermName.CALENDAR}
    return ProjectTerms(terms, load_calendars(session, ids))
