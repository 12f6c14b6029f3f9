"""Who is here: the demo lets you be a person of each role."""

import streamlit as st

from aftersales.queries.company import is_demo_company
from aftersales.queries.staff import list_people
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, show, t
from aftersales.ui.who import become, current_actor

st.title(t("Who is here"))

with reading() as session:
    is_demo = is_demo_company(session)
    people = list_people(session)

if not is_demo:
    st.info(
        t(
            "Until sign-in is set up, this server answers only on this machine and works as its manager. "
            "In the demo company you can be anybody."
        ),
        icon=":material/info:",
    )
    st.stop()

st.markdown(t("Pick a person. You see the pages and may take the steps of their role; the browser keeps your choice."))
here = current_actor()

shown = set()
with st.grid(columns="auto", min_column_width=260):
    for role in sorted({role for person in people for role in person.roles}):
        person = next(person for person in people if role in person.roles)
        if person.staff_id in shown:
            continue
        shown.add(person.staff_id)
        with st.container(border=True):
            st.markdown(f"**{as_typed(show(tuple(sorted(person.roles))))}**  \n{as_typed(person.name)}")
            is_here = here is not None and here.staff_id == person.staff_id
            if st.button(
                t("You are here") if is_here else t("Be this person"),
                key=f"be_{person.staff_id}",
                disabled=is_here,
                width="stretch",
            ):
                become(person.staff_id)
                st.switch_page("today.py")
