"""A technician's own jobs, today's and those still open (4(4), 4(9))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, text, union
from sqlmodel import Session, col

from aftersales.config import service_zone
from aftersales.models import (
    Assignment,
    Customer,
    Dispatch,
    Project,
    ServiceReport,
    ServiceRequest,
    Sign,
)
from aftersales.models.base import Moment
from aftersales.models.dispatches import LIVE_ASSIGNMENT_SQL
from aftersales.rules.bill import CHARGED
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.due import Due, next_due
from aftersales.rules.kinds import FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState

MOST_JOBS = 40
LOOK_AHEAD_DAYS = 2
REPORTS_LOOKED_FOR = timedelta(days=14)
ENDED_LOOKED_FOR = timedelta(days=92)  # from the planned start of a visit to its end: no crew stays longer


@dataclass(frozen=True, slots=True)
class Job:
    """One visit of mine. `waits_for_quote`: the customer has not accepted one for the charge as decided (3(2))."""

    request_id: int
    number: str
    version: int
    state: RequestState
    kind: Kind
    severity: Severity
    fault: FaultCategory
    description: str
    customer: str
    address: str
    place: str
    sign_code: str | None
    contact_name: str
    contact_phone: str
    due_at: datetime | None
    due: Due
    visit_state: VisitState
    starts_at: datetime
    ends_at: datetime
    note: str
    is_accepted: bool
    has_report: bool
    waits_for_quote: bool

    @property
    def is_over(self) -> bool:
        return self.visit_state in (VisitState.FINISHED, VisitState.HALF_DONE)


def list_own_jobs(session: Session, actor: Actor, *, now: datetime) -> list[Job]:
    """Live visits up to the day after tomorrow, and ended ones of today or without a report; by planned start."""
    here = now.astimezone(service_zone())
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    values = {
        "staff_id": actor.staff_id, "midnight": midnight, "until": midnight + timedelta(days=LOOK_AHEAD_DAYS + 1),
        "reports_since": now - REPORTS_LOOKED_FOR, "since": now - ENDED_LOOKED_FOR,
    }  # fmt: skip
    return [_job(actor, row) for row in reversed(session.execute(_own_jobs(), values).all())]


@cache
def _own_jobs() -> Select[Any]:
    """Built once. Whoever has made ten thousand visits is asked only about the live and the last ones."""
    R, A, D = ServiceRequest, Assignment, Dispatch
    moment, own = partial(bindparam, type_=Moment()), col(A.staff_id) == bindparam("staff_id")
    looked_at = union(
        select(col(A.id)).where(own, text(f"assignment.{LIVE_ASSIGNMENT_SQL}")),
        select(col(A.id)).where(own, col(A.starts_at) > moment("since")),
    )
    over = col(D.state).in_([VisitState.FINISHED, VisitState.HALF_DONE])
    statement: Select[Any] = (
        select(  # type: ignore[call-overload,misc]
            R.id, R.number, R.version, R.state, R.kind, R.severity, R.fault, R.description, Customer.name,
            Customer.address, Project.address.label("project_address"), R.place, Sign.place.label("sign_place"),  # type: ignore[attr-defined]
            Sign.code, R.contact_name, R.contact_phone, R.due_at, R.respond_due_at, R.responded_at, R.arrived_at,
            R.repair_due_at, D.state.label("visit_state"), A.starts_at, A.ends_at, D.note, A.accepted_at,  # type: ignore[attr-defined]
            R.office_id, Customer.city, ServiceReport.id.label("report_id"),  # type: ignore[union-attr]
            (col(R.charge).in_(CHARGED) & col(R.quoted_charge).is_distinct_from(R.charge)).label("waits_for_quote"),
        )
        .join(D, col(D.id) == col(A.dispatch_id))
        .join(R, col(R.id) == col(D.request_id))
        .join(Customer, col(Customer.id) == col(R.customer_id))
        .outerjoin(Sign, col(Sign.id) == col(R.sign_id))
        .outerjoin(Project, col(Project.id) == col(R.project_id))
        .outerjoin(ServiceReport, col(ServiceReport.dispatch_id) == col(D.id))
        .where(col(A.id).in_(looked_at), col(A.starts_at) < moment("until"))
        .where(
            or_(
                col(A.is_live),
                over & (col(D.ended_at) >= moment("midnight")),
                over & col(ServiceReport.id).is_(None) & (col(A.starts_at) > moment("reports_since")),
            )
        )
        .order_by(col(A.starts_at).desc())
        .limit(MOST_JOBS)
    )  # fmt: skip
    return statement


def _job(actor: Actor, r: Any) -> Job:
    # Once the request is closed, nobody has to be called any more.
    sight = sight_of_request(actor, office_id=r.office_id, registered_by_id=None, state=r.state, is_own_job=True)
    return Job(
        request_id=r.id, number=r.number, version=r.version, state=r.state, kind=r.kind, severity=r.severity,
        fault=r.fault, description=sight.text(r.description), customer=r.name,
        address=sight.address(r.project_address or r.address or "", r.city),
        place=r.place or r.sign_place or "", sign_code=r.code, contact_name=r.contact_name,
        contact_phone=sight.phone(r.contact_phone), due_at=r.due_at,
        due=next_due(
            due_at=r.due_at, respond_due_at=r.respond_due_at, responded_at=r.responded_at, arrived_at=r.arrived_at,
            repair_due_at=r.repair_due_at,
        ),
        visit_state=r.visit_state, starts_at=r.starts_at, ends_at=r.ends_at, note=r.note,
        is_accepted=r.accepted_at is not None, has_report=r.report_id is not None,
        waits_for_quote=bool(r.waits_for_quote),
    )  # fmt: skip
