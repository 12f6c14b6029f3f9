"""A telephone number to tap on, where it can be called: not one that is masked for the reader."""

from __future__ import annotations

from aftersales.rules.personal import HIDDEN
from aftersales.ui.text import as_typed


def dialled(phone: str) -> str:
    """What a phone dials; empty for what can't be called."""
    return "" if HIDDEN in phone else "".join(sign for sign in phone if sign in "+0123456789")


def call(phone: str) -> str:
    """The number as markdown, a link where it can be called."""
    number = dialled(phone)
    return f"[{as_typed(phone)}](tel:{number})" if number else as_typed(phone)
