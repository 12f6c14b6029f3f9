"""What an audit found: noted by its auditor, seen to by its owner, checked by the auditor or sent back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import local_day, utc_now
from aftersales.queries.audit_view import AuditView, FindingView
from aftersales.rules.audit import CHECKS, AuditAnswer, AuditCheck, FindingState
from aftersales.rules.due import Due
from aftersales.rules.roles import MAY, Action, Actor
from aftersales.services.audit_findings import NewFinding, note_audit_finding
from aftersales.services.audit_follow_up import check_finding, see_to_finding, send_back_finding
from aftersales.services.working_days import end_of
from aftersales.ui.action_look import action_address, action_badge
from aftersales.ui.audit_look import finding_badge, steps_of_audit, steps_of_finding
from aftersales.ui.choosable import Choosable
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.record_steps import RecordSteps
from aftersales.ui.text import as_typed, named, show, t

USUAL_DAYS = 14
AGAIN_DAYS = 7
_DEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "see_to_finding": (see_to_finding, ":material/check_circle:"),
    "check_finding": (check_finding, ":material/done_all:"),
    "send_back_finding": (send_back_finding, ":material/undo:"),
}


def draw_audit_findings(view: AuditView, actor: Actor, choosable: Choosable, now: datetime) -> None:
    """One for each no."""
    noes = [line.question for line in view.lines if line.answer is AuditAnswer.NO]
    if not noes:
        return
    st.subheader(t("Findings"), anchor=False)
    known = {one.row.question: one for one in view.findings}
    can_note = any(one.step.name == "note_audit_finding" and one.is_open for one in view.offers)
    people = choosable.staff(*MAY[Action.SEE_TO_FINDING]) if can_note else {}
    today = local_day(now)
    for question in noes:
        with st.container(border=True, gap="small", key=f"finding_{question}"):
            st.markdown(f"**{t(CHECKS[question].words)}** :gray[({CHECKS[question].clause})]")
            finding = known.get(question)
            if finding is None:
                st.markdown(f":orange-badge[:material/assignment_late: {t('nobody sees to it yet')}]")
            else:
                st.markdown(_told(finding, now))
            with st.container(horizontal=True, key=f"finding_steps_{question}"):
                if finding is not None:
                    _draw_steps(finding, actor, today)
                if can_note and _is_changeable(finding):
                    _draw_note(view, actor, question, finding, people, today)


def _is_changeable(finding: FindingView | None) -> bool:
    return finding is None or (finding.action is None and finding.row.state is FindingState.OPEN)


def _told(finding: FindingView, now: datetime) -> str:
    row = finding.row
    if row.state is FindingState.OPEN:
        due = promise_badge(row.due_at, now, Due.RECORD)
    else:
        by = end_of(row.due_on)
        due = kept_badge(by, row.seen_to_at or by, Due.RECORD)
    lines = [f"{finding_badge(row.state)} {due}", as_typed(row.words)]
    if finding.action is not None:
        number, state = finding.action
        lines.append(f"[{number}]({action_address(number)}) {action_badge(state)}")
    if row.state is FindingState.OPEN and finding.sent_back:
        lines.append(f":orange[:material/undo: {t('Sent back')}] {as_typed(finding.sent_back)}")
    elif row.seen_to_words:
        lines.append(f":green[:material/check:] {as_typed(row.seen_to_words)}")
    lines.append(f":small[:gray[{row.number} · {as_typed(named(*finding.owner))} · {show(row.due_on)}]]")
    return "  \n".join(lines)


def _draw_steps(finding: FindingView, actor: Actor, today: date) -> None:
    steps = steps_of_finding(finding)
    for offer in finding.offers:
        if not offer.is_open:
            continue
        name, label = offer.step.name, t(offer.step.label)
        kind: Any = "secondary" if name == "send_back_finding" else "primary"
        with (
            st.popover(label, icon=_DEEDS[name][1], key=steps.key(name, "pop"), type=kind),
            st.form(steps.key(name, "form"), border=False, enter_to_submit=False),
        ):
            steps.open_form(name)
            values = _fields(steps, name, today)
            pressed = st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch")
        if pressed:
            steps.take(name, label, _deed(finding, actor, name, values))


def _fields(steps: RecordSteps, name: str, today: date) -> dict[str, Any]:
    if name == "see_to_finding":
        return {"words": st.text_area(t("What was done about it"), max_chars=1000, key=steps.key(name, "words"))}
    if name == "check_finding":
        return {"words": st.text_area(t("Note"), max_chars=400, height=80, key=steps.key(name, "words"))}
    return {
        "reason": st.text_area(t("What is still wrong"), max_chars=400, height=80, key=steps.key(name, "reason")),
        "due_on": st.date_input(
            t("By the end of"), value=today + timedelta(days=AGAIN_DAYS), format="YYYY-MM-DD",
            key=steps.key(name, "due"),
        ),
    }  # fmt: skip


def _deed(finding: FindingView, actor: Actor, name: str, values: dict[str, Any]) -> Callable[[Session, int], object]:
    return lambda session, version: _DEEDS[name][0](
        session, actor=actor, now=utc_now(), finding_id=finding.id, expected_version=version, **values
    )


def _draw_note(
    view: AuditView, actor: Actor, question: AuditCheck, finding: FindingView | None, people: dict[int, str],
    today: date,
) -> None:  # fmt: skip
    steps, name, ids = steps_of_audit(view), f"note:{question}", list(people)
    icon = ":material/edit:" if finding else ":material/add:"
    label = t("Change the finding") if finding else t("Note the finding")
    with (
        st.popover(label, icon=icon, key=steps.key(name, "pop")),
        st.form(steps.key(name, "form"), border=False, enter_to_submit=False),
    ):
        steps.open_form(name)
        words = st.text_area(
            t("What the audit found"), value=finding.row.words if finding else "", max_chars=1000, height=90,
            key=steps.key(name, "words"),
        )  # fmt: skip
        owner_id = st.selectbox(
            t("Who sees to it"), ids, format_func=people.__getitem__, key=steps.key(name, "owner"),
            index=ids.index(finding.row.owner_id) if finding and finding.row.owner_id in people else None,
            placeholder=t("Choose a person"),
        )  # fmt: skip
        due_on = st.date_input(
            t("By the end of"), value=max(finding.row.due_on, today) if finding else today + timedelta(days=USUAL_DAYS),
            format="YYYY-MM-DD", key=steps.key(name, "due"),
        )  # fmt: skip
        is_action = st.checkbox(t("As a corrective action, whose effect is checked"), key=steps.key(name, "action"))
        pressed = st.form_submit_button(
            t("Save the finding"), key=steps.key(name, "submit"), type="primary", width="stretch"
        )
    if pressed and owner_id is None:
        st.error(t("Choose who sees to it."), icon=":material/error:")
    elif pressed:
        steps.take(
            name, t("Note a finding"),
            lambda session, version: note_audit_finding(
                session, actor=actor, now=utc_now(), audit_id=view.id, expected_version=version,
                new=NewFinding(question=question, words=words, owner_id=owner_id, due_on=due_on, is_action=is_action),
            ),
        )  # fmt: skip
