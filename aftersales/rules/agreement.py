"""The life of a supplementary agreement for a special or out-of-contract request (2b)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Missing, Step, Workflow


class AgreementState(StrEnum):
    DRAFT = "draft"
    NEGOTIATING = "negotiating"
    ACCEPTED = "accepted"  # by the customer
    SUBMITTED = "submitted"  # to the after-sales department
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


G = AgreementState
OPEN_AGREEMENTS = (G.DRAFT, G.NEGOTIATING, G.ACCEPTED, G.SUBMITTED)


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """`is_own`: whoever looks has negotiated it."""

    has_terms: bool = False
    is_own: bool = False


def gate_terms(facts: AgreementFacts) -> list[Missing]:
    """The customer accepts something that is written down."""
    return [] if facts.has_terms else [Missing(message(N_("the terms and the price in writing")), "2b")]


def gate_other_person(facts: AgreementFacts) -> list[Missing]:
    """Negotiator and approver are different people."""
    return [Missing(message(N_("a decision by somebody who didn't negotiate it")), "2b")] if facts.is_own else []


AGREEMENT: Workflow[AgreementState] = Workflow(
    name="agreement",
    initial=G.DRAFT,
    final=frozenset({G.APPROVED, G.REFUSED, G.WITHDRAWN}),
    labels={
        G.DRAFT: N_("Draft"),
        G.NEGOTIATING: N_("In negotiation"),
        G.ACCEPTED: N_("Accepted by the customer"),
        G.SUBMITTED: N_("Waits for approval"),
        G.APPROVED: N_("Approved"),
        G.REFUSED: N_("Refused"),
        G.WITHDRAWN: N_("Withdrawn"),
    },
    steps=(
        # Other terms than the accepted ones are negotiated again.
        Step(
            "write_terms",
            N_("Write the terms and price"),
            Action.NEGOTIATE,
            {G.DRAFT: G.NEGOTIATING, G.NEGOTIATING: G.NEGOTIATING, G.ACCEPTED: G.NEGOTIATING},
        ),
        Step("note_talk", N_("Note a talk"), Action.NEGOTIATE, {G.DRAFT: G.NEGOTIATING, G.NEGOTIATING: G.NEGOTIATING}),
        Step(
            "accept",
            N_("Record the customer's acceptance"),
            Action.NEGOTIATE,
            {G.NEGOTIATING: G.ACCEPTED},
            gate=gate_terms,
        ),
        Step("submit", N_("Submit for approval"), Action.NEGOTIATE, {G.ACCEPTED: G.SUBMITTED}),
        Step("approve", N_("Approve"), Action.APPROVE_AGREEMENT, {G.SUBMITTED: G.APPROVED}, gate=gate_other_person),
        Step(
            "refuse",
            N_("Refuse with reasons"),
            Action.APPROVE_AGREEMENT,
            {G.SUBMITTED: G.REFUSED},
            gate=gate_other_person,
            reason_needed=True,
        ),
        Step(
            "withdraw",
            N_("Withdraw"),
            Action.NEGOTIATE,
            dict.fromkeys(OPEN_AGREEMENTS, G.WITHDRAWN),
            reason_needed=True,
        ),
    ),
)
