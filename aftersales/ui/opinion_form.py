"""An office's short form for what a customer thinks: whose, the words, when and how it was heard (5.2(1))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.queries.opinions import OPINION_KINDS
from aftersales.rules.kinds import Kind
from aftersales.rules.opinion import OpinionWay
from aftersales.rules.roles import Actor
from aftersales.services.office_opinions import NewOfficeOpinion, send_office_opinion
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.place_address import place_of_address
from aftersales.ui.place_choice import draw_place_choice
from aftersales.ui.text import as_typed, show, t

FORM, AREA = "office_opinion", "opinion_place"


def draw_opinion_form(actor: Actor, now: datetime) -> None:
    """One column, made for the phone; what is typed stays until it is sent."""
    st.title(t("Send in an opinion"), anchor=False)
    with reading() as session:
        place = place_of_address(session, actor, st.query_params.to_dict())
    draw_place_choice(actor, place, area=AREA, label=t("Which customer, project or sign?"))
    kind = st.segmented_control(
        t("Kind"), OPINION_KINDS, default=Kind.SUGGESTION, format_func=show, key=_key("kind"), required=True,
        persist_state="session",
    )  # fmt: skip
    words = st.text_area(
        t("Customer's words"), max_chars=2000, height=140, key=_key("words"), persist_state="session",
        placeholder=t("In the customer's own words"),
    )  # fmt: skip
    today = local_day(now)
    collected_on = st.date_input(
        t("Heard on"), value=today, max_value=today, format="YYYY-MM-DD", key=_key("collected_on")
    )
    way = st.segmented_control(
        t("How it was heard"), list(OpinionWay), default=OpinionWay.VISIT, format_func=show, key=_key("way"),
        required=True, wrap=True, persist_state="session",
    )  # fmt: skip
    left, right = st.columns(2)
    contact = left.text_input(t("Contact"), max_chars=80, key=_key("contact"), persist_state="session")
    phone = right.text_input(t("Phone"), max_chars=40, key=_key("phone"), persist_state="session")
    st.caption(t("An office sends it in within two working days of hearing it; later counts as late (5.2(1))."))
    with st.container(horizontal=True):
        save = st.button(t("Send it in"), key=_key("save"), type="primary", icon=":material/send:")
        if st.button(t("Back to the list"), key=_key("back"), type="tertiary"):
            st.query_params.clear()
            st.rerun()
    if save:
        with errors_shown():
            _save(
                actor,
                NewOfficeOpinion(
                    kind=kind, customer_id=place.customer_id if place else None,
                    project_id=place.project_id if place else None, sign_id=place.sign_id if place else None,
                    contact_name=contact or "", contact_phone=phone or "", words=words, way=way,
                    collected_on=collected_on, once=once_key(FORM),
                ),
            )  # fmt: skip


def _key(field: str) -> str:
    """The same until it is sent."""
    return f"{FORM}:{st.session_state.get(f'{FORM}:turn', 0)}:{field}"


def _save(actor: Actor, new: NewOfficeOpinion) -> None:
    with unit_of_work() as session:
        number = send_office_opinion(session, actor=actor, now=utc_now(), new=new).number
    next_once_key(FORM)
    st.session_state[f"{FORM}:turn"] = st.session_state.get(f"{FORM}:turn", 0) + 1
    st.session_state.pop(f"{AREA}_typed", None)
    st.query_params.clear()
    st.toast(t("Saved as {number}.", number=as_typed(number)), icon=":material/check_circle:")
    st.rerun()
