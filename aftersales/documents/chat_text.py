"""What the clerk pastes into the customer's chat: where the request stands and what we promise, in a breath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aftersales.locale import format_value, translate
from aftersales.locale.near import near_moment
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_


class ChatMoment(StrEnum):
    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    ON_THE_WAY = "on_the_way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """`arrive_by` is the promise in force, None while its clock stands still; `crew`: names for the customer."""

    number: str
    needs_visit: bool
    answer_by: datetime | None
    arrive_by: datetime | None
    crew: Sequence[str] = ()
    finished_at: datetime | None = None
    survey_link: str = ""


_STATES = {
    RequestState.DISPATCHED: ChatMoment.DISPATCHED,
    RequestState.EN_ROUTE: ChatMoment.ON_THE_WAY,
    RequestState.ON_SITE: ChatMoment.ON_THE_WAY,
    RequestState.DONE: ChatMoment.DONE,
    RequestState.CLOSED: ChatMoment.DONE,
}


def chat_moment(state: RequestState) -> ChatMoment:
    """What there is to say while a request is in `state`."""
    return _STATES.get(state, ChatMoment.REGISTERED)


def chat_text(moment: ChatMoment, facts: ChatFacts, now: datetime, language: str) -> str:
    """The text in `language`; a moment next to now is said as today or tomorrow."""
    due = facts.arrive_by if facts.needs_visit else facts.answer_by
    # A promise that is past isn't promised again.
    when = near_moment(due, now, language) if due is not None and due >= now else ""
    key = _key(moment, facts, bool(when))
    text = translate(key, language).format(
        number=facts.number,
        when=when,
        crew=format_value(tuple(facts.crew), language) if facts.crew else "",
        finished=near_moment(facts.finished_at, now, language) if facts.finished_at else "",
    )
    if moment is ChatMoment.DONE and facts.survey_link:
        ask = translate(N_("Please tell us how we did, it takes less than a minute: {link}"), language)
        gap = "" if language == "zh" else " "
        text = f"{text}{gap}{ask.format(link=facts.survey_link)}"
    return text


def _key(moment: ChatMoment, facts: ChatFacts, has_time: bool) -> str:
    if moment is ChatMoment.DONE:
        if not facts.needs_visit:
            return N_("Your service request {number} has been dealt with. Thank you for telling us.")
        if facts.finished_at is None:
            return N_("The work for your service request {number} is done. Thank you for your patience.")
        return N_("The work for your service request {number} was finished {finished}. Thank you for your patience.")
    if moment is ChatMoment.ON_THE_WAY:
        if facts.crew and has_time:
            return N_("For your service request {number}, {crew} is on the way and will be there by {when}.")
        if facts.crew:
            return N_("For your service request {number}, {crew} is on the way.")
        return N_("For your service request {number}, our technician is on the way.")
    if moment is ChatMoment.DISPATCHED:
        if facts.crew and has_time:
            return N_("Your service request {number} is assigned to {crew}, who promises to be there by {when}.")
        if facts.crew:
            return N_("Your service request {number} is assigned to {crew}; we will tell you when they set out.")
        return N_("Your service request {number} is being assigned to a technician.")
    if not facts.needs_visit:
        if has_time:
            return N_("We have received your service request {number} and will answer you by {when}.")
        return N_("We have received your service request {number} and are dealing with it.")
    if has_time:
        return N_("We have received your service request {number}; our technician promises to be there by {when}.")
    return N_("We have received your service request {number}; we will agree the time of the visit with you.")
