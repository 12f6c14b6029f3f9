"""A look at one request without leaving the page: a drawer, with the crew to send where that is next."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.look import Look, get_look
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.contacts import reveal_request_contact
from aftersales.ui.assign import draw_assign
from aftersales.ui.card import card_badges, card_customer, card_subject, crew_words
from aftersales.ui.dial import call
from aftersales.ui.moments import show_time
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.quick_answer import draw_quick_answer
from aftersales.ui.reveal import draw_reveal
from aftersales.ui.shown import drawer_version, forget_shown
from aftersales.ui.text import as_typed, labelled, say, show, t


def open_drawer(actor: Actor, request_id: int) -> None:
    """Call it once, from the page itself; it stays until it is closed or its work is done."""
    forget_shown(request_id)
    st.dialog(t("At a glance"), position="right", width="small")(_draw)(actor, request_id)


def _draw(actor: Actor, request_id: int) -> None:
    now = utc_now()
    try:
        with reading() as session:
            look = get_look(session, actor, request_id, now=now)
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    if st.session_state.setdefault(drawer_version(request_id), look.request.version) != look.request.version:
        st.warning(t("Somebody else changed this request meanwhile; it stands as follows."), icon=":material/group:")
    _draw_look(look, actor, now)
    if st.button(
        t("Open the request"), key=f"open_{request_id}", icon=":material/open_in_full:", width="stretch"
    ):  # fmt: skip
        open_request(look.request.number)
    can_go = look.dispatch is not None and look.dispatch.is_open
    if can_go:  # a danger may go before anybody answered, so the crew stands first
        _draw_assign(look, actor, request_id)
    if not look.request.responded_at and may(actor, Action.RESPOND):
        draw_quick_answer(look, actor)
    if look.dispatch is not None and not can_go:
        missing = tuple(one.what for one in look.dispatch.missing)
        st.info(t("Not possible yet. Missing: {items}.", items=missing), icon=":material/lock:")


def _draw_assign(look: Look, actor: Actor, request_id: int) -> None:
    st.subheader(t("Assign"), anchor=False)
    if draw_assign(look, actor, version_key=drawer_version(request_id)):
        st.toast(t("{number} is dispatched.", number=look.request.number), icon=":material/check_circle:")
        st.rerun()


def _draw_look(look: Look, actor: Actor, now: datetime) -> None:
    request, card = look.request, look.card
    st.markdown(f"##### {request.number} · {t(LIFECYCLE.labels[request.state])}  \n{card_badges(card, now)}")
    lines = [card_customer(card), card_subject(card)]
    if look.sign:
        lines.append(f":material/signpost: {as_typed(look.sign.code)}")
    if request.contact_name or request.contact_phone:
        lines.append(f":material/call: {as_typed(request.contact_name)} {call(request.contact_phone)}")
    if card.crew:
        lines.append(crew_words(card.crew, now))
    st.markdown("  \n".join(lines))
    if not look.has_whole_contact:
        draw_reveal(
            actor,
            reveal_request_contact,
            key=f"drawer_{request.id}",
            request=request.number,
            request_id=request.id or 0,
        )
    st.markdown(f"> {as_typed(request.description)}".replace("\n", "\n> "))
    moments = {
        t("Received"): request.received_at,
        t("Asked for"): request.asked_at,
        t("Promised"): request.promised_at,
        t("Arrival by"): request.arrive_due_at if request.arrived_at is None else None,
        t("Arrived at"): request.arrived_at,
    }
    told = [labelled(label, f"**{show_time(moment, now)}**") for label, moment in moments.items() if moment]
    told.append(f"{show(request.warranty)} · {show(request.charge)}")
    st.markdown(":small[" + "  \n".join(told) + "]")
