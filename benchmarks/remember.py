"""Queries that answer from memory: the same widgets, drawn from values that are there already."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

QUERIES = "aftersales.queries"


class Memory:
    """What every query function answered first, whatever the moment it was asked for."""

    def __init__(self) -> None:
        self._answers: dict[str, Any] = {}

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Inside, the functions of `aftersales.queries` answer from here."""
        kept = {function: _remembering(function, self._answers) for function in _query_functions()}
        changed: list[tuple[Any, str, Any]] = []
        for name, module in list(sys.modules.items()):
            if not name.startswith("aftersales."):
                continue
            for attribute, value in list(vars(module).items()):
                if inspect.isfunction(value) and value in kept:
                    changed.append((module, attribute, value))
                    setattr(module, attribute, kept[value])
        try:
            yield
        finally:
            for module, attribute, value in changed:
                setattr(module, attribute, value)


def _query_functions() -> list[Callable[..., Any]]:
    return [
        value
        for name, module in list(sys.modules.items())
        if name.startswith(QUERIES)
        for attribute, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == name and not attribute.startswith("_")
    ]


def _remembering(function: Callable[..., Any], answers: dict[str, Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def ask(*args: Any, **values: Any) -> Any:
        asked = [value for value in (*args, *values.values()) if not isinstance(value, (Session, datetime))]
        key = f"{function.__module__}.{function.__qualname__} {asked!r}"
        if key not in answers:
            answers[key] = function(*args, **values)
        return answers[key]

    return ask


@contextmanager
def statements_counted(engine: Engine) -> Iterator[list[str]]:
    """The queries that are sent meanwhile; the beginning of a transaction is none."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
