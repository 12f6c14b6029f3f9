"""Recurrences: the same problem must not happen again. Where does it, and what is done about it (4(6))?"""

from datetime import timedelta

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.recurrences import clusters_by_batch, clusters_by_type, list_repeats, problem_signs
from aftersales.ui.page import reading
from aftersales.ui.recurrence_charts import draw_clusters
from aftersales.ui.recurrence_lists import draw_batches, draw_numbers, draw_signs
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
st.title(t("Recurrences"), anchor=False)
days = st.segmented_control(
    t("Period"), (90, 180, 365), default=180, key="recurrence_days", required=True, label_visibility="collapsed",
    format_func=lambda one: t("the last {days} days", days=one),
)  # fmt: skip
with reading() as session:
    repeats = list_repeats(session, actor, since=now - timedelta(days=days))
    types, batches = clusters_by_type(session, actor, repeats), clusters_by_batch(session, actor, repeats)
if not repeats:
    st.info(t("No fault came back in this time."), icon=":material/task_alt:")
    st.stop()
signs = problem_signs(repeats)
draw_numbers(repeats, signs)
draw_clusters(types)
draw_signs(signs, actor, now)
draw_batches(batches)
