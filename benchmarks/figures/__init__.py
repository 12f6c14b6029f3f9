"""What is measured, a subject a file: each gives its lines of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.figure import Figure
from benchmarks.figures import (
    board,
    decisions,
    excel,
    excel_export,
    helpdesk,
    leadership,
    loop,
    pages,
    people,
    register,
    search,
    size,
    start,
)
from benchmarks.run import Run

FIGURES: dict[str, Callable[[Run], Iterator[Figure]]] = {
    "register": register.measure,
    "helpdesk": helpdesk.measure,
    "loop": loop.measure,
    "search": search.measure,
    "board": board.measure,
    "leadership": leadership.measure,
    "decisions": decisions.measure,
    "size": size.measure,
    "excel": excel.measure,
    "export": excel_export.measure,
    "pages": pages.measure,
    "people": people.measure,
    "start": start.measure,
}
