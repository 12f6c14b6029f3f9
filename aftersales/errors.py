"""The package's own errors: one base, families below it, each carrying a sentence's key and values.

`aftersales.locale.sentence(error, language)` writes the sentence; str(error) is the English one
without formatting, for logs.
"""

from __future__ import annotations

from typing import Any


class AftersalesError(Exception):
    """`key` is an English text with {named} places (marked with N_ where raised), `values` fill them."""

    def __init__(self, key: str, *, clause: str | None = None, missing: tuple[Any, ...] = (), **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.clause = clause
        self.missing = missing  # Messages that say what has to be there first
        self.values = values

    def __str__(self) -> str:
        plain = {name: getattr(value, "key", value) for name, value in self.values.items()}
        try:
            return self.key.format(**plain)
        except (KeyError, IndexError, ValueError):
            return self.key


class NotFound(AftersalesError):
    """What was named isn't there, or isn't there for this person."""


class NotAllowed(AftersalesError):
    """This person may not do that."""


class RuleBroken(AftersalesError):
    """A clause or a gate stands against it; `clause` names it, `missing` says what would open it."""


class InvalidInput(AftersalesError):
    """A value can't be taken; `field` names it."""

    def __init__(self, key: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(key, **values)
        self.field = field


class ChangedMeanwhile(AftersalesError):
    """Somebody else changed the row since it was read; nothing was overwritten."""


class Unavailable(AftersalesError):
    """The database, a file or a tool can't be used right now; says what to do."""
