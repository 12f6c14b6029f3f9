"""Draw audits: of which office and month, how many, and who audits them."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.clock import local_day
from aftersales.errors import AftersalesError
from aftersales.queries.audit_view import look_at_draw
from aftersales.queries.choices import list_offices
from aftersales.rules.audit import sample_size
from aftersales.rules.roles import MAY, Action, Actor
from aftersales.services.audit_draw import NewSample, draw_audits, usual_seed
from aftersales.ui.audit_look import show_month
from aftersales.ui.audit_offices import months_to_draw
from aftersales.ui.choosable import Choosable
from aftersales.ui.page import next_once_key, once_key, reading, unit_of_work
from aftersales.ui.text import named, say, t

_FORM = "draw_audits"
USUAL_SIZE, USUAL_PERCENT = 5, 10


def draw_draw_form(actor: Actor, now: datetime) -> None:
    """What is chosen shows at once how many there are to draw from."""
    st.title(t("Draw audits"), anchor=False)
    st.caption(
        t("Chance chooses among the requests that an office closed in a month. Nobody audits what they did or closed.")
    )
    with reading() as session:
        offices = {one.id or 0: named(one.name, one.name_en) for one in list_offices(session)}
    people = Choosable().staff(*MAY[Action.AUDIT])
    months = months_to_draw(local_day(now))
    left, right = st.columns(2)
    office_id = left.selectbox(
        t("Office"), list(offices), format_func=offices.__getitem__, key="draw_office", persist_state="session"
    )
    month = right.selectbox(
        t("Month"), months, format_func=show_month, key="draw_month", persist_state="session"
    )  # fmt: skip
    with reading() as session:
        population, already = look_at_draw(session, actor, office_id, month)
    is_share = (
        st.segmented_control(
            t("How many"), (False, True), default=False, key="draw_by_share", required=True, persist_state="session",
            format_func=lambda one: t("A share") if one else t("A number"),
        )
        is True
    )  # fmt: skip
    if is_share:
        amount = st.number_input(
            t("Share in percent"), min_value=1, max_value=100, value=USUAL_PERCENT, key="draw_percent",
            persist_state="session",
        )  # fmt: skip
    else:
        amount = st.number_input(
            t("Number of requests"), min_value=1, max_value=100, value=USUAL_SIZE, key="draw_size",
            persist_state="session",
        )  # fmt: skip
    size, percent = (None, int(amount)) if is_share else (int(amount), None)
    if already:
        st.warning(
            t("Audits of this office and month are drawn already: {count} of {total} closed requests.",
              count=already, total=population),
            icon=":material/done_all:",
        )  # fmt: skip
    elif population:
        count = sample_size(population, size=size, percent=percent)
        st.info(
            t("{count} of {total} closed requests are drawn.", count=count, total=population),
            icon=":material/casino:",
        )  # fmt: skip
    else:
        st.warning(t("This office closed no request in that month."), icon=":material/inbox:")
    auditors = st.multiselect(
        t("Auditors, in turn"), list(people), format_func=people.__getitem__, key="draw_auditors",
        default=[actor.staff_id] if actor.staff_id in people else None, persist_state="session",
        placeholder=t("Choose who audits"), select_all=False,
    )  # fmt: skip
    with st.expander(t("Draw the same again"), icon=":material/replay:", key="draw_more"):
        seed = st.number_input(
            t("Seed"), min_value=0, max_value=999_999_999, value=usual_seed(office_id, month),
            key=f"draw_seed:{office_id}:{month}", help=t("The same seed draws the same requests."),
        )  # fmt: skip
    with st.container(horizontal=True):
        pressed = st.button(
            t("Draw"),
            key="draw_save",
            type="primary",
            icon=":material/casino:",
            disabled=bool(already) or not population,
        )
        if st.button(t("Back"), key="draw_back", type="tertiary"):
            st.query_params.clear()
            st.rerun()
    if pressed:
        _save(actor, now, office_id=office_id, month=month, size=size, percent=percent, seed=int(seed),
              auditor_ids=tuple(auditors))  # fmt: skip


def _save(actor: Actor, now: datetime, **values: object) -> None:
    try:
        new = NewSample(**values, once=once_key(_FORM))
        with unit_of_work() as session:
            drawn = draw_audits(session, actor=actor, now=now, new=new).drawn
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    next_once_key(_FORM)
    st.session_state["audits_drawn"] = drawn
    st.query_params.clear()
    st.rerun()
