"""The recurrences behind a number, a field of the map or a batch, in the page's place; each row opens its request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from aftersales.queries.recurrences import Group, Repeat, repeats_of
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.message import N_
from aftersales.ui.moments import local
from aftersales.ui.navigation import open_request
from aftersales.ui.rows_table import draw_rows_table
from aftersales.ui.text import as_typed, named, show, t

MOST_ROWS = 500
DAYS = (90, 180, 365)
USUAL_DAYS = 180
TITLES = {
    Group.ALL: N_("Recurrences"),
    Group.SIGNS: N_("Signs concerned"),
    Group.THIRD: N_("Third time and more"),
    Group.LACKING: N_("Open, without root cause or action"),
}
_NAMES = ("rows", "part", "fault")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows the address asks for; `key` is a sign type's id or a batch."""

    group: Group
    key: str = ""
    fault: FaultCategory | None = None


def choose_days() -> int:
    """How far back to look; kept in the address, so that rows can be sent on with their time."""
    asked = st.query_params.get("days", "")
    st.session_state["recurrence_days"] = int(asked) if asked in map(str, DAYS) else USUAL_DAYS
    chosen: int = st.segmented_control(
        t("Period"), DAYS, key="recurrence_days", required=True, label_visibility="collapsed",
        format_func=lambda one: t("the last {days} days", days=one),
        on_change=lambda: st.query_params.update(days=str(st.session_state["recurrence_days"])),
    ) or USUAL_DAYS  # fmt: skip
    return chosen


def open_repeats(group: Group, key: str = "", fault: FaultCategory | None = None) -> None:
    """Show these rows in the page's place; the address says so and can be sent on."""
    st.query_params["rows"] = group.value
    if fault is not None:
        st.query_params["part"], st.query_params["fault"] = key, fault.value
    st.rerun()


def asked_repeats() -> Asked | None:
    """None where the address asks for no rows, or for some that there can't be."""
    group, fault = st.query_params.get("rows", ""), st.query_params.get("fault", "")
    if group not in list(Group):
        return None
    if group not in (Group.SIGN_TYPE, Group.BATCH):
        return Asked(Group(group))
    if fault not in list(FaultCategory):
        return None
    return Asked(Group(group), st.query_params.get("part", ""), FaultCategory(fault))


def draw_back() -> None:
    st.button(t("Back to all recurrences"), icon=":material/arrow_back:", on_click=_back, key="repeats_back")


def _back() -> None:
    for name in _NAMES:
        st.query_params.pop(name, None)
    st.session_state.pop("repeat_rows", None)


def draw_repeats(repeats: Sequence[Repeat], asked: Asked) -> None:
    """The newest first."""
    rows = repeats_of(repeats, asked.group, asked.key, asked.fault)
    st.subheader(as_typed(_title(rows, asked)), anchor=False)
    if not rows:
        st.success(t("There are none."), icon=":material/check_circle:")
        return
    shown = rows[:MOST_ROWS]
    picked = draw_rows_table(
        [
            {
                t("Number"): one.number,
                t("Received"): local(one.received_at),
                t("Fault"): show(one.fault),
                t("How often"): one.count,
                t("Sign"): one.sign_code,
                t("Place"): one.place,
                t("Customer"): one.customer,
                t("Sign type"): named(*one.sign_type),
                t("Batch"): one.batch or "—",
                t("Still open"): show(one.is_open),
                t("Root cause"): show(one.has_cause),
                t("Corrective action"): show(one.has_action),
            }
            for one in shown
        ],
        len(rows), key="repeat_rows", choose=t("choose a row to open its request"),
        config={
            t("Received"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
            t("How often"): st.column_config.NumberColumn(help=t("Within the window, this one included.")),
        },
    )  # fmt: skip
    if picked is not None:
        open_request(shown[picked].number)


def _title(rows: Sequence[Repeat], asked: Asked) -> str:
    if asked.fault is None:
        return t(TITLES[asked.group])
    name = asked.key if asked.group is Group.BATCH else named(*rows[0].sign_type) if rows else asked.key
    return t("{figure}: {part}", figure=name, part=asked.fault)
