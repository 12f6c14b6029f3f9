"""A step of any declared workflow on a row that has a state and a version: checked, changed, told by an event.

Requests have their own (`steps.taking`), which also keeps their clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from aftersales.errors import ChangedMeanwhile, NotFound
from aftersales.models import Base
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.workflow import Workflow
from aftersales.services.events import record_event
from aftersales.services.rows import lock_row
from aftersales.services.steps import ensure_reason

R = TypeVar("R", bound=Base)


@dataclass(slots=True)
class StepWork(Generic[R]):
    """One step under way. Fill `data` (ids, values) and `words` (names, free text) for the event."""

    session: Session
    row: R
    actor: Actor
    now: datetime
    data: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)


@contextmanager
def taking_step(
    session: Session,
    workflow: Workflow[Any],
    kind: type[R],
    row_id: int,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    facts: Callable[[R], Any] | None = None,
    expected_version: int | None = None,
    reason: str | None = None,
    told_of: Callable[[R], tuple[str, int]] | None = None,
) -> Iterator[StepWork[R]]:
    """Lock the row, check who, where it stands and the gate; after the body move the state and write the event.

    The event's subject is the workflow's name and the row, or the record that `told_of(row)` names: its kind and
    id. Raises NotFound, ChangedMeanwhile, NotAllowed, RuleBroken.
    """
    row: Any = lock_row(session, kind, row_id)
    if row is None:
        raise NotFound(N_("This does not exist."))
    if expected_version is not None and row.version != expected_version:
        raise ChangedMeanwhile(
            N_("{number} was changed by somebody else meanwhile; nothing was overwritten. Look at it again."),
            number=row.number,
        )
    step = workflow.ensure(name, row.state, actor, facts(row) if facts else None)
    if step.reason_needed:
        ensure_reason(step, reason or "")
    work = StepWork(session, row, actor, now)
    yield work
    before = row.state
    row.state = workflow.after(step, before, None)
    row.version += 1
    session.add(row)
    session.flush()
    if reason:
        work.words["reason"] = reason
    if row.state is not before:
        work.data |= {"from": before, "to": row.state}
    subject, subject_id = told_of(row) if told_of else (workflow.name, row_id)
    record_event(
        session, actor=actor, now=now, name=name, subject=subject, subject_id=subject_id, data=work.data,
        words=work.words,
    )  # fmt: skip
