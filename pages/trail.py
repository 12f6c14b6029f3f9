"""The trail: who did what, when, with which record; proved, filtered and taken along."""

from __future__ import annotations

import json
from datetime import timedelta

import streamlit as st

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.documents.trail_csv import trail_csv
from aftersales.documents.trail_words import DEEDS, SUBJECTS
from aftersales.queries.staff import list_people
from aftersales.queries.trail import TrailFilter, list_whole_trail
from aftersales.rules.message import N_
from aftersales.services.verify_trail import verify_trail
from aftersales.ui.page import reading
from aftersales.ui.text import named, say, show, t
from aftersales.ui.trail_pages import draw_turning, read_page
from aftersales.ui.who import actor_here

LAST_DAYS = {1: N_("Today"), 7: N_("Last 7 days"), 30: N_("Last 30 days"), 0: N_("All")}


def subject_name(subject: str) -> str:
    return t(SUBJECTS[subject]) if subject in SUBJECTS else subject


def deed_name(name: str) -> str:
    return t(DEEDS[name]) if name in DEEDS else name


actor = actor_here()
st.title(t("Trail"))
with reading() as session:
    people = {person.staff_id: named(person.name, person.name_en) for person in list_people(session)}

# Named once for this run; AppTest and the browser's next run find the choice again by these names.
records: dict[str | None, str] = {None: t("All")} | {one: subject_name(one) for one in sorted(SUBJECTS)}
deeds: dict[str | None, str] = {None: t("All")} | {one: deed_name(one) for one in sorted(DEEDS)}
persons: dict[int | None, str] = {None: t("All"), **people}
times = {days: t(label) for days, label in LAST_DAYS.items()}
with st.container(horizontal=True, vertical_alignment="bottom"):
    number = st.text_input(t("Request number"), key="trail_number", max_chars=24, width=200)
    subject = st.selectbox(t("Record"), records, key="trail_subject", width=180, format_func=records.__getitem__)
    name = st.selectbox(t("Deed"), deeds, key="trail_name", width=240, format_func=deeds.__getitem__)
    person = st.selectbox(t("Person"), persons, key="trail_person", width=180, format_func=persons.__getitem__)
    days = st.selectbox(t("Time"), times, key="trail_days", width=150, index=2, format_func=times.__getitem__)

midnight = utc_now().astimezone(service_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
wanted = TrailFilter(
    subject=subject, request_number=number, name=name, actor_id=person,
    from_at=midnight - timedelta(days=days - 1) if days else None,
)  # fmt: skip
rows, has_older = read_page(actor, wanted)
if not rows:
    st.info(t("The trail tells of nothing like this."), icon=":material/search_off:")
else:
    st.dataframe(
        {
            t("Event"): [row.id for row in rows],
            t("When"): [show(row.at) for row in rows],
            t("Who"): [named(*row.actor) if row.actor else t("System") for row in rows],
            t("Deed"): [deed_name(row.name) for row in rows],
            t("Record"): [row.request_number or f"{subject_name(row.subject)} {row.subject_id}" for row in rows],
            t("Values"): [json.dumps(row.data, ensure_ascii=False) if row.data else "" for row in rows],
            t("Words"): [
                t("erased") if row.words is None else " · ".join(str(value) for value in row.words.values())
                for row in rows
            ],
        },
        hide_index=True,
        key="trail_table",
    )
draw_turning(rows, has_older)


def take_along() -> bytes:
    """All that the choice means, not only this page."""
    with reading() as session:
        return trail_csv(list_whole_trail(session, actor, wanted))


with st.container(horizontal=True):
    st.download_button(
        t("Take along as CSV"), take_along, file_name="trail.csv", mime="text/csv", key="trail_csv",
        icon=":material/download:", disabled=not rows, on_click="ignore",
    )  # fmt: skip
    if st.button(t("Prove the whole trail"), key="trail_verify", icon=":material/verified:"):
        with reading() as session:
            report = verify_trail(session, actor=actor)
        if report.first_problem is not None:
            st.error(say(report.first_problem), icon=":material/error:")
        elif report.unaccounted:
            st.error(
                t("The words of {count} events are gone, more than the erasures in the trail tell of.",
                  count=report.unaccounted),
                icon=":material/error:",
            )  # fmt: skip
        else:
            st.success(t("The trail is whole: {count} events.", count=report.count), icon=":material/verified:")
