"""Warranties that end soon, by customer, each with an inspection to offer in one click."""

from __future__ import annotations

from datetime import date

import streamlit as st

from aftersales.locale import format_value
from aftersales.queries.figures.warranties import SOON_DAYS, EndingWarranty, list_ending_warranties
from aftersales.queries.where import Where
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, current_language, t

A_PAGE = 20


def draw_warranties(actor: Actor, where: Where, today: date) -> None:
    """The first to end first."""
    with reading() as session:
        ending = list_ending_warranties(session, actor, today=today, where=where)
    st.subheader(t("Whose warranty ends within {days} days?", days=SOON_DAYS), anchor=False)
    if not ending:
        st.success(t("None ends in that time."), icon=":material/check_circle:")
        return
    signs = sum(each.signs for each in ending)
    st.caption(
        t(
            "Customers: {customers}, signs: {signs}. An inspection now finds what is still ours to repair free, and "
            "shows the customer that we care.",
            customers=len(ending),
            signs=signs,
        )
    )
    shown = st.session_state.get("warranties_shown", A_PAGE)
    for each in ending[:shown]:
        _draw_customer(each, actor, today)
    if len(ending) > shown:
        st.button(
            t("Show all {count}", count=len(ending)), type="tertiary", key="warranties_all",
            on_click=lambda: st.session_state.update(warranties_shown=len(ending)),
        )  # fmt: skip


def _draw_customer(each: EndingWarranty, actor: Actor, today: date) -> None:
    with st.container(border=True, key=f"warranty_{each.customer_id}"):
        left = (each.first_ends_on - today).days
        key = f" :violet-badge[:material/star: {t('key customer')}]" if each.is_key else ""
        colour = "orange" if left <= 30 else "gray"
        days = t("ends today") if left == 0 else t("{days} days left", days=left)
        st.markdown(
            f"**{as_typed(each.customer)}**{key} :{colour}-badge[:material/event_busy: {days}]  \n"
            f"{t('Signs: {signs}', signs=each.signs)} · {_days(each)} · "
            f"{as_typed(format_value(each.projects[:3], current_language()))}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            if may(actor, Action.REGISTER) and st.button(
                t("Register an inspection"), key=f"inspect_{each.customer_id}", icon=":material/fact_check:"
            ):
                st.switch_page("intake.py", query_params={"sign": each.sign_code, "kind": "inspection"})
            with st.popover(t("Offer an inspection"), icon=":material/sms:", type="tertiary"):
                st.caption(t("To copy into a message to the customer:"))
                st.code(_offer(each), language=None, wrap_lines=True)


def _days(each: EndingWarranty) -> str:
    if each.first_ends_on == each.last_ends_on:
        return t("until {day}", day=each.first_ends_on)
    return t("from {first} to {last}", first=each.first_ends_on, last=each.last_ends_on)


def _offer(each: EndingWarranty) -> str:
    return t(
        "Dear customer, the warranty of your signs ({project}) ends on {day}. We would like to inspect them before "
        "that, free of charge, so that anything we have to put right is put right in time. When would it suit you?",
        project=each.projects[0],
        day=each.first_ends_on,
    )
