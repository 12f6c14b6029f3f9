"""Told once: a complaint's first feedback is late (5.1(2))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session, col

from aftersales.models import Complaint, IntegrityComplaint
from aftersales.models.complaints import OPEN_COMPLAINT_SQL
from aftersales.rules.complaint import workflow_of
from aftersales.rules.roles import SYSTEM
from aftersales.services.complaint_people import tell_late
from aftersales.services.events import record_event

MOST_A_TICK = 50  # the rest waits for the next tick


def tell_late_feedback(session: Session, *, now: datetime) -> int:
    """Each open complaint whose customer has not heard of us in time: its people get a notice. Gives how many."""
    told = 0
    for table in (Complaint, IntegrityComplaint):
        kind: Any = table
        statement = (
            select(kind)
            .where(
                text(f"{table.__tablename__}.{OPEN_COMPLAINT_SQL}"), col(table.first_feedback_at).is_(None),
                col(table.late_told_at).is_(None), col(table.feedback_due_at) < now,
            )
            .order_by(col(table.feedback_due_at))
            .limit(MOST_A_TICK)
        )  # fmt: skip
        for row in session.execute(statement).scalars().all():
            row.late_told_at = now
            session.add(row)
            people = tell_late(session, row, now=now)
            record_event(
                session, actor=SYSTEM, now=now, name="feedback_late", subject=workflow_of(row.kind).name,
                subject_id=row.id or 0, data={"due_at": row.feedback_due_at, "told": sorted(people)},
            )  # fmt: skip
            told += 1
    return told
