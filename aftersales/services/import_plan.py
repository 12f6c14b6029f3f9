"""What taking a register's rows would do to the store: only looks, writes nothing.

`import_signs` carries such a plan out; a dry run prints it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from aftersales.documents.register_headings import Column
from aftersales.documents.register_refusals import Refusal, RowProblem
from aftersales.documents.register_rows import LENGTHS, RegisterRow
from aftersales.models import Contact, Customer, Office, Project, SignType
from aftersales.rules.message import N_, message
from aftersales.rules.names import digits_of, name_key
from aftersales.services.import_compare import (
    DEFAULT_TYPE,
    ProjectKey,
    chunks,
    compare_with_store,
    full_place,
    is_code_of,
    own_terms,
    project_key,
    project_name,
)

DEFAULT_OFFICE = ("总部", "Head office")
NO_CONTRACT = "NC-"  # the code of a project whose contract's number the register doesn't tell

ContactKey = tuple[str, str, str]  # customer's name key, contact's name key, digits


@dataclass(slots=True)
class Planned:
    """One thing that signs hang on: its row in the store, or the values to make it from."""

    id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def row_id(self) -> int:
        """The id of what is stored by now."""
        assert self.id is not None
        return self.id


@dataclass(slots=True)
class PlannedSign:
    row: RegisterRow
    project: ProjectKey
    sign_type: str
    place: str
    handover_on: date | None  # the sign's own, None where the project says the same
    warranty_months: int | None


@dataclass(slots=True)
class ImportPlan:
    """Everything by key; what has no id yet is to be made. Problems are those that the store shows up."""

    offices: dict[str, Planned] = field(default_factory=dict)
    sign_types: dict[str, Planned] = field(default_factory=dict)
    customers: dict[str, Planned] = field(default_factory=dict)
    contacts: dict[ContactKey, Planned] = field(default_factory=dict)
    projects: dict[ProjectKey, Planned] = field(default_factory=dict)
    signs: list[PlannedSign] = field(default_factory=list)
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    default_office: str = ""  # the key of the office that takes what names none

    def new(self, things: dict[Any, Planned]) -> int:
        return sum(1 for thing in things.values() if thing.id is None)


def plan_import(session: Session, rows: Sequence[RegisterRow]) -> ImportPlan:
    """Compare the rows with the store.

    A code that is stored with the same content is left as it is; with other content its row becomes a problem.
    New signs bring their office, type, customer, contact and project along where those aren't stored yet;
    what is stored is never changed.
    """
    plan = ImportPlan()
    compared = compare_with_store(session, rows)
    plan.unchanged, plan.problems, fresh = compared.unchanged, compared.problems, compared.fresh
    if fresh:
        _plan_offices(session, fresh, plan)
        _plan_types(session, fresh, plan)
        _plan_customers(session, fresh, plan)
        _plan_contacts(session, fresh, plan)
        _plan_projects(session, fresh, plan)
        _plan_signs(fresh, plan)
    return plan


def _plan_offices(session: Session, rows: Sequence[RegisterRow], plan: ImportPlan) -> None:
    stored = session.exec(select(Office).order_by(col(Office.id))).all()
    for office in reversed(stored):  # of two alike the older one counts
        for name in (office.name_en, office.name):
            if name:
                plan.offices[name_key(name)] = Planned(office.id)
    plan.default_office = name_key(stored[0].name if stored else DEFAULT_OFFICE[0])
    for row in rows:
        name, name_en = (row.office, "") if row.office else DEFAULT_OFFICE
        region = row.province or row.city or name
        values = {"name": name, "name_en": name_en, "region": region[:40], "region_en": ""}
        plan.offices.setdefault(office_key(row, plan), Planned(values=values))


def office_key(row: RegisterRow, plan: ImportPlan) -> str:
    return name_key(row.office) if row.office else plan.default_office


def _plan_types(session: Session, rows: Sequence[RegisterRow], plan: ImportPlan) -> None:
    for kind in session.exec(select(SignType)):
        for name in (kind.name_en, kind.name):
            if name:
                plan.sign_types[name_key(name)] = Planned(kind.id)
    for row in rows:
        name, name_en = (row.sign_type, "") if row.sign_type else DEFAULT_TYPE
        plan.sign_types.setdefault(name_key(name), Planned(values={"name": name, "name_en": name_en, "is_main": False}))


def _plan_customers(session: Session, rows: Sequence[RegisterRow], plan: ImportPlan) -> None:
    wanted = {name_key(row.customer) for row in rows}
    # All names are looked at: "第一中学（东区）" and "第一中学(东区)" are one customer, and no index knows that.
    everybody = select(col(Customer.id), col(Customer.name), col(Customer.city)).order_by(col(Customer.id).desc())
    for customer_id, name, city in session.exec(everybody):
        if name_key(name) in wanted:
            plan.customers[name_key(name)] = Planned(customer_id, {"name": name, "city": city})
    for row in rows:
        planned = plan.customers.setdefault(
            name_key(row.customer),
            Planned(
                values={
                    "name": row.customer,
                    "is_key": False,
                    "province": "",
                    "city": "",
                    "address": "",
                    "office": "",
                    "version": 1,
                }
            ),
        )
        if planned.id is None:
            values = planned.values
            values["is_key"] = values["is_key"] or row.is_key is True
            for name in ("province", "city", "address"):
                values[name] = values[name] or getattr(row, name)
            values["office"] = values["office"] or (office_key(row, plan) if row.office else "")


def _plan_contacts(session: Session, rows: Sequence[RegisterRow], plan: ImportPlan) -> None:
    keys = {planned.id: key for key, planned in plan.customers.items() if planned.id is not None}
    for part in chunks(list(keys)):
        for contact in session.exec(select(Contact).where(col(Contact.customer_id).in_(part))):
            key = (keys[contact.customer_id], name_key(contact.name), contact.phone_digits)
            plan.contacts[key] = Planned(contact.id)
    with_main = {key[0] for key in plan.contacts}
    for row in rows:
        if not row.contact and not row.phone:
            continue
        customer, name, digits = name_key(row.customer), row.contact or row.phone, digits_of(row.phone)
        if (customer, name_key(name), digits) not in plan.contacts:
            plan.contacts[customer, name_key(name), digits] = Planned(
                values={
                    "name": name,
                    "phone": row.phone,
                    "phone_digits": digits,
                    "email": "",
                    "title": "",
                    "is_main": customer not in with_main,
                    "version": 1,
                }
            )
            with_main.add(customer)


def _plan_projects(session: Session, rows: Sequence[RegisterRow], plan: ImportPlan) -> None:
    by_key: dict[ProjectKey, list[RegisterRow]] = {}
    for row in rows:
        by_key.setdefault(project_key(row), []).append(row)
    taken = _match_projects(session, by_key, plan)
    unnumbered = 0
    for key, its_rows in by_key.items():
        if key in plan.projects:
            continue
        first = its_rows[0]
        if first.contract_number:
            code, number = first.contract_number, 1
            while code.casefold() in taken:
                number += 1
                code = f"{first.contract_number}/{number}"
        else:
            code = ""
            while not code or code.casefold() in taken:
                unnumbered += 1
                code = f"{NO_CONTRACT}{unnumbered:04d}"
        taken.add(code.casefold())
        plan.projects[key] = Planned(
            values={
                "code": code,
                "name": project_name(first),
                "address": _most_common(row.address for row in its_rows) or "",
                "handover_on": _most_common(row.handover_on for row in its_rows),
                "warranty_months": _most_common(row.warranty_months for row in its_rows),
                "office": office_key(next((row for row in its_rows if row.office), first), plan),
                "team_id": None,
                "version": 1,
            }
        )


def _match_projects(session: Session, by_key: dict[ProjectKey, list[RegisterRow]], plan: ImportPlan) -> set[str]:
    """Find stored projects for the keys; returns the codes that can't be given again."""
    taken: set[str] = set()
    stored: dict[tuple[str, str], list[Project]] = {}
    customers = {planned.id: key for key, planned in plan.customers.items() if planned.id is not None}
    for part in chunks(list(customers)):
        for project in session.exec(select(Project).where(col(Project.customer_id).in_(part))):
            stored.setdefault((customers[project.customer_id], name_key(project.name)), []).append(project)
    numbers = {rows[0].contract_number for rows in by_key.values()}
    for part in chunks(sorted(numbers - {""})):
        taken.update(session.exec(select(func.lower(Project.code)).where(col(Project.code).in_(part))))
    for pattern in (f"{NO_CONTRACT}%", "%/%"):
        taken.update(session.exec(select(func.lower(Project.code)).where(col(Project.code).like(pattern))))
    for key, rows in by_key.items():
        for project in stored.get((key[0], key[2]), []):
            if is_code_of(project.code, rows[0].contract_number):
                plan.projects[key] = Planned(
                    project.id,
                    {
                        "address": project.address,
                        "handover_on": project.handover_on,
                        "warranty_months": project.warranty_months,
                        "name": project.name,
                        "code": project.code,
                    },
                )
                break
    return taken


def _most_common(values: Iterable[Any]) -> Any:
    counted = Counter(value for value in values if value not in (None, ""))
    return counted.most_common(1)[0][0] if counted else None


def _plan_signs(rows: Sequence[RegisterRow], plan: ImportPlan) -> None:
    for row in rows:
        key = project_key(row)
        project = plan.projects[key].values
        place = full_place(row, project["address"])
        if len(place) > LENGTHS[Column.PLACE]:
            reason = message(
                N_("Address and place together have more than {most} characters."), most=LENGTHS[Column.PLACE]
            )
            plan.problems.append(row.refused(Refusal.TOO_LONG, reason))
            continue
        handover_on, months = own_terms(row, project["handover_on"], project["warranty_months"])
        sign_type = name_key(row.sign_type or DEFAULT_TYPE[0])
        plan.signs.append(PlannedSign(row, key, sign_type, place, handover_on, months))
