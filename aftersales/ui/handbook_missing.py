"""Main signs that were handed over without a handbook, the longest first, each with one click to record it (1.5)."""

from __future__ import annotations

from datetime import date

import streamlit as st

from aftersales.queries.handbook_deliveries import MOST_MISSING, MissingDelivery, list_missing
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.handbook_links import open_delivery_form
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, named, t

A_PAGE = 20
SOON_DAYS, LONG_DAYS = 7, 30  # after a week it is to be noticed, after a month it is late; decided


def draw_missing(actor: Actor, today: date) -> None:
    with reading() as session:
        rows = list_missing(session, actor, today=today)
    if not rows:
        st.success(t("Every main sign that was handed over has its handbook."), icon=":material/task_alt:")
        return
    customers = len({row.customer for row in rows})
    st.caption(
        t(
            "Customers: {customers}, main signs: {signs}. Main signs get their handbook after the handover (1.5).",
            customers=customers,
            signs=sum(row.signs for row in rows),
        )
    )
    if len(rows) == MOST_MISSING:
        st.caption(t("Only the {count} that wait longest are listed and counted.", count=MOST_MISSING))
    typed = st.text_input(
        t("Customer or project"), key="missing_filter", icon=":material/search:", label_visibility="collapsed",
        placeholder=t("Customer or project"), max_chars=80,
    ).strip().lower()  # fmt: skip
    found = [row for row in rows if typed in f"{row.customer} {row.project} {row.project_code}".lower()]
    shown = st.session_state.get("missing_shown", A_PAGE)
    for row in found[:shown]:
        _draw_row(row, actor, today)
    if not found:
        st.info(t("None is missing there."), icon=":material/task_alt:")
    if len(found) > shown:
        st.button(
            t("Show all {count}", count=len(found)), type="tertiary", key="missing_all",
            on_click=lambda: st.session_state.update(missing_shown=len(found)),
        )  # fmt: skip


def _draw_row(row: MissingDelivery, actor: Actor, today: date) -> None:
    days = row.days(today)
    colour = "red" if days > LONG_DAYS else "orange" if days > SOON_DAYS else "gray"
    icon = ":material/error:" if days > LONG_DAYS else ":material/schedule:"
    badge = f":{colour}-badge[{icon} {t('{days} days since the handover', days=days)}]"
    key = f" :violet-badge[:material/star: {t('key customer')}]" if row.customer_is_key else ""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute",
        key=f"missing_{row.project_id}_{row.sign_type_id}",
    ):  # fmt: skip
        st.markdown(
            f"**{as_typed(row.customer)}**{key} {badge}  \n{as_typed(row.project)} · "
            f"**{as_typed(named(*row.sign_type))}** × {row.signs}  \n"
            f":small[:gray[{as_typed(row.project_code)} · {as_typed(named(*row.office))} · "
            f"{t('Signs handed over on {day}', day=row.handover_on)}]]",
            width="stretch",
        )
        if not row.has_version:
            st.markdown(f":orange[:material/menu_book: {t('no version yet')}]", width="content")
        elif may(actor, Action.DELIVER_HANDBOOK) and st.button(
            t("Record the delivery"), key=f"deliver_{row.project_id}_{row.sign_type_id}", icon=":material/handshake:"
        ):
            open_delivery_form(row.project_id, row.sign_type_id)
