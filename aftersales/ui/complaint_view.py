"""One complaint: the stages with who and when, what was said, found and done, and its history."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.complaint_words import DEEDS
from aftersales.queries.complaints import ComplaintEvent, ComplaintView
from aftersales.rules.complaint import NO_WORDS, STAGES, ComplaintKind, ComplaintState, CustomerAnswer
from aftersales.rules.message import N_
from aftersales.ui.complaint_look import complaint_address, complaint_badge, feedback_badge, kind_words, told_words
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import request_address, warranty_address
from aftersales.ui.text import as_typed, named, show, t

_FIRST_EVENTS = 12
# As things done; the states' own labels say what waits.
_STAGES = {
    ComplaintState.ORGANISE: N_("Organise"),
    ComplaintState.FILTER: N_("Filter"),
    ComplaintState.VERIFY: N_("Verify"),
    ComplaintState.TRACK: N_("Track"),
    ComplaintState.RESOLVED: N_("Resolve"),
}
_WHY = {
    ComplaintState.UNFOUNDED: N_("Why it is unfounded"),
    ComplaintState.MERGED: N_("Why it was merged"),
}
_SAID = ("words", "feedback", "note", "finding", "cause", "action", "outcome", "answered_by", "reason")


def draw_complaint_head(view: ComplaintView, now: datetime) -> None:
    row = view.row
    st.set_page_config(page_title=row.number)
    st.title(row.number, anchor=False)
    badges = [complaint_badge(row.state), feedback_badge(row.state, row.feedback_due_at, row.first_feedback_at, now)]
    st.markdown(f"{' '.join(badges)} &nbsp; {kind_words(row.kind)}")
    if row.kind is ComplaintKind.INTEGRITY:
        st.caption(f":material/lock: {t('For the after-sales manager and leadership, less whom it concerns.')}")
    if view.merged_into:
        st.info(
            t("Merged into {number}.", number=f"[{view.merged_into}]({complaint_address(view.merged_into)})"),
            icon=":material/merge:",
        )


def draw_complaint_stages(view: ComplaintView, now: datetime) -> None:
    """Each stage that was reached, with who brought it there and when (5.2(4))."""
    reached: dict[str, ComplaintEvent] = {}
    for event in view.history:  # the newest first: a stage that was reached again shows the last time
        to = event.data.get("to")
        if to and to not in reached:
            reached[to] = event
    here = view.row.state
    place = STAGES.index(here) if here in STAGES else len(STAGES)
    with st.grid(columns="auto", min_column_width=120, key="complaint_stages"):
        for number, stage in enumerate(STAGES):
            is_past = number < place and (stage in reached or stage is ComplaintState.ORGANISE)
            icon = ":green[:material/check_circle:]" if is_past else ":gray[:material/radio_button_unchecked:]"
            if stage is here:
                icon = ":primary[:material/radio_button_checked:]"
            told = ""
            by = reached.get(stage)
            if by is not None and (is_past or stage is here):
                told = f"{show(by.at)} · {as_typed(named(*by.actor)) if by.actor else t('The system')}"
            elif stage is ComplaintState.ORGANISE:
                told = show(view.row.registered_at)
            label = t(_STAGES[stage])
            st.markdown(f"{icon} {f'**{label}**' if stage is here else label}  \n:small[:gray[{told}]]")


def draw_complaint_facts(view: ComplaintView, now: datetime) -> None:
    row = view.row
    if row.survey_id is not None:
        st.caption(f":material/reviews: {t('Opened by what the customer answered in the satisfaction survey.')}")
    if row.words != NO_WORDS:
        st.markdown(f"> {as_typed(told_words(row.kind, row.words))}".replace("\n", "\n> "))
    request, sign = view.request_number, view.sign_code
    contact = " · ".join(filter(None, (row.contact_name, row.contact_phone)))
    due = f" · {text(t('by {day}', day=row.action_due_on))}" if row.action_due_on else ""
    doer = f" · {text(named(*view.action_owner))}" if view.action_owner else ""
    answer = ""
    if row.answer is not None:
        said = " · ".join(filter(None, (show(row.answer), row.answered_by, row.answer_words)))
        answer = f"{text(said)} · {near_time(row.answered_at, now) if row.answered_at else ''}"
    st.html(
        fact_list(
            [
                (t("Customer"), text(view.customer)),
                (t("Project"), text(view.project)),
                (
                    t("Sign"),
                    f'<a href="{text(warranty_address(sign))}" target="_self">{text(sign)}</a>' if sign else "",
                ),
                (
                    t("Request"),
                    f'<a href="{text(request_address(request))}" target="_self">{text(request)}</a>' if request else "",
                ),
                (t("Contact"), text(contact)),
                (t("Received"), f"{near_time(row.received_at, now)} · {text(show(row.channel))}"),
                (t("Who is concerned"), text(show(tuple(named(name, name_en) for _, name, name_en in view.concerned)))),
                (t("First feedback"), text(row.feedback)),
                (t("Responsible department"), text(named(*view.department)) if view.department else ""),
                (t("Who sees it through"), text(named(*view.owner)) if view.owner else ""),
                (t("What verifying found"), text(row.finding)),
                (t("Why it happened"), text(row.cause)),
                (t("Corrective action"), f"{text(row.action)}{doer}{due}" if row.action else ""),
                (t("Outcome"), text(row.outcome)),
                (t("The customer's word"), answer),
                (t(_WHY.get(row.state, N_("Why it was reopened"))), text(row.reason)),
                (t("Duplicates"), " · ".join(_link(number) for number in view.merged)),
            ]
        )
    )


def _link(number: str) -> str:
    return f'<a href="{text(complaint_address(number))}" target="_self">{text(number)}</a>'


def draw_complaint_history(view: ComplaintView) -> None:
    """Who did what when; the newest first."""
    st.subheader(t("History"), anchor=False)
    is_long = len(view.history) > _FIRST_EVENTS and not st.session_state.get("complaint_history_all")
    for event in view.history[: _FIRST_EVENTS if is_long else None]:
        who = as_typed(named(*event.actor)) if event.actor else t("The system")
        said = [show(CustomerAnswer(event.data["answer"]))] if event.data.get("answer") else []
        said += [as_typed(told_words(view.row.kind, str(event.words[key]))) for key in _SAID if event.words.get(key)]
        st.markdown(
            f"**{t(DEEDS[event.name])}**  \n:small[:gray[{show(event.at)} · {who}]]"
            + "".join(f"  \n{one}" for one in said)
        )
    if is_long:
        st.button(
            t("Show all {count}", count=len(view.history)), type="tertiary", key="complaint_history_more",
            on_click=lambda: st.session_state.update(complaint_history_all=True),
        )  # fmt: skip
