"""Who had a hand in a request, and so can't audit it (5.2(3))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, select, union_all
from sqlmodel import Session, col

from aftersales.models import Assignment, Dispatch, Event, ServiceReport


def took_part(session: Session, request_ids: Sequence[int]) -> dict[int, set[int]]:
    """By request: the technicians who were sent, whoever wrote a report, and whoever closed it. One query."""
    if not request_ids:
        return {}
    sent: Select[int, int] = (
        select(col(Dispatch.request_id), col(Assignment.staff_id))
        .join(Assignment, col(Assignment.dispatch_id) == col(Dispatch.id))
        .where(col(Dispatch.request_id).in_(request_ids))
    )
    reported = select(col(ServiceReport.request_id), col(ServiceReport.filed_by_id)).where(
        col(ServiceReport.request_id).in_(request_ids)
    )
    closed = select(col(Event.subject_id), col(Event.actor_id)).where(
        col(Event.subject) == "request", col(Event.subject_id).in_(request_ids), col(Event.name) == "close"
    )
    people: dict[int, set[int]] = defaultdict(set)
    for request_id, staff_id in session.execute(union_all(sent, reported, closed)):
        if staff_id is not None:
            people[request_id].add(staff_id)
    return people
