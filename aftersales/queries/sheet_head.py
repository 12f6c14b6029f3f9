"""What stands at the head of every printed sheet about one request: whose, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col

from aftersales.models import Customer, Office, Project, ServiceRequest, Sign
from aftersales.queries.letterhead import BothNames, Letterhead, get_letterhead
from aftersales.rules.contact_sight import ContactSight, sight_of_request
from aftersales.rules.kinds import WarrantyStatus
from aftersales.rules.roles import Actor


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The part that the sheets have in common."""

    company: Letterhead
    office: BothNames
    number: str  # of the request
    customer: str
    contact_name: str
    contact_phone: str
    address: str
    place: str
    project: str
    contract: str
    sign_code: str
    description: str
    warranty: WarrantyStatus


def with_head(statement: Select[Any], request_id: Any) -> Select[Any]:
    """Customer, project, sign and office of the request that `request_id` names, to select with `HEAD`."""
    return (
        statement.join(ServiceRequest, col(ServiceRequest.id) == request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .outerjoin(Office, col(Office.id) == ServiceRequest.office_id)
    )


HEAD: tuple[Any, ...] = (ServiceRequest, Customer, Project, Sign, Office)


def head_fields(
    session: Session,
    actor: Actor,
    request: ServiceRequest,
    customer: Customer,
    project: Project | None,
    sign: Sign | None,
    office: Office | None,
    *,
    with_company: bool = True,
) -> dict[str, Any]:
    """The values of a `SheetHead`, to make a sheet with; the work's own address comes before the customer's.

    Phone, address and numbers in what was said are masked for who doesn't see this request's contact.
    """
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state
    )
    return {
        "company": get_letterhead(session) if with_company else Letterhead(),
        "office": both_names(office),
        "number": request.number,
        "customer": customer.name,
        "contact_name": request.contact_name,
        "contact_phone": sight.phone(request.contact_phone),
        "address": _address(sight, customer, project),
        "place": sight.text(request.place or (sign.place if sign else "")),
        "project": project.name if project else "",
        "contract": project.code if project else "",
        "sign_code": sign.code if sign else "",
        "description": sight.text(request.description),
        "warranty": request.warranty,
    }


def _address(sight: ContactSight, customer: Customer, project: Project | None) -> str:
    if project is not None and project.address:
        return sight.address(project.address, customer.city)
    if sight.is_whole:
        return f"{customer.city}{customer.address}"
    return sight.address(customer.address, customer.city) or customer.city


def both_names(row: Any) -> BothNames:
    """Both names of an office, a person, a sign type; empty where there is none."""
    return (row.name, row.name_en) if row else ("", "")
