"""The life of a complaint: organised, filtered, verified, tracked, resolved, each with who and when (5.1(2), 5.2(4)).

Complaints about a person's integrity have the same life, but a store, numbers and a trail of their own, so that they
exist only for those who may see them (*Opinions about people*): `INTEGRITY`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Gate, Missing, Step, Workflow

FIRST_FEEDBACK = timedelta(hours=4)  # "at once", decided
NO_WORDS = "—"  # of a complaint that a mark in a survey opened, without a word of the customer's
BAD_MANNERS = 2  # a mark of so much or less opens a conduct complaint by itself


class ComplaintKind(StrEnum):
    CUSTOMER = "customer"
    MARKET = "market"
    CONDUCT = "conduct"  # how one of us behaved (4(1), 4(3))
    INTEGRITY = "integrity"  # something was asked for or taken (4(5))

    @property
    def is_about_people(self) -> bool:
        return self in (ComplaintKind.CONDUCT, ComplaintKind.INTEGRITY)


class ComplaintState(StrEnum):
    """The stages, named by what is being done; then how it ended."""

    ORGANISE = "organise"
    FILTER = "filter"
    VERIFY = "verify"
    TRACK = "track"
    RESOLVED = "resolved"
    CLOSED = "closed"
    UNFOUNDED = "unfounded"
    MERGED = "merged"


class CustomerAnswer(StrEnum):
    """What the customer says to the outcome."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"  # doesn't confirm it, in their words


C = ComplaintState
STAGES = (C.ORGANISE, C.FILTER, C.VERIFY, C.TRACK, C.RESOLVED)
IN_WORK = (C.ORGANISE, C.FILTER, C.VERIFY, C.TRACK)
OPEN_COMPLAINTS = STAGES  # a resolved one waits for the customer's word
ENDED = (C.CLOSED, C.UNFOUNDED, C.MERGED)


def feedback_deadline(received_at: datetime) -> datetime:
    """When the first feedback is due: clock hours from the receipt, which nothing stops (5.1(2))."""
    return received_at + FIRST_FEEDBACK


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """`is_about_me`: whoever looks is the person whom it concerns."""

    has_feedback: bool = False
    has_department: bool = False
    has_cause: bool = False
    has_action: bool = False
    has_answer: bool = False
    is_about_me: bool = False


def gate_other_person(facts: ComplaintFacts) -> list[Missing]:
    """Nobody deals with a complaint about himself."""
    return [Missing(message(N_("somebody whom it doesn't concern")), "4(1)")] if facts.is_about_me else []


def gate_no_feedback_yet(facts: ComplaintFacts) -> list[Missing]:
    """The first feedback is given once; what is said later is noted."""
    if facts.has_feedback:
        return [Missing(message(N_("a first feedback that wasn't given yet")), "5.1(2)")]
    return gate_other_person(facts)


def gate_heard(facts: ComplaintFacts) -> list[Missing]:
    """Nothing is put aside before the customer has heard of us."""
    missing = gate_other_person(facts)
    if not facts.has_feedback:
        missing.append(Missing(message(N_("the first feedback to the customer")), "5.1(2)"))
    return missing


def gate_resolved(facts: ComplaintFacts) -> list[Missing]:
    """Resolved is what has its department, its cause, its corrective action, and a customer who has heard of us."""
    missing = gate_heard(facts)
    if not facts.has_department:
        missing.append(Missing(message(N_("the responsible department")), "5.2(4)"))
    if not facts.has_cause:
        missing.append(Missing(message(N_("the cause")), "5.2(4)"))
    if not facts.has_action:
        missing.append(Missing(message(N_("the corrective action")), "5.2(4)"))
    return missing


def gate_closed(facts: ComplaintFacts) -> list[Missing]:
    """The customer confirms the outcome, or the refusal is written down."""
    missing = gate_other_person(facts)
    if not facts.has_answer:
        missing.append(Missing(message(N_("the customer's confirmation or refusal")), "5.2(4)"))
    return missing


def _stay(*states: ComplaintState) -> Mapping[ComplaintState, ComplaintState]:
    return {state: state for state in states}


def _step(
    name: str, label: str, action: Action, moves: Mapping[ComplaintState, ComplaintState],
    gate: Gate = gate_other_person, *, reason: bool = False,
) -> Step[ComplaintState]:  # fmt: skip
    return Step(name, label, action, moves, gate=gate, reason_needed=reason)


A = Action
COMPLAINT: Workflow[ComplaintState] = Workflow(
    name="complaint",
    initial=C.ORGANISE,
    final=frozenset(ENDED),
    labels={
        C.ORGANISE: N_("To organise"),
        C.FILTER: N_("To filter"),
        C.VERIFY: N_("To verify"),
        C.TRACK: N_("Tracked"),
        C.RESOLVED: N_("Resolved"),
        C.CLOSED: N_("Complaint closed"),
        C.UNFOUNDED: N_("Unfounded"),
        C.MERGED: N_("Merged"),
    },
    steps=(
        _step(
            "give_first_feedback", N_("Give the first feedback"), A.ANSWER_COMPLAINT, _stay(*IN_WORK),
            gate_no_feedback_yet,
        ),
        # Another department or owner may turn out to be the right one, until it is resolved.
        _step(
            "organise_complaint", N_("Name who is responsible"), A.HANDLE_COMPLAINT,
            {C.ORGANISE: C.FILTER, **_stay(C.FILTER, C.VERIFY, C.TRACK)},
        ),
        _step("filter_complaint", N_("Take it up"), A.HANDLE_COMPLAINT, {C.FILTER: C.VERIFY}),
        _step(
            "verify_complaint", N_("Record what was found"), A.WORK_ON_COMPLAINT,
            {C.VERIFY: C.TRACK, C.TRACK: C.TRACK},
        ),
        _step("plan_complaint_action", N_("Set the corrective action"), A.WORK_ON_COMPLAINT, _stay(C.VERIFY, C.TRACK)),
        _step("note_on_complaint", N_("Note a talk or a progress"), A.ANSWER_COMPLAINT, _stay(*OPEN_COMPLAINTS)),
        _step("resolve_complaint", N_("Resolve it"), A.HANDLE_COMPLAINT, {C.TRACK: C.RESOLVED}, gate_resolved),
        _step("record_complaint_answer", N_("Record the customer's word"), A.ANSWER_COMPLAINT, _stay(C.RESOLVED)),
        _step("close_complaint", N_("Close the complaint"), A.HANDLE_COMPLAINT, {C.RESOLVED: C.CLOSED}, gate_closed),
        _step(
            "find_unfounded", N_("Unfounded, with reasons"), A.HANDLE_COMPLAINT,
            dict.fromkeys((C.FILTER, C.VERIFY), C.UNFOUNDED), gate_heard, reason=True,
        ),
        _step(
            "merge_complaint", N_("Merge into another complaint"), A.HANDLE_COMPLAINT, dict.fromkeys(IN_WORK, C.MERGED),
            reason=True,
        ),
        _step(
            "reopen_complaint", N_("Reopen the complaint"), A.HANDLE_COMPLAINT,
            dict.fromkeys((C.RESOLVED, C.CLOSED, C.UNFOUNDED), C.VERIFY), reason=True,
        ),
    ),
)  # fmt: skip

# The same life in hands of its own.
INTEGRITY: Workflow[ComplaintState] = replace(
    COMPLAINT, name="integrity", steps=tuple(replace(step, action=A.HANDLE_INTEGRITY) for step in COMPLAINT.steps)
)


def workflow_of(kind: ComplaintKind) -> Workflow[ComplaintState]:
    return INTEGRITY if kind is ComplaintKind.INTEGRITY else COMPLAINT
