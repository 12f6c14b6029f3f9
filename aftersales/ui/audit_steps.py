"""Finish or close an audit, or give it to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.queries.audit_view import AuditView
from aftersales.rules.roles import MAY, Action, Actor
from aftersales.services.audits import close_audit, finish_audit, give_audit
from aftersales.ui.audit_look import steps_of_audit
from aftersales.ui.choosable import Choosable
from aftersales.ui.record_steps import RecordSteps, missing_words, tell_step_done
from aftersales.ui.text import t

_PRESSED: dict[str, tuple[Callable[..., Any], str]] = {
    "finish_audit": (finish_audit, ":material/task_alt:"),
    "close_audit": (close_audit, ":material/inventory:"),
}


def draw_audit_steps(view: AuditView, actor: Actor, choosable: Choosable) -> None:
    """The buttons of this state; to its auditor a closed one says what is missing."""
    tell_step_done()
    steps = steps_of_audit(view)
    offers = [one for one in view.offers if one.step.name in (*_PRESSED, "give_audit")]
    with st.container(horizontal=True, key="audit_steps"):
        for offer in offers:
            name, label = offer.step.name, t(offer.step.label)
            if name == "give_audit":
                with st.popover(label, icon=":material/assignment_ind:", key=steps.key(name, "pop")):
                    _draw_give(view, steps, actor, choosable, name, label)
            elif offer.is_open:
                deed, icon = _PRESSED[name]
                if st.button(label, key=steps.key(name, "press"), icon=icon, type="primary"):
                    steps.take(name, label, _pressed(deed, view, actor), at_once=True)
    if view.audit.auditor_id == actor.staff_id:
        for offer in offers:
            if not offer.is_open:
                st.markdown(f":orange[:material/lock:] {t(offer.step.label)} · {missing_words(offer)}")


def _pressed(deed: Callable[..., Any], view: AuditView, actor: Actor) -> Callable[[Session, int], object]:
    return lambda session, version: deed(
        session, actor=actor, now=utc_now(), audit_id=view.id, expected_version=version
    )  # fmt: skip


def _draw_give(view: AuditView, steps: RecordSteps, actor: Actor, choosable: Choosable, name: str, label: str) -> None:
    people = choosable.staff(*MAY[Action.AUDIT])
    steps.open_form(name)
    with st.form(steps.key(name, "form"), border=False):
        chosen = st.selectbox(
            t("Auditor"), [one for one in people if one != view.audit.auditor_id], format_func=people.__getitem__,
            index=None, key=steps.key(name, "who"), placeholder=t("Choose who audits"),
        )  # fmt: skip
        pressed = st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch")
    if not pressed:
        return
    if chosen is None:
        st.error(t("Choose who audits"), icon=":material/error:")
        return
    auditor_id: int = chosen
    steps.take(
        name, label,
        lambda session, version: give_audit(
            session, actor=actor, now=utc_now(), audit_id=view.id, auditor_id=auditor_id, expected_version=version
        ),
    )  # fmt: skip
