"""The next steps of one department asked about a request, each with its few fields behind its button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.queries.departments import DepartmentRow
from aftersales.queries.matters import MatterView, find_matter_version
from aftersales.rules.roles import Actor
from aftersales.services.escalations import (
    acknowledge_escalation,
    answer_escalation,
    ask_more_of_escalation,
    close_escalation,
    pass_on_escalation,
    withdraw_escalation,
)
from aftersales.services.opinions import acknowledge_opinion, answer_opinion, send_back_opinion, withdraw_opinion
from aftersales.ui.record_steps import RecordSteps
from aftersales.ui.text import named, t

# Service, icon, and what it asks for.
_DEEDS: dict[str, tuple[Callable[..., Any], str, tuple[str, ...]]] = {
    "acknowledge_opinion": (acknowledge_opinion, ":material/visibility:", ()),
    "answer_opinion": (answer_opinion, ":material/reply:", ("answer",)),
    "send_back_opinion": (send_back_opinion, ":material/undo:", ("reason",)),
    "withdraw_opinion": (withdraw_opinion, ":material/cancel:", ("reason",)),
    "acknowledge_escalation": (acknowledge_escalation, ":material/visibility:", ()),
    "answer_escalation": (answer_escalation, ":material/reply:", ("feedback",)),
    "pass_on_escalation": (pass_on_escalation, ":material/forward:", ("department_id", "reason")),
    "ask_more_of_escalation": (ask_more_of_escalation, ":material/replay:", ("reason",)),
    "close_escalation": (close_escalation, ":material/task_alt:", ()),
    "withdraw_escalation": (withdraw_escalation, ":material/cancel:", ("reason",)),
}
_MAIN = ("acknowledge_opinion", "answer_opinion", "acknowledge_escalation", "answer_escalation", "close_escalation")


def draw_matter_steps(matter: MatterView, actor: Actor, departments: Sequence[DepartmentRow]) -> None:
    """A button a step; what needs no words is done by one press."""
    offers = [offer for offer in matter.offers if offer.is_open]
    if not offers:
        return
    steps = RecordSteps(
        f"matter:{matter.kind}:{matter.id}", matter.version,
        lambda session: find_matter_version(session, matter.kind, matter.id),
    )  # fmt: skip
    main = next((name for name in _MAIN for offer in offers if offer.step.name == name), "")
    with st.container(horizontal=True, key=f"matter_steps_{matter.kind}_{matter.id}"):
        for offer in sorted(offers, key=lambda one: one.step.name != main):
            name, label = offer.step.name, t(offer.step.label)
            _, icon, fields = _DEEDS[name]
            kind: Any = "primary" if name == main else "secondary"
            if not fields:
                if st.button(label, key=steps.key(name, "press"), icon=icon, type=kind):
                    steps.take(name, label, _deed(matter, actor, name, {}), at_once=True)
                continue
            with st.popover(label, key=steps.key(name, "pop"), icon=icon, type=kind):
                _draw_form(matter, actor, steps, name, label, departments)


def _draw_form(
    matter: MatterView, actor: Actor, steps: RecordSteps, name: str, label: str, departments: Sequence[DepartmentRow]
) -> None:
    steps.open_form(name)
    values: dict[str, Any] = {}
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        for field in _DEEDS[name][2]:
            values[field] = _draw_field(matter, steps.key(name, field), field, departments)
        if not st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch"):
            return
    if values.get("department_id", 0) is None:
        st.error(t("Choose the department."), icon=":material/error:")
        return
    steps.take(name, label, _deed(matter, actor, name, values))


def _draw_field(matter: MatterView, key: str, field: str, departments: Sequence[DepartmentRow]) -> Any:
    if field == "department_id":
        names = {one.id: named(one.name, one.name_en) for one in departments if one.id != matter.department_id}
        return st.selectbox(
            t("Department"), list(names), format_func=names.__getitem__, index=None, key=key,
            placeholder=t("Choose the department"),
        )  # fmt: skip
    if field == "reason":
        return st.text_area(t("Reason"), max_chars=400, height=90, key=key)
    label = t("What the customer may be told") if field == "answer" else t("What was found and what is done about it")
    return st.text_area(label, max_chars=2000, height=140, key=key)


def _deed(matter: MatterView, actor: Actor, name: str, values: dict[str, Any]) -> Callable[[Session, int], object]:
    def deed(session: Session, version: int) -> object:
        return _DEEDS[name][0](
            session, actor=actor, now=utc_now(), expected_version=version, **{f"{matter.kind}_id": matter.id}, **values
        )

    return deed
