"""The life of a service request, from the call to the closed file (2, 4(4), 4(6), 4(7))."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.rules.kinds import Charge, Kind, Severity
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Missing, Step, Workflow


class RequestState(StrEnum):
    REGISTERED = "registered"
    ACCEPTED = "accepted"  # a person has answered the customer
    ON_HOLD = "on_hold"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    UNFINISHED = "unfinished"  # left half done; the next visit is to be planned
    DONE = "done"  # the work is done; report, survey and file are open
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


R = RequestState
OPEN_STATES = (R.REGISTERED, R.ACCEPTED, R.ON_HOLD, R.DISPATCHED, R.EN_ROUTE, R.ON_SITE, R.UNFINISHED, R.DONE)
BEFORE_WORK = (R.REGISTERED, R.ACCEPTED, R.ON_HOLD, R.UNFINISHED)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the gates look at; plain values, read once by the service that takes the step."""

    kind: Kind
    severity: Severity
    charge: Charge
    responded: bool = False
    made_safe: bool = False
    cause_found: bool = False
    has_accepted_quote: bool = False
    needs_agreement: bool = False
    agreement_approved: bool = False
    report_complete: bool = False
    survey_settled: bool = False
    is_recurrence: bool = False
    has_root_cause: bool = False
    has_corrective_action: bool = False
    outcome_given: bool = False
    has_open_return: bool = False
    has_open_opinion: bool = False


def gate_visit_kind(facts: RequestFacts) -> list[Missing]:
    """Only kinds that need a visit are dispatched; a 2b request waits for its agreement, danger never waits."""
    missing = []
    if facts.kind is Kind.RETURN:
        missing.append(Missing(message(N_("a return or exchange goes through the office and the workshop")), "5.1(4)"))
    elif not facts.kind.needs_visit:
        missing.append(Missing(message(N_("an inquiry or suggestion is answered, not dispatched"))))
    if facts.severity is Severity.DANGER:
        return missing
    if not facts.responded:
        missing.append(Missing(message(N_("a person's answer to the customer")), "4(4)"))
    if facts.needs_agreement and not facts.agreement_approved:
        missing.append(Missing(message(N_("the approved supplementary agreement")), "2b"))
    return missing


def gate_repair(facts: RequestFacts) -> list[Missing]:
    """The quote gates the repair, never the visit that finds the cause (3(2))."""
    missing = []
    if not facts.cause_found:
        missing.append(Missing(message(N_("the cause found on site")), "4(7)"))
    elif facts.charge is Charge.UNDECIDED:
        missing.append(
            Missing(message(N_("who pays: the warranty terms are not known, so the manager decides")), "3(2)")
        )
    if facts.charge in (Charge.PAID, Charge.AT_COST) and not facts.has_accepted_quote:
        clause = "3(2)" if facts.charge is Charge.PAID else "1.4b"
        missing.append(Missing(message(N_("a quote that the customer has accepted")), clause))
    return missing


def gate_danger(facts: RequestFacts) -> list[Missing]:
    """Making safe is free of every gate, and only for a danger."""
    if facts.severity is Severity.DANGER:
        return []
    return [Missing(message(N_("a danger (set the severity first)")))]


def gate_resolve(facts: RequestFacts) -> list[Missing]:
    """An inquiry or suggestion ends with an outcome, not with a visit."""
    missing = []
    if facts.kind.needs_visit:
        missing.append(Missing(message(N_("this kind is finished by a visit"))))
    if facts.has_open_opinion:
        missing.append(Missing(message(N_("the answer of the departments that were asked")), "5.1(3)"))
    return missing


def gate_close(facts: RequestFacts) -> list[Missing]:
    """Report and survey (4(7)), and for a recurrence the root cause and corrective action (4(6))."""
    missing = []
    if facts.kind.needs_visit:
        if not facts.report_complete:
            missing.append(Missing(message(N_("a complete service report")), "4(7)"))
        if not facts.survey_settled:
            missing.append(
                Missing(
                    message(N_("the customer's survey, or its refusal, or two asks a day apart and a day of silence")),
                    "4(7)",
                )
            )
    elif not facts.outcome_given:
        missing.append(Missing(message(N_("the outcome told to the customer")), "5.1(3)"))
    if facts.has_open_return:
        missing.append(Missing(message(N_("the end of its return or exchange")), "5.1(4)"))
    if facts.is_recurrence and not facts.has_root_cause:
        missing.append(Missing(message(N_("the root cause of the recurrence")), "4(6)"))
    if facts.is_recurrence and not facts.has_corrective_action:
        missing.append(Missing(message(N_("a corrective action")), "4(6)"))
    return missing


def _stay(*states: RequestState) -> dict[RequestState, RequestState | None]:
    return {state: state for state in states}


LIFECYCLE: Workflow[RequestState] = Workflow(
    name="request",
    initial=R.REGISTERED,
    final=frozenset({R.CLOSED, R.CANCELLED, R.MERGED}),
    labels={
        R.REGISTERED: N_("Registered"),
        R.ACCEPTED: N_("Accepted"),
        R.ON_HOLD: N_("On hold"),
        R.DISPATCHED: N_("Dispatched"),
        R.EN_ROUTE: N_("On the way"),
        R.ON_SITE: N_("On site"),
        R.UNFINISHED: N_("Next visit to plan"),
        R.DONE: N_("Work done"),
        R.CLOSED: N_("Closed"),
        R.CANCELLED: N_("Cancelled"),
        R.MERGED: N_("Merged"),
    },
    steps=(
        Step(
            "respond",
            N_("Answer the customer"),
            Action.RESPOND,
            {R.REGISTERED: R.ACCEPTED, **_stay(R.ON_HOLD, R.DISPATCHED, R.EN_ROUTE, R.ON_SITE, R.UNFINISHED, R.DONE)},
        ),
        Step("classify", N_("Classify"), Action.CLASSIFY, _stay(*OPEN_STATES)),
        Step("promise", N_("Promise a time"), Action.PROMISE, _stay(*BEFORE_WORK, R.DISPATCHED, R.EN_ROUTE)),
        Step("change_charge", N_("Change the charge"), Action.CHANGE_CHARGE, _stay(*OPEN_STATES), reason_needed=True),
        Step(
            "hold",
            N_("Put on hold"),
            Action.HOLD,
            dict.fromkeys((R.REGISTERED, R.ACCEPTED, R.UNFINISHED), R.ON_HOLD),
            reason_needed=True,
            remembers=True,
        ),
        Step("resume", N_("Resume"), Action.HOLD, {R.ON_HOLD: None}),
        Step("quote", N_("Quote"), Action.QUOTE, _stay(*OPEN_STATES)),
        Step("accept_quote", N_("Record the quote's acceptance"), Action.ACCEPT_QUOTE, _stay(*OPEN_STATES)),
        Step(
            "dispatch",
            N_("Dispatch"),
            Action.DISPATCH,
            dict.fromkeys((R.REGISTERED, R.ACCEPTED, R.UNFINISHED), R.DISPATCHED),
            gate=gate_visit_kind,
            remembers=True,
        ),
        Step("accept_job", N_("Accept the job"), Action.DO_VISIT, _stay(R.DISPATCHED)),
        Step("hand_back", N_("Refuse and hand back"), Action.DO_VISIT, {R.DISPATCHED: None}, reason_needed=True),
        Step(
            "recall",
            N_("Recall the visit"),
            Action.DISPATCH,
            {R.DISPATCHED: None, R.EN_ROUTE: None},
            reason_needed=True,
        ),
        Step("depart", N_("Depart"), Action.DO_VISIT, {R.DISPATCHED: R.EN_ROUTE}),
        Step("arrive", N_("Arrived"), Action.DO_VISIT, {R.DISPATCHED: R.ON_SITE, R.EN_ROUTE: R.ON_SITE}),
        Step("make_safe", N_("Made safe"), Action.DO_VISIT, _stay(R.ON_SITE), gate=gate_danger),
        Step("record_finding", N_("Record the cause found"), Action.DO_VISIT, _stay(R.ON_SITE, R.UNFINISHED, R.DONE)),
        Step("finish", N_("Finish the work"), Action.DO_VISIT, {R.ON_SITE: R.DONE}, gate=gate_repair),
        Step(
            "leave_half_done",
            N_("Leave half done"),
            Action.DO_VISIT,
            {R.ON_SITE: R.UNFINISHED},
            reason_needed=True,
        ),
        Step("resolve", N_("Give the outcome"), Action.RESPOND, {R.ACCEPTED: R.DONE}, gate=gate_resolve),
        Step("file_report", N_("File the service report"), Action.FILE_REPORT, _stay(R.ON_SITE, R.UNFINISHED, R.DONE)),
        Step("ask_survey", N_("Ask for the survey"), Action.ASK_SURVEY, _stay(R.DONE)),
        Step("record_survey", N_("Record the survey"), Action.RECORD_SURVEY, _stay(R.DONE, R.CLOSED)),
        Step(
            "analyse",
            N_("Record root cause and corrective action"),
            Action.RECORD_CAUSE_ANALYSIS,
            _stay(*OPEN_STATES),
        ),
        Step("close", N_("Close"), Action.CLOSE, {R.DONE: R.CLOSED}, gate=gate_close),
        Step("reopen", N_("Reopen"), Action.REOPEN, {R.CLOSED: R.REGISTERED, R.DONE: R.REGISTERED}, reason_needed=True),
        Step(
            "cancel",
            N_("Cancel"),
            Action.CANCEL,
            dict.fromkeys(BEFORE_WORK, R.CANCELLED),
            reason_needed=True,
        ),
        Step("merge", N_("Merge into another"), Action.MERGE, dict.fromkeys(BEFORE_WORK, R.MERGED), reason_needed=True),
        Step("split", N_("Split in two"), Action.MERGE, _stay(*OPEN_STATES), reason_needed=True),
    ),
)
