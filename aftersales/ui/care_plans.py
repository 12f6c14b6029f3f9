"""Care plans on screen: their rhythm in words, and for the manager the form that adds or changes one (5.2(2))."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import CarePlan
from aftersales.queries.care_plans import PlanRow, list_plans, list_region_names
from aftersales.rules.care import Caller, PlanKind
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.care_plans import NewPlan, add_plan, change_plan, set_plan_active
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.text import as_typed, named, show, t

K = PlanKind
USUAL = {"months": 3, "days_before": 60, "month": 6, "day": 1}
ICONS = {
    K.KEY_CUSTOMERS: ":material/star:", K.AFTER_HANDOVER: ":material/handshake:",
    K.WARRANTY_ENDS: ":material/event_busy:", K.TYPHOON_SEASON: ":material/storm:",
}  # fmt: skip


def draw_plans(actor: Actor, today: date) -> None:
    with reading() as session:
        rows = list_plans(session, actor)
        regions = list_region_names(session)
    keeps = may(actor, Action.KEEP_CARE_PLANS)
    if keeps:
        with st.expander(t("Add a care plan"), icon=":material/add:", expanded=not rows, key="new_plan"):
            _draw_form(actor, None, regions, today)
    if not rows:
        st.info(t("There is no care plan yet: nobody is revisited."), icon=":material/event_repeat:")
    for row in rows:
        _draw_plan(actor, row, regions, today, keeps=keeps)
    if rows:
        st.caption(
            t(
                "Revisits stand on the list a week ahead, on working days only. Warranties that end within 90 days "
                "and the offer of an inspection stand on the leadership overview."
            )
        )
        if may(actor, Action.SEE_FIGURES) and st.button(
            t("Warranties that end soon"), icon=":material/event_busy:", type="tertiary", key="to_warranties"
        ):
            st.switch_page("leadership.py")


def rhythm_words(plan: CarePlan) -> str:
    """When, in a sentence."""
    if plan.kind is K.KEY_CUSTOMERS:
        return t("every {months} months", months=plan.months)
    if plan.kind is K.AFTER_HANDOVER:
        return t("months after the handover: {months}", months=plan.months)
    if plan.kind is K.WARRANTY_ENDS:
        return t("days before the warranty ends: {days}", days=plan.days_before)
    return t("each year on {month}-{day}", month=f"{plan.month:02d}", day=f"{plan.day:02d}")


def _draw_plan(actor: Actor, row: PlanRow, regions: dict[str, str], today: date, *, keeps: bool) -> None:
    plan = row.plan
    where = tuple(named(region, regions.get(region, "")) for region in plan.regions) or (t("all regions"),)
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute",
        key=f"plan_{plan.id}",
    ):  # fmt: skip
        stopped = "" if plan.is_active else f" :gray-badge[:material/pause: {t('stopped')}]"
        st.markdown(
            f"{ICONS[plan.kind]} **{as_typed(plan.name)}**{stopped}  \n{rhythm_words(plan)} · "
            f"{as_typed(show(where))} · {t('by {who}', who=show(plan.caller))}  \n"
            f":small[:gray[{t('to be made: {waiting}, made: {made}', waiting=row.waiting, made=row.made)}]]",
            width="stretch",
        )
        if not keeps:
            return
        with st.popover(t("Change it"), icon=":material/edit:", key=f"change_plan_{plan.id}"):
            _draw_form(actor, plan, regions, today)
        label = t("Stop it") if plan.is_active else t("Let it go on")
        if st.button(label, key=f"stop_plan_{plan.id}", type="tertiary"):
            with errors_shown():
                with unit_of_work() as session:
                    set_plan_active(
                        session, actor=actor, now=utc_now(), plan_id=plan.id or 0, is_active=not plan.is_active,
                        expected_version=plan.version,
                    )  # fmt: skip
                st.rerun()


def _draw_form(actor: Actor, plan: CarePlan | None, regions: dict[str, str], today: date) -> None:
    # A saved form's fields are new ones: the browser goes on showing what was typed into the old.
    turn = st.session_state.get("plans_saved", 0)
    form = f"plan:{plan.id if plan else 'new'}:{plan.version if plan else 0}:{turn}"
    words = {each: show(each) for each in (*K, *Caller)}  # said now, not when a choice is drawn
    kinds = list(K)
    kind = st.selectbox(
        t("For whom?"),
        kinds,
        index=kinds.index(plan.kind) if plan else 0,
        format_func=words.__getitem__,
        key=f"{form}:kind",
    )
    name = st.text_input(t("Name"), value=plan.name if plan else "", max_chars=120, key=f"{form}:name")
    values = _rhythm_fields(form, kind, plan)
    chosen = st.multiselect(
        t("Regions (none chosen: all)"), list(regions), default=[one for one in plan.regions if one in regions]
        if plan else [], format_func=lambda one: named(one, regions[one]), key=f"{form}:regions",
        placeholder=t("all regions"), select_all=False,
    )  # fmt: skip
    callers = list(Caller)
    caller = st.selectbox(
        t("Made by"),
        callers,
        index=callers.index(plan.caller) if plan else 0,
        format_func=words.__getitem__,
        key=f"{form}:caller",
    )
    from_on = st.date_input(t("From"), value=plan.from_on if plan else today, format="YYYY-MM-DD", key=f"{form}:from")
    if not st.button(t("Save the plan"), key=f"{form}:save", type="primary"):
        return
    with errors_shown():
        new = NewPlan(name=name, kind=kind, regions=tuple(chosen), caller=caller, from_on=from_on, **values)
        with unit_of_work() as session:
            if plan is None:
                add_plan(session, actor=actor, now=utc_now(), new=new, once=once_key(form))
            else:
                change_plan(
                    session, actor=actor, now=utc_now(), plan_id=plan.id or 0, new=new, expected_version=plan.version
                )
        next_once_key(form)
        st.session_state["plans_saved"] = turn + 1
        st.toast(t("The plan is saved."), icon=":material/check_circle:")
        st.rerun()


def _rhythm_fields(form: str, kind: PlanKind, plan: CarePlan | None) -> dict[str, Any]:
    def number(field: str, label: str, most: int) -> int:
        start = getattr(plan, field, None) or USUAL[field]
        return int(st.number_input(label, min_value=1, max_value=most, value=start, key=f"{form}:{field}"))

    if kind is K.KEY_CUSTOMERS:
        return {"months": number("months", t("Every so many months"), 60)}
    if kind is K.AFTER_HANDOVER:
        return {"months": number("months", t("Months after the handover"), 120)}
    if kind is K.WARRANTY_ENDS:
        return {"days_before": number("days_before", t("Days before the warranty ends"), 730)}
    left, right = st.columns(2)
    with left:
        month = number("month", t("Month"), 12)
    with right:
        day = number("day", t("Day of the month"), 31)
    return {"month": month, "day": day}
