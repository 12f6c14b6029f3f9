"""The corrective actions behind a number; each row opens its action."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.figures.open_actions import DEFINITIONS, TITLES, list_open_actions
from aftersales.queries.figures.open_now import MOST_ROWS, count_open
from aftersales.queries.where import Where
from aftersales.rules.roles import Actor
from aftersales.ui.action_look import what_for
from aftersales.ui.page import reading
from aftersales.ui.rows_table import draw_rows_table
from aftersales.ui.text import named, show, t


def draw_action_rows(actor: Actor, name: str, where: Where, now: datetime) -> None:
    """The longest overdue first: what, for what, who, until when, and how its effect stands."""
    with reading() as session:
        rows = list_open_actions(session, actor, name, now=now, where=where, limit=MOST_ROWS)
        total = len(rows)
        if total == MOST_ROWS:
            total = getattr(count_open(session, actor, now=now, where=where), name)
    st.subheader(t(TITLES[name]), anchor=False)
    st.caption(t(DEFINITIONS[name]))
    if not rows:
        st.success(t("There are none."), icon=":material/check_circle:")
        return
    day = st.column_config.DateColumn(format="YYYY-MM-DD")
    picked = draw_rows_table(
        [
            {
                t("Number"): row.number,
                t("Late by"): show(now - row.due_at) if row.due_at and row.due_at < now else "",
                t("What is done"): row.words,
                t("What it is for"): what_for(row.scope, row.about),
                t("Responsible person"): named(*row.owner),
                t("State"): show(row.state),
                t("To be done by"): row.due_on,
                t("Check of its effect on"): row.check_on,
                t("Fault"): show(row.fault) if row.fault else "—",
                t("Round"): row.round,
            }
            for row in rows
        ],
        total, key="action_rows", choose=t("choose a row to open its corrective action"),
        config={
            t("To be done by"): day, t("Check of its effect on"): day,
            t("What is done"): st.column_config.Column(width=300),
        },
    )  # fmt: skip
    if picked is not None:
        st.switch_page("recurrences.py", query_params={"number": rows[picked].number})
