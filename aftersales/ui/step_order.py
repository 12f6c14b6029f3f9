"""Which of the allowed steps comes next: one big button, a few beside it, the rest behind *More*."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aftersales.queries.request_view import RequestView
from aftersales.rules.kinds import Charge, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState
from aftersales.rules.workflow import Missing, Offer

R = RequestState
BESIDE = 2  # buttons beside the main one
# What usually comes next in each state, the most usual first; the first that makes sense now is the main button.
USUAL: dict[RequestState, tuple[str, ...]] = {
    R.REGISTERED: ("respond", "dispatch", "classify", "hold"),
    R.ACCEPTED: ("accept_quote", "dispatch", "resolve", "promise", "quote", "hold"),
    R.ON_HOLD: ("resume", "respond", "accept_quote", "quote"),
    R.DISPATCHED: ("accept_job", "depart", "arrive", "hand_back", "promise", "respond"),
    R.EN_ROUTE: ("arrive", "respond"),
    R.ON_SITE: ("make_safe", "record_finding", "accept_quote", "quote", "finish", "leave_half_done", "file_report"),
    R.UNFINISHED: ("accept_quote", "dispatch", "file_report", "hold", "respond"),
    R.DONE: ("file_report", "analyse", "ask_survey", "record_survey", "close"),
    R.CLOSED: ("reopen",),
}
Offered = Offer[RequestState]


@dataclass(frozen=True, slots=True)
class StepOrder:
    """`main` may be closed: then the page says beside it what is missing."""

    main: Offered | None
    beside: tuple[Offered, ...]
    more: tuple[Offered, ...]
    closed: tuple[Offered, ...]


def order_steps(view: RequestView, actor: Actor) -> StepOrder:
    """The steps of this request for this person. Steps that would change nothing are left out."""
    offers = {offer.step.name: _gated(offer, view) for offer in view.offers if _makes_sense(offer, view, actor)}
    usual = [offers[name] for name in USUAL.get(view.request.state, ()) if name in offers]
    pressing = [offer for offer in usual if offer.is_open and not _is_settled(offer, view)]
    waiting = [offer for offer in usual if not offer.is_open]
    main = next(iter(pressing), None) or next(iter(waiting), None)
    rest = [offer for offer in usual if offer is not main]
    beside = tuple(offer for offer in rest if offer.is_open)[:BESIDE]
    shown = {offer.step.name for offer in (*([main] if main else []), *beside)}
    others = [offer for name, offer in offers.items() if name not in shown]
    return StepOrder(
        main, beside, tuple(offer for offer in others if offer.is_open),
        tuple(offer for offer in others if not offer.is_open),
    )  # fmt: skip


def _gated(offer: Offered, view: RequestView) -> Offered:
    """A quote has no gate of its own: whether there is anything to quote follows from the charge."""
    if offer.step.name != "quote" or view.request.charge not in (Charge.FREE, Charge.UNDECIDED):
        return offer
    if view.request.charge is Charge.FREE:
        return replace(
            offer, missing=(Missing(message(N_("a charge: the work is free, nothing can be billed")), "4(5)"),)
        )
    return replace(offer, missing=(Missing(message(N_("a decision on who pays")), "3(2)"),))


def _makes_sense(offer: Offered, view: RequestView, actor: Actor) -> bool:
    request, name = view.request, offer.step.name
    visits = request.kind.needs_visit
    match name:
        case "resolve":
            return not visits
        case "dispatch":
            return visits
        case "promise":
            return visits and request.arrived_at is None
        case "accept_job":
            return any(
                member.accepted_at is None and (member.staff_id == actor.staff_id or not actor.is_only_technician)
                for member in _crew(view)
            )
        case "accept_quote":
            return view.open_quote is not None
        case "make_safe":
            return request.severity is Severity.DANGER and request.made_safe_at is None
        case "ask_survey" | "record_survey":
            return visits and view.survey.answer is None
        case "file_report":
            return any(visit.round == request.round and visit.arrived_at for visit in view.visits)
        case _:
            return True


def _crew(view: RequestView) -> list:  # type: ignore[type-arg]
    visit = view.live_visit
    return [member for member in visit.crew if member.is_live] if visit else []


def _is_settled(offer: Offered, view: RequestView) -> bool:
    """Possible again, but done once: never the main button."""
    request, name = view.request, offer.step.name
    match name:
        case "record_finding":
            return request.cause_found is not None
        case "quote":
            return view.open_quote is not None or any(
                quote.round == request.round and quote.answered_at and quote.charge is request.charge
                and quote.state == "accepted"
                for quote in view.quotes
            )  # fmt: skip
        case "file_report":
            return all(
                visit.report_id for visit in view.visits
                if visit.round == request.round and visit.state in (VisitState.FINISHED, VisitState.HALF_DONE)
            ) or request.state is R.ON_SITE  # fmt: skip
        case "analyse":
            return request.repeats_id is None or bool(request.root_cause and request.corrective_action)
        case "ask_survey":
            return bool(view.survey.asks)
        case "record_survey":
            return _can_close(view)
        case "respond":
            return request.responded_at is not None
        case "classify" | "hold" | "hand_back" | "promise" | "reopen" | "leave_half_done":
            return True
        case _:
            return False


def _can_close(view: RequestView) -> bool:
    return any(offer.step.name == "close" and offer.is_open for offer in view.offers)
