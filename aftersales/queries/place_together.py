"""Everything that is known of one sign's place, read by one statement for the questions that follow in a session."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlmodel import Session

from aftersales.models import (
    Base,
    CalendarDay,
    Contact,
    ContractTerm,
    Customer,
    HandbookDelivery,
    Project,
    ServiceCalendar,
    Sign,
    TermName,
)
from aftersales.queries.place import PlaceView
from aftersales.queries.together import Together
from aftersales.services.plain_rows import columns_of
from aftersales.services.rows import keep_rows


def keep_place(session: Session, place: PlaceView) -> None:
    """Let `rows_by` answer what warranty, terms, contacts and handbooks ask of this place; nothing without a sign.

    Only for looking, and for a place that this person was shown.
    """
    if place.sign_id is None:
        return
    rows = _PLACE.rows(
        session, {"sign_id": place.sign_id, "project_id": place.project_id, "customer_id": place.customer_id}
    )
    keep_rows(session, Sign, "id", place.sign_id, rows[Sign])
    for kind in (ContractTerm, HandbookDelivery):
        keep_rows(session, kind, "project_id", place.project_id, rows[kind])
    keep_rows(session, Project, "id", place.project_id, rows[Project])
    keep_rows(session, Customer, "id", place.customer_id, rows[Customer])
    keep_rows(session, Contact, "customer_id", place.customer_id, rows[Contact])
    for calendar in rows[ServiceCalendar]:
        keep_rows(session, ServiceCalendar, "id", calendar.id, [calendar])
        days = [day for day in rows[CalendarDay] if day.calendar_id == calendar.id]
        keep_rows(session, CalendarDay, "calendar_id", calendar.id, days)


def _all_of(kind: type[Base], column: str, value: Any) -> tuple[type[Base], Any]:
    return kind, select(*columns_of(kind)).where(Base.metadata.tables[str(kind.__tablename__)].c[column].in_(value))


_SIGN, _PROJECT, _CUSTOMER = (
    select(bindparam(name, type_=Integer)) for name in ("sign_id", "project_id", "customer_id")
)
_TERM: Any = Base.metadata.tables["contract_term"].c
_CALENDARS = select(_TERM.value["calendar_id"].as_integer()).where(
    _TERM.project_id.in_(_PROJECT), _TERM.name == TermName.CALENDAR
)
_PLACE = Together(
    _all_of(Sign, "id", _SIGN),
    _all_of(Project, "id", _PROJECT),
    _all_of(Customer, "id", _CUSTOMER),
    _all_of(Contact, "customer_id", _CUSTOMER),
    _all_of(ContractTerm, "project_id", _PROJECT),
    _all_of(HandbookDelivery, "project_id", _PROJECT),
    _all_of(ServiceCalendar, "id", _CALENDARS),
    _all_of(CalendarDay, "calendar_id", _CALENDARS),
)
