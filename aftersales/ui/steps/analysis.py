"""Why it came back: five whys or a fishbone, the root cause, and the corrective action that answers it (4(6))."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.queries.cause_analysis import AnalysisView, find_analysis
from aftersales.queries.corrective_actions import find_action_id, list_answering
from aftersales.rules.cause_analysis import MOST_CAUSES, MOST_WHYS, AnalysisMethod, Branch
from aftersales.rules.contact_sight import WHOLE
from aftersales.rules.corrective_action import ANSWERING
from aftersales.services.cause_analysis import NewAnalysis, record_cause_analysis
from aftersales.ui.action_fields import draw_plan, plan_of
from aftersales.ui.action_look import action_address, action_badge, in_short
from aftersales.ui.page import reading
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import as_typed, named, show, t

M = AnalysisMethod
_NEW, _THERE = "new", "there"


def draw_analyse(step: StepDialog) -> None:
    """Two choices stand before the form, since the form's fields follow from them."""
    with reading() as session:
        # Who may write it down sees what was written whole, or it would be stored masked.
        before = find_analysis(session, step.view.id, WHOLE)
        standing = list_answering(session, step.actor, step.view.request)
    st.caption(t("Why it came back, and what is done so that it does not happen again (4(6))."))
    method = st.segmented_control(
        t("How the cause is looked for"), list(M), default=before.method if before else M.FIVE_WHYS, format_func=show,
        key=step.key("method"), required=True,
    )  # fmt: skip
    answered = before is not None and before.action_state in ANSWERING
    choice = _NEW
    if not answered and standing:
        choice = st.segmented_control(
            t("Corrective action"), (_NEW, _THERE), default=_THERE, key=step.key("choice"), required=True,
            format_func=lambda one: t("A new one") if one == _NEW else t("One that stands already"),
        )  # fmt: skip
    with step.form():
        typed: dict[str, Any] = {"method": method}
        if method is M.FISHBONE:
            typed |= _fishbone(step, before)
        else:
            typed["whys"] = _whys(step, before)
        typed["root_cause"] = st.text_area(
            t("Root cause"), value=step.view.request.root_cause, key=step.key("root"), max_chars=1000, height=80,
            persist_state="page",
        )  # fmt: skip
        st.markdown(f"**{t('Corrective action')}**")
        plan: dict[str, Any] | None = None
        number = ""
        if answered and before is not None:
            _draw_answer(before)
        elif choice == _THERE:
            rows = {row.number: row for row in standing}
            number = st.selectbox(
                t("Corrective action"), list(rows), format_func=lambda one: in_short(rows[one]), key=step.key("there"),
                label_visibility="collapsed",
            )  # fmt: skip
        else:
            plan = draw_plan(step.key, local_day(utc_now()))
        if step.submit(icon=":material/save:"):
            _take(step, typed, plan, number)


def _take(step: StepDialog, typed: dict[str, Any], plan: dict[str, Any] | None, number: str) -> None:
    def deed(session: Any, now: Any, version: int) -> Any:
        # Nothing typed of a new action leaves it to the service to say that one is needed.
        action = plan_of(plan) if plan is not None and plan["words"].strip() else None
        action_id = find_action_id(session, number) if number else None
        return record_cause_analysis(
            session, actor=step.actor, now=now, request_id=step.view.id, expected_version=version,
            new=NewAnalysis(**typed, action=action, action_id=action_id),
        )  # fmt: skip

    step.take(deed)


def _whys(step: StepDialog, before: AnalysisView | None) -> tuple[str, ...]:
    known = before.whys if before else ()
    return tuple(
        st.text_input(
            t("Why did it happen?") if place == 0 else t("Why number {count}: why was that?", count=place + 1),
            value=known[place] if place < len(known) else "", max_chars=400, key=step.key(f"why{place}"),
            persist_state="page",
        )
        for place in range(MOST_WHYS)
    )  # fmt: skip


def _fishbone(step: StepDialog, before: AnalysisView | None) -> dict[str, Any]:
    """One field a branch, a possible cause a line."""
    known = before.branches if before else {}
    branches: dict[Branch, tuple[str, ...]] = {}
    st.caption(t("Possible causes, one a line; five on a branch at the most."))
    with st.grid(columns="auto", min_column_width=200):
        for branch in Branch:
            typed = st.text_area(
                show(branch), value="\n".join(known.get(branch, ())), key=step.key(f"branch_{branch.value}"),
                height=80, max_chars=2000, persist_state="page",
            )  # fmt: skip
            branches[branch] = tuple(line.strip() for line in typed.splitlines() if line.strip())[:MOST_CAUSES]
    root = st.selectbox(
        t("Branch of the root cause"), list(Branch), format_func=show, key=step.key("root_branch"),
        index=list(Branch).index(before.root_branch) if before and before.root_branch else None,
        placeholder=t("Choose"),
    )  # fmt: skip
    return {"branches": branches, "root_branch": root}


def _draw_answer(before: AnalysisView) -> None:
    owner = f" · {as_typed(named(*before.action_owner))}" if before.action_owner else ""
    state = action_badge(before.action_state) if before.action_state else ""
    st.markdown(f"[**{before.action_number}**]({action_address(before.action_number)}) {state}{owner}")
