"""The next steps of a revisit, each with its few fields behind its button (5.2(2))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import local_day, utc_now
from aftersales.queries.choices import list_people
from aftersales.queries.revisits import RevisitView, find_revisit_version
from aftersales.rules.care import RevisitWay
from aftersales.rules.roles import MAY, Action, Actor, may
from aftersales.services.revisits import Heard, assign_revisit, finish_revisit, move_revisit, skip_revisit
from aftersales.ui.page import reading
from aftersales.ui.record_steps import RecordSteps, tell_step_done
from aftersales.ui.text import named, show, t

ICONS = {
    "hear_customer": ":material/hearing:", "put_off": ":material/event_repeat:", "give_revisit": ":material/person:",
    "skip_revisit": ":material/block:",
}  # fmt: skip
_DEEDS: dict[str, Callable[..., Any]] = {
    "hear_customer": finish_revisit, "put_off": move_revisit, "give_revisit": assign_revisit,
    "skip_revisit": skip_revisit,
}  # fmt: skip
# What was heard, and what it becomes: an opinion for the departments, or work.
FOLLOWING = (("suggestion", ":material/lightbulb:"), ("inquiry", ":material/help:"), ("repair", ":material/build:"))


def draw_revisit_steps(view: RevisitView, actor: Actor) -> None:
    """A button a step that this person may take; recording stands open, since that is what one comes for."""
    tell_step_done()
    names = {offer.step.name: offer.step.label for offer in view.offers if offer.is_open}
    steps = RecordSteps(
        f"revisit:{view.id}", view.revisit.version, lambda session: find_revisit_version(session, view.id)
    )
    if "hear_customer" in names:
        with st.container(border=True, key="hear_customer_box", gap="small"):
            st.markdown(f"**{t(names['hear_customer'])}**")
            _draw_form(view, actor, steps, "hear_customer", t(names["hear_customer"]))
        with st.container(horizontal=True, key="revisit_steps"):
            for name in ("put_off", "give_revisit", "skip_revisit"):
                with st.popover(t(names[name]), icon=ICONS[name], key=steps.key(name, "pop")):
                    _draw_form(view, actor, steps, name, t(names[name]))
    if "register_from_revisit" in names and view.request_number is None and may(actor, Action.REGISTER):
        _draw_following(view)


def _draw_following(view: RevisitView) -> None:
    st.markdown(f"**{t('Does anything follow from it?')}**")
    with st.container(horizontal=True, key="revisit_following"):
        for kind, icon in FOLLOWING:
            labels = {
                "suggestion": t("Register a suggestion"), "inquiry": t("Register an inquiry"),
                "repair": t("Register a repair"),
            }  # fmt: skip
            if st.button(labels[kind], key=f"follow_{kind}", icon=icon):
                place = {"project": view.project_code} if view.project_code else {"customer": str(view.customer_id)}
                st.switch_page("intake.py", query_params={**place, "kind": kind, "revisit": view.row.number})


def _draw_form(view: RevisitView, actor: Actor, steps: RecordSteps, name: str, label: str) -> None:
    steps.open_form(name)
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        typed = _fields(view, lambda field: steps.key(name, field), name)
        if not st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch"):
            return

    def deed(session: Session, version: int) -> object:
        values = {"heard": Heard(**typed)} if name == "hear_customer" else typed
        return _DEEDS[name](
            session, actor=actor, now=utc_now(), revisit_id=view.id, expected_version=version, **values
        )  # fmt: skip

    steps.take(name, label, deed)


def _fields(view: RevisitView, key: Callable[[str], str], name: str) -> dict[str, Any]:
    if name == "hear_customer":
        left, right = st.columns(2)
        heard_from = left.text_input(t("Spoken with"), value=view.contact, max_chars=80, key=key("from"))
        ways = {each: show(each) for each in RevisitWay}
        way = right.selectbox(t("Way"), list(ways), format_func=ways.__getitem__, key=key("way"))
        st.caption(t("How satisfied is the customer, from 1 to 5?"))
        stars: int | None = st.feedback(options="stars", key=key("stars"))
        words = st.text_area(t("What the customer said"), max_chars=1000, height=90, key=key("words"))
        wishes = st.text_area(t("Wishes"), max_chars=1000, height=68, key=key("wishes"))
        return {
            "heard_from": heard_from, "way": way, "mark": None if stars is None else stars + 1, "words": words,
            "wishes": wishes,
        }  # fmt: skip
    if name == "put_off":
        today = local_day(utc_now())
        due_on = st.date_input(
            t("New day"), value=max(today, view.row.due_on) + timedelta(days=1), min_value=today, format="YYYY-MM-DD",
            key=key("day"),
        )  # fmt: skip
        return {"due_on": due_on, "reason": st.text_input(t("Reason"), max_chars=400, key=key("reason"))}
    if name == "give_revisit":
        with reading() as session:
            people = {id_: named(*names) for id_, *names in list_people(session, *MAY[Action.DO_REVISIT])}
        ids = list(people)
        index = ids.index(view.revisit.owner_id) if view.revisit.owner_id in ids else 0
        return {"owner_id": st.selectbox(t("To whom?"), ids, index=index, format_func=people.__getitem__,
                                         key=key("owner"))}  # fmt: skip
    return {"reason": st.text_area(t("Reason"), max_chars=400, key=key("reason"))}
