"""The complaints behind a number; each row opens its complaint."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.figures.complaints import MOST_ROWS, list_complaint_rows, sum_complaints
from aftersales.queries.where import Where
from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.roles import Actor
from aftersales.ui.figures_period import Compared
from aftersales.ui.moments import local
from aftersales.ui.page import reading
from aftersales.ui.rows_table import draw_rows_table
from aftersales.ui.text import named, show, t


def draw_complaint_rows(actor: Actor, key: str, compared: Compared, where: Where, now: datetime) -> None:
    """Those that are not as they should be first, then the newest."""
    figure = COMPLAINT_FIGURES[key]
    with reading() as session:
        rows = list_complaint_rows(session, actor, key, compared.period, now=now, where=where)
        total = len(rows)
        if total == MOST_ROWS:
            (sums,) = sum_complaints(session, actor, (compared.period,), now=now, where=where)
            total = sums[key].bottom
    st.subheader(t(figure.title), anchor=False)
    st.caption(f"{compared.named} · {t(figure.definition)}")
    if not rows:
        st.info(t("There are none."), icon=":material/check_circle:")
        return
    judged = {None: "—", True: t("yes"), False: t("no")}
    when = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
    picked = draw_rows_table(
        [
            {
                t("Complaint"): row.number,
                t("In time"): judged[row.is_good],
                t("Kind"): show(row.kind),
                t("Stage"): show(row.state),
                t("Customer"): row.customer,
                t("Received"): local(row.received_at),
                t("First feedback due"): local(row.due_at),
                t("First feedback given"): local(row.done_at) if row.done_at else None,
                t("Office"): named(*row.office) if row.office else "—",
            }
            for row in rows
        ],
        total, key="complaint_rows", choose=t("choose a row to open its complaint"),
        config=dict.fromkeys((t("Received"), t("First feedback due"), t("First feedback given")), when),
    )  # fmt: skip
    if picked is not None:
        st.switch_page("complaints.py", query_params={"number": rows[picked].number})
