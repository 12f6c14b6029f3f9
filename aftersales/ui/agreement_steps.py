"""The next steps of an agreement, each with its few fields behind its button."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError, ChangedMeanwhile
from aftersales.queries.agreements import AgreementView, find_agreement_version
from aftersales.rules.agreement import AgreementState
from aftersales.rules.roles import Actor
from aftersales.rules.workflow import Offer
from aftersales.services.agreements import (
    AgreementTerms,
    accept_agreement,
    approve_agreement,
    note_talk,
    refuse_agreement,
    submit_agreement,
    withdraw_agreement,
    write_terms,
)
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import say, t

ICONS = {
    "write_terms": ":material/edit_document:", "note_talk": ":material/forum:", "accept": ":material/handshake:",
    "submit": ":material/send:", "approve": ":material/verified:", "refuse": ":material/block:",
    "withdraw": ":material/undo:",
}  # fmt: skip
G = AgreementState
# What usually comes next; the others stand beside it.
MAIN = {G.DRAFT: "write_terms", G.NEGOTIATING: "accept", G.ACCEPTED: "submit", G.SUBMITTED: "approve"}
_DONE = "agreement_done"


def draw_agreement_steps(view: AgreementView, actor: Actor) -> None:
    """A button a step that this person may take; a closed one says what is missing."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.toast(t("Done: {step}", step=done), icon=":material/check_circle:")
    if not view.offers:
        return
    main = MAIN.get(view.agreement.state)
    with st.container(horizontal=True, key="agreement_steps"):
        for offer in sorted(view.offers, key=lambda one: one.step.name != main):
            is_main = offer.step.name == main and offer.is_open
            with st.popover(
                t(offer.step.label), icon=ICONS[offer.step.name], type="primary" if is_main else "secondary",
                disabled=not offer.is_open, key=_key(view, offer.step.name, "pop"),
            ):  # fmt: skip
                if offer.is_open:
                    _draw_form(view, actor, offer.step.name, t(offer.step.label))
    for offer in view.offers:
        if not offer.is_open:
            st.markdown(f":orange[:material/lock:] {t(offer.step.label)} · {_missing(offer)}")


def _missing(offer: Offer[AgreementState]) -> str:
    items = tuple(f"{say(one.what)} ({one.clause})" if one.clause else say(one.what) for one in offer.missing)
    return t("Still missing: {items}.", items=items)


def _key(view: AgreementView, name: str, field: str) -> str:
    """The same until the step was taken, so that what was typed stays after an error."""
    turn = st.session_state.get(f"agreement_turn:{view.id}", 0)
    return f"agreement:{view.id}:{name}:{turn}:{field}"


def _draw_form(view: AgreementView, actor: Actor, name: str, label: str) -> None:
    agreement, seen = view.agreement, _key(view, name, "version")
    st.session_state.setdefault(seen, agreement.version)
    deed: Callable[..., Any]
    values: dict[str, Any] = {}
    with st.form(_key(view, name, "form"), border=False, enter_to_submit=False):
        if name == "write_terms":
            terms = st.text_area(
                t("Terms"), value=agreement.terms, max_chars=2000, height=180, key=_key(view, name, "terms")
            )
            yuan = st.number_input(
                t("Price (yuan)"), min_value=0.0, max_value=100_000_000.0, step=100.0, format="%.2f",
                value=None if agreement.price_fen is None else agreement.price_fen / 100, key=_key(view, name, "yuan"),
            )  # fmt: skip
        elif name == "note_talk":
            values["note"] = st.text_area(t("What was said"), max_chars=1000, key=_key(view, name, "note"))
        elif name == "accept":
            values["answered_by"] = st.text_input(
                t("Who at the customer accepted"), value=view.request.contact_name, max_chars=80,
                key=_key(view, name, "who"),
            )  # fmt: skip
        elif name in ("refuse", "withdraw"):
            values["reason"] = st.text_area(t("Reason"), max_chars=400, key=_key(view, name, "reason"))
        elif name == "submit":
            st.caption(t("Somebody of the after-sales department who didn't negotiate it decides."))
        else:
            st.caption(t("The arrival clock goes on, and the crew may be sent."))
        if not st.form_submit_button(label, key=_key(view, name, "submit"), type="primary", width="stretch"):
            return
    try:
        if name == "write_terms":
            fen = None if yuan is None else int((Decimal(str(yuan)) * 100).to_integral_value(ROUND_HALF_UP))
            values["new"] = AgreementTerms(terms=terms, price_fen=fen)
        deed = _DEEDS[name]
        with unit_of_work() as session:
            _take(session, deed, view, actor, st.session_state[seen], values)
    except ChangedMeanwhile as error:
        st.warning(say(error), icon=":material/group:")
        with reading() as session:
            st.session_state[seen] = find_agreement_version(session, view.id)
        return
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    turn = f"agreement_turn:{view.id}"
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
    st.session_state[_DONE] = label
    st.rerun()


_DEEDS: dict[str, Callable[..., Any]] = {
    "write_terms": write_terms, "note_talk": note_talk, "accept": accept_agreement, "submit": submit_agreement,
    "approve": approve_agreement, "refuse": refuse_agreement, "withdraw": withdraw_agreement,
}  # fmt: skip


def _take(
    session: Session, deed: Callable[..., Any], view: AgreementView, actor: Actor, version: int, values: dict[str, Any]
) -> None:
    deed(session, actor=actor, now=utc_now(), agreement_id=view.id, expected_version=version, **values)
