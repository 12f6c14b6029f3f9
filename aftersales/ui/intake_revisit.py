"""A request that is registered from a revisit: its fields begin with what was heard there (5.2(2))."""

from __future__ import annotations

from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.models import ServiceRequest
from aftersales.queries.revisits import find_revisit
from aftersales.rules.kinds import Channel
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.revisits import link_request
from aftersales.ui import intake_state as state


def fill_from_revisit(session: Session, actor: Actor, number: str) -> None:
    """Who said it, and the wish, else the words, as the description."""
    revisit = find_revisit(session, actor, number) if may(actor, Action.DO_REVISIT) else None
    if revisit is None:
        return
    state.put("revisit", number)
    state.put("channel", Channel.HOTLINE if may(actor, Action.CLASSIFY) else Channel.OFFICE)
    state.put("contact_name", revisit.heard_from)
    state.put("description", revisit.wishes or revisit.words)


def link_to_revisit(session: Session, actor: Actor, request: ServiceRequest) -> None:
    """Where one was named, its customer is still the same and nothing followed from it yet."""
    number = state.typed("revisit")
    revisit = find_revisit(session, actor, number) if number else None
    if revisit is None or revisit.request_id is not None or revisit.customer_id != request.customer_id:
        return
    link_request(session, actor=actor, now=utc_now(), revisit_id=revisit.id or 0, request_id=request.id or 0)
