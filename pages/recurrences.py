"""Recurrences: the same problem must not happen again. Where does it, and what is done about it (4(6))?"""

from datetime import timedelta

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.errors import NotFound
from aftersales.queries.corrective_actions import get_action_view
from aftersales.queries.recurrences import (
    MOST_ROWS,
    Group,
    clusters_by_batch,
    clusters_by_type,
    list_repeats,
    problem_signs,
)
from aftersales.ui.action_list import draw_actions
from aftersales.ui.action_steps import draw_action_steps
from aftersales.ui.action_view import draw_action_facts, draw_action_head, draw_action_history
from aftersales.ui.page import reading
from aftersales.ui.recurrence_charts import draw_clusters
from aftersales.ui.recurrence_lists import draw_batches, draw_numbers, draw_signs
from aftersales.ui.recurrence_rows import MOST_ROWS as MOST_LISTED
from aftersales.ui.recurrence_rows import asked_repeats, choose_days, draw_back, draw_repeats
from aftersales.ui.text import say, t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
today = local_day(now)
number = st.query_params.get("number")
view = None
if number:
    try:
        with reading() as session:
            view = get_action_view(session, actor, number, now=now)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")
if view is not None:
    if st.button(t("All corrective actions"), key="all_actions", type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.session_state["recurrence_part"] = "actions"
        st.rerun()
    draw_action_head(view, now)
    draw_action_steps(view, actor, today)
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        draw_action_facts(view, now)
    with right:
        draw_action_history(view)
    st.stop()

st.title(t("Recurrences"), anchor=False)
parts = {"where": t("Where it comes back"), "actions": t("Corrective actions")}
st.session_state.setdefault("recurrence_part", "where")
part = st.segmented_control(
    t("Which view"), list(parts), format_func=parts.__getitem__, key="recurrence_part", required=True,
    label_visibility="collapsed",
)  # fmt: skip
if part == "actions":
    draw_actions(actor, now, today)
    st.stop()
days = choose_days()
with reading() as session:
    repeats = list_repeats(session, actor, since=now - timedelta(days=days))
    types, batches = clusters_by_type(session, actor, repeats), clusters_by_batch(session, actor, repeats)
if len(repeats) == MOST_ROWS:
    st.caption(t("Only the newest {count} recurrences of this time are looked at.", count=MOST_ROWS))
asked = asked_repeats()
if asked is not None:
    draw_back()
    if asked.group is Group.SIGNS:
        draw_signs(problem_signs(repeats), actor, MOST_LISTED)
    else:
        draw_repeats(repeats, asked)
    st.stop()
if not repeats:
    st.info(t("No fault came back in this time."), icon=":material/task_alt:")
    st.stop()
draw_numbers(repeats)
draw_clusters(types)
draw_signs(problem_signs(repeats), actor)
draw_batches(batches)
