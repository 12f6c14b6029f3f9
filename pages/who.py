"""Who is here: the demo lets you be a person of each role."""

import streamlit as st

from aftersales.queries.accounts import is_open_demo
from aftersales.queries.staff import list_people
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, named, show, t
from aftersales.ui.who import become, current_actor

st.title(t("Who is here"))

with reading() as session:
    is_demo = is_open_demo(session)
    people = list_people(session)

if not is_demo:
    st.info(t("Here everybody signs in as themselves."), icon=":material/info:")
    st.stop()

st.markdown(t("Pick a person. You see the pages and may take the steps of their role; the browser keeps your choice."))
here = current_actor()


def name_of(person: Actor) -> str:
    return named(person.name, person.name_en)


def be(person: Actor) -> None:
    become(person.staff_id)
    st.switch_page("today.py")


def draw_card(role: Role, person: Actor) -> None:
    with st.container(border=True, key=f"be_{role}"):
        st.markdown(f"**{as_typed(show(role))}**  \n{as_typed(name_of(person))}")
        is_here = here is not None and here.staff_id == person.staff_id
        label = t("You are here") if is_here else t("Be this person")
        if st.button(label, key=f"button_{role}", disabled=is_here, width="stretch"):
            be(person)


with st.grid(columns="auto", min_column_width=240):
    for role in Role:
        holder = next((person for person in people if role in person.roles), None)
        if holder:
            draw_card(role, holder)

with st.container(horizontal=True, vertical_alignment="bottom"):
    somebody = st.selectbox(
        t("Or anybody else"),
        people,
        format_func=lambda person: f"{name_of(person)} · {show(tuple(sorted(person.roles)))}",
        key="somebody",
        width=420,
    )
    if st.button(t("Be this person"), key="be_somebody") and somebody:
        be(somebody)
