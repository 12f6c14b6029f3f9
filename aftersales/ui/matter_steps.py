"""The next steps of one department asked about a request, each with its few fields behind its button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError, ChangedMeanwhile
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
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import named, say, t

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
_DONE = "matter_done"


def tell_matter_done() -> None:
    """What was done before the page was drawn anew."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.toast(t("Done: {step}", step=done), icon=":material/check_circle:")


def draw_matter_steps(matter: MatterView, actor: Actor, departments: Sequence[DepartmentRow]) -> None:
    """A button a step; what needs no words is done by one press."""
    offers = [offer for offer in matter.offers if offer.is_open]
    if not offers:
        return
    main = next((name for name in _MAIN for offer in offers if offer.step.name == name), "")
    with st.container(horizontal=True, key=f"matter_steps_{matter.kind}_{matter.id}"):
        for offer in sorted(offers, key=lambda one: one.step.name != main):
            name, label = offer.step.name, t(offer.step.label)
            _, icon, fields = _DEEDS[name]
            kind: Any = "primary" if name == main else "secondary"
            if not fields:
                if st.button(label, key=_key(matter, name, "press"), icon=icon, type=kind):
                    _take(matter, actor, name, label, matter.version, {})
                continue
            with st.popover(label, key=_key(matter, name, "pop"), icon=icon, type=kind):
                _draw_form(matter, actor, name, label, departments)


def _key(matter: MatterView, name: str, field: str) -> str:
    """The same until a step was taken, so that what was typed stays after an error."""
    turn = st.session_state.get(_turn(matter), 0)
    return f"matter:{matter.kind}:{matter.id}:{name}:{turn}:{field}"


def _turn(matter: MatterView) -> str:
    return f"matter_turn:{matter.kind}:{matter.id}"


def _draw_form(matter: MatterView, actor: Actor, name: str, label: str, departments: Sequence[DepartmentRow]) -> None:
    seen = _key(matter, name, "version")
    st.session_state.setdefault(seen, matter.version)
    values: dict[str, Any] = {}
    with st.form(_key(matter, name, "form"), border=False, enter_to_submit=False):
        for field in _DEEDS[name][2]:
            values[field] = _draw_field(matter, name, field, departments)
        if not st.form_submit_button(label, key=_key(matter, name, "submit"), type="primary", width="stretch"):
            return
    if values.get("department_id", 0) is None:
        st.error(t("Choose the department."), icon=":material/error:")
        return
    _take(matter, actor, name, label, st.session_state[seen], values)


def _draw_field(matter: MatterView, name: str, field: str, departments: Sequence[DepartmentRow]) -> Any:
    key = _key(matter, name, field)
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


def _take(matter: MatterView, actor: Actor, name: str, label: str, version: int | None, values: dict[str, Any]) -> None:
    try:
        with unit_of_work() as session:
            _DEEDS[name][0](
                session, actor=actor, now=utc_now(), expected_version=version,
                **{f"{matter.kind}_id": matter.id}, **values,
            )  # fmt: skip
    except ChangedMeanwhile as error:
        st.warning(say(error), icon=":material/group:")
        with reading() as session:
            st.session_state[_key(matter, name, "version")] = find_matter_version(session, matter.kind, matter.id)
        return
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    st.session_state[_turn(matter)] = st.session_state.get(_turn(matter), 0) + 1
    st.session_state[_DONE] = label
    st.rerun()
