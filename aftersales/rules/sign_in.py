"""Signing in: how often one may try, how long a session stands, and what a password has to be."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_

MOST_TRIES = 5  # for one name
MOST_TRIES_FROM_ADDRESS = 30  # one address may be a whole office
LOCKED_FOR = timedelta(minutes=15)
LONGEST_SESSION = timedelta(days=7)
TICKET_LASTS = timedelta(seconds=30)
CODE_AWAITED = timedelta(minutes=5)  # between the password and the second factor's code

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")


def is_forgotten(last_tried_at: datetime, now: datetime) -> bool:
    """Whether failed tries lie so far back that counting begins anew."""
    return now - last_tried_at >= LOCKED_FOR


def is_locked(failed_tries: int, most: int, last_tried_at: datetime, now: datetime) -> bool:
    """After `most` failed tries nothing more is tried until LOCKED_FOR has passed since the last."""
    return failed_tries >= most and not is_forgotten(last_tried_at, now)


def is_idle(last_seen_at: datetime, now: datetime, idle_minutes: int) -> bool:
    """Whether nobody used the session for so long that it ends: at exactly the idle time it has ended."""
    return now - last_seen_at >= timedelta(minutes=idle_minutes)


def sign_in_name(typed: str) -> str:
    """The name as it is stored: small letters, no spaces around. Raises InvalidInput."""
    name = typed.strip().lower()
    if not NAME.fullmatch(name):
        raise InvalidInput(
            N_("A sign-in name has 2 to 80 letters a–z, digits or . _ - @ + and begins with a letter or digit."),
            field="name",
        )
    return name


def ensure_good_password(password: str, *, name: str) -> None:
    """Long, and not what is guessed first. No rules about kinds of signs: they make people write it down."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            N_("The password has to have at least {count} characters."), field="password", count=SHORTEST_PASSWORD
        )
    if len(password) > LONGEST_PASSWORD:
        raise InvalidInput(
            N_("The password may have at most {count} characters."), field="password", count=LONGEST_PASSWORD
        )
    plain = password.lower()
    own = name.split("@")[0]
    leftover = plain.replace(own, "") if len(own) > 2 else plain
    if len(set(plain)) < 5 or len(leftover) < 5 or _is_row(plain) or any(plain.startswith(one) for one in _COMMON):
        raise InvalidInput(N_("This password is guessed too easily. Take another one."), field="password")


_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_COMMON = (
    "password", "passw0rd", "p@ssw0rd", "admin123", "1q2w3e4r", "1qaz2wsx", "qwer1234", "aftersales", "woaini",
    "iloveyou",
)  # fmt: skip


def _is_row(plain: str) -> bool:
    return any(plain in row or plain in row[::-1] for row in _ROWS)
