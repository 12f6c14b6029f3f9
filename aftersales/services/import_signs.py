"""Taking a company's own register: all of its good rows in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from aftersales.database import adapter_of
from aftersales.documents.register_refusals import RowProblem
from aftersales.documents.register_rows import RegisterRow
from aftersales.errors import ChangedMeanwhile
from aftersales.models import (
    Contact,
    Customer,
    CustomerWords,
    Office,
    Project,
    ProjectWords,
    Sign,
    SignType,
    SignWords,
)
from aftersales.rules.kinds import TermSource
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.words import words_of
from aftersales.services.events import record_event
from aftersales.services.import_compare import ProjectKey, chunks
from aftersales.services.import_plan import ImportPlan, Planned, PlannedSign, plan_import
from aftersales.services.search_words import index_customer

WRITE_AT_ONCE = 1000

Progress = Callable[[int, int], None]  # signs done, signs in all


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What was made (or, in a dry run, would be), what was there already, and every refused row in order."""

    signs: int
    unchanged: int
    customers: int
    contacts: int
    projects: int
    sign_types: int
    offices: int
    problems: tuple[RowProblem, ...]

    @property
    def changes_nothing(self) -> bool:
        return self.signs == 0


def foresee_import(
    session: Session, *, actor: Actor, rows: Sequence[RegisterRow], problems: Sequence[RowProblem] = ()
) -> ImportOutcome:
    """What `import_signs` would do; only looks. Raises NotAllowed."""
    ensure_may(actor, Action.IMPORT)
    return _outcome(plan_import(session, rows), problems)


def import_signs(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    rows: Sequence[RegisterRow],
    problems: Sequence[RowProblem] = (),
    progress: Progress | None = None,
) -> ImportOutcome:
    """Store the signs that aren't stored yet, with all they hang on, and one event for the whole import.

    `problems` are the rows that the file itself had refused; they come back in the outcome beside those whose
    code the store knows with other content. What is stored already is never changed, so a second run makes
    nothing. Raises NotAllowed, and ChangedMeanwhile when somebody stores the same at this moment.
    """
    ensure_may(actor, Action.IMPORT)
    session.flush()
    adapter_of(session).lock_trail(session)  # of two imports at once the second sees what the first has made
    plan = plan_import(session, rows)
    outcome = _outcome(plan, problems)
    if outcome.changes_nothing:
        return outcome
    try:
        _write_parents(session, plan)
        first_id, last_id = _write_signs(session, plan, progress)
    except IntegrityError:
        raise ChangedMeanwhile(
            N_("Somebody stored some of these signs, customers or projects at this moment. Try again.")
        ) from None
    record_event(
        session,
        actor=actor,
        now=now,
        name="import_signs",
        subject="sign",
        subject_id=first_id,
        data={
            "signs": outcome.signs,
            "customers": outcome.customers,
            "contacts": outcome.contacts,
            "projects": outcome.projects,
            "sign_types": outcome.sign_types,
            "offices": outcome.offices,
            "refused": len(outcome.problems),
            "first_sign_id": first_id,
            "last_sign_id": last_id,
        },
    )
    return outcome


def _outcome(plan: ImportPlan, problems: Sequence[RowProblem]) -> ImportOutcome:
    return ImportOutcome(
        signs=len(plan.signs),
        unchanged=plan.unchanged,
        customers=plan.new(plan.customers),
        contacts=plan.new(plan.contacts),
        projects=plan.new(plan.projects),
        sign_types=plan.new(plan.sign_types),
        offices=plan.new(plan.offices),
        problems=tuple(sorted((*problems, *plan.problems), key=lambda problem: problem.row)),
    )


def _write_parents(session: Session, plan: ImportPlan) -> None:
    """Everything that signs hang on, each kind in a few statements; fills in the ids."""
    _make(session, Office, plan.offices, "name")
    _make(session, SignType, plan.sign_types, "name")
    for customer in plan.customers.values():
        if customer.id is None:
            office = customer.values.pop("office")
            customer.values["office_id"] = plan.offices[office].id if office else None
    new_customers = _make(session, Customer, plan.customers, "name")
    _make_contacts(session, plan)
    for (customer_key, _contract, _name), project in plan.projects.items():
        if project.id is None:
            project.values |= {
                "customer_id": plan.customers[customer_key].id,
                "office_id": plan.offices[project.values.pop("office")].id,
                "warranty_source": TermSource.PROJECT,
            }
    new_projects = _make(session, Project, plan.projects, "code")
    _index_customers(session, plan, new_customers)
    _index_projects(session, plan, new_projects)


def _make(session: Session, table: Any, things: dict[Any, Planned], unique: str) -> list[Any]:
    """Insert what has no id yet, look the ids up by the `unique` column, and return the keys of what was made."""
    new = [key for key, thing in things.items() if thing.id is None]
    for part in chunks(new):
        session.connection().execute(insert(table), [things[key].values for key in part])
        column = col(getattr(table, unique))
        names = [things[key].values[unique] for key in part]
        ids = {name: row_id for row_id, name in session.exec(select(table.id, column).where(column.in_(names)))}
        for key in part:
            things[key].id = ids[things[key].values[unique]]
    return new


def _make_contacts(session: Session, plan: ImportPlan) -> None:
    new = [(key[0], contact.values) for key, contact in plan.contacts.items() if contact.id is None]
    for part in chunks(new):
        values = [{**values, "customer_id": plan.customers[customer].id} for customer, values in part]
        session.connection().execute(insert(Contact), values)


def _index_customers(session: Session, plan: ImportPlan, made: list[str]) -> None:
    """Search words of new customers, and of stored ones that have a new contact."""
    contacts: dict[str, list[dict[str, Any]]] = {}
    for (customer_key, _name, _digits), contact in plan.contacts.items():
        if contact.id is None:
            contacts.setdefault(customer_key, []).append(contact.values)
    words = []
    for key in made:
        values = plan.customers[key].values
        people = contacts.pop(key, [])
        texts = (values["name"], values["address"], values["city"], values["province"])
        found = words_of(*texts, *(one["name"] for one in people), phones=[one["phone"] for one in people])
        words.append((plan.customers[key].row_id, found))
    for part in chunks(words, WRITE_AT_ONCE):
        adapter_of(session).index_new_words(session, CustomerWords.__tablename__, part)
    for key in contacts:
        stored = session.get(Customer, plan.customers[key].id)
        if stored is not None:
            index_customer(session, stored)


def _index_projects(session: Session, plan: ImportPlan, made: list[ProjectKey]) -> None:
    words = []
    for key in made:
        values, customer = plan.projects[key].values, plan.customers[key[0]].values
        texts = (values["code"], values["name"], values["address"], customer["name"], customer["city"])
        words.append((plan.projects[key].row_id, words_of(*texts)))
    for part in chunks(words, WRITE_AT_ONCE):
        adapter_of(session).index_new_words(session, ProjectWords.__tablename__, part)


def _write_signs(session: Session, plan: ImportPlan, progress: Progress | None) -> tuple[int, int]:
    """Signs and their search words, a chunk at a time; returns the first and the last id."""
    kinds = {kind.id: (kind.name, kind.name_en) for kind in session.exec(select(SignType))}
    all_ids: list[int] = []
    for part in chunks(plan.signs, WRITE_AT_ONCE):
        session.connection().execute(insert(Sign), [_sign_values(plan, sign) for sign in part])
        codes = [sign.row.code for sign in part]
        found = session.exec(select(Sign.code, Sign.id).where(col(Sign.code).in_(codes)))
        ids = {code: row_id or 0 for code, row_id in found}
        words = [(ids[sign.row.code], _words_of_sign(plan, sign, kinds)) for sign in part]
        adapter_of(session).index_new_words(session, SignWords.__tablename__, words)
        all_ids.extend(ids.values())
        if progress is not None:
            progress(len(all_ids), len(plan.signs))
    return min(all_ids), max(all_ids)


def _words_of_sign(plan: ImportPlan, sign: PlannedSign, kinds: dict[int | None, tuple[str, str]]) -> str:
    """The same as `search_words.index_sign` keeps for a sign made by hand."""
    project, customer = plan.projects[sign.project].values, plan.customers[sign.project[0]].values
    return words_of(
        sign.row.code, sign.place, *kinds[plan.sign_types[sign.sign_type].id], project["name"], project["code"],
        project["address"], customer["name"], customer["city"],
    )  # fmt: skip


def _sign_values(plan: ImportPlan, sign: PlannedSign) -> dict[str, Any]:
    return {
        "code": sign.row.code,
        "project_id": plan.projects[sign.project].id,
        "sign_type_id": plan.sign_types[sign.sign_type].id,
        "place": sign.place,
        "batch": "",
        "handover_on": sign.handover_on,
        "warranty_months": sign.warranty_months,
        "is_main": None,
        "photo_id": None,
        "remark": sign.row.remark,
        "version": 1,
    }
