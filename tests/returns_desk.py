"""Returns of the small company, brought as far as a test needs them."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from aftersales.models import ProductReturn, ReturnLine
from aftersales.rules.kinds import Cause
from aftersales.rules.product_return import Outcome, Wish
from aftersales.services.return_decisions import (
    Repayment,
    except_return_line,
    refund_return_line,
    refuse_return_line,
    repair_return_line,
    replace_return_line,
)
from aftersales.services.return_inspection import Inspection, Receipt, inspect_return_line, receive_return_line
from aftersales.services.return_shipping import Arrival, Shipment, close_return_line, ship_return_line
from aftersales.services.returns import NewReturn, NewReturnLine, request_return
from tests.builders import DAY, NOON, Firm


def new_line(firm: Firm, **values: Any) -> NewReturnLine:
    usual = {
        "sign_id": firm.sign.id, "product": "LED电源", "quantity": 5, "wish": Wish.EXCHANGE, "reason": "上电后不亮",
    }  # fmt: skip
    return NewReturnLine(**usual | values)


def requested(firm: Firm, *, actor: Any = None, once: str | None = None, **values: Any) -> ReturnLine:
    """The first line of a return that the office asked for at noon."""
    new = NewReturn(lines=(new_line(firm, **values),), once=once)
    head = request_return(firm.session, actor=actor or firm.office, now=NOON, new=new)
    return lines_of(firm, head)[0]


def received(firm: Firm, line: ReturnLine | None = None, *, pieces: int | None = None, **values: Any) -> ReturnLine:
    line = line or requested(firm, **values)
    new = Receipt(quantity=pieces or line.quantity, condition="外壳完好", serials="A1, A2")
    return receive_return_line(
        firm.session, actor=firm.project_department, now=NOON + 2 * DAY, line_id=line.id or 0, new=new
    )


def inspected(
    firm: Firm, line: ReturnLine | None = None, *, cause: Cause = Cause.MATERIAL, **values: Any
) -> ReturnLine:
    line = line or received(firm, **values)
    new = Inspection(quantity=line.quantity, finding="电容鼓包", cause=cause)
    return inspect_return_line(
        firm.session, actor=firm.project_department, now=NOON + 3 * DAY, line_id=line.id or 0, new=new
    )


def decided(firm: Firm, outcome: Outcome, line: ReturnLine | None = None, **values: Any) -> ReturnLine:
    """A refund by the manager's exception; the others as the cause gives them."""
    line = line or inspected(firm, **values)
    known: dict[str, Any] = {"now": NOON + 4 * DAY, "line_id": line.id or 0}
    if outcome is Outcome.REFUND:
        except_return_line(firm.session, actor=firm.manager, outcome=outcome, reason="停产，无同款", **known)
        return refund_return_line(
            firm.session, actor=firm.manager, new=Repayment(quantity=line.quantity, refund_fen=50_000), **known
        )
    if outcome is Outcome.REFUSE:
        return refuse_return_line(firm.session, actor=firm.manager, quantity=line.quantity, reason="人为损坏", **known)
    deed = repair_return_line if outcome is Outcome.REPAIR else replace_return_line
    return deed(firm.session, actor=firm.dispatcher, quantity=line.quantity, **known)


def shipped(
    firm: Firm, line: ReturnLine | None = None, *, outcome: Outcome = Outcome.REPLACE, **values: Any
) -> ReturnLine:
    line = line or decided(firm, outcome, **values)
    new = Shipment(
        carrier="顺丰", waybill="SF123", shipped_on=(NOON + 5 * DAY).date(),
        new_serials="B1" if line.outcome is Outcome.REPLACE else "",
    )  # fmt: skip
    return ship_return_line(
        firm.session, actor=firm.project_department, now=NOON + 5 * DAY, line_id=line.id or 0, new=new
    )


def closed(firm: Firm, line: ReturnLine | None = None, **values: Any) -> ReturnLine:
    line = line or shipped(firm, **values)
    new = Arrival(arrived_on=(NOON + 7 * DAY).date())
    return close_return_line(firm.session, actor=firm.office, now=NOON + 8 * DAY, line_id=line.id or 0, new=new)


def head_of(firm: Firm, line: ReturnLine) -> ProductReturn:
    return firm.session.get_one(ProductReturn, line.return_id)


def lines_of(firm: Firm, head: ProductReturn) -> list[ReturnLine]:
    return list(
        firm.session.exec(select(ReturnLine).where(ReturnLine.return_id == head.id).order_by(col(ReturnLine.id)))
    )
