"""The next steps of a complaint, each with its few fields behind its button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.queries.complaint_merge_goals import MergeGoal, list_merge_goals
from aftersales.queries.complaint_sight import find_complaint
from aftersales.queries.complaints import ComplaintView
from aftersales.rules.complaint import ComplaintKind, ComplaintState, CustomerAnswer
from aftersales.rules.kinds import Role
from aftersales.rules.roles import MAY, Action, Actor
from aftersales.services.complaint_merge import merge_complaint
from aftersales.services.complaint_steps import (
    Answer,
    CorrectiveAction,
    Finding,
    Responsible,
    close_complaint,
    filter_complaint,
    find_unfounded,
    give_first_feedback,
    note_on_complaint,
    organise_complaint,
    plan_complaint_action,
    record_complaint_answer,
    reopen_complaint,
    resolve_complaint,
    verify_complaint,
)
from aftersales.ui.choosable import Choosable
from aftersales.ui.complaint_look import told_words
from aftersales.ui.page import reading
from aftersales.ui.record_steps import RecordSteps, missing_words, tell_step_done
from aftersales.ui.text import show, t
from aftersales.ui.who import actor_here

C, K = ComplaintState, ComplaintKind
ICONS = {
    "give_first_feedback": ":material/call:", "organise_complaint": ":material/assignment_ind:",
    "filter_complaint": ":material/filter_alt:", "verify_complaint": ":material/fact_check:",
    "plan_complaint_action": ":material/build_circle:", "note_on_complaint": ":material/edit_note:",
    "resolve_complaint": ":material/task_alt:", "record_complaint_answer": ":material/record_voice_over:",
    "close_complaint": ":material/inventory:", "find_unfounded": ":material/block:",
    "merge_complaint": ":material/merge:", "reopen_complaint": ":material/undo:",
}  # fmt: skip
MAIN = {
    C.ORGANISE: "organise_complaint", C.FILTER: "filter_complaint", C.VERIFY: "verify_complaint",
    C.TRACK: "resolve_complaint", C.RESOLVED: "close_complaint",
}  # fmt: skip
_READERS_OF_INTEGRITY = tuple(MAY[Action.SEE_INTEGRITY])
Typed = dict[str, Any]


def draw_complaint_steps(view: ComplaintView, actor: Actor) -> None:
    """A button a step that this person may take; a closed one says what is missing."""
    tell_step_done()
    if not view.offers:
        return
    main, steps, choosable = _main(view), _steps(view, actor), Choosable()
    with st.container(horizontal=True, key="complaint_steps"):
        for offer in sorted(view.offers, key=lambda one: one.step.name != main):
            if not offer.is_open:
                continue
            with st.popover(
                t(offer.step.label), icon=ICONS[offer.step.name], key=steps.key(offer.step.name, "pop"),
                type="primary" if offer.step.name == main else "secondary",
            ):  # fmt: skip
                _draw_form(view, actor, steps, choosable, offer.step.name, t(offer.step.label))
    for offer in view.offers:
        if not offer.is_open and offer.step.name != "give_first_feedback":
            st.markdown(f":small[:orange[:material/lock:] {t(offer.step.label)} · {missing_words(offer)}]")


def _main(view: ComplaintView) -> str | None:
    """Whoever complained hears of us first; then the stage's own step, or what is missing for it."""
    is_open = {offer.step.name for offer in view.offers if offer.is_open}
    if "give_first_feedback" in is_open:
        return "give_first_feedback"
    wanted = MAIN.get(view.row.state, "")
    if wanted in is_open:
        if wanted == "verify_complaint" and view.row.cause:
            return "plan_complaint_action"
        return wanted
    other = "plan_complaint_action" if view.row.state is C.TRACK else "record_complaint_answer"
    return other if other in is_open else None


def _steps(view: ComplaintView, actor: Actor) -> RecordSteps:
    number = view.row.number
    return RecordSteps(
        f"complaint:{number}", view.row.version, lambda session: find_complaint(session, actor, number).version
    )  # fmt: skip


def _draw_form(
    view: ComplaintView, actor: Actor, steps: RecordSteps, choosable: Choosable, name: str, label: str
) -> None:
    steps.open_form(name)
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        if name in _FIELDS_WITH_PEOPLE:
            typed = _FIELDS_WITH_PEOPLE[name](view, lambda field: steps.key(name, field), choosable)
        else:
            typed = _FIELDS[name](view, lambda field: steps.key(name, field))
        if not st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch"):
            return

    def deed(session: Session, version: int) -> object:
        return _DEEDS[name](
            session, actor=actor, now=utc_now(), number=view.row.number, expected_version=version, **_read(name, typed)
        )

    steps.take(name, label, deed)


def _read(name: str, typed: Typed) -> Typed:
    """Several fields make one validated value."""
    if name in _INPUTS:
        return {"new": _INPUTS[name](**typed)}
    return typed


_INPUTS: dict[str, Callable[..., Any]] = {
    "organise_complaint": Responsible, "verify_complaint": Finding, "plan_complaint_action": CorrectiveAction,
    "record_complaint_answer": Answer,
}  # fmt: skip
_DEEDS: dict[str, Callable[..., Any]] = {
    "give_first_feedback": give_first_feedback, "organise_complaint": organise_complaint,
    "filter_complaint": filter_complaint, "verify_complaint": verify_complaint,
    "plan_complaint_action": plan_complaint_action, "note_on_complaint": note_on_complaint,
    "resolve_complaint": resolve_complaint, "record_complaint_answer": record_complaint_answer,
    "close_complaint": close_complaint, "find_unfounded": find_unfounded, "merge_complaint": merge_complaint,
    "reopen_complaint": reopen_complaint,
}  # fmt: skip
Key = Callable[[str], str]


def _feedback(view: ComplaintView, key: Key) -> Typed:
    return {"feedback": st.text_area(t("What the customer was told"), max_chars=1000, key=key("feedback"))}


def _responsible(view: ComplaintView, key: Key, choosable: Choosable) -> Typed:
    row = view.row
    roles = _READERS_OF_INTEGRITY if row.kind is K.INTEGRITY else ()
    units, names = choosable.departments(), choosable.staff()
    about = {staff_id for staff_id, _, _ in view.concerned}
    owners = [staff_id for staff_id in choosable.staff(*roles) if staff_id not in about]
    typed: Typed = {
        "department_id": st.selectbox(
            t("Responsible department"), list(units), format_func=units.__getitem__, key=key("department"),
            index=list(units).index(row.department_id) if row.department_id in units else None,
            placeholder=t("Choose"),
        ),
        "owner_id": st.selectbox(
            t("Who sees it through"), owners, format_func=names.__getitem__, key=key("owner"),
            index=owners.index(row.owner_id) if row.owner_id in owners else None, placeholder=t("Choose"),
        ),
    }  # fmt: skip
    if row.kind.is_about_people:
        typed["concerned_ids"] = tuple(
            st.multiselect(
                t("Who is concerned"), list(names), default=sorted(about & set(names)), key=key("concerned"),
                format_func=names.__getitem__, placeholder=t("Choose"), select_all=False,
            )
        )  # fmt: skip
    typed["note"] = st.text_input(t("Remark"), max_chars=1000, key=key("note"))
    return typed


def _filter(view: ComplaintView, key: Key) -> Typed:
    kinds = [K.INTEGRITY] if view.row.kind is K.INTEGRITY else [one for one in K if one is not K.INTEGRITY]
    kind = st.segmented_control(
        t("What is it about?"), kinds, default=view.row.kind, format_func=show, key=key("kind"), required=True,
        wrap=True,
    )  # fmt: skip
    return {"kind": kind, "note": st.text_input(t("Remark"), max_chars=1000, key=key("note"))}


def _finding(view: ComplaintView, key: Key) -> Typed:
    return {
        "finding": st.text_area(t("What verifying found"), value=view.row.finding, max_chars=2000, key=key("finding")),
        "cause": st.text_area(t("Why it happened"), value=view.row.cause, max_chars=1000, key=key("cause")),
    }


def _action(view: ComplaintView, key: Key, choosable: Choosable) -> Typed:
    row = view.row
    roles = _READERS_OF_INTEGRITY if row.kind is K.INTEGRITY else tuple(one for one in Role if one is not Role.SYSTEM)
    about = {staff_id for staff_id, _, _ in view.concerned}
    names = {staff_id: name for staff_id, name in choosable.staff(*roles).items() if staff_id not in about}
    return {
        "action": st.text_area(
            t("What is done so that it doesn't happen again"), value=row.action, max_chars=1000, key=key("action")
        ),
        "action_owner_id": st.selectbox(
            t("Who carries it out"), list(names), format_func=names.__getitem__, key=key("owner"),
            index=list(names).index(row.action_owner_id) if row.action_owner_id in names else None,
            placeholder=t("Choose"),
        ),
        "action_due_on": st.date_input(
            t("To be done by"), value=row.action_due_on, format="YYYY-MM-DD", key=key("due")
        ),
    }  # fmt: skip


def _note(view: ComplaintView, key: Key) -> Typed:
    return {"note": st.text_area(t("What was said or done"), max_chars=1000, key=key("note"))}


def _outcome(view: ComplaintView, key: Key) -> Typed:
    return {"outcome": st.text_area(t("What the customer was told at the end"), max_chars=1000, key=key("outcome"))}


def _answer(view: ComplaintView, key: Key) -> Typed:
    answer = st.segmented_control(
        t("Does the customer confirm the outcome?"), list(CustomerAnswer), format_func=show, key=key("answer"),
        default=CustomerAnswer.CONFIRMED, required=True,
    )  # fmt: skip
    who = st.text_input(t("Who said so"), value=view.row.contact_name, max_chars=80, key=key("who"))
    words = st.text_area(t("In the customer's own words"), max_chars=1000, key=key("words"), height=80)
    return {"answer": answer, "answered_by": who, "words": words}


def _nothing(view: ComplaintView, key: Key) -> Typed:
    st.caption(t("The file is put away. It can be opened again."))
    return {}


def _reason(view: ComplaintView, key: Key) -> Typed:
    return {"reason": st.text_area(t("Reason"), max_chars=400, key=key("reason"))}


def _merge(view: ComplaintView, key: Key) -> Typed:
    st.caption(t("This one keeps its number, words and history, and points to the other."))
    with reading() as session:
        goals = {one.number: one for one in list_merge_goals(session, actor_here(), view.row)}
    into = st.selectbox(
        t("The other complaint"), list(goals), format_func=lambda number: _line(goals[number]), index=None,
        key=key("into"), placeholder=t("Choose"),
    )  # fmt: skip
    return {"into": into or "", **_reason(view, key)}


def _line(goal: MergeGoal) -> str:
    """The number, whose it is, and how it begins."""
    words = told_words(goal.kind, goal.words).replace("\n", " ")
    return f"{goal.number} · {goal.customer} · {words if len(words) <= 20 else words[:19] + '…'}"


_FIELDS: dict[str, Callable[[ComplaintView, Key], Typed]] = {
    "give_first_feedback": _feedback, "filter_complaint": _filter,
    "verify_complaint": _finding, "note_on_complaint": _note,
    "resolve_complaint": _outcome, "record_complaint_answer": _answer, "close_complaint": _nothing,
    "find_unfounded": _reason, "merge_complaint": _merge, "reopen_complaint": _reason,
}  # fmt: skip
_FIELDS_WITH_PEOPLE: dict[str, Callable[[ComplaintView, Key, Choosable], Typed]] = {
    "organise_complaint": _responsible, "plan_complaint_action": _action,
}  # fmt: skip
