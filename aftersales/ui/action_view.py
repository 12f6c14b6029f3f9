"""One corrective action: what it is for, what is done by whom, whether it helped, and its history."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.quality_words import DEEDS
from aftersales.queries.corrective_actions import ActionView
from aftersales.rules.corrective_action import ActionScope, ActionState
from aftersales.ui.action_look import action_badge, due_badge, what_for
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import request_address, warranty_address
from aftersales.ui.text import as_typed, labelled, named, show, t

_SAID = ("words", "done_words", "check_words", "reason")


def draw_action_head(view: ActionView, now: datetime) -> None:
    action = view.action
    st.set_page_config(page_title=action.number)
    st.title(action.number, anchor=False)
    badges = [action_badge(action.state), due_badge(action.due_at, now)]
    if action.round > 1:
        badges.append(f":orange-badge[:material/replay: {t('Round {count}', count=action.round)}]")
    st.markdown(" ".join(filter(None, badges)))


def draw_action_facts(view: ActionView, now: datetime) -> None:
    action = view.action
    about = text(what_for(action.scope, view.about))
    if action.scope is ActionScope.REQUEST:
        number = text(view.about[0])
        about = f'<a href="{text(request_address(view.about[0]))}" target="_self">{number}</a>'
    checked = " · ".join(filter(None, (
        text(action.check_words), text(named(*view.checked_by)) if view.checked_by else "",
        near_time(action.checked_at, now) if action.checked_at else "",
    )))  # fmt: skip
    done = f"{text(action.done_words)} · {near_time(action.done_at, now)}" if action.done_at else ""
    st.html(
        fact_list(
            [
                (t("What is done"), f"<b>{text(action.words)}</b>"),
                (t("What it is for"), about),
                (t("Fault"), text(show(action.fault)) if action.fault else ""),
                (t("Who carries it out"), text(named(*view.owner))),
                (t("To be done by"), text(show(action.due_on))),
                (t("Check of its effect on"), text(show(action.check_on))),
                (t("What was done"), done),
                (t("Since then"), text(_since(view)) if action.done_at else ""),
                (t("What the check showed"), checked),
                (t("Reason"), text(action.reason)),
                (t("Set by"), _set_by(view, now)),
            ]
        )
    )
    _draw_answered(view)


def _since(view: ActionView) -> str:
    """At the last check of one that ended; until now of one that didn't."""
    action = view.action
    ended = action.state is ActionState.GOOD and action.came_back is not None
    count = action.came_back if ended else view.came_back
    if not count:
        return t("The same fault has not been reported again since it was done.")
    return t("The same fault was reported {count} times since it was done.", count=count)


def _set_by(view: ActionView, now: datetime) -> str:
    who = text(named(*view.set_by)) if view.set_by else text(t("The system"))
    return f"{who} · {near_time(view.action.set_at, now)}"


def _draw_answered(view: ActionView) -> None:
    """The requests whose closing it allows, with their root causes."""
    if not view.answered:
        return
    st.markdown(f"##### {t('Requests that it answers')}")
    for one in view.answered:
        sign = f" · [{as_typed(one.sign_code)}]({warranty_address(one.sign_code)})" if one.sign_code else ""
        st.markdown(
            f"[**{one.number}**]({request_address(one.number)}){sign} · {as_typed(one.customer)}  \n"
            f":small[:gray[{show(one.received_at)}] {labelled(t('Root cause'), as_typed(one.root_cause))}]"
        )


def draw_action_history(view: ActionView) -> None:
    """Who did what when; the newest first."""
    st.subheader(t("History"), anchor=False)
    for event in view.history:
        who = as_typed(named(*event.actor)) if event.actor else t("The system")
        said = [as_typed(str(event.words[key])) for key in _SAID if event.words.get(key)]
        if event.data.get("came_back"):
            said.append(
                t("The same fault was reported {count} times since it was done.", count=event.data["came_back"])
            )
        st.markdown(
            f"**{t(DEEDS[event.name])}**  \n:small[:gray[{show(event.at)} · {who}]]"
            + "".join(f"  \n{one}" for one in said)
        )
