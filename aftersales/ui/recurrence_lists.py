"""The signs that fail again, the batches behind them, and one sign's chain of the same fault (4(6))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from aftersales.queries.recurrences import Cluster, Link, ProblemSign, Repeat, list_chain
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.roles import Actor
from aftersales.ui.navigation import request_address, warranty_address
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, labelled, named, show, t

MOST_SIGNS = 20


def draw_numbers(repeats: Sequence[Repeat], signs: Sequence[ProblemSign]) -> None:
    """How much came back, and what of it still lacks its root cause."""
    is_open = [one for one in repeats if one.is_open]
    with st.grid(columns="auto", min_column_width=170):
        st.metric(t("Recurrences"), show(len(repeats)), border=True)
        st.metric(t("Signs concerned"), show(len({one.sign_id for one in signs})), border=True)
        st.metric(
            t("Third time and more"), show(sum(one.count >= 3 for one in repeats)), border=True,
            help=t("A third time within the window goes to the manager (4(6))."),
        )  # fmt: skip
        st.metric(
            t("Open, without root cause or action"),
            show(sum(not (one.has_cause and one.has_action) for one in is_open)), border=True,
            help=t("They can't be closed before both are written down."),
        )  # fmt: skip


def draw_signs(signs: Sequence[ProblemSign], actor: Actor, now: datetime) -> None:
    """A row a sign and fault; the chosen one shows its chain."""
    st.subheader(t("Which signs fail again?"), anchor=False)
    shown = list(signs[:MOST_SIGNS])
    chosen = st.dataframe(
        [
            {
                t("Sign"): one.sign_code,
                t("Place"): one.place,
                t("Customer"): one.customer,
                t("Fault"): show(one.fault),
                t("Times again"): one.repeats,
                t("Last"): show(one.last_at),
                t("Open now"): one.open_number or "—",
            }
            for one in shown
        ],
        hide_index=True, on_select="rerun", selection_mode="single-row", key="recurrence_signs", height="content",
    )  # fmt: skip
    if len(signs) > len(shown):
        st.caption(t("The worst {shown} of {count}.", shown=len(shown), count=len(signs)))
    picked = chosen["selection"]["rows"]
    one = shown[picked[0]] if picked and picked[0] < len(shown) else shown[0]
    with reading() as session:
        chain = list_chain(session, actor, sign_id=one.sign_id, fault=one.fault)
    with st.container(border=True, key="recurrence_chain"):
        st.markdown(
            f"**[{as_typed(one.sign_code)}]({warranty_address(one.sign_code)})** · {as_typed(one.place)} · "
            f"{show(one.fault)}"
        )
        draw_chain(chain)


def draw_chain(chain: Sequence[Link], here: str = "") -> None:
    """Earlier to later: when, why, and what was done against it. `here` is the number of the one looked at."""
    for link in chain:
        icon = ":orange[:material/replay:]" if link.repeats else ":gray[:material/radio_button_checked:]"
        cause = f" · {show(link.cause)}" if link.cause else ""
        number = f"[**{link.number}**]({request_address(link.number)})"
        if link.number == here:
            number = f"**{link.number}** :primary-badge[{t('this request')}]"
        lines = [f"{icon} {number} {t(LIFECYCLE.labels[link.state])}  \n:small[:gray[{show(link.received_at)}{cause}]]"]
        if link.root_cause:
            lines.append(f":small[{labelled(t('Root cause'), as_typed(link.root_cause))}]")
        if link.corrective_action:
            lines.append(f":small[{labelled(t('Corrective action'), as_typed(link.corrective_action))}]")
        st.markdown("  \n".join(lines))


def draw_batches(batches: Sequence[Cluster]) -> None:
    """Batches in which two signs and more have the same fault again: worth a look at all the others."""
    several = [one for one in batches if one.signs > 1]
    st.subheader(t("Which batches have the same fault?"), anchor=False)
    if not several:
        st.caption(t("No batch has the same fault at two signs or more in this time."))
        return
    st.dataframe(
        [
            {
                t("Batch"): named(*one.name),
                t("Fault"): show(one.fault),
                t("Signs"): one.signs,
                t("Installed"): one.installed,
                t("Times again"): one.repeats,
            }
            for one in several[:MOST_SIGNS]
        ],
        hide_index=True, key="recurrence_batches", height="content",
    )  # fmt: skip
