"""How a return ends: shipped, refunded or sent back, then confirmed; what became of the old product (5.1(4))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput
from aftersales.models import ReturnLine
from aftersales.rules.message import N_
from aftersales.rules.product_return import OLD_ONE, WITH_CUSTOMER, Outcome, Whereabouts
from aftersales.rules.roles import Actor
from aftersales.services.input import Day, Input, needed_text, text
from aftersales.services.return_lines import ensure_day, taking_line
from aftersales.services.sign_exchanges import record_exchange


class Shipment(Input):
    """By whom, under which number, when. After an exchange: the new serial numbers, and where the old one stays."""

    carrier: needed_text(80)
    waybill: needed_text(60)
    shipped_on: Day
    new_serials: text(400) = ""
    whereabouts: Whereabouts | None = None


class PaidRefund(Input):
    refunded_on: Day
    voucher: needed_text(60)


class Arrival(Input):
    """When it was there, and where what went back is now. Of a refund: when the customer has the money."""

    arrived_on: Day
    whereabouts: Whereabouts | None = None


def ship_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: Shipment, expected_version: int | None = None
) -> ReturnLine:
    """The repaired one, or the new one; the old one then stays at the workshop or is scrapped."""
    with taking_line(session, "ship", actor=actor, now=now, line_id=line_id, expected_version=expected_version) as work:
        line = work.row
        if line.outcome is Outcome.REPLACE:
            line.whereabouts = _one_of(new.whereabouts or Whereabouts.AT_WORKSHOP, OLD_ONE)
            line.new_serials = new.new_serials
            work.data["serials"] = new.new_serials
        else:
            line.whereabouts = Whereabouts.SHIPPED_BACK
        _sent(line, new, now)
        work.data |= {"carrier": new.carrier, "waybill": new.waybill, "shipped_on": new.shipped_on}
        return line


def send_back_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: Shipment, expected_version: int | None = None
) -> ReturnLine:
    """What was refused goes back as it came."""
    with taking_line(
        session, "send_back", actor=actor, now=now, line_id=line_id, expected_version=expected_version
    ) as work:
        work.row.whereabouts = Whereabouts.SHIPPED_BACK
        _sent(work.row, new, now)
        work.data |= {"carrier": new.carrier, "waybill": new.waybill, "shipped_on": new.shipped_on}
        return work.row


def pay_return_refund(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: PaidRefund, expected_version: int | None = None
) -> ReturnLine:
    """The money went out, under which voucher."""
    with taking_line(
        session, "pay_refund", actor=actor, now=now, line_id=line_id, expected_version=expected_version
    ) as work:
        line = work.row
        first = local_day(line.decided_at) if line.decided_at else None
        line.refunded_on = ensure_day(new.refunded_on, field="refunded_on", now=now, not_before=first)
        line.voucher = new.voucher
        work.data |= {"refunded_on": new.refunded_on, "voucher": new.voucher, "refund_fen": line.refund_fen}
        return line


def close_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: Arrival, expected_version: int | None = None
) -> ReturnLine:
    """The office confirms that it is there; an exchange then stands in the sign's history (3(1))."""
    with taking_line(
        session, "close", actor=actor, now=now, line_id=line_id, expected_version=expected_version
    ) as work:
        line = work.row
        first = line.shipped_on or line.refunded_on
        line.arrived_on = ensure_day(new.arrived_on, field="arrived_on", now=now, not_before=first)
        if line.outcome in (Outcome.REPAIR, Outcome.REFUSE):
            line.whereabouts = _one_of(new.whereabouts or Whereabouts.AT_CUSTOMER, WITH_CUSTOMER)
        work.data["arrived_on"] = new.arrived_on
        if line.outcome is Outcome.REPLACE and line.sign_id is not None:
            record_exchange(session, line, actor=actor, now=now)
        return line


def scrap_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, expected_version: int | None = None
) -> ReturnLine:
    """The old one, which stayed at the workshop after an exchange or a refund, is no more."""
    with taking_line(
        session, "scrap", actor=actor, now=now, line_id=line_id, expected_version=expected_version
    ) as work:
        work.row.whereabouts = Whereabouts.SCRAPPED
        return work.row


def _sent(line: ReturnLine, new: Shipment, now: datetime) -> None:
    first = local_day(line.received_at) if line.received_at else None
    line.shipped_on = ensure_day(new.shipped_on, field="shipped_on", now=now, not_before=first)
    line.carrier, line.waybill = new.carrier, new.waybill


def _one_of(whereabouts: Whereabouts, allowed: tuple[Whereabouts, ...]) -> Whereabouts:
    if whereabouts not in allowed:
        raise InvalidInput(N_("It can't be there after this step."), field="whereabouts")
    return whereabouts
