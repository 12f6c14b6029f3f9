"""Writing a complaint down: whose, about what, and for conduct and integrity about whom (5.1(2), 4(1), 4(5))."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import ServiceRequest
from aftersales.queries.choices import list_people
from aftersales.queries.place import PlaceView
from aftersales.queries.returns import find_request_of_number
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.kinds import Channel
from aftersales.rules.roles import Actor
from aftersales.services.complaints import NewComplaint, register_complaint
from aftersales.ui.complaint_look import KINDS
from aftersales.ui.moments import moment_input
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.place_address import address_of, place_of_address
from aftersales.ui.place_choice import draw_place_choice
from aftersales.ui.text import as_typed, named, show, t

FORM = "new_complaint"
AREA = "complaint_place"
K = ComplaintKind


def draw_complaint_form(actor: Actor) -> None:
    """What was said first; what is typed stays until it is saved."""
    st.title(t("Register a complaint"), anchor=False)
    asked = st.query_params.to_dict()
    with reading() as session:
        request = find_request_of_number(session, actor, asked["request"]) if asked.get("request") else None
        place = place_of_address(session, actor, asked) if request is None else None
        people = list_people(session)
    kind = st.segmented_control(
        t("What is it about?"), list(K), default=K.CUSTOMER, key=_key("kind"), required=True, wrap=True,
        format_func=lambda one: f"{KINDS[one]} {show(one)}", persist_state="session",
    )  # fmt: skip
    if kind is K.INTEGRITY:
        st.caption(
            t("Only the after-sales manager and leadership will see it, never the person concerned. "
              "After you saved it, it is gone from your screen.")
        )  # fmt: skip
    if request is not None:
        st.caption(t("It hangs on request {number}.", number=request.number))
    elif kind is not K.MARKET or place is not None:
        draw_place_choice(actor, place, area=AREA, label=t("Which customer, project or sign?"), focus=False)
    words = st.text_area(
        t("What the customer complains about"), max_chars=2000, height=140, key=_key("words"), persist_state="session",
        placeholder=t("In the customer's own words"),
    )  # fmt: skip
    concerned: list[int] = []
    if kind.is_about_people:
        names = {staff_id: named(name, name_en) for staff_id, name, name_en in people}
        concerned = st.multiselect(
            t("Who is concerned"), list(names), format_func=names.__getitem__, key=_key("concerned"),
            placeholder=t("Leave it empty where the customer named nobody"), persist_state="session", select_all=False,
        )  # fmt: skip
    left, right = st.columns(2)
    st.session_state.setdefault(_key("contact"), request.contact_name if request else "")
    name = left.text_input(t("Contact"), max_chars=80, key=_key("contact"), persist_state="session")
    phone = right.text_input(t("Phone"), max_chars=40, key=_key("phone"), persist_state="session")
    channel = st.segmented_control(
        t("How it reached us"), list(Channel), default=Channel.HOTLINE, format_func=show, key=_key("channel"),
        required=True, wrap=True, persist_state="session",
    )  # fmt: skip
    received_at = moment_input(t("Received at, if not now"), value=None, key=_key("received"))
    with st.container(horizontal=True):
        save = st.button(t("Save the complaint"), key=_key("save"), type="primary", icon=":material/save:")
        if st.button(t("Back to the list"), key=_key("back"), type="tertiary"):
            st.query_params.clear()
            st.rerun()
    if save:
        with errors_shown():
            _save(
                actor,
                NewComplaint(
                    kind=kind, channel=channel, request_id=request.id if request else None,
                    **_place_ids(request, place), contact_name=name, contact_phone=phone, words=words,
                    concerned_ids=tuple(concerned), received_at=received_at, once=once_key(FORM),
                ),
            )  # fmt: skip


def go_on_as_complaint(place: PlaceView | None, *, words: str, contact: str, phone: str) -> None:
    """From intake: what was taken down of the call so far stands in the form."""
    for field, value in (("words", words), ("contact", contact), ("phone", phone)):
        st.session_state[_key(field)] = value
    st.switch_page("complaints.py", query_params={"new": "1"} | (address_of(place) if place else {}))


def _place_ids(request: ServiceRequest | None, place: PlaceView | None) -> dict[str, int | None]:
    """With a request, the service takes its own."""
    if request is not None or place is None:
        return {}
    return {"customer_id": place.customer_id, "project_id": place.project_id, "sign_id": place.sign_id}


def _key(field: str) -> str:
    """The same until it is saved."""
    return f"{FORM}:{st.session_state.get(f'{FORM}:turn', 0)}:{field}"


def _save(actor: Actor, new: NewComplaint) -> None:
    with unit_of_work() as session:
        number = register_complaint(session, actor=actor, now=utc_now(), new=new).number
    next_once_key(FORM)
    st.session_state[f"{FORM}:turn"] = st.session_state.get(f"{FORM}:turn", 0) + 1
    if new.kind is K.INTEGRITY:  # its number is nobody's to know who may not see it
        st.toast(t("Saved; the after-sales manager and leadership are told."), icon=":material/check_circle:")
        st.query_params.clear()
    else:
        st.toast(t("Saved as {number}.", number=as_typed(number)), icon=":material/check_circle:")
        st.query_params.from_dict({"number": number})
    st.rerun()
