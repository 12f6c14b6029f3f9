"""Counting with stored moments, alike on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from aftersales.models.base import Moment


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


class days_after(FunctionElement[datetime]):
    """`days_after(moment, days)`: as many times 24 hours later, as a stored moment."""

    type = Moment()
    inherit_cache = True
    name = "days_after"


@compiles(days_after, "sqlite")
def _days_sqlite(element: days_after, compiler: Any, **more: Any) -> str:
    moment, days = (compiler.process(clause, **more) for clause in element.clauses)
    # Written as moments are stored, so that they compare; a thousandth of a second is fine enough.
    return f"(strftime('%Y-%m-%d %H:%M:%f', {moment}, {days} || ' days') || '000')"


@compiles(days_after, "postgresql")
def _days_postgresql(element: days_after, compiler: Any, **more: Any) -> str:
    moment, days = (compiler.process(clause, **more) for clause in element.clauses)
    return f"({moment} + {days} * interval '24 hours')"
