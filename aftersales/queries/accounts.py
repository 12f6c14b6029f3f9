"""Accounts, and the staff with or without one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from aftersales.models import Account, Company, Office, Staff, StaffRole, Team
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_STAFF = 2000


def has_accounts(session: Session) -> bool:
    """Whether anybody can sign in yet."""
    return session.exec(select(Account.staff_id).limit(1)).first() is not None


def in_open_demo() -> ColumnElement[bool]:
    """Whether anybody may be anyone: a demo company in which nobody has an account."""
    return exists().where(col(Company.is_demo)) & ~select(Account.staff_id).exists()


def is_open_demo(session: Session) -> bool:
    """The same, asked by itself."""
    return bool(session.scalar(plain_select(in_open_demo())))


def find_account(session: Session, staff_id: int) -> Account | None:
    return session.get(Account, staff_id)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person of the staff list."""

    id: int
    name: str
    name_en: str
    email: str
    phone: str
    office_id: int | None
    office: str
    office_en: str
    department_id: int | None
    team_id: int | None
    is_active: bool
    version: int
    roles: tuple[Role, ...]
    sign_in_name: str | None
    must_change: bool
    has_second_factor: bool


def list_staff(session: Session, actor: Actor) -> list[StaffRow]:
    """Everybody, those who left last; three joins and the roles, two queries."""
    ensure_may(actor, Action.MANAGE_STAFF)
    rows = session.exec(
        select(Staff, Office.name, Office.name_en, Account)
        .outerjoin(Office, col(Office.id) == col(Staff.office_id))
        .outerjoin(Account, col(Account.staff_id) == col(Staff.id))
        .order_by(col(Staff.is_active).desc(), col(Staff.id))
        .limit(MOST_STAFF)
    ).all()
    roles: dict[int, list[Role]] = defaultdict(list)
    for staff_id, role in session.exec(select(StaffRole.staff_id, StaffRole.role)):
        roles[staff_id].append(Role(role))
    order = list(Role)
    return [
        StaffRow(
            person.id or 0, person.name, person.name_en, person.email or "", person.phone, person.office_id,
            office or "", office_en or "", person.department_id, person.team_id, person.is_active, person.version,
            tuple(sorted(roles[person.id or 0], key=order.index)),
            account.name if account else None, bool(account and account.must_change),
            bool(account and account.totp_secret),
        )
        for person, office, office_en, account in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """An office or a team to choose."""

    id: int
    name: str
    name_en: str


def list_offices_to_choose(session: Session) -> list[Place]:
    return [Place(*row) for row in session.exec(select(Office.id, Office.name, Office.name_en).order_by(Office.id))]  # type: ignore[arg-type]


def list_teams_to_choose(session: Session) -> list[Place]:
    return [Place(*row) for row in session.exec(select(Team.id, Team.name, Team.name_en).order_by(Team.id))]  # type: ignore[arg-type]
