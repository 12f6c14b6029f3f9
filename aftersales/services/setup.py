"""The first start: whoever holds the code that the server printed makes the first manager's account."""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from aftersales.errors import NotAllowed, RuleBroken
from aftersales.models import Company, SetupCode, Staff
from aftersales.queries.accounts import has_accounts, is_open_demo
from aftersales.queries.staff import find_first_manager
from aftersales.rules.kinds import Role
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM
from aftersales.services.accounts import add_account
from aftersales.services.company import NewStaff, add_staff
from aftersales.services.events import record_event
from aftersales.services.input import Input, needed_text, text
from aftersales.services.passwords import token_hash


class FirstManager(Input):
    company_name: needed_text(120)
    name: needed_text(80)
    email: text(200) = ""
    sign_in_name: needed_text(80)
    password: needed_text(200)


def needs_setup(session: Session) -> bool:
    """Whether nobody can sign in yet, in a company that isn't the open demo."""
    return not has_accounts(session) and not is_open_demo(session)


def keep_setup_code(session: Session, *, now: datetime, code: str) -> None:
    """From now on this code opens the setup page; an older one no longer does."""
    kept = session.get(SetupCode, 1) or SetupCode(id=1, code_hash="", made_at=now)
    kept.code_hash, kept.made_at = token_hash(_plain(code)), now
    session.add(kept)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())


def set_up_company(session: Session, *, now: datetime, code: str, new: FirstManager) -> int:
    """Name the company and its first manager, and make their account. Returns their staff number.

    The code is used up in the same transaction: of two who hold it only one comes in.
    """
    if not needs_setup(session):
        raise RuleBroken(N_("The first account was made already. Sign in with it."))
    kept = session.exec(select(SetupCode).where(SetupCode.id == 1).with_for_update()).first()
    given = token_hash(_plain(code))
    if kept is None or not hmac.compare_digest(kept.code_hash, given):
        raise NotAllowed(N_("This is not the setup code that the server printed when it started."))
    session.connection().execute(delete(SetupCode).where(col(SetupCode.code_hash) == given))
    company = session.get_one(Company, 1)
    company.name = new.company_name
    session.add(company)
    owner = find_first_manager(session)
    if owner is None:
        roles = (Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR)
        staff_id = add_staff(session, actor=SYSTEM, now=now, new=NewStaff(name=new.name, roles=roles)).id or 0
    else:
        staff_id = owner.staff_id or 0
    person = session.get_one(Staff, staff_id)
    person.name, person.name_en, person.email = new.name, "", new.email.lower() or person.email
    session.add(person)
    session.flush()
    record_event(
        session, actor=SYSTEM, now=now, name="set_up_company", subject="company", subject_id=1,
        data={"name": new.company_name, "staff": staff_id}, words={"name": new.name, "email": new.email},
    )  # fmt: skip
    add_account(session, actor=SYSTEM, now=now, staff_id=staff_id, name=new.sign_in_name, password=new.password)
    return staff_id
