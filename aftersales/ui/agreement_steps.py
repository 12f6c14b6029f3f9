"""The next steps of an agreement, each with its few fields behind its button."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.queries.agreements import AgreementView, find_agreement_version
from aftersales.rules.agreement import AgreementState
from aftersales.rules.roles import Actor
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
from aftersales.ui.record_steps import RecordSteps, missing_words, tell_step_done
from aftersales.ui.text import t

ICONS = {
    "write_terms": ":material/edit_document:", "note_talk": ":material/forum:", "accept": ":material/handshake:",
    "submit": ":material/send:", "approve": ":material/verified:", "refuse": ":material/block:",
    "withdraw": ":material/undo:",
}  # fmt: skip
G = AgreementState
# What usually comes next; the others stand beside it.
MAIN = {G.DRAFT: "write_terms", G.NEGOTIATING: "accept", G.ACCEPTED: "submit", G.SUBMITTED: "approve"}


def draw_agreement_steps(view: AgreementView, actor: Actor) -> None:
    """A button a step that this person may take; a closed one says what is missing."""
    tell_step_done()
    if not view.offers:
        return
    main = MAIN.get(view.agreement.state)
    steps = RecordSteps(
        f"agreement:{view.id}", view.agreement.version, lambda session: find_agreement_version(session, view.id)
    )
    with st.container(horizontal=True, key="agreement_steps"):
        for offer in sorted(view.offers, key=lambda one: one.step.name != main):
            is_main = offer.step.name == main and offer.is_open
            with st.popover(
                t(offer.step.label), icon=ICONS[offer.step.name], type="primary" if is_main else "secondary",
                disabled=not offer.is_open, key=steps.key(offer.step.name, "pop"),
            ):  # fmt: skip
                if offer.is_open:
                    _draw_form(view, actor, steps, offer.step.name, t(offer.step.label))
    for offer in view.offers:
        if not offer.is_open:
            st.markdown(f":orange[:material/lock:] {t(offer.step.label)} · {missing_words(offer)}")


def _draw_form(view: AgreementView, actor: Actor, steps: RecordSteps, name: str, label: str) -> None:
    agreement = view.agreement
    steps.open_form(name)
    values: dict[str, Any] = {}
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        if name == "write_terms":
            terms = st.text_area(
                t("Terms"), value=agreement.terms, max_chars=2000, height=180, key=steps.key(name, "terms")
            )
            yuan = st.number_input(
                t("Price (yuan)"), min_value=0.0, max_value=100_000_000.0, step=100.0, format="%.2f",
                value=None if agreement.price_fen is None else agreement.price_fen / 100, key=steps.key(name, "yuan"),
            )  # fmt: skip
        elif name == "note_talk":
            values["note"] = st.text_area(t("What was said"), max_chars=1000, key=steps.key(name, "note"))
        elif name == "accept":
            values["answered_by"] = st.text_input(
                t("Who at the customer accepted"), value=view.request.contact_name, max_chars=80,
                key=steps.key(name, "who"),
            )  # fmt: skip
        elif name in ("refuse", "withdraw"):
            values["reason"] = st.text_area(t("Reason"), max_chars=400, key=steps.key(name, "reason"))
        elif name == "submit":
            st.caption(t("Somebody of the after-sales department who didn't negotiate it decides."))
        else:
            st.caption(t("The arrival clock goes on, and the crew may be sent."))
        if not st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch"):
            return

    def deed(session: Session, version: int) -> object:
        if name == "write_terms":
            fen = None if yuan is None else int((Decimal(str(yuan)) * 100).to_integral_value(ROUND_HALF_UP))
            values["new"] = AgreementTerms(terms=terms, price_fen=fen)
        return _DEEDS[name](
            session, actor=actor, now=utc_now(), agreement_id=view.id, expected_version=version, **values
        )  # fmt: skip

    steps.take(name, label, deed)


_DEEDS: dict[str, Callable[..., Any]] = {
    "write_terms": write_terms, "note_talk": note_talk, "accept": accept_agreement, "submit": submit_agreement,
    "approve": approve_agreement, "refuse": refuse_agreement, "withdraw": withdraw_agreement,
}  # fmt: skip
