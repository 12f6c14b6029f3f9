"""Who leads each department. For a dialog."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.accounts import list_staff
from aftersales.queries.departments import list_departments
from aftersales.rules.roles import Actor
from aftersales.services.departments import set_department_lead
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import named, t


def draw_department_leads(actor: Actor) -> None:
    """One choice a department; saved together."""
    with reading() as session:
        departments = list_departments(session)
        people = {row.id: row for row in list_staff(session, actor) if row.is_active}
    st.caption(t("The lead gets the department's notices; where there is none, everybody of the department does."))
    wanted = {}
    for one in departments:
        # Its own people stand first.
        ids = sorted(people, key=lambda staff_id: people[staff_id].department_id != one.id)
        wanted[one.id] = st.selectbox(
            named(one.name, one.name_en), ids, index=ids.index(one.lead_id) if one.lead_id in people else None,
            format_func=lambda staff_id: named(people[staff_id].name, people[staff_id].name_en),
            placeholder=t("nobody named"), key=f"department_lead_{one.id}",
        )  # fmt: skip
    if st.button(t("Save"), key="department_lead_save", type="primary"):
        with errors_shown():
            with unit_of_work() as session:
                for department_id, staff_id in wanted.items():
                    set_department_lead(
                        session, actor=actor, now=utc_now(), department_id=department_id, staff_id=staff_id
                    )
            st.rerun()
