"""What a register is made of. Page, Excel, CSV and command all read the same declaration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import aliased

from aftersales.models import Customer, Office, Project, ServiceRequest, Sign, Staff
from aftersales.models.personal import OF_CUSTOMERS, Personal
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor


class ColumnKind(StrEnum):
    TEXT = "text"
    WORD = "word"  # an enum member
    NAMES = "names"  # a Chinese and an English name
    CREW = "crew"  # who went on a visit; the column holds the dispatch's id
    MOMENT = "moment"
    DAY = "day"
    COUNT = "count"
    QUANTITY = "quantity"  # stored in thousandths
    MONEY = "money"  # stored in fen
    YES_NO = "yes_no"


class Foot(StrEnum):
    """What stands below a column of numbers."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` counts characters. `sql` is two expressions for NAMES, else one."""

    label: str
    kind: ColumnKind
    width: int
    sql: tuple[Any, ...]
    foot: Foot | None = None

    @property
    def personal(self) -> Personal | None:
        """What kind of personal data it shows, by the list of all such columns; put together from others: words."""
        if self.kind is not ColumnKind.TEXT:
            return None
        source = getattr(self.sql[0], "property", None)
        if source is None:
            return Personal.WORDS
        stored = source.columns[0]
        return OF_CUSTOMERS.get(stored.table.name, {}).get(stored.name)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A choice that leaves the rows with one word in one column."""

    key: str
    label: str
    members: type[Enum] | tuple[Enum, ...]
    sql: Any


@dataclass(frozen=True, slots=True)
class Register:
    """`at` and `id` order the rows, newest first, and give the place to go on from."""

    key: str
    title: str
    of_day: str  # what the chosen days are days of
    foot_label: str
    at: Any
    id: Any
    joined: Callable[[Select[Any]], Select[Any]]
    columns: tuple[Column, ...]
    narrowings: tuple[Narrowing, ...]
    needs: Action | None = None  # beside seeing requests
    # Of records that aren't requests: what a row is opened by and on which page, whose office, team, customer and
    # project the filters mean, and which rows somebody sees.
    number: Any = ServiceRequest.number
    page: str = "request.py"
    of: Any = ServiceRequest
    seen: Callable[[Actor], list[ColumnElement[bool]]] | None = None
    # Office, who wrote it down, and state of each row: by them its phones are shown or masked.
    whose: tuple[Any, Any, Any] = (ServiceRequest.office_id, ServiceRequest.registered_by_id, ServiceRequest.state)


def text(label: str, sql: Any, width: int = 16) -> Column:
    return Column(label, ColumnKind.TEXT, width, (sql,))


def word(label: str, sql: Any, width: int = 12) -> Column:
    return Column(label, ColumnKind.WORD, width, (sql,))


def names(label: str, *sql: Any, width: int = 14) -> Column:
    return Column(label, ColumnKind.NAMES, width, sql)


def moment(label: str, sql: Any) -> Column:
    return Column(label, ColumnKind.MOMENT, 17, (sql,))


def day(label: str, sql: Any) -> Column:
    return Column(label, ColumnKind.DAY, 12, (sql,))


def count(label: str, sql: Any, foot: Foot | None = None) -> Column:
    return Column(label, ColumnKind.COUNT, 10, (sql,), foot)


def yes_no(label: str, sql: Any) -> Column:
    return Column(label, ColumnKind.YES_NO, 10, (sql,))


def money(label: str, sql: Any, foot: Foot | None = None) -> Column:
    return Column(label, ColumnKind.MONEY, 14, (sql,), foot)


Recorder = aliased(Staff)

# Most registers say of what customer, project and sign each row is.
NUMBER = text(N_("Request number"), ServiceRequest.number, 19)
WHOSE = (
    text(N_("Customer"), Customer.name, 26),
    text(N_("Project"), Project.name, 26),
    text(N_("Contract number"), Project.code, 16),
    text(N_("Sign code"), Sign.code, 16),
    text(N_("Place"), func.coalesce(func.nullif(ServiceRequest.place, ""), Sign.place), 22),
)
OFFICE = (
    names(N_("Office"), Office.name, Office.name_en),
    names(N_("Region"), Office.region, Office.region_en, width=10),
)


def with_whose(statement: Select[Any]) -> Select[Any]:
    """Customer, project, sign and office of each request.

    Outer joins although each request has a customer: no database may then begin at the customers
    and sort the whole register for one page.
    """
    return (
        statement.outerjoin(Customer, Customer.id == ServiceRequest.customer_id)  # type: ignore[arg-type]
        .outerjoin(Project, Project.id == ServiceRequest.project_id)  # type: ignore[arg-type]
        .outerjoin(Sign, Sign.id == ServiceRequest.sign_id)  # type: ignore[arg-type]
        .outerjoin(Office, Office.id == ServiceRequest.office_id)  # type: ignore[arg-type]
    )


def with_recorder(statement: Select[Any], staff_id: Any) -> Select[Any]:
    """The person whom `staff_id` names."""
    return statement.outerjoin(Recorder, Recorder.id == staff_id)
