"""One revisit: whom to ask and why, what was heard, and its history (5.2(2))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.care_words import DEEDS
from aftersales.queries.revisits import RevisitView
from aftersales.rules.care import RevisitState
from aftersales.ui.care_look import about_words, due_badge, mark_badge, revisit_badge
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import request_address
from aftersales.ui.text import as_typed, named, show, t


def draw_revisit_head(view: RevisitView, now: datetime) -> None:
    st.set_page_config(page_title=view.row.number)
    st.title(view.row.number, anchor=False)
    badges = [revisit_badge(view.row.state)]
    if view.row.state is RevisitState.DUE:
        badges.append(due_badge(view.row.due_on, now))
    if view.row.mark is not None:
        badges.append(mark_badge(view.row.mark))
    if view.row.is_key:
        badges.append(f":violet-badge[:material/star: {t('key customer')}]")
    st.markdown(" ".join(badges))


def draw_revisit_facts(view: RevisitView, now: datetime) -> None:
    row, revisit = view.row, view.revisit
    request = ""
    if view.request_number:
        address = text(request_address(view.request_number))
        request = f'<a href="{address}" target="_self">{text(view.request_number)}</a>'
    heard = [text(revisit.heard_from), text(show(revisit.way)) if revisit.way else ""]
    st.html(
        fact_list(
            [
                (t("Customer"), f"<b>{text(row.customer)}</b>"),
                (t("Project"), text(f"{row.project} ({view.project_code})") if row.project else ""),
                (t("Care plan"), text(" · ".join(filter(None, (row.plan, about_words(row.kind, row.about_on)))))),
                (t("Due on"), text(show(row.due_on))),
                (t("Made by"), text(named(*row.owner)) if row.owner else text(t("nobody yet"))),
                (t("Office"), text(named(*row.office)) if row.office else ""),
                (t("Spoken with"), " · ".join(filter(None, heard))),
                (t("What the customer said"), text(revisit.words)),
                (t("Wishes"), f"<b>{text(revisit.wishes)}</b>" if revisit.wishes else ""),
                (t("Request"), request),
                (t("Reason"), text(revisit.reason)),
                (t("Ended"), near_time(revisit.ended_at, now) if revisit.ended_at else ""),
            ]
        )
    )


def draw_revisit_history(view: RevisitView) -> None:
    st.subheader(t("History"), anchor=False)
    for event in view.history:
        who = named(*event.actor) if event.actor else t("The system")
        said = [as_typed(str(event.words[key])) for key in ("reason", "words", "wishes") if event.words.get(key)]
        st.markdown(
            f"**{t(DEEDS[event.name])}**  \n:gray[{show(event.at)} · {as_typed(who)}]"
            + "".join(f"  \n{line}" for line in said)
        )
