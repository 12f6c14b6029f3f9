"""How a database would run the statements that a query sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, text
from sqlmodel import Session


def plans_of(session: Session, ask: Callable[[], Any]) -> list[str]:
    """Runs `ask` and gives the plan of each statement that it sent."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    connection = session.connection()
    is_postgres = connection.dialect.name == "postgresql"
    if is_postgres:  # a test has few rows: left alone it would rather read the whole table
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN " if is_postgres else "EXPLAIN QUERY PLAN "
    try:
        return [
            "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters))
            for statement, parameters in sent
        ]
    finally:
        if is_postgres:
            connection.execute(text("SET LOCAL enable_seqscan = on"))
