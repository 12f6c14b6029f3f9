"""The signs that fail again, the batches behind them, and one sign's chain of the same fault (4(6))."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from aftersales.queries.recurrences import (
    MOST_IN_CHAIN,
    Cluster,
    Group,
    Link,
    ProblemSign,
    Repeat,
    list_chain,
    repeats_of,
)
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.ui.figure_text import rows_shown
from aftersales.ui.moments import local
from aftersales.ui.navigation import request_address, warranty_address
from aftersales.ui.number_card import draw_number, draw_number_style
from aftersales.ui.page import reading
from aftersales.ui.recurrence_rows import TITLES, open_repeats
from aftersales.ui.text import as_typed, labelled, named, show, t

MOST_SIGNS = 20


TOLD = {
    Group.ALL: N_("Requests about the same fault on the same sign again, received in this time (4(6))."),
    Group.SIGNS: N_("How many different signs these requests are about."),
    Group.THIRD: N_("A third time within the window goes to the manager (4(6))."),
    Group.LACKING: N_("They can't be closed before both are written down."),
}


def draw_numbers(repeats: Sequence[Repeat]) -> None:
    """How much came back, and what of it still lacks its root cause; each number opens its rows."""
    draw_number_style()
    with st.grid(columns="auto", min_column_width=150, gap="small"):
        for group, title in TITLES.items():
            found = repeats_of(repeats, group)
            count = len({one.sign_id for one in found}) if group is Group.SIGNS else len(found)
            if draw_number(f"repeats:{group}", t(title), show(count), has_rows=count > 0, told=t(TOLD[group])):
                open_repeats(group)


def draw_signs(signs: Sequence[ProblemSign], actor: Actor, most: int = MOST_SIGNS) -> None:
    """A row a sign and fault; the chosen one shows its chain."""
    st.subheader(t("Which signs fail again?"), anchor=False)
    shown = list(signs[:most])
    chosen = st.dataframe(
        [
            {
                t("Sign"): one.sign_code,
                t("Place"): one.place,
                t("Customer"): one.customer,
                t("Fault"): show(one.fault),
                t("Times again"): one.repeats,
                t("Last"): local(one.last_at),
                t("Open now"): one.open_number or "—",
            }
            for one in shown
        ],
        hide_index=True, on_select="rerun", selection_mode="single-row", key="recurrence_signs",
        height=min(38 + 36 * len(shown), 780),
        column_config={t("Last"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
    )  # fmt: skip
    if len(signs) > len(shown):
        st.caption(t("The worst {shown} of {count}.", shown=len(shown), count=len(signs)))
        if most == MOST_SIGNS and st.button(t("Show all signs"), key="all_signs", type="tertiary"):
            open_repeats(Group.SIGNS)
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
        if len(chain) == MOST_IN_CHAIN:
            st.caption(t("Only the last {count} requests of this fault are shown.", count=MOST_IN_CHAIN))


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
    shown = several[:MOST_SIGNS]
    chosen = st.dataframe(
        [
            {
                t("Batch"): named(*one.name),
                t("Fault"): show(one.fault),
                t("Signs"): one.signs,
                t("Installed"): one.installed,
                t("Times again"): one.repeats,
            }
            for one in shown
        ],
        hide_index=True, key="recurrence_batches", height="content", on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    st.caption(rows_shown(len(shown), len(several)) + " · " + t("choose a row to open its requests"))
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(shown):
        st.session_state.pop("recurrence_batches", None)
        open_repeats(Group.BATCH, shown[picked[0]].key, shown[picked[0]].fault)
