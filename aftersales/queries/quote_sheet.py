"""What stands on a printed quote (报价单)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import (
    Company,
    Customer,
    Office,
    Project,
    Quote,
    QuoteLine,
    QuoteState,
    ServiceRequest,
    Sign,
    Staff,
)
from aftersales.queries.own_jobs import only_seen_by
from aftersales.rules.kinds import Charge, FaultCategory, WarrantyStatus
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may

BothNames = tuple[str, str]


@dataclass(frozen=True, slots=True)
class QuoteSheetLine:
    """`quantity_milli` in thousandths, money in fen."""

    name: str
    quantity_milli: int
    unit: str
    unit_fen: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class QuoteSheet:
    company: BothNames
    hotline: str
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
    fault: FaultCategory
    description: str
    warranty: WarrantyStatus
    charge: Charge
    state: QuoteState
    made_at: datetime
    made_by: BothNames
    note: str
    lines: tuple[QuoteSheetLine, ...]
    total_fen: int
    answered_at: datetime | None
    answered_by: str


def get_quote_sheet(session: Session, actor: Actor, quote_id: int) -> QuoteSheet:
    """One quote. Raises NotFound, also for one that this person may not see.

    Who sees no quotes sees the accepted one only: the money agreed on (4(5)).
    """
    row = session.execute(
        select(Quote, ServiceRequest, Customer, Project, Sign, Office, Staff)  # type: ignore[call-overload]
        .join(ServiceRequest, col(ServiceRequest.id) == Quote.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .outerjoin(Office, col(Office.id) == ServiceRequest.office_id)
        .outerjoin(Staff, col(Staff.id) == Quote.made_by_id)
        .where(Quote.id == quote_id, *only_seen_by(actor, col(ServiceRequest.id)))
    ).first()
    sees_all = may(actor, Action.SEE_COSTS) or may(actor, Action.ACCEPT_QUOTE)
    if row is None or not (sees_all or row[0].state is QuoteState.ACCEPTED):
        raise NotFound(N_("There is no such quote among those you may see."))
    quote, request, customer, project, sign, office, maker = row
    company = session.get(Company, 1)
    lines = session.exec(select(QuoteLine).where(QuoteLine.quote_id == quote_id).order_by(col(QuoteLine.id)))
    return QuoteSheet(
        company=(company.name, company.name_en) if company else ("", ""),
        hotline=company.hotline if company else "",
        office=(office.name, office.name_en) if office else ("", ""),
        number=request.number, customer=customer.name, contact_name=request.contact_name,
        contact_phone=request.contact_phone,
        address=(project.address if project else "") or f"{customer.city}{customer.address}",
        place=request.place or (sign.place if sign else ""),
        project=project.name if project else "", contract=project.code if project else "",
        sign_code=sign.code if sign else "", fault=request.fault, description=request.description,
        warranty=request.warranty, charge=quote.charge, state=quote.state, made_at=quote.made_at,
        made_by=(maker.name, maker.name_en) if maker else ("", ""), note=quote.note,
        lines=tuple(
            QuoteSheetLine(line.name, line.quantity_milli, line.unit, line.unit_fen, line.total_fen) for line in lines
        ),
        total_fen=quote.total_fen, answered_at=quote.answered_at, answered_by=quote.answered_by,
    )  # fmt: skip
