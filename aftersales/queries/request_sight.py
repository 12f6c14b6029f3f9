"""Whether somebody sees the contact of one request in full, where only its id is known."""

from __future__ import annotations

from sqlalchemy import Select, exists, select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Assignment, Dispatch, ServiceRequest
from aftersales.rules.contact_sight import WHOLE, ContactSight, sees_all_contacts, sight_of_request
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor


def find_request_sight(session: Session, actor: Actor, request_id: int) -> ContactSight:
    """One query, and none for who sees all. Call it for a request that the actor may see."""
    if sees_all_contacts(actor):
        return WHOLE
    own = (
        select(col(Assignment.id))
        .join(Dispatch, col(Dispatch.id) == col(Assignment.dispatch_id))
        .where(col(Dispatch.request_id) == request_id, col(Assignment.staff_id) == actor.staff_id)
    )
    columns = (col(ServiceRequest.office_id), col(ServiceRequest.registered_by_id), col(ServiceRequest.state))
    statement: Select[tuple[int | None, int | None, object, bool]] = select(*columns, exists(own))  # type: ignore[assignment]
    row = session.execute(statement.where(col(ServiceRequest.id) == request_id)).first()
    if row is None:
        raise NotFound(N_("This service request does not exist."))
    office_id, registered_by_id, state, is_own_job = row
    return sight_of_request(
        actor, office_id=office_id, registered_by_id=registered_by_id, state=state, is_own_job=is_own_job
    )
