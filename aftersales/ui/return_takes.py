"""From what was typed behind a button to the one service that takes the step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlmodel import Session

from aftersales.queries.returns import LineView
from aftersales.rules.roles import Actor
from aftersales.services.return_decisions import (
    Repayment,
    ReturnQuote,
    accept_return_quote,
    decline_return_quote,
    except_return_line,
    quote_return_line,
    refund_return_line,
    refuse_return_line,
    repair_return_line,
    replace_return_line,
)
from aftersales.services.return_inspection import Inspection, Receipt, inspect_return_line, receive_return_line
from aftersales.services.return_shipping import (
    Arrival,
    PaidRefund,
    Shipment,
    close_return_line,
    pay_return_refund,
    scrap_return_line,
    send_back_return_line,
    ship_return_line,
)
from aftersales.services.returns import ReturnMove, move_return_line, withdraw_return_line

Typed = dict[str, Any]


def take_step(
    session: Session, name: str, *, actor: Actor, now: datetime, line: LineView, version: int, typed: Typed
) -> None:
    """Raises what the service raises, and InvalidInput for what was typed wrong."""
    deed, values_of = _DEEDS[name]
    typed = {field: value for field, value in typed.items() if value is not None}
    deed(session, actor=actor, now=now, line_id=line.id, expected_version=version, **values_of(typed))


def _as_typed(typed: Typed) -> Typed:
    return typed


def _move(typed: Typed) -> Typed:
    new = ReturnMove(whereabouts=typed["before"], carrier_in=typed["carrier"], waybill_in=typed["waybill"])
    return {"new": new}


def _quote(typed: Typed) -> Typed:
    return {"new": ReturnQuote(outcome_for=typed["quoted"], **_fen(typed, "price_fen"))}


def _exception(typed: Typed) -> Typed:
    return {"outcome": typed["excepted"], "reason": typed["reason"]}


def _refund(typed: Typed) -> Typed:
    return {"new": Repayment(quantity=typed["quantity"], **_fen(typed, "refund_fen"))}


def _fen(typed: Typed, name: str) -> Typed:
    """Whole fen of a typed amount; none where none was typed, so that it is asked for."""
    return {name: int((Decimal(str(typed["yuan"])) * 100).to_integral_value(ROUND_HALF_UP))} if "yuan" in typed else {}


def _shipment(typed: Typed) -> Typed:
    return {
        "new": Shipment(
            carrier=typed["carrier"], waybill=typed["waybill"], shipped_on=typed["shipped_on"],
            new_serials=typed.get("new_serials", ""), whereabouts=typed.get("old"),
        )
    }  # fmt: skip


def _arrival(typed: Typed) -> Typed:
    return {"new": Arrival(arrived_on=typed["arrived_on"], whereabouts=typed.get("after"))}


_DEEDS: dict[str, tuple[Callable[..., Any], Callable[[Typed], Typed]]] = {
    "move": (move_return_line, _move),
    "receive": (receive_return_line, lambda typed: {"new": Receipt(**typed)}),
    "inspect": (inspect_return_line, lambda typed: {"new": Inspection(**typed)}),
    "quote": (quote_return_line, _quote),
    "accept_quote": (accept_return_quote, _as_typed),
    "decline_quote": (decline_return_quote, _as_typed),
    "exception": (except_return_line, _exception),
    "repair": (repair_return_line, _as_typed),
    "replace": (replace_return_line, _as_typed),
    "refund": (refund_return_line, _refund),
    "refuse": (refuse_return_line, _as_typed),
    "ship": (ship_return_line, _shipment),
    "pay_refund": (pay_return_refund, lambda typed: {"new": PaidRefund(**typed)}),
    "send_back": (send_back_return_line, _shipment),
    "close": (close_return_line, _arrival),
    "scrap": (scrap_return_line, _as_typed),
    "withdraw": (withdraw_return_line, _as_typed),
}
