"""Customer care: plans with rhythms, and the life of one revisit that they produce (5.2(2))."""

from __future__ import annotations

from enum import StrEnum

from aftersales.rules.message import N_
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Step, Workflow


class PlanKind(StrEnum):
    """What sets a plan's rhythm."""

    KEY_CUSTOMERS = "key_customers"  # every so many months
    AFTER_HANDOVER = "after_handover"  # so many months after the handover of signs
    WARRANTY_ENDS = "warranty_ends"  # so many days before it ends
    TYPHOON_SEASON = "typhoon_season"  # on one day of each year, in chosen regions


class Caller(StrEnum):
    """Who is given a plan's revisits."""

    OFFICE = "office"  # whoever keeps the customer's office, else after-sales
    AFTER_SALES = "after_sales"


class RevisitWay(StrEnum):
    PHONE = "phone"
    VISIT = "visit"
    MESSAGE = "message"


class RevisitState(StrEnum):
    DUE = "due"
    DONE = "done"
    SKIPPED = "skipped"


V = RevisitState
SATISFIED_FROM = 4  # of five

REVISIT: Workflow[RevisitState] = Workflow(
    name="revisit",
    initial=V.DUE,
    final=frozenset({V.DONE, V.SKIPPED}),
    labels={V.DUE: N_("To be made"), V.DONE: N_("Made"), V.SKIPPED: N_("Skipped")},
    steps=(
        Step("hear_customer", N_("Record what was heard"), Action.DO_REVISIT, {V.DUE: V.DONE}),
        Step("put_off", N_("Put off to another day"), Action.DO_REVISIT, {V.DUE: V.DUE}, reason_needed=True),
        Step("give_revisit", N_("Give to somebody"), Action.DO_REVISIT, {V.DUE: V.DUE}),
        Step("skip_revisit", N_("Skip it"), Action.DO_REVISIT, {V.DUE: V.SKIPPED}, reason_needed=True),
        Step("register_from_revisit", N_("Register a request from it"), Action.DO_REVISIT, {V.DONE: V.DONE}),
    ),
)
