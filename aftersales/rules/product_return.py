"""The life of what comes back from the offices: requested, received, inspected, decided, shipped, closed (5.1(4)).

A return has lines, each with a state of its own, so that part of a quantity can go its own way; the state of the
return as a whole follows from its lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Gate, Missing, Step, Workflow


class ReturnState(StrEnum):
    """Of a line; and of the return, which stands where its hindmost open line stands."""

    REQUESTED = "requested"
    RECEIVED = "received"
    INSPECTED = "inspected"
    QUOTED = "quoted"  # waits for the customer's word on a quote
    DECIDED = "decided"  # repair, replace or refund is under way
    REFUSED = "refused"  # is to go back as it is
    SHIPPED = "shipped"  # the repaired or the new one
    SENT_BACK = "sent_back"  # the refused one
    REFUNDED = "refunded"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Wish(StrEnum):
    """What the office asks for on the customer's behalf."""

    REPAIR = "repair"
    EXCHANGE = "exchange"
    REFUND = "refund"
    NOT_SAID = "not_said"


class Outcome(StrEnum):
    """What is decided."""

    REPAIR = "repair"
    REPLACE = "replace"  # by a new product of the same kind (3(1))
    REFUND = "refund"
    REFUSE = "refuse"


class Whereabouts(StrEnum):
    """Where the product that came back is; there is no stock, but no item is ever out of sight."""

    AT_CUSTOMER = "at_customer"
    AT_OFFICE = "at_office"
    ON_THE_WAY = "on_the_way"
    AT_WORKSHOP = "at_workshop"
    SHIPPED_BACK = "shipped_back"
    SCRAPPED = "scrapped"


S = ReturnState
ENDED = (S.CLOSED, S.WITHDRAWN)
OPEN_RETURNS = tuple(state for state in ReturnState if state not in ENDED)
BEFORE_RECEIPT = (Whereabouts.AT_CUSTOMER, Whereabouts.AT_OFFICE, Whereabouts.ON_THE_WAY)
WITH_CUSTOMER = (Whereabouts.AT_CUSTOMER, Whereabouts.AT_OFFICE)  # where a product ends that went back
OLD_ONE = (Whereabouts.AT_WORKSHOP, Whereabouts.SCRAPPED)  # where one ends that was made good otherwise

# How long a line may stand in a state before Today asks for the next step; decided.
LIMITS: dict[ReturnState, timedelta] = {
    S.REQUESTED: timedelta(days=10),
    S.RECEIVED: timedelta(days=2),
    S.INSPECTED: timedelta(days=2),
    S.QUOTED: timedelta(days=7),
    S.DECIDED: timedelta(days=10),
    S.REFUSED: timedelta(days=3),
    S.SHIPPED: timedelta(days=7),
    S.SENT_BACK: timedelta(days=7),
    S.REFUNDED: timedelta(days=7),
}


def step_due_at(state: ReturnState, since: datetime) -> datetime | None:
    """By when the next step is due of a line that came into `state` at `since`; None where none follows."""
    limit = LIMITS.get(state)
    return None if limit is None else since + limit


def head_state(states: Iterable[ReturnState]) -> ReturnState:
    """Where the return as a whole stands: at its hindmost open line; ended when all of them are."""
    known = set(states)
    for state in OPEN_RETURNS:
        if state in known:
            return state
    return S.CLOSED if S.CLOSED in known else S.WITHDRAWN


@dataclass(frozen=True, slots=True)
class LineFacts:
    """`covered`: the outcomes that the warranty decision gives free, that an accepted quote pays for, or that the
    manager made an exception for. `may_be_quoted`: it is known who pays, or whoever looks decides it."""

    covered: frozenset[Outcome] = frozenset()
    may_be_quoted: bool = False
    outcome: Outcome | None = None
    whereabouts: Whereabouts = Whereabouts.AT_CUSTOMER


def _covers(outcome: Outcome, clause: str) -> Gate:
    def gate(facts: LineFacts) -> list[Missing]:
        if outcome in facts.covered:
            return []
        what = N_("a decision that gives it free, a quote that the customer accepted, or the manager's exception")
        return [Missing(message(what), clause)]

    return gate


def gate_quote(facts: LineFacts) -> list[Missing]:
    """Who pays has to be known; where it isn't, the manager decides."""
    if facts.may_be_quoted:
        return []
    return [Missing(message(N_("who pays: cause or warranty aren't known, so the manager decides")), "3(2)")]


def gate_ship(facts: LineFacts) -> list[Missing]:
    if facts.outcome in (Outcome.REPAIR, Outcome.REPLACE):
        return []
    return [Missing(message(N_("something to ship: a refund is paid")), "5.1(4)")]


def gate_refund(facts: LineFacts) -> list[Missing]:
    if facts.outcome is Outcome.REFUND:
        return []
    return [Missing(message(N_("a refund that was decided")), "5.1(4)")]


def gate_scrap(facts: LineFacts) -> list[Missing]:
    """Only what stayed with us: the old one after an exchange or a refund."""
    if facts.outcome in (Outcome.REPLACE, Outcome.REFUND) and facts.whereabouts is Whereabouts.AT_WORKSHOP:
        return []
    return [Missing(message(N_("an exchanged or refunded product that stands at the workshop")), "5.1(4)")]


RETURN: Workflow[ReturnState] = Workflow(
    name="return_line",
    initial=S.REQUESTED,
    final=frozenset(ENDED),
    labels={
        S.REQUESTED: N_("Return requested"),
        S.RECEIVED: N_("Goods received"),
        S.INSPECTED: N_("Goods inspected"),
        S.QUOTED: N_("Waits for the customer's word"),
        S.DECIDED: N_("Return decided"),
        S.REFUSED: N_("Return refused"),
        S.SHIPPED: N_("Goods shipped"),
        S.SENT_BACK: N_("Goods sent back"),
        S.REFUNDED: N_("Refunded"),
        S.CLOSED: N_("Return closed"),
        S.WITHDRAWN: N_("Return withdrawn"),
    },
    steps=(
        Step("move", N_("Say where it is"), Action.REQUEST_RETURN, {S.REQUESTED: S.REQUESTED}),
        Step("receive", N_("Receive it"), Action.HANDLE_RETURN, {S.REQUESTED: S.RECEIVED}),
        Step(
            "inspect", N_("Record the inspection"), Action.HANDLE_RETURN,
            {S.RECEIVED: S.INSPECTED, S.INSPECTED: S.INSPECTED},
        ),
        Step("quote", N_("Quote for it"), Action.DECIDE_RETURN, {S.INSPECTED: S.QUOTED}, gate=gate_quote),
        Step("accept_quote", N_("The customer accepts"), Action.REQUEST_RETURN, {S.QUOTED: S.INSPECTED}),
        Step(
            "decline_quote", N_("The customer declines"), Action.REQUEST_RETURN, {S.QUOTED: S.INSPECTED},
            reason_needed=True,
        ),
        Step(
            "exception", N_("Make an exception"), Action.CHANGE_CHARGE, {S.INSPECTED: S.INSPECTED}, reason_needed=True
        ),
        Step(
            "repair", N_("Repair it"), Action.DECIDE_RETURN, {S.INSPECTED: S.DECIDED},
            gate=_covers(Outcome.REPAIR, "3(1)"),
        ),
        Step(
            "replace", N_("Replace it with the same new product"), Action.DECIDE_RETURN, {S.INSPECTED: S.DECIDED},
            gate=_covers(Outcome.REPLACE, "3(1)"),
        ),
        Step(
            "refund", N_("Refund it"), Action.DECIDE_RETURN, {S.INSPECTED: S.DECIDED},
            gate=_covers(Outcome.REFUND, "3(1)"),
        ),
        Step(
            "refuse", N_("Refuse it with reasons"), Action.DECIDE_RETURN, {S.INSPECTED: S.REFUSED}, reason_needed=True
        ),
        Step("ship", N_("Ship it"), Action.HANDLE_RETURN, {S.DECIDED: S.SHIPPED}, gate=gate_ship),
        Step("pay_refund", N_("Record the refund"), Action.PAY_REFUND, {S.DECIDED: S.REFUNDED}, gate=gate_refund),
        Step("send_back", N_("Send it back"), Action.HANDLE_RETURN, {S.REFUSED: S.SENT_BACK}),
        Step(
            "close", N_("Confirm and close"), Action.REQUEST_RETURN,
            {S.SHIPPED: S.CLOSED, S.SENT_BACK: S.CLOSED, S.REFUNDED: S.CLOSED},
        ),
        Step(
            "scrap", N_("Scrap the old one"), Action.HANDLE_RETURN,
            {S.SHIPPED: S.SHIPPED, S.REFUNDED: S.REFUNDED, S.CLOSED: S.CLOSED}, gate=gate_scrap,
        ),
        Step(
            "withdraw", N_("Withdraw the return"), Action.REQUEST_RETURN, {S.REQUESTED: S.WITHDRAWN},
            reason_needed=True,
        ),
    ),
)  # fmt: skip
