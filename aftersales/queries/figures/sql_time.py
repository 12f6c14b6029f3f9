"""Time between two stored moments, in whole seconds, alike on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[int]):
    """`seconds_between(earlier, later)`; parts of a second are cut off each moment."""

    type = BigInteger()
    inherit_cache = True
    name = "seconds_between"


@compiles(seconds_between, "sqlite")
def _sqlite(element: seconds_between, compiler: Any, **more: Any) -> str:
    earlier, later = (compiler.process(clause, **more) for clause in element.clauses)
    return f"(strftime('%s', {later}) - strftime('%s', {earlier}))"


@compiles(seconds_between, "postgresql")
def _postgresql(element: seconds_between, compiler: Any, **more: Any) -> str:
    earlier, later = (compiler.process(clause, **more) for clause in element.clauses)
    return f"CAST(floor(extract(epoch FROM {later})) - floor(extract(epoch FROM {earlier})) AS bigint)"
