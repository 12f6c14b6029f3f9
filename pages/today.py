"""Today: what must I do now?"""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.drafts import list_drafts
from aftersales.queries.due_records import list_due_records
from aftersales.queries.jobs import list_own_jobs
from aftersales.queries.kept import Arrival, Arrivals, get_kept, list_arrivals
from aftersales.queries.today import list_todo
from aftersales.rules.kinds import Role
from aftersales.ui.close_several import draw_close_several
from aftersales.ui.drafts import draw_drafts
from aftersales.ui.drawer import open_drawer
from aftersales.ui.due_records import draw_due_records
from aftersales.ui.jobs import draw_jobs
from aftersales.ui.kept import draw_kept
from aftersales.ui.moments import local
from aftersales.ui.nothing_waits import draw_nothing_waits
from aftersales.ui.page import reading
from aftersales.ui.show_me import draw_show_me
from aftersales.ui.text import named, show, t
from aftersales.ui.todo import draw_groups, opened_request
from aftersales.ui.who import actor_here

actor = actor_here()
is_technician = Role.TECHNICIAN in actor.roles
is_leader = not actor.roles.isdisjoint({Role.LEADERSHIP, Role.AFTER_SALES_MANAGER})

st.title(t("Today"))
st.caption(t("{name}, {day}", name=named(actor.name, actor.name_en), day=show(local(utc_now()).date())))
draw_show_me(actor)


@st.fragment(run_every="30s")
def draw_live() -> None:
    """Drawn again by itself; a drawer that is open stays."""
    now = utc_now()
    with reading() as session:
        groups = list_todo(session, actor, now=now)
        due = list_due_records(session, actor, now=now)
        jobs = list_own_jobs(session, actor, now=now) if is_technician else []
        drafts = list_drafts(session, actor)
        kept = get_kept(session, actor, now=now) if is_leader else None
    if jobs:
        draw_jobs(jobs, actor, now)
    if any(group.total for group in groups):
        draw_groups(groups, actor, now)
    draw_due_records(due, now)
    draw_drafts(drafts, now)
    if not jobs and not drafts and not due.rows and not any(group.total for group in groups):
        draw_nothing_waits(actor)
    if kept and kept.received:
        draw_kept(kept, list_rows, now)


def list_rows(which: Arrivals) -> list[Arrival]:
    with reading() as session:
        return list_arrivals(session, actor, which, now=utc_now())


draw_live()
opened = opened_request()
if opened is not None:
    open_drawer(actor, opened)
else:
    draw_close_several(actor)
