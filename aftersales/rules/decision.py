"""What every rule returns: the result, the facts it used, and the clauses that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from aftersales.rules.message import Message

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Decision(Generic[R]):
    """`clauses` are numbers as in the rules' table ("1.4a", "2a"), in the order they applied."""

    result: R
    facts: tuple[Message, ...] = ()
    clauses: tuple[str, ...] = ()
