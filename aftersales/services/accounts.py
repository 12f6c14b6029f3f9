"""Accounts: made with a first password that is shown once, changed by their person, reset by who manages staff."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Account, Staff
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.sign_in import ensure_good_password, sign_in_name
from aftersales.services.events import record_event
from aftersales.services.passwords import hash_password, is_password, new_readable_secret
from aftersales.services.second_factor import own_account
from aftersales.services.sessions import end_all_sessions
from aftersales.services.sign_in_tries import clear_tries, tries_key


def _ensure_free(session: Session, name: str) -> None:
    if session.exec(select(Account.staff_id).where(Account.name == name)).first() is not None:
        raise InvalidInput(N_("The sign-in name {name} is taken."), field="name", name=name)


def add_account(
    session: Session, *, actor: Actor, now: datetime, staff_id: int, name: str, password: str | None = None
) -> str:
    """Let this person sign in. Returns the first password, which has to be changed at the first sign-in.

    With `password` given (the first start) it is their own, and stays.
    """
    ensure_may(actor, Action.MANAGE_STAFF)
    person = session.get(Staff, staff_id)
    if person is None or not person.is_active:
        raise NotFound(N_("Nobody with this number works here."))
    if session.get(Account, staff_id) is not None:
        raise RuleBroken(N_("This person has an account already."))
    name = sign_in_name(name)
    _ensure_free(session, name)
    if password is not None:
        ensure_good_password(password, name=name)
    first = password or new_readable_secret()
    account = Account(
        staff_id=staff_id, name=name, password_hash=hash_password(first), must_change=password is None, made_at=now,
        password_at=now,
    )  # fmt: skip
    session.add(account)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="add_account", subject="staff", subject_id=staff_id, words={"name": name}
    )
    return first


def reset_account(session: Session, *, actor: Actor, now: datetime, staff_id: int) -> str:
    """A new first password; signed out everywhere, second factor off, lock-out ended. Returns the password."""
    ensure_may(actor, Action.MANAGE_STAFF)
    account = session.get(Account, staff_id)
    if account is None:
        raise NotFound(N_("This person has no account."))
    first = new_readable_secret()
    account.password_hash, account.must_change, account.password_at = hash_password(first), True, now
    account.totp_secret, account.totp_last_step = None, 0
    session.add(account)
    session.flush()
    clear_tries(session, tries_key("name", account.name))
    clear_tries(session, tries_key("code", staff_id))
    end_all_sessions(session, actor=actor, now=now, staff_id=staff_id)
    record_event(session, actor=actor, now=now, name="reset_account", subject="staff", subject_id=staff_id)
    return first


def change_password(
    session: Session, *, actor: Actor, now: datetime, old: str, new: str, keep_session_id: int | None = None
) -> None:
    """One's own password. All other sessions end."""
    account = own_account(session, actor, old)
    ensure_good_password(new, name=account.name)
    if is_password(account.password_hash, new):
        raise InvalidInput(N_("The new password has to differ from the old one."), field="password")
    account.password_hash, account.must_change, account.password_at = hash_password(new), False, now
    session.add(account)
    session.flush()
    record_event(session, actor=actor, now=now, name="change_password", subject="staff", subject_id=account.staff_id)
    end_all_sessions(session, actor=actor, now=now, staff_id=account.staff_id, keep_session_id=keep_session_id)
