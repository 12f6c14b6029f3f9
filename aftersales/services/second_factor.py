"""The second factor: one-time codes of the half minute (TOTP), for who turns them on."""

from __future__ import annotations

import re
from datetime import datetime

import pyotp
from sqlmodel import Session

from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.models import Account
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.events import record_event
from aftersales.services.passwords import is_password
from aftersales.services.sealed_secrets import seal
from aftersales.services.sign_in_tries import clear_tries, tries_key

STEP_SECONDS = 30


def new_second_factor() -> str:
    """A secret that isn't kept yet: it is shown, and comes back with the first code."""
    return pyotp.random_base32()


def second_factor_address(secret: str, *, name: str, issuer: str) -> str:
    """The otpauth address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of_code(secret: str, code: str, now: datetime, *, after_step: int = 0) -> int | None:
    """Which half minute the code belongs to; a clock may be one step off. None for a wrong or used one."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch("[0-9]{6}", digits):
        return None
    totp, here = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in (here, here - 1, here + 1):
        if step > after_step and pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return step
    return None


def own_account(session: Session, actor: Actor, password: str) -> Account:
    """The actor's account, once more proved by its password. Pages count the try before: `ensure_may_try`."""
    account = session.get(Account, actor.staff_id) if actor.staff_id is not None else None
    if account is None:
        raise NotFound(N_("You have no password here: you sign in with your company account."))
    if not is_password(account.password_hash, password):
        raise NotAllowed(N_("This is not your password."))
    clear_tries(session, own_tries(account.staff_id))
    return account


def own_tries(staff_id: int) -> str:
    """Where tries at the password of an open session are counted: somebody else may sit at the browser."""
    return tries_key("own", staff_id)


def turn_on_second_factor(
    session: Session, *, actor: Actor, now: datetime, password: str, secret: str, code: str
) -> None:
    """From now on a code is asked after the password. The first code proves that the app has the secret."""
    account = own_account(session, actor, password)
    step = step_of_code(secret, code, now)
    if step is None:
        raise InvalidInput(
            N_("This code is not right. Check the clock of your phone and try the next one."), field="code"
        )
    account.totp_secret, account.totp_last_step = seal(secret, of=account.staff_id), step
    session.add(account)
    _tell(session, actor, now, "second_factor_on")


def turn_off_second_factor(session: Session, *, actor: Actor, now: datetime, password: str) -> None:
    account = own_account(session, actor, password)
    account.totp_secret, account.totp_last_step = None, 0
    session.add(account)
    _tell(session, actor, now, "second_factor_off")


def _tell(session: Session, actor: Actor, now: datetime, name: str) -> None:
    assert actor.staff_id is not None
    record_event(session, actor=actor, now=now, name=name, subject="staff", subject_id=actor.staff_id)
