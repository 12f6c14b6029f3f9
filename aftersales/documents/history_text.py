"""Each event of a request as sentences a person reads: what was done, what moved by it, and the words said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aftersales.models import SurveyWay
from aftersales.queries.history import HistoryEvent
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity, StopReason
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.message import N_, Message, Money, message


@dataclass(frozen=True, slots=True)
class Told:
    """`details` are what followed; `words` are what somebody typed, as they typed it."""

    headline: Message
    details: tuple[Message, ...] = ()
    words: tuple[str, ...] = ()


HEADLINES: dict[str, str] = {
    "register": N_("Registered the request"),
    "reveal_contact": N_("Looked at the phone and the address in full"),
    "register_complaint": N_("Registered a complaint"),
    "respond": N_("Answered the customer"),
    "classify": N_("Classified it anew"),
    "promise": N_("Promised a time"),
    "change_charge": N_("Changed the charge by hand"),
    "hold": N_("Put it on hold"),
    "resume": N_("Resumed"),
    "quote": N_("Made a quote"),
    "accept_quote": N_("Recorded the customer's answer to the quote"),
    "record_bill": N_("Recorded a bill"),
    "pay_bill": N_("Recorded the payment of a bill"),
    "withdraw_bill": N_("Withdrew a bill"),
    "dispatch": N_("Dispatched a crew"),
    "accept_job": N_("Accepted the job"),
    "hand_back": N_("Refused the job and handed it back"),
    "recall": N_("Recalled the visit"),
    "depart": N_("Departed"),
    "arrive": N_("Arrived at the sign"),
    "make_safe": N_("Made it safe"),
    "record_finding": N_("Recorded the cause found"),
    "finish": N_("Finished the work"),
    "leave_half_done": N_("Left it half done; the next visit is to be planned"),
    "resolve": N_("Told the customer the outcome"),
    "file_report": N_("Filed the service report"),
    "ask_survey": N_("Asked for the satisfaction survey"),
    "record_survey": N_("Recorded the satisfaction survey"),
    "answer_survey": N_("The customer answered the survey"),
    "analyse": N_("Recorded root cause and corrective action"),
    "close": N_("Closed the file"),
    "reopen": N_("Reopened it"),
    "cancel": N_("Cancelled it"),
    "merge": N_("Merged it into another request"),
    "take_in": N_("Took in a duplicate"),
    "split": N_("Split off a second request"),
    "add_attachment": N_("Added a photo"),
    "became_late": N_("A promise became late"),
    "response_soon": N_("Told: the answer is due soon"),
    "response_late": N_("Told: the answer became late"),
    "arrival_soon": N_("Told: the arrival is due soon"),
    "arrival_late": N_("Told: the arrival became late"),
    "repair_late": N_("Told: the repair became late"),
    "ask_again": N_("Told: the day to ask the customer again has come"),
    "begin_agreement": N_("Began a supplementary agreement; the arrival clock waits for it"),
    "approve_agreement": N_("Approved the supplementary agreement"),
    "refuse_agreement": N_("Refused the supplementary agreement"),
    "withdraw_agreement": N_("Withdrew the supplementary agreement"),
    "route_opinion": N_("Asked departments about it"),
    "escalate": N_("Escalated it to a department"),
    "send_office_opinion": N_("Sent in what an office heard"),
    "terms_changed": N_("Contract terms changed"),
}
CLOCKS: dict[str, str] = {
    "respond_due_at": N_("Answer now due by {moment}."),
    "arrive_due_at": N_("Arrival now due by {moment}."),
    "repair_due_at": N_("Repair now due by {moment}."),
}
STOPPED: dict[str, str] = {
    "arrive_due_at": N_("The arrival clock stands still."),
    "repair_due_at": N_("The repair clock stands still."),
}
# Data that says something by itself: key → (sentence, what the value is).
FACTS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("promised_at", N_("Promised: {value}."), datetime.fromisoformat),
    ("asked_at", N_("The customer asked for {value}."), datetime.fromisoformat),
    ("starts_at", N_("Planned start: {value}."), datetime.fromisoformat),
    ("departed_at", N_("Departed at {value}."), datetime.fromisoformat),
    ("arrived_at", N_("Arrived at {value}."), datetime.fromisoformat),
    ("finished_at", N_("Finished at {value}."), datetime.fromisoformat),
    ("next_promised_at", N_("Next visit promised for {value}."), datetime.fromisoformat),
    ("ask_again_on", N_("Ask again on {value}."), date.fromisoformat),
    ("kind", N_("Kind: {value}."), Kind),
    ("severity", N_("Severity: {value}."), Severity),
    ("fault", N_("Fault: {value}."), FaultCategory),
    ("fault_found", N_("Fault found: {value}."), FaultCategory),
    ("cause_reported", N_("Cause as reported: {value}."), Cause),
    ("cause_found", N_("Cause found: {value}."), Cause),
    ("stop", N_("Reason: {value}."), StopReason),
    ("total_fen", N_("Total: {value}."), Money),
    ("bill_number", N_("Invoice {value}."), str),
    ("billed_on", N_("Billed on {value}."), date.fromisoformat),
    ("billed_fen", N_("Billed: {value}."), Money),
    ("paid_on", N_("Paid on {value}."), date.fromisoformat),
    ("way", N_("Way: {value}."), SurveyWay),
    ("overall", N_("Overall mark: {value} of 5."), int),
    ("dispatch_number", N_("Dispatch record {value}."), str),
    ("agreement_number", N_("Supplementary agreement {value}."), str),
    ("escalation_number", N_("Escalation {value}."), str),
    ("collected_on", N_("Heard on {value}."), date.fromisoformat),
    ("due_on", N_("Answer due by the end of {value}."), date.fromisoformat),
    ("round", N_("Round {value} begins with new clocks."), int),
)
LINKS: tuple[tuple[str, str], ...] = (
    ("into", N_("Into {number}.")),
    ("merged", N_("{number} was merged in.")),
    ("split_into", N_("The second request is {number}.")),
    ("split_from", N_("Split from {number}.")),
    ("repeats", N_("The same fault as under {number}.")),
)
WORDS = (
    "description", "note", "reason", "measures", "outcome", "findings", "work_done", "root_cause", "corrective_action",
    "answered_by", "words", "refusal",
)  # fmt: skip


def tell(event: HistoryEvent, language: str) -> Told:
    """One event. What this table doesn't know yet is told by its step's name; `language` chooses people's names."""
    known = {step.name: step.label for step in LIFECYCLE.steps}
    headline = HEADLINES.get(event.name) or known.get(event.name) or N_("Something else happened")
    spoken = tuple(str(event.words[key]) for key in WORDS if event.words.get(key))
    return Told(message(headline), tuple(_details(event, language)), spoken)


def _details(event: HistoryEvent, language: str) -> list[Message]:
    data = event.data
    told: list[Message] = []
    crew = [event.names[id] for id in data.get("crew", ()) if id in event.names]
    if crew:
        told.append(
            message(
                N_("Technicians: {names}."),
                names=tuple((name_en if language == "en" else name) or name for name, name_en in crew),
            )
        )
    if data.get("accepted") is not None:
        told.append(message(N_("Accepted.") if data["accepted"] else N_("Declined.")))
    if data.get("refused"):
        told.append(message(N_("The customer didn't want to answer.")))
    asks_only = event.name == "register" and data.get("kind") in (Kind.INQUIRY, Kind.SUGGESTION)
    if data.get("charge") and not asks_only:
        told.append(_charge(data))
    unsaid = ("kind", "severity", "fault") if event.name == "register" else ()  # the page's head says them
    for key, sentence, read in FACTS:
        if data.get(key) is not None and key not in unsaid:
            told.append(message(sentence, value=_read(read, data[key])))
    told += [
        message(sentence, number=event.numbers[data[key]])
        for key, sentence in LINKS
        if data.get(key) and data[key] in event.numbers
    ]
    told += _clocks(event)
    return told


def _charge(data: dict[str, Any]) -> Message:
    after = Charge(data["charge"])
    if data.get("charge_before"):
        return message(N_("Charge: {before} → {after}."), before=Charge(data["charge_before"]), after=after)
    return message(N_("Charge: {after}."), after=after)


def _clocks(event: HistoryEvent) -> list[Message]:
    moved = event.data.get("clocks") or {}
    told = []
    for key, sentence in CLOCKS.items():
        if key not in moved:
            continue
        if moved[key] is not None:
            told.append(message(sentence, moment=datetime.fromisoformat(moved[key])))
        elif key in STOPPED and event.name != "register":
            told.append(message(STOPPED[key]))
    return told


def _read(read: Callable[[Any], Any], value: Any) -> Any:
    """A word that a later version doesn't know any more is shown as it was kept."""
    try:
        return read(value)
    except ValueError:
        return str(value)


__all__ = ["Told", "tell"]
