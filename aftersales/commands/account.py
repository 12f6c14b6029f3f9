"""`aftersales account reset NAME`: a new first password for who can't come in any more; `list` shows the names."""

from __future__ import annotations

import argparse
from typing import Any

from sqlmodel import Session, col, or_, select

from aftersales.clock import utc_now
from aftersales.commands.console import say, told
from aftersales.config import settings
from aftersales.database import Store
from aftersales.errors import InvalidInput, NotFound, Unavailable
from aftersales.models import Account, Staff
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM
from aftersales.services.accounts import reset_account


def add_parser(subparsers: Any) -> None:
    account = subparsers.add_parser("account", help=told(N_("list accounts, or give one a new first password")))
    deeds = account.add_subparsers(dest="deed", metavar="reset|list", required=True)
    reset = deeds.add_parser("reset", help=told(N_("a new first password for one account")))
    reset.add_argument("name", help=told(N_("the sign-in name, or the person's name or e-mail address")))
    deeds.add_parser("list", help=told(N_("the sign-in names and whose they are")))


def run(args: argparse.Namespace) -> int:
    store = Store.open(settings().database_url)
    try:
        if not store.readiness().is_ready:
            raise Unavailable(N_("There is no company in this database yet, or it is not up to date. Start it first."))
        return _reset(store, args.name) if args.deed == "reset" else _list(store)
    finally:
        store.close()


def _list(store: Store) -> int:
    with store.reading() as session:
        for name, person in session.exec(
            select(Account.name, Staff.name).join(Staff, col(Staff.id) == Account.staff_id).order_by(Account.name)
        ):
            print(f"{name}\t{person}")
    return 0


def _reset(store: Store, name: str) -> int:
    with store.unit_of_work() as session:
        account = _find(session, name.strip())
        first = reset_account(session, actor=SYSTEM, now=utc_now(), staff_id=account.staff_id)
        sign_in_name = account.name
    say(N_("New first password of {name}: {password}"), name=sign_in_name, password=first)
    say(N_("It has to be changed at the first sign-in. All sessions of this person have ended."))
    return 0


def _find(session: Session, name: str) -> Account:
    """By sign-in name, else by the person's name or address if that names one person only."""
    account = session.exec(select(Account).where(Account.name == name.lower())).first()
    if account is not None:
        return account
    named = or_(col(Staff.name) == name, col(Staff.name_en) == name, col(Staff.email) == name.lower())
    found = session.exec(select(Account).join(Staff, col(Staff.id) == Account.staff_id).where(named).limit(2)).all()
    if len(found) > 1:
        raise InvalidInput(N_("Several people are named {name}. Use the sign-in name."), field="name", name=name)
    if not found:
        raise NotFound(N_("There is no account named {name}. See them with: aftersales account list"), name=name)
    return found[0]
