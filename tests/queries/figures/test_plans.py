"""Reading a period goes by the index on its moment, and the open ones by their partial index."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from aftersales.queries.figures.open_now import count_open
from aftersales.queries.figures.sums import sum_figures
from aftersales.rules.periods import month_of
from aftersales.rules.roles import SYSTEM
from tests.builders import Firm
from tests.queries.figures.conftest import END


def plans_of(firm: Firm, work: Any) -> str:
    """The plans of every SELECT that `work` sends, in SQLite's words."""
    connection = firm.session.connection()
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        sent.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return "\n".join(
        str(row[3])
        for statement, values in sent
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    )


def test_periods_and_open_requests_are_found_by_index(busy: Firm) -> None:
    if busy.session.get_bind().dialect.name != "sqlite":
        pytest.skip("with so few rows PostgreSQL reads the table at once, whatever indexes there are")
    month = month_of(date(2026, 3, 1))
    rows = plans_of(busy, lambda: sum_figures(busy.session, SYSTEM, month, now=END, from_rows=True))
    for index in (
        "ix_service_request_received_at", "ix_service_request_later_rounds", "ix_request_round_clock_from_at",
        "ix_survey_answered_at", "ix_service_report_filed_at",
    ):  # fmt: skip
        assert index in rows, rows
    assert "SCAN service_request" not in rows.replace("SCAN service_request USING", "")
    daily = plans_of(busy, lambda: sum_figures(busy.session, SYSTEM, month, now=END))
    assert "ix_service_request_open" in daily
    assert "ix_service_request_open" in plans_of(busy, lambda: count_open(busy.session, SYSTEM, now=END))
