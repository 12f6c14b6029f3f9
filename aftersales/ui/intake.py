"""The intake screen: left what the clerk does, right what we owe; one filling-in after the other."""

from __future__ import annotations

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError, InvalidInput, NotFound
from aftersales.queries.intake_drafts import list_intake_drafts
from aftersales.queries.place import (
    Choice,
    ContactView,
    PlaceView,
    get_place,
    list_contacts,
    list_projects_of,
    list_signs_of,
)
from aftersales.queries.requests_at import find_request_at
from aftersales.rules.kinds import Kind
from aftersales.rules.message import N_
from aftersales.rules.personal import HIDDEN
from aftersales.rules.roles import Actor
from aftersales.services.drafts import drop_draft
from aftersales.services.register_request import NewRequest, register_request
from aftersales.ui import intake_state as state
from aftersales.ui.answer_finder import draw_fitting_answers
from aftersales.ui.complaint_form import go_on_as_complaint
from aftersales.ui.intake_form import draw_contact, draw_matter, draw_rest, new_request
from aftersales.ui.intake_new import offer_new
from aftersales.ui.intake_owed import draw_owed
from aftersales.ui.intake_revisit import fill_from_revisit, link_to_revisit
from aftersales.ui.intake_saved import draw_saved
from aftersales.ui.keyboard import search_keys
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.place_address import NAMES, place_of_address
from aftersales.ui.place_card import draw_place
from aftersales.ui.search_box import Hit, search_box
from aftersales.ui.text import as_typed, t
from aftersales.ui.when import say_when

AREA = "intake"
SAVED = "saved"

# What we owe stays in sight while the clerk types further down.
_STICKY = """
<style>
@media (min-width: 900px) {
  .stMainBlockContainer { padding-left: 3rem; padding-right: 3rem; }
  [data-testid="stColumn"]:has(.st-key-intake_right) {
    position: sticky; top: 4rem; align-self: flex-start; max-height: calc(100vh - 5rem); overflow-y: auto;
  }
}
</style>
"""


def draw_intake(actor: Actor) -> None:
    with reading() as session:
        saved = st.query_params.get(SAVED)
        request = find_request_at(session, actor, saved) if saved else None
        if request is None:
            state.begin(session, actor)
            _take_address(session, actor)
    st.html(_STICKY)
    if request is not None:
        draw_saved(request)
        return
    _offer_drafts(actor)
    _draw_work(actor)


def _take_address(session: Session, actor: Actor) -> None:
    """`?sign=CODE`, `?project=NUMBER` or `?customer=ID` chooses once; a call being taken down isn't mixed with it."""
    asked = {name: st.query_params.pop(name, "") for name in NAMES}
    kind, revisit = st.query_params.pop("kind", ""), st.query_params.pop("revisit", "")
    place = place_of_address(session, actor, asked)
    if place is None:
        return
    if state.is_begun():
        state.begin_anew()
    state.choose_view(place)
    if kind in list(Kind):  # an inspection offered before a warranty ends
        state.put("kind", Kind(kind))
    if revisit:  # registered from what was heard there (5.2(2))
        fill_from_revisit(session, actor, revisit)


def _offer_drafts(actor: Actor) -> None:
    """What was left unsaved, offered while nothing new has begun."""
    if state.is_begun() or state.chosen() or st.session_state.get("intake_drafts_seen"):
        return
    with reading() as session:
        drafts = list_intake_drafts(session, actor)
    for draft in drafts:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"draft_{draft.form}"):
            st.markdown(
                ":material/edit_note: "
                + t(
                    "Not saved yet, from {moment}: {title}",
                    moment=say_when(draft.kept_at),
                    title=as_typed(draft.content["title"]),
                ),
                width="stretch",
            )
            if st.button(t("Go on with it"), key=f"go_on_{draft.form}"):
                state.go_on_with(draft)
                st.rerun()
            if st.button(t("Throw away"), key=f"drop_{draft.form}", type="tertiary"):
                with unit_of_work() as session:
                    drop_draft(session, actor=actor, form=draft.form)
                st.rerun()


@st.fragment
def _draw_work(actor: Actor) -> None:
    place = _place_now(actor)
    left, right = st.columns([6, 5], gap="large")
    with left, st.container(key="intake_left", gap="small"):
        contacts = _draw_who(actor, place)
        draw_contact(actor, place.customer_id if place else None, contacts)
        _offer_complaint(actor, place)
        draw_matter()
        draw_rest(place)
    with right, st.container(key="intake_right", gap="small"):
        _draw_right(actor, place)
    if place is not None:
        search_keys(AREA, focus=".stTextArea textarea", turn=str(state.chosen()))
    _keep_draft(actor, place)


def _offer_complaint(actor: Actor, place: PlaceView | None) -> None:
    """The caller complains: what was typed goes on in the complaint's form (5.1(2))."""
    if not st.button(t("It is a complaint"), key="intake_complaint", type="tertiary", icon=":material/person_alert:"):
        return
    words, contact, phone = (state.typed(field) for field in ("description", "contact_name", "contact_phone"))
    with unit_of_work() as session:
        state.drop(session, actor)
    state.begin_anew()
    go_on_as_complaint(place, words=words, contact=contact, phone=phone)


def _draw_right(actor: Actor, place: PlaceView | None) -> None:
    def draw_save() -> None:
        label, key, icon = t("Save the request"), "save_request", ":material/save:"
        if st.button(label, key=key, type="primary", icon=icon, width="stretch", shortcut="Ctrl+Enter"):
            with errors_shown():
                _save(actor)

    st.subheader(t("What we owe"), anchor=False)
    if place is None:
        st.info(
            t("Find the customer, project or sign: the warranty and the deadlines then stand here."),
            icon=":material/arrow_back:",
        )
        draw_save()
        return
    try:
        new: NewRequest | AftersalesError = new_request(preview=True)
    except AftersalesError as error:
        new = error
    draw_owed(actor, place, new, draw_save)
    if not state.typed("kind").needs_visit:
        draw_fitting_answers(actor, state.typed("description"), place.sign_id)


def _place_now(actor: Actor) -> PlaceView | None:
    chosen = state.chosen()
    if chosen is None:
        return None
    try:
        with reading() as session:
            return get_place(
                session, actor, customer_id=chosen.customer_id, project_id=chosen.project_id, sign_id=chosen.sign_id
            )
    except NotFound:  # a kept draft of something that is gone
        state.unchoose()
        return None


def _draw_who(actor: Actor, place: PlaceView | None) -> list[ContactView]:
    if place is None:
        search_box(AREA, actor, _choose, label=t("Who calls, and about which sign?"))
        offer_new(actor, None)
        return []
    with reading() as session:
        contacts = list_contacts(session, actor, place)
        narrower: list[Choice] = []
        if place.project_id is None:
            narrower = list_projects_of(session, actor, place.customer_id)
        elif place.sign_id is None:
            narrower = list_signs_of(session, actor, place.project_id)
    with st.container(border=True, key="intake_place", gap="small"):
        draw_place(place)
        if narrower:
            _narrow(place, narrower)
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("Another customer or sign"), key="unchoose", icon=":material/search:", type="tertiary",
                on_click=state.unchoose,
            )  # fmt: skip
            offer_new(actor, place)
    return contacts


def _narrow(place: PlaceView, choices: list[Choice]) -> None:
    is_project = place.project_id is None
    key = f"{state.key_of('narrow')}:{state.chosen()}"
    st.selectbox(
        t("Which project?") if is_project else t("Which sign?"),
        choices,
        index=None,
        key=key,
        format_func=lambda one: " · ".join(filter(None, (one.code, one.name))),
        placeholder=t("Not known yet"),
        on_change=_take_narrower,
        args=(place, key),
    )


def _take_narrower(place: PlaceView, key: str) -> None:
    choice = st.session_state[key]
    if choice is None:
        return
    if place.project_id is None:
        state.choose(place.customer_id, choice.id)
    else:
        state.choose(place.customer_id, place.project_id, choice.id)


def _choose(hit: Hit) -> None:
    state.choose(hit.customer_id, hit.project_id, hit.sign_id)
    is_free = not state.typed("contact_name") and not state.typed("contact_phone")
    if is_free and (hit.contact_name or hit.contact_phone):
        # A masked phone is filled in by a click on the contact, not by finding it.
        state.fill_contact(hit.contact_name, "" if HIDDEN in hit.contact_phone else hit.contact_phone)


def _save(actor: Actor) -> None:
    if state.chosen() is None:
        raise InvalidInput(N_("Choose the customer, the project or the sign first."), field="customer_id")
    if state.typed("kind").needs_visit and state.typed("fault") is None:
        raise InvalidInput(N_("Choose what is wrong."), field="fault")
    new = new_request()
    with unit_of_work() as session:
        request = register_request(session, actor=actor, now=utc_now(), new=new)
        link_to_revisit(session, actor, request)
        state.drop(session, actor)
    state.begin_anew()
    st.query_params.from_dict({SAVED: request.number})
    st.rerun()


def _keep_draft(actor: Actor, place: PlaceView | None) -> None:
    description = state.typed("description").replace("\n", " ")[:40]
    title = " · ".join(filter(None, (place.customer_name if place else "", description, state.typed("contact_name"))))
    if state.is_changed(title):
        with unit_of_work() as session:
            state.keep(session, actor, title)
        st.query_params["draft"] = state.token()
