"""Signing in: the password, then the code for who turned a second factor on.

These two take `unit_of_work` rather than a session: each try is counted and committed before the
password is looked at, and no transaction stays open while the slow hash is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from aftersales.models import Account
from aftersales.queries.staff import find_actor
from aftersales.rules.message import N_, Message, message
from aftersales.rules.roles import SYSTEM
from aftersales.rules.sign_in import MOST_TRIES, MOST_TRIES_FROM_ADDRESS
from aftersales.services.events import record_event
from aftersales.services.passwords import hash_password, is_outdated, is_password
from aftersales.services.sealed_secrets import open_sealed
from aftersales.services.second_factor import step_of_code
from aftersales.services.sessions import begin_session
from aftersales.services.sign_in_tries import Units, claim_try, clear_tries, count_failed, give_back_try, tries_key


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: a session with its ticket, or a code is awaited, or a refusal to read."""

    session_id: int | None = None
    ticket: str | None = None
    awaits_code_of: int | None = None  # staff
    refusal: Message | None = None


_WRONG = N_("Name or password is wrong.")
_LOCKED = N_("Too many failed tries. Try again after {until}.")


def _refused(key: str, **values: datetime) -> Outcome:
    return Outcome(refusal=message(key, **values))


def _claim(session: Session, now: datetime, *keys: tuple[str, int]) -> Outcome | None:
    waits = [until for key, most in keys if (until := claim_try(session, key=key, most=most, now=now))]
    return _refused(_LOCKED, until=max(waits)) if waits else None


def try_password(unit_of_work: Units, *, name: str, password: str, address: str, device: str, now: datetime) -> Outcome:
    """Sign in with name and password. The same refusal for a name that isn't there and a wrong password."""
    name = name.strip().lower()
    by_name, by_address = tries_key("name", name), tries_key("address", address)
    with unit_of_work() as session:
        locked = _claim(session, now, (by_address, MOST_TRIES_FROM_ADDRESS), (by_name, MOST_TRIES))
        found = session.exec(select(Account).where(Account.name == name)).first()
    if locked:
        return locked
    if not is_password(found.password_hash if found else None, password[:1000]) or found is None:
        with unit_of_work() as session:
            _tell_if_locked(session, by_name, found, now)
        return _refused(_WRONG)
    with unit_of_work() as session:
        account = session.exec(select(Account).where(Account.name == name).with_for_update()).first()
        actor = find_actor(session, found.staff_id)
        if actor is None or account is None or account.password_hash != found.password_hash:
            return _refused(_WRONG)  # left the company, or the password was changed in between
        clear_tries(session, by_name)
        give_back_try(session, by_address)
        if account.totp_secret:
            return Outcome(awaits_code_of=account.staff_id)
        if is_outdated(account.password_hash):
            account.password_hash = hash_password(password)
            session.add(account)
        return Outcome(*begin_session(session, actor=actor, now=now, device=device, how="password"))


def try_code(unit_of_work: Units, *, staff_id: int, code: str, device: str, now: datetime) -> Outcome:
    """The second half, for a person whose password was right just now."""
    by_person = tries_key("code", staff_id)
    with unit_of_work() as session:
        locked = _claim(session, now, (by_person, MOST_TRIES))
    if locked:
        return locked
    with unit_of_work() as session:
        account = session.exec(select(Account).where(Account.staff_id == staff_id).with_for_update()).first()
        actor = find_actor(session, staff_id)
        if account is None or actor is None or not account.totp_secret:
            return _refused(_WRONG)
        secret = open_sealed(account.totp_secret, of=account.staff_id)
        step = step_of_code(secret, code, now, after_step=account.totp_last_step)
        if step is None:
            _tell_if_locked(session, by_person, account, now)
            return _refused(N_("This code is not right, or it was used already. Wait for the next one."))
        account.totp_last_step = step
        session.add(account)
        clear_tries(session, by_person)
        return Outcome(*begin_session(session, actor=actor, now=now, device=device, how="code"))


def _tell_if_locked(session: Session, key: str, account: Account | None, now: datetime) -> None:
    if account is not None and count_failed(session, key, now) == MOST_TRIES:
        record_event(
            session, actor=SYSTEM, now=now, name="sign_in_locked", subject="staff", subject_id=account.staff_id
        )
