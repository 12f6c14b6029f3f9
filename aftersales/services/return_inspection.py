"""At the workshop: the goods received, and what the inspection found (5.1(4)); with it, who bears it (3(1))."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.models import ProductReturn, ReturnLine
from aftersales.rules.kinds import Cause, TermSource
from aftersales.rules.product_return import Whereabouts
from aftersales.rules.return_decision import ReturnBasis, basis_as_kept, decide_return
from aftersales.rules.roles import Actor
from aftersales.rules.warranty import WarrantyTerms
from aftersales.services.decisions import load_place
from aftersales.services.input import Input, needed_text, text
from aftersales.services.return_lines import taking_line
from aftersales.services.returns import MOST_PIECES
from aftersales.services.terms import load_terms


class Receipt(Input):
    """How many came, in which condition, with which serial numbers. Those missing stay on the way."""

    quantity: int = Field(ge=1, le=MOST_PIECES)
    condition: needed_text(400)
    serials: text(400) = ""


class Inspection(Input):
    """What was found at how many pieces, and why they failed."""

    quantity: int = Field(ge=1, le=MOST_PIECES)
    finding: needed_text(1000)
    cause: Cause


def receive_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: Receipt, expected_version: int | None = None
) -> ReturnLine:
    """The workshop has it; pieces that didn't come stay requested, as a line of their own."""
    with taking_line(
        session, "receive", actor=actor, now=now, line_id=line_id, expected_version=expected_version,
        quantity=new.quantity,
    ) as work:  # fmt: skip
        line = work.row
        line.whereabouts = Whereabouts.AT_WORKSHOP
        line.condition, line.serials = new.condition, new.serials
        line.received_at, line.received_by_id = now, actor.staff_id
        work.data["serials"] = new.serials
        work.words["condition"] = new.condition
        return line


def inspect_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: Inspection, expected_version: int | None = None
) -> ReturnLine:
    """Finding and cause; warranty and charge are decided by them, and a quote or exception before falls away."""
    with taking_line(
        session, "inspect", actor=actor, now=now, line_id=line_id, expected_version=expected_version,
        quantity=new.quantity,
    ) as work:  # fmt: skip
        line = work.row
        line.finding, line.cause = new.finding, new.cause
        line.inspected_at, line.inspected_by_id = now, actor.staff_id
        basis = _basis(session, line)
        decided = decide_return(basis, new.cause)
        line.basis = basis_as_kept(basis)
        line.warranty, line.charge = decided.warranty.result, decided.charge.result
        line.quote_for = line.quote_fen = line.quote_accepted_at = line.exception_for = None
        line.quote_answered_by = line.exception_reason = ""
        work.data |= {"cause": new.cause, "warranty": line.warranty, "charge": line.charge, "basis": line.basis,
                      "clauses": list(dict.fromkeys((*decided.warranty.clauses, *decided.charge.clauses)))}  # fmt: skip
        work.words["finding"] = new.finding
        return line


def _basis(session: Session, line: ReturnLine) -> ReturnBasis:
    """The terms that held on the day the return was asked for; none where neither project nor sign is known."""
    head = session.get_one(ProductReturn, line.return_id)
    asked_on = local_day(head.requested_at)
    if line.sign_id is None and head.project_id is None:
        return ReturnBasis(asked_on)
    place = load_place(session, customer_id=None, project_id=head.project_id, sign_id=line.sign_id)
    sign, project = place.sign, place.project
    terms = load_terms(session, project.id if project else None)
    return ReturnBasis(
        asked_on=asked_on,
        sign=WarrantyTerms(sign.handover_on, sign.warranty_months, TermSource.SIGN) if sign else None,
        project=WarrantyTerms(project.handover_on, project.warranty_months, project.warranty_source)
        if project else None,
        exchange=WarrantyTerms(sign.exchanged_on, sign.exchange_months, TermSource.CONTRACT)
        if sign and sign.exchanged_on else None,
        coverage=terms.coverage(head.requested_at),
    )  # fmt: skip
