"""The handbook of one sign: what holds, what its customer got, and the way to hand it over (1.5)."""

from __future__ import annotations

from datetime import date

import streamlit as st

from aftersales.queries.handbooks import HandbookView
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.handbook_links import delivery_address, draw_read_button, open_delivery_form
from aftersales.ui.text import as_typed, named, show, t


def draw_handbook(actor: Actor, handbook: HandbookView, today: date) -> None:
    """One card."""
    with st.container(border=True, key="handbook", gap="small"):
        kind = as_typed(named(*handbook.sign_type))
        st.markdown(f"**{t('Use and care handbook')}** :gray[{kind}]")
        if handbook.holds:
            with st.container(horizontal=True):
                for row in handbook.holds:
                    draw_read_button(row, actor, key=f"handbook_file_{row.id}")
        elif handbook.is_main:
            st.markdown(f":orange-badge[:material/warning: {t('A main sign needs a handbook; none is stored yet.')}]")
        else:
            st.markdown(f":gray[{t('No handbook is stored for this type of sign.')}]")
        for delivery in handbook.deliveries[:3]:
            st.markdown(
                f":green-badge[:material/task_alt: {t('Handbook handed over')}] "
                f"[{delivery.number}]({delivery_address(delivery.number)}) · {as_typed(delivery.version)} "
                f"{show(delivery.language)} · {show(delivery.delivered_on)} · {as_typed(delivery.received_by)}"
            )
        if handbook.is_missing(today) and handbook.handover_on is not None:
            days = (today - handbook.handover_on).days
            words = t("Not handed over yet, {days} days after the handover", days=days)
            st.markdown(f":red-badge[:material/error: {words}]")
        if handbook.holds and may(actor, Action.DELIVER_HANDBOOK) and st.button(
            t("Record the delivery"), key="deliver_handbook", icon=":material/handshake:",
            type="primary" if handbook.is_missing(today) else "secondary",
        ):  # fmt: skip
            open_delivery_form(handbook.project_id, handbook.sign_type_id)
        if (
            not handbook.holds
            and may(actor, Action.KEEP_HANDBOOKS)
            and st.button(t("Add a version"), key="add_handbook", icon=":material/note_add:")
        ):
            st.switch_page("handbooks.py", query_params={"new": str(handbook.sign_type_id)})
