"""Asking departments about a request: an opinion routed to several, or an escalation to one (5.1(3), 4(2))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.queries.departments import DepartmentRow
from aftersales.queries.request_view import RequestView
from aftersales.rules.roles import Actor
from aftersales.services.escalations import NewEscalation, escalate_request
from aftersales.services.opinions import MOST_DAYS, NewRouting, route_opinion
from aftersales.ui.page import errors_shown, next_once_key, once_key, unit_of_work
from aftersales.ui.text import named, t

USUAL_DAYS = 3


def _names(departments: Sequence[DepartmentRow]) -> dict[int, str]:
    return {one.id: named(one.name, one.name_en) for one in departments}


def draw_route(view: RequestView, actor: Actor, now: datetime) -> None:
    """Which departments, what, and by when."""
    form, names = f"route_opinion:{view.id}", _names(view.departments)
    today = local_day(now)
    with (
        st.popover(t("Route to departments"), icon=":material/forum:", key=_key(form, "pop")),
        st.form(_key(form, "form"), border=False, enter_to_submit=False),
    ):
        chosen = st.multiselect(
            t("Departments"), list(names), format_func=names.__getitem__, key=_key(form, "departments"),
            placeholder=t("One or several"), select_all=False,
        )  # fmt: skip
        due_on = st.date_input(
            t("Answer by the end of"), value=today + timedelta(days=USUAL_DAYS), min_value=today,
            max_value=today + timedelta(days=MOST_DAYS), format="YYYY-MM-DD", key=_key(form, "due_on"),
        )  # fmt: skip
        question = st.text_area(
            t("What they are to say"), max_chars=400, height=90, key=_key(form, "question"),
            placeholder=t("Empty: what they think of the customer's words"),
        )  # fmt: skip
        label = t("Route to departments")
        if not st.form_submit_button(label, key=_key(form, "submit"), type="primary", width="stretch"):
            return
        with errors_shown():
            new = NewRouting(
                department_ids=tuple(chosen), due_on=due_on, question=question, once=once_key(form)
            )  # fmt: skip
            with unit_of_work() as session:
                route_opinion(session, actor=actor, now=utc_now(), request_id=view.id, new=new)
            _finish(form, label)


def draw_escalate(view: RequestView, actor: Actor) -> None:
    """To whom and why."""
    form, names = f"escalate:{view.id}", _names(view.departments)
    with (
        st.popover(
            t("Escalate"), icon=":material/flag:", key=_key(form, "pop"),
            help=t("What can't be answered here goes to the department; it acknowledges within 4 hours (4(2))."),
        ),
        st.form(_key(form, "form"), border=False, enter_to_submit=False),
    ):  # fmt: skip
        department_id = st.selectbox(
            t("Department"), list(names), format_func=names.__getitem__, index=None, key=_key(form, "department"),
            placeholder=t("Choose the department"),
        )  # fmt: skip
        reason = st.text_area(
            t("Reason"), max_chars=400, height=90, key=_key(form, "reason"),
            placeholder=t("What they are to look at or answer"),
        )  # fmt: skip
        if not st.form_submit_button(t("Escalate"), key=_key(form, "submit"), type="primary", width="stretch"):
            return
        if department_id is None:
            st.error(t("Choose the department."), icon=":material/error:")
            return
        with errors_shown():
            new = NewEscalation(department_id=department_id, reason=reason, once=once_key(form))
            with unit_of_work() as session:
                escalate_request(session, actor=actor, now=utc_now(), request_id=view.id, new=new)
            _finish(form, t("Escalate"))


def _key(form: str, field: str) -> str:
    """The same until it was sent."""
    return f"{form}:{st.session_state.get(f'{form}:turn', 0)}:{field}"


def _finish(form: str, label: str) -> None:
    next_once_key(form)
    st.session_state[f"{form}:turn"] = st.session_state.get(f"{form}:turn", 0) + 1
    st.session_state["matter_done"] = label
    st.rerun()
