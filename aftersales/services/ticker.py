"""The ticker: tells people what became due soon, late, or is to be asked again; each once (1.3, 4(4))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.database import Store
from aftersales.models import NoticeKind
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.complaints_late import tell_late_feedback
from aftersales.services.due_now import DueNow, find_due_now
from aftersales.services.events import record_event
from aftersales.services.figures import count_marked
from aftersales.services.lease import take_lease, this_process
from aftersales.services.notify import notify
from aftersales.services.produce_revisits import produce_revisits
from aftersales.services.recipients import Desk, crew_sent, read_desk

MOST_A_TICK = 100  # the rest waits for the next tick, so that no transaction grows long

_LATE = (NoticeKind.RESPONSE_LATE, NoticeKind.ARRIVAL_LATE, NoticeKind.REPAIR_LATE)
_OF_THE_CALL = (NoticeKind.RESPONSE_SOON, NoticeKind.RESPONSE_LATE, NoticeKind.ASK_AGAIN)


def tick(store: Store, now: datetime) -> int:
    """Tell what is due. Gives how many things were told: 0 while another server has the lease."""
    with store.unit_of_work() as session:
        return tell_due(session, now=now, holder=this_process())


def tell_due(session: Session, *, now: datetime, holder: str) -> int:
    """The same within a unit of work. The requests stay as they are; each thing told leaves one event."""
    if not take_lease(session, holder=holder, now=now):
        return 0
    count_marked(session)  # leadership's daily sums: the days that changed since the last tick
    produce_revisits(session, now=now)
    late = tell_late_feedback(session, now=now)
    found = find_due_now(session, now=now, limit=MOST_A_TICK)
    desk = read_desk(session) if found else Desk()
    for due in found:
        _tell(session, desk, due, now)
    return len(found) + late


def _tell(session: Session, desk: Desk, due: DueNow, now: datetime) -> None:
    told = sorted(_recipients(session, desk, due))
    for staff_id in told:
        notify(
            session, staff_id=staff_id, kind=due.kind, request_id=due.request_id, about_at=due.about_at, now=now
        )  # fmt: skip
    record_event(
        session, actor=SYSTEM, now=now, name=due.kind.value, subject="request", subject_id=due.request_id,
        data={"about_at": due.about_at, "told": told},
    )  # fmt: skip


def _recipients(session: Session, desk: Desk, due: DueNow) -> set[int]:
    """Whose it is: the hotline's for the call, else the office's dispatchers and the crew; managers for late ones."""
    people = desk.working(due.owner_id)
    if due.kind in _OF_THE_CALL:
        people |= desk.working(due.registered_by_id) or desk.of_office(Role.HOTLINE, due.office_id)
    else:
        people |= desk.of_office(Role.DISPATCHER, due.office_id) | desk.working(*crew_sent(session, due.request_id))
    if due.kind in _LATE:
        people |= {staff_id for staff_id, _ in desk.by_role[Role.AFTER_SALES_MANAGER]}
    return people
