"""Corrective actions: what is done so that a problem doesn't happen again, by whom, until when (4(6))."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.corrective_action import OPEN_ACTIONS, ActionScope, ActionState
from aftersales.rules.kinds import FaultCategory

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_ACTION_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OPEN_ACTIONS) + ")"


class CorrectiveAction(Base, table=True):
    """For one request, or for a sign type or a batch as a whole.

    `due_at` is the end of the day of what comes next (the work, the check, a new plan), empty where nothing does.
    """

    __tablename__ = "corrective_action"
    __table_args__ = (
        Index(
            "ix_corrective_action_open", "due_at", sqlite_where=text(OPEN_ACTION_SQL),
            postgresql_where=text(OPEN_ACTION_SQL),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    state: ActionState = Field(sa_type=Word(ActionState))
    version: int = Field(default=1)
    round: int = Field(default=1)  # one more each time that its effect wasn't good
    scope: ActionScope = Field(sa_type=Word(ActionScope))
    request_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)
    sign_type_id: int | None = Field(default=None, foreign_key="sign_type.id", index=True)
    batch: str = Field(default="", max_length=40, index=True)
    fault: FaultCategory | None = Field(default=None, sa_type=Word(FaultCategory))  # what must not come back
    words: str = Field(max_length=1000)
    owner_id: int = Field(foreign_key="staff.id", index=True)
    due_on: date
    check_on: date
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    set_at: datetime = Field(sa_type=Moment, index=True)
    set_by_id: int | None = Field(default=None, foreign_key="staff.id")
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    done_words: str = Field(default="", max_length=1000)
    checked_at: datetime | None = Field(default=None, sa_type=Moment)
    checked_by_id: int | None = Field(default=None, foreign_key="staff.id")
    check_words: str = Field(default="", max_length=1000)
    came_back: int | None = Field(default=None)  # how often the same fault came back by the last check
    reason: str = Field(default="", max_length=400)  # of dropping it
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
