"""The deeds of returns and exchanges, and a line in each state to do them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aftersales.rules.kinds import Cause
from aftersales.rules.product_return import Outcome, Whereabouts
from aftersales.rules.roles import Action
from aftersales.services import return_decisions, return_inspection, return_shipping, returns
from tests.builders import DAY, NOON, Firm
from tests.returns_desk import decided, inspected, new_line, received, requested, shipped

A = Action
TODAY = NOON + 40 * DAY


def set_returns(firm: Firm) -> dict[str, int]:
    """The ids of lines, each of a return of its own."""
    quoted = inspected(firm, cause=Cause.CUSTOMER_USE)
    return_decisions.quote_return_line(
        firm.session, actor=firm.manager, now=NOON + 4 * DAY, line_id=quoted.id or 0,
        new=return_decisions.ReturnQuote(outcome_for=Outcome.REPAIR, price_fen=100),
    )  # fmt: skip
    excepted = inspected(firm)
    return_decisions.except_return_line(
        firm.session, actor=firm.manager, now=NOON + 4 * DAY, line_id=excepted.id or 0, outcome=Outcome.REFUND,
        reason="停产",
    )  # fmt: skip
    lines = {
        "return_requested": requested(firm), "return_received": received(firm), "return_inspected": inspected(firm),
        "return_used": inspected(firm, cause=Cause.CUSTOMER_USE), "return_quoted": quoted,
        "return_excepted": excepted, "return_decided": decided(firm, Outcome.REPLACE),
        "return_refused": decided(firm, Outcome.REFUSE), "return_refunded": decided(firm, Outcome.REFUND),
        "return_shipped": shipped(firm),
    }  # fmt: skip
    return {name: line.id or 0 for name, line in lines.items()}


def _on(name: str, function: Callable[..., Any], **values: Any) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, line_id=scene.ids[name], **values | scene.said
    )


def _request(scene: Any, actor: Any) -> Any:
    new = returns.NewReturn(lines=(new_line(scene.firm, sign_id=scene.ids["sign"]),))
    return returns.request_return(scene.session, actor=actor, now=TODAY, new=new)


_SENT = return_shipping.Shipment(carrier="顺丰", waybill="SF1", shipped_on=TODAY.date() - timedelta(days=1))
_PAID = return_shipping.PaidRefund(refunded_on=TODAY.date(), voucher="FK-1")
RETURN_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "returns.request_return": (A.REQUEST_RETURN, _request),
    "returns.move_return_line": (A.REQUEST_RETURN, _on(
        "return_requested", returns.move_return_line, new=returns.ReturnMove(whereabouts=Whereabouts.AT_OFFICE))),
    "returns.withdraw_return_line": (A.REQUEST_RETURN, _on(
        "return_requested", returns.withdraw_return_line, reason="客户不退了")),
    "return_inspection.receive_return_line": (A.HANDLE_RETURN, _on(
        "return_requested", return_inspection.receive_return_line,
        new=return_inspection.Receipt(quantity=2, condition="完好"))),
    "return_inspection.inspect_return_line": (A.HANDLE_RETURN, _on(
        "return_received", return_inspection.inspect_return_line,
        new=return_inspection.Inspection(quantity=2, finding="虚焊", cause=Cause.MATERIAL))),
    "return_decisions.quote_return_line": (A.DECIDE_RETURN, _on(
        "return_used", return_decisions.quote_return_line,
        new=return_decisions.ReturnQuote(outcome_for=Outcome.REPAIR, price_fen=100))),
    "return_decisions.accept_return_quote": (A.REQUEST_RETURN, _on(
        "return_quoted", return_decisions.accept_return_quote, answered_by="王芳")),
    "return_decisions.decline_return_quote": (A.REQUEST_RETURN, _on(
        "return_quoted", return_decisions.decline_return_quote, reason="太贵")),
    "return_decisions.except_return_line": (A.CHANGE_CHARGE, _on(
        "return_inspected", return_decisions.except_return_line, outcome=Outcome.REFUND, reason="停产")),
    "return_decisions.repair_return_line": (A.DECIDE_RETURN, _on(
        "return_inspected", return_decisions.repair_return_line, quantity=2)),
    "return_decisions.replace_return_line": (A.DECIDE_RETURN, _on(
        "return_inspected", return_decisions.replace_return_line, quantity=2)),
    "return_decisions.refund_return_line": (A.DECIDE_RETURN, _on(
        "return_excepted", return_decisions.refund_return_line,
        new=return_decisions.Repayment(quantity=1, refund_fen=100))),
    "return_decisions.refuse_return_line": (A.DECIDE_RETURN, _on(
        "return_inspected", return_decisions.refuse_return_line, quantity=1, reason="人为损坏")),
    "return_shipping.ship_return_line": (A.HANDLE_RETURN, _on(
        "return_decided", return_shipping.ship_return_line, new=_SENT)),
    "return_shipping.send_back_return_line": (A.HANDLE_RETURN, _on(
        "return_refused", return_shipping.send_back_return_line, new=_SENT)),
    "return_shipping.pay_return_refund": (A.PAY_REFUND, _on(
        "return_refunded", return_shipping.pay_return_refund, new=_PAID)),
    "return_shipping.close_return_line": (A.REQUEST_RETURN, _on(
        "return_shipped", return_shipping.close_return_line,
        new=return_shipping.Arrival(arrived_on=TODAY.date()))),
    "return_shipping.scrap_return_line": (A.HANDLE_RETURN, _on(
        "return_shipped", return_shipping.scrap_return_line)),
}  # fmt: skip
RETURN_INNER = {
    "return_lines.taking_line", "return_lines.line_facts", "return_lines.ensure_own_return", "returns.land_return",
    "sign_exchanges.record_exchange",
}  # fmt: skip
RETURN_WORDS = (
    ("returns.withdraw_return_line", "reason", 400),
    ("return_decisions.accept_return_quote", "answered_by", 80),
    ("return_decisions.decline_return_quote", "reason", 400),
    ("return_decisions.except_return_line", "reason", 400),
    ("return_decisions.refuse_return_line", "reason", 400),
)
