"""Finish, close or give away an audit; its findings, each with whoever sees to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.queries.audit_view import AuditView, FindingView
from aftersales.queries.choices import list_people
from aftersales.rules.audit import CHECKS, AuditAnswer, AuditCheck, AuditState, FindingState
from aftersales.rules.due import Due
from aftersales.rules.roles import MAY, Action, Actor
from aftersales.rules.workflow import Offer
from aftersales.services.audit_findings import NewFinding, note_audit_finding, see_to_finding
from aftersales.services.audits import close_audit, finish_audit, give_audit
from aftersales.ui.action_look import action_address, action_badge
from aftersales.ui.audit_look import finding_badge
from aftersales.ui.audit_take import audit_key, seen_version, take_audit_step, tell_audit_done
from aftersales.ui.page import reading
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.text import as_typed, named, say, show, t

_PRESSED: dict[str, tuple[Callable[..., Any], str]] = {
    "finish_audit": (finish_audit, ":material/task_alt:"),
    "close_audit": (close_audit, ":material/inventory:"),
}
USUAL_DAYS = 14


def draw_audit_steps(view: AuditView, actor: Actor) -> None:
    """The buttons of this state; a closed one says what is missing."""
    tell_audit_done()
    offers = [one for one in view.offers if one.step.name in (*_PRESSED, "give_audit")]
    with st.container(horizontal=True, key="audit_steps"):
        for offer in offers:
            name, label = offer.step.name, t(offer.step.label)
            if name == "give_audit":
                with st.popover(label, icon=":material/assignment_ind:", key=audit_key(view, name, "pop")):
                    _draw_give(view, actor, name, label)
            elif offer.is_open:
                deed, icon = _PRESSED[name]
                seen_version(view, name)
                if st.button(label, key=audit_key(view, name, "press"), icon=icon, type="primary"):
                    take_audit_step(view, name, label, _pressed(deed, view, actor))
    is_auditor = view.audit.auditor_id == actor.staff_id
    for offer in offers:
        if not offer.is_open and is_auditor:
            st.markdown(f":orange[:material/lock:] {t(offer.step.label)} · {_missing(offer)}")


def _pressed(deed: Callable[..., Any], view: AuditView, actor: Actor) -> Callable[[Session, datetime, int], Any]:
    return lambda session, now, version: deed(
        session, actor=actor, now=now, audit_id=view.id, expected_version=version
    )  # fmt: skip


def _missing(offer: Offer[AuditState]) -> str:
    items = tuple(f"{say(one.what)} ({one.clause})" if one.clause else say(one.what) for one in offer.missing)
    return t("Still missing: {items}.", items=items)


def _draw_give(view: AuditView, actor: Actor, name: str, label: str) -> None:
    with reading() as session:
        people = {id_: named(one, one_en) for id_, one, one_en in list_people(session, *MAY[Action.AUDIT])}
    seen_version(view, name)
    with st.form(audit_key(view, name, "form"), border=False):
        chosen = st.selectbox(
            t("Auditor"), [one for one in people if one != view.audit.auditor_id], format_func=people.__getitem__,
            index=None, key=audit_key(view, name, "who"), placeholder=t("Choose who audits"),
        )  # fmt: skip
        pressed = st.form_submit_button(label, key=audit_key(view, name, "submit"), type="primary", width="stretch")
    if not pressed:
        return
    if chosen is None:
        st.error(t("Choose who audits"), icon=":material/error:")
        return
    auditor_id: int = chosen
    take_audit_step(
        view, name, label,
        lambda session, now, version: give_audit(
            session, actor=actor, now=now, audit_id=view.id, auditor_id=auditor_id, expected_version=version
        ),
    )  # fmt: skip


def draw_audit_findings(view: AuditView, actor: Actor, now: datetime) -> None:
    """One for each no: written down by the auditor, seen to by its owner."""
    noes = [line.question for line in view.lines if line.answer is AuditAnswer.NO]
    if not noes:
        return
    st.subheader(t("Findings"), anchor=False)
    known = {one.row.question: one for one in view.findings}
    can_note = any(one.step.name == "note_audit_finding" and one.is_open for one in view.offers)
    people: dict[int, str] = {}
    if can_note:
        with reading() as session:
            people = {id_: named(one, en) for id_, one, en in list_people(session, *MAY[Action.SEE_TO_FINDING])}
    for question in noes:
        with st.container(border=True, gap="small", key=f"finding_{question}"):
            st.markdown(f"**{t(CHECKS[question].words)}** :gray[({CHECKS[question].clause})]")
            finding = known.get(question)
            if finding is not None:
                _draw_finding(view, actor, finding, now)
            else:
                st.markdown(f":orange-badge[:material/assignment_late: {t('nobody sees to it yet')}]")
            if can_note and (finding is None or finding.action is None):
                icon = ":material/edit:" if finding else ":material/add:"
                label = t("Change the finding") if finding else t("Note the finding")
                with st.popover(label, icon=icon, key=audit_key(view, f"note:{question}", "pop")):
                    _draw_note(view, actor, question, finding, people, now)


def _draw_finding(view: AuditView, actor: Actor, finding: FindingView, now: datetime) -> None:
    row = finding.row
    if row.state is FindingState.OPEN:
        due = promise_badge(row.due_at, now, Due.RECORD)
    else:
        due = kept_badge(row.due_at, row.seen_to_at or row.due_at, Due.RECORD)
    action = ""
    if finding.action is not None:
        number, state = finding.action
        action = f"  \n[{number}]({action_address(number)}) {action_badge(state)}"
    done = f"  \n:green[:material/check:] {as_typed(row.seen_to_words)}" if row.seen_to_words else ""
    st.markdown(
        f"{finding_badge(row.state)} {due}  \n{as_typed(row.words)}{action}{done}  \n"
        f":small[:gray[{row.number} · {as_typed(named(*finding.owner))} · {show(row.due_on)}]]"
    )
    offer = next((one for one in finding.offers if one.is_open), None)
    if offer is None:
        return
    name, label = f"{offer.step.name}:{finding.id}", t(offer.step.label)
    with (
        st.popover(label, icon=":material/check_circle:", key=audit_key(view, name, "pop")),
        st.form(audit_key(view, name, "form"), border=False, enter_to_submit=False),
    ):
        words = st.text_area(t("What was done about it"), max_chars=1000, key=audit_key(view, name, "words"))
        if st.form_submit_button(label, key=audit_key(view, name, "submit"), type="primary", width="stretch"):
            version = row.version
            take_audit_step(
                view, name, label,
                lambda session, now, _: see_to_finding(
                    session, actor=actor, now=now, finding_id=finding.id, words=words, expected_version=version
                ),
            )  # fmt: skip


def _draw_note(
    view: AuditView, actor: Actor, question: AuditCheck, finding: FindingView | None, people: dict[int, str],
    now: datetime,
) -> None:  # fmt: skip
    name = f"note:{question}"
    today = now.astimezone(service_zone()).date()
    seen_version(view, name)
    ids = list(people)
    with st.form(audit_key(view, name, "form"), border=False, enter_to_submit=False):
        words = st.text_area(
            t("What is wrong"), value=finding.row.words if finding else "", max_chars=1000, height=90,
            key=audit_key(view, name, "words"),
        )  # fmt: skip
        owner_id = st.selectbox(
            t("Who sees to it"), ids, format_func=people.__getitem__, key=audit_key(view, name, "owner"),
            index=ids.index(finding.row.owner_id) if finding and finding.row.owner_id in people else None,
            placeholder=t("Choose a person"),
        )  # fmt: skip
        due_on = st.date_input(
            t("By the end of"), value=finding.row.due_on if finding else today + timedelta(days=USUAL_DAYS),
            format="YYYY-MM-DD", key=audit_key(view, name, "due"),
        )  # fmt: skip
        is_action = st.checkbox(
            t("As a corrective action, whose effect is checked"), key=audit_key(view, name, "action")
        )  # fmt: skip
        pressed = st.form_submit_button(
            t("Save the finding"), key=audit_key(view, name, "submit"), type="primary", width="stretch"
        )
    if pressed and owner_id is None:
        st.error(t("Choose who sees to it."), icon=":material/error:")
    elif pressed:
        take_audit_step(
            view, name, t("Note a finding"),
            lambda session, now, version: note_audit_finding(
                session, actor=actor, now=now, audit_id=view.id, expected_version=version,
                new=NewFinding(question=question, words=words, owner_id=owner_id, due_on=due_on, is_action=is_action),
            ),
        )  # fmt: skip
