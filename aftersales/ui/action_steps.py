"""The next steps of a corrective action, each with its few fields behind its button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.queries.corrective_actions import ActionView, find_action_version
from aftersales.rules.corrective_action import ActionState
from aftersales.rules.roles import Actor
from aftersales.rules.workflow import Offer
from aftersales.services.corrective_action_steps import (
    Moved,
    begin_action,
    carry_out_action,
    drop_action,
    find_effect_good,
    find_effect_not_good,
    move_action,
    plan_action_again,
)
from aftersales.ui.action_fields import MOST_WORDS, draw_plan, plan_of
from aftersales.ui.record_steps import RecordSteps, missing_words, tell_step_done
from aftersales.ui.text import t

S = ActionState
# Service and icon of each step.
_DEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "begin_action": (begin_action, ":material/play_arrow:"),
    "carry_out_action": (carry_out_action, ":material/task_alt:"),
    "find_effect_good": (find_effect_good, ":material/thumb_up:"),
    "find_effect_not_good": (find_effect_not_good, ":material/thumb_down:"),
    "plan_action_again": (plan_action_again, ":material/replay:"),
    "move_action": (move_action, ":material/edit_calendar:"),
    "drop_action": (drop_action, ":material/block:"),
}
MAIN = {
    S.PLANNED: "begin_action", S.UNDER_WAY: "carry_out_action", S.DONE: "find_effect_good",
    S.NOT_GOOD: "plan_action_again",
}  # fmt: skip


def draw_action_steps(view: ActionView, actor: Actor, today: date) -> None:
    """A button a step that this person may take; a closed one says what is missing."""
    tell_step_done()
    main = MAIN.get(view.action.state)
    steps = RecordSteps(
        f"action:{view.id}", view.action.version, lambda session: find_action_version(session, view.id)
    )  # fmt: skip
    is_open = [offer for offer in view.offers if offer.is_open]
    if is_open:
        with st.container(horizontal=True, key="action_steps"):
            for offer in sorted(is_open, key=lambda one: one.step.name != main):
                _draw_step(view, actor, steps, offer, today, is_main=offer.step.name == main)
    for offer in view.offers:
        if not offer.is_open:
            st.markdown(f":small[:orange[:material/lock:] {t(offer.step.label)} · {missing_words(offer)}]")


def _draw_step(
    view: ActionView, actor: Actor, steps: RecordSteps, offer: Offer[ActionState], today: date, *, is_main: bool
) -> None:
    name, label = offer.step.name, t(offer.step.label)
    kind: Any = "primary" if is_main else "secondary"
    icon = _DEEDS[name][1]
    if name == "begin_action":
        if st.button(label, key=steps.key(name, "press"), icon=icon, type=kind):
            steps.take(name, label, _deed(view, actor, name, {}), at_once=True)
        return
    with st.popover(label, key=steps.key(name, "pop"), icon=icon, type=kind):
        _draw_form(view, actor, steps, name, label, today)


def _draw_form(view: ActionView, actor: Actor, steps: RecordSteps, name: str, label: str, today: date) -> None:
    steps.open_form(name)

    def key(field: str) -> str:
        return steps.key(name, field)

    typed: dict[str, Any] = {}
    with st.form(key("form"), border=False, enter_to_submit=False):
        if name == "carry_out_action":
            typed["done_words"] = st.text_area(t("What was done"), max_chars=MOST_WORDS, height=110, key=key("done"))
        elif name in ("find_effect_good", "find_effect_not_good"):
            st.caption(_came_back(view))
            typed["check_words"] = st.text_area(
                t("What the check showed"), max_chars=MOST_WORDS, height=110, key=key("check_words")
            )
        elif name in ("plan_action_again", "move_action"):
            typed = draw_plan(key, today, row=view.action, with_words=name == "plan_action_again")
        if name in ("move_action", "drop_action"):
            typed["reason"] = st.text_area(t("Reason"), max_chars=400, height=80, key=key("reason"))
        if not st.form_submit_button(label, key=key("submit"), type="primary", width="stretch"):
            return
    steps.take(name, label, _deed(view, actor, name, typed))


def _came_back(view: ActionView) -> str:
    if not view.came_back:
        return t("The same fault has not been reported again since it was done.")
    return t("The same fault was reported {count} times since it was done.", count=view.came_back)


def _values(name: str, typed: dict[str, Any]) -> dict[str, Any]:
    """Several fields make one validated value. Raises InvalidInput."""
    if name == "plan_action_again":
        return {"plan": plan_of(typed)}
    if name == "move_action":
        reason = typed["reason"]
        return {"new": Moved(**{key: value for key, value in typed.items() if key != "reason"}), "reason": reason}
    return typed


def _deed(view: ActionView, actor: Actor, name: str, typed: dict[str, Any]) -> Callable[[Session, int], object]:
    def deed(session: Session, version: int) -> object:
        return _DEEDS[name][0](
            session, actor=actor, now=utc_now(), action_id=view.id, expected_version=version, **_values(name, typed)
        )

    return deed
