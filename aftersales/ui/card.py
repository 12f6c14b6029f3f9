"""What a list says of one open request, in few words."""

from __future__ import annotations

from datetime import datetime

from aftersales.queries.cards import Card, Crew
from aftersales.rules.kinds import Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.ui.moments import show_time
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import as_typed, named, show, t

_SEVERITY = {
    Severity.URGENT: ("blue", ":material/priority_high:"),
    Severity.MAJOR: ("violet", ":material/flag:"),
    Severity.DANGER: ("red", ":material/warning:"),
}
# At the sign, or with the work done, no arrival is to be kept any more.
_WITHOUT_CLOCK = (RequestState.ON_SITE, RequestState.DONE)


def card_badges(card: Card, now: datetime) -> str:
    """The promise, then what makes this request unlike others; may be empty."""
    badges = []
    if card.due_at is not None or card.state not in _WITHOUT_CLOCK:
        badges.append(promise_badge(card.due_at, now, card.due))
    if card.severity in _SEVERITY:
        colour, icon = _SEVERITY[card.severity]
        label = t("made safe") if card.severity is Severity.DANGER and card.is_made_safe else show(card.severity)
        badges.append(f":{'green' if card.is_made_safe else colour}-badge[{icon} {label}]")
    if card.repeat_count > 1:
        again = t("{count} times in the window", count=card.repeat_count)
        badges.append(f":violet-badge[:material/replay: {again}]")
    if card.is_escalated:
        badges.append(f":violet-badge[:material/flag: {t('escalated to a department')}]")
    return " ".join(badges)


def card_customer(card: Card) -> str:
    """The customer in bold; a key customer with a star."""
    star = ":material/star: " if card.is_key else ""
    return f"**{star}{as_typed(card.customer)}**"


def card_subject(card: Card) -> str:
    """Where and what: "住院楼大堂 · 不亮"."""
    what = show(card.fault) if card.kind.needs_visit else show(card.kind)
    return " · ".join(as_typed(part) for part in (card.place, what) if part)


def crew_words(crew: Crew, now: datetime) -> str:
    """Who goes, and when they are to begin."""
    names = as_typed(show(tuple(named(*name) for name in crew.staff)))
    return " · ".join(
        [f":material/engineering: {names}", *([show_time(crew.starts_at, now)] if crew.starts_at else [])]
    )
