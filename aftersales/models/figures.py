"""Daily sums of leadership's figures, so that a year is read in milliseconds (1.2).

Each change of a request marks its days in the same transaction; a day is counted again from the rows
when its marks have moved on. Reading never trusts a marked day, so the sums can't drift from the rows.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, text

from aftersales.models.base import Base
from aftersales.rules.figures import FIGURES

NO_OFFICE = 0  # a key can't be empty

DAILY_FIGURES = Table(
    "daily_figures",
    Base.metadata,
    Column("day", Date, primary_key=True),
    Column("office_id", Integer, primary_key=True, autoincrement=False),
    Column("marks", BigInteger, nullable=False, server_default="0"),  # how often something of that day changed
    Column("counted", BigInteger, nullable=False, server_default="-1"),  # the marks when it was counted last
    *[
        Column(f"{key}_{part}", BigInteger, nullable=False, server_default="0")
        for key in FIGURES
        for part in ("top", "bottom")
    ],
    Index(
        "ix_daily_figures_marked",
        "day",
        sqlite_where=text("marks <> counted"),
        postgresql_where=text("marks <> counted"),
    ),
)
