"""What becomes of a returned product: repair, the same new one, the money back, or refused with reasons (3(1), 3(2)).

Free only where the warranty decision gives it; else on a quote that the customer accepted, or by the manager's
reasoned exception.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import InvalidInput, RuleBroken
from aftersales.models import ReturnLine
from aftersales.rules.message import N_
from aftersales.rules.product_return import Outcome
from aftersales.rules.roles import Actor
from aftersales.services.input import MOST_FEN, MOST_REASON, Input, ensure_text
from aftersales.services.return_lines import decision_of, taking_line
from aftersales.services.returns import MOST_PIECES


class ReturnQuote(Input):
    """What the customer would pay, in fen for the whole line, and for what."""

    outcome_for: Outcome
    price_fen: int = Field(ge=1, le=MOST_FEN)


class Repayment(Input):
    """So many pieces are refunded, by so many fen in all."""

    quantity: int = Field(ge=1, le=MOST_PIECES)
    refund_fen: int = Field(ge=1, le=MOST_FEN)


def quote_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: ReturnQuote,
    expected_version: int | None = None,
) -> ReturnLine:  # fmt: skip
    """For what isn't free. Waits for the customer's word."""
    with taking_line(
        session, "quote", actor=actor, now=now, line_id=line_id, expected_version=expected_version
    ) as work:
        line = work.row
        decision = decision_of(line)
        _ensure_given(new.outcome_for)
        if decision is not None and new.outcome_for in decision.free:
            raise RuleBroken(N_("This is free by the warranty decision; nothing is charged for it."), clause="3(1)")
        line.quote_for, line.quote_fen = new.outcome_for, new.price_fen
        line.quote_accepted_at, line.quote_answered_by = None, ""
        work.data |= {"outcome": new.outcome_for, "price_fen": new.price_fen}
        return line


def accept_return_quote(
    session: Session, *, actor: Actor, now: datetime, line_id: int, answered_by: str,
    expected_version: int | None = None,
) -> ReturnLine:  # fmt: skip
    """The customer pays that; by whom it was said."""
    answered_by = ensure_text(answered_by, 80, field="answered_by", is_needed=True)
    with taking_line(
        session, "accept_quote", actor=actor, now=now, line_id=line_id, expected_version=expected_version
    ) as work:
        line = work.row
        line.quote_accepted_at, line.quote_answered_by = now, answered_by
        work.data["price_fen"] = line.quote_fen
        work.words["answered_by"] = answered_by
        return line


def decline_return_quote(
    session: Session, *, actor: Actor, now: datetime, line_id: int, reason: str, expected_version: int | None = None
) -> ReturnLine:
    """The customer doesn't pay that; it is decided otherwise."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking_line(
        session, "decline_quote", actor=actor, now=now, line_id=line_id, expected_version=expected_version,
        reason=reason,
    ) as work:  # fmt: skip
        line = work.row
        work.data["price_fen"] = line.quote_fen
        line.quote_for = line.quote_fen = None
        return line


def except_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, outcome: Outcome, reason: str,
    expected_version: int | None = None,
) -> ReturnLine:  # fmt: skip
    """The manager gives free what the decision doesn't, and says why."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    _ensure_given(outcome)
    with taking_line(
        session, "exception", actor=actor, now=now, line_id=line_id, expected_version=expected_version, reason=reason
    ) as work:
        work.row.exception_for, work.row.exception_reason = outcome, reason
        work.data["outcome"] = outcome
        return work.row


def repair_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, quantity: int, expected_version: int | None = None
) -> ReturnLine:
    """So many pieces are repaired in the workshop."""
    return _decide(session, Outcome.REPAIR, actor, now, line_id, quantity, expected_version)


def replace_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, quantity: int, expected_version: int | None = None
) -> ReturnLine:
    """So many pieces are replaced by new ones of the same kind (3(1))."""
    return _decide(session, Outcome.REPLACE, actor, now, line_id, quantity, expected_version)


def refund_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: Repayment, expected_version: int | None = None
) -> ReturnLine:
    """The money for so many pieces goes back. No clause gives that by itself: it needs an exception or a quote."""
    return _decide(session, Outcome.REFUND, actor, now, line_id, new.quantity, expected_version, new.refund_fen)


def refuse_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, quantity: int, reason: str,
    expected_version: int | None = None,
) -> ReturnLine:  # fmt: skip
    """So many pieces go back as they came, and the office is told why."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    return _decide(session, Outcome.REFUSE, actor, now, line_id, quantity, expected_version, reason=reason)


STEPS = {
    Outcome.REPAIR: "repair", Outcome.REPLACE: "replace", Outcome.REFUND: "refund", Outcome.REFUSE: "refuse",
}  # fmt: skip


def _decide(
    session: Session, outcome: Outcome, actor: Actor, now: datetime, line_id: int, quantity: int, version: int | None,
    refund_fen: int | None = None, reason: str = "",
) -> ReturnLine:  # fmt: skip
    with taking_line(
        session, STEPS[outcome], actor=actor, now=now, line_id=line_id, expected_version=version, quantity=quantity,
        reason=reason,
    ) as work:  # fmt: skip
        line = work.row
        line.outcome, line.decided_at, line.decided_by_id = outcome, now, actor.staff_id
        line.refund_fen, line.refusal = refund_fen, reason
        work.data |= {"outcome": outcome, "charge": line.charge, "by_quote": line.quote_accepted_at is not None,
                      "by_exception": line.exception_for is outcome, "refund_fen": refund_fen}  # fmt: skip
        return line


def _ensure_given(outcome: Outcome) -> None:
    if outcome is Outcome.REFUSE:
        raise InvalidInput(N_("A refusal is neither quoted nor an exception."), field="outcome_for")
