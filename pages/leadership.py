"""Leadership: do we keep our promise? Satisfaction beside kept promises, then whatever explains them (1.2)."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.queries.figures.complaints import sum_complaints
from aftersales.queries.figures.goals import get_goals_of
from aftersales.queries.figures.open_now import count_open
from aftersales.queries.figures.sums import compare_figures
from aftersales.queries.where import list_places
from aftersales.rules.figures import FIGURES, NOTHING, PROMISE
from aftersales.rules.periods import weeks_until
from aftersales.ui.figures_period import draw_period
from aftersales.ui.leadership_head import (
    draw_again,
    draw_billing,
    draw_head_style,
    draw_now,
    draw_promise,
    draw_small,
    draw_verdict,
)
from aftersales.ui.leadership_look import Looked
from aftersales.ui.leadership_place import place_named
from aftersales.ui.leadership_rows import asked_rows, draw_rows
from aftersales.ui.leadership_views import choose_view, draw_view
from aftersales.ui.monthly_download import draw_monthly_report
from aftersales.ui.page import reading
from aftersales.ui.text import t
from aftersales.ui.where import draw_where
from aftersales.ui.who import actor_here

WEEKS = 26
SMALL = (
    "requests", "recurrences", "complaints", "feedback_kept", "complaints_open", "cost_us", "cost_customer",
    "free_after_warranty", "not_quoted",
)  # fmt: skip

actor, now = actor_here(), utc_now()
today = local_day(now)
with reading() as session:
    offices, teams = list_places(session)

st.title(t("Do we keep our promise?"))
draw_head_style()
with st.container(horizontal=True, vertical_alignment="center", key="figures_choice"):
    compared = draw_period(today)
    with st.popover(place_named(offices, teams), icon=":material/location_on:"):
        where = draw_where(offices, teams)
    draw_monthly_report(actor, today)

rows = asked_rows()
if rows is not None:
    draw_rows(actor, rows, compared, where, now)
    st.stop()

weeks = weeks_until(today, WEEKS + 1)[:-1]  # whole weeks: of the running one the late are known before the others
with reading() as session:
    by_office, before, week_sums = compare_figures(
        session, actor, compared.period, compared.against, weeks, now=now, where=where, week_keys=PROMISE
    )
    goals = get_goals_of(session, compared.period)
    complaints = sum_complaints(session, actor, (compared.period, compared.against), now=now, where=where)
    open_now = count_open(session, actor, now=now, where=where)
sums = {key: sum((part[key] for part in by_office.values()), NOTHING) for key in FIGURES if key in before}
sums, before = sums | complaints[0], dict(before) | complaints[1]

draw_verdict(sums, compared, goals)
draw_promise(sums, before, week_sums, goals)
st.subheader(t("Right now"), anchor=False)
draw_now(open_now)
st.subheader(t("Does it stay away?"), anchor=False)
draw_again(open_now)
if open_now.billing is not None:
    st.subheader(t("Work to charge: where the money waits"), anchor=False)
    draw_billing(open_now.billing)
st.subheader(compared.named, anchor=False)
draw_small(sums, before, SMALL, goals)
view = choose_view(actor)
draw_view(view, Looked(actor, compared, where, now, offices, by_office, goals), weeks, week_sums)
