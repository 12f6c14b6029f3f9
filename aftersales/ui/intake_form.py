"""What the clerk takes down. Every field keeps what was typed, through errors, reruns and other pages."""

from __future__ import annotations

from enum import Enum
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.documents.register_cells import is_odd_phone
from aftersales.queries.place import ContactView, PlaceView
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Kind, Severity
from aftersales.rules.personal import mask_phone
from aftersales.rules.roles import Actor
from aftersales.services.contacts import reveal_customer_contacts
from aftersales.services.register_request import NewRequest
from aftersales.ui import intake_state as state
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import show, t
from aftersales.ui.when import from_typed

LONGEST = NewRequest.model_fields


def _keep(field: str) -> dict[str, Any]:
    """Each field is keyed by this filling-in and stays when the page is left."""
    key = state.key_of(field)
    st.session_state.setdefault(key, state.USUAL[field])
    return {"key": key, "persist_state": "session"}


def _words(kind: type[Enum]) -> dict[str, Any]:
    """The members of `kind` as options, each by its word."""
    words = {member: show(member) for member in kind}
    return {"options": list(words), "format_func": words.__getitem__}


def draw_contact(actor: Actor, customer_id: int | None, contacts: list[ContactView]) -> None:
    """Whom to call back: one of those known, or whatever is typed."""
    name, phone = state.typed("contact_name"), state.typed("contact_phone")
    if contacts and not name and not phone and not state.was_filled():
        name, phone = contacts[0].name, contacts[0].phone if contacts[0].is_whole else ""
        state.fill_contact(name, phone)
    known = {contact.id: contact for contact in contacts}
    here = next((one.id for one in contacts if one.name == name and one.phone in (phone, mask_phone(phone))), None)
    if known:
        picked = f"{state.key_of('contact')}:{state.chosen()}"
        st.session_state[picked] = here
        st.pills(
            t("Contact"), list(known), key=picked, format_func=lambda one: _contact_line(known[one]),
            on_change=_take_contact, args=(actor, customer_id, picked, known), label_visibility="collapsed", wrap=True,
        )  # fmt: skip
        if not all(contact.is_whole for contact in contacts):
            st.caption(t("A click on a contact fills in the masked phone, and is written down."))
    left, right = st.columns(2)
    left.text_input(t("Contact"), max_chars=80, **_keep("contact_name"))
    right.text_input(t("Phone"), max_chars=40, type="phone", placeholder="", **_keep("contact_phone"))
    phone = state.typed("contact_phone")
    if phone and is_odd_phone(phone):
        right.caption(f":material/help: {t('This is no usual phone number; ask once more. It is kept as written.')}")


def _contact_line(contact: ContactView) -> str:
    return " ".join(filter(None, (contact.name, contact.title, contact.phone)))


def _take_contact(actor: Actor, customer_id: int | None, picked: str, known: dict[int, ContactView]) -> None:
    contact = known.get(st.session_state[picked])
    if contact is None:
        return
    phone = contact.phone
    if not contact.is_whole and customer_id is not None:
        with errors_shown(), unit_of_work() as session:
            seen = reveal_customer_contacts(session, actor=actor, now=utc_now(), customer_id=customer_id)
        masked = (contact.name, contact.phone)
        phone = next((number for name, number in seen.people if (name, mask_phone(number)) == masked), "")
    state.fill_contact(contact.name, phone)


def draw_matter() -> None:
    """Kind, fault, the caller's words, how bad it is and why."""
    needs_visit = state.typed("kind").needs_visit
    if needs_visit:
        st.pills(t("What is wrong"), **_words(FaultCategory), wrap=True, **_keep("fault"))
    st.text_area(
        t("Description"), max_chars=2000, height=88, placeholder=t("In the caller's own words"), **_keep("description")
    )
    left, right = st.columns(2)
    left.selectbox(t("Kind"), **_words(Kind), **_keep("kind"))
    right.selectbox(t("Channel"), **_words(Channel), **_keep("channel"))
    st.segmented_control(t("Severity"), **_words(Severity), required=True, wrap=True, **_keep("severity"))
    if needs_visit:
        left, right = st.columns(2)
        left.selectbox(t("Cause, as far as reported"), **_words(Cause), **_keep("cause"))
        right.datetime_input(t("Asked for"), step=60, format="YYYY-MM-DD", help=t("When the customer wants us there"),
                          **_keep("asked_at"))  # fmt: skip


def draw_rest(place: PlaceView | None) -> None:
    """What is seldom needed."""
    with st.expander(t("More: place, earlier receipt, outside the contract"), key="intake_rest"):
        hint = (place.sign_place if place else "") or ""
        st.text_input(t("Place"), max_chars=200, placeholder=hint, **_keep("place"))
        st.datetime_input(t("Received"), step=60, format="YYYY-MM-DD",
                          help=t("Only if it was earlier than now: a letter, a mail, a note"),
                          **_keep("received_at"))  # fmt: skip
        st.checkbox(
            t("Special or outside the contract: needs a supplementary agreement first"), **_keep("needs_agreement")
        )


def new_request(*, preview: bool = False) -> NewRequest:
    """What stands in the fields. Raises InvalidInput; a preview doesn't ask for words yet."""
    chosen, kind = state.chosen(), state.typed("kind")
    needs_visit = kind.needs_visit
    return NewRequest(
        channel=state.typed("channel"),
        kind=kind,
        severity=state.typed("severity"),
        customer_id=chosen.customer_id if chosen else None,
        project_id=chosen.project_id if chosen else None,
        sign_id=chosen.sign_id if chosen else None,
        contact_name=state.typed("contact_name"),
        contact_phone=state.typed("contact_phone"),
        place=state.typed("place"),
        description=state.typed("description") or ("…" if preview else ""),
        fault=(state.typed("fault") if needs_visit else None) or FaultCategory.OTHER,
        cause=state.typed("cause") if needs_visit else Cause.UNKNOWN,
        needs_agreement=state.typed("needs_agreement"),
        received_at=from_typed(state.typed("received_at")),
        asked_at=from_typed(state.typed("asked_at")) if needs_visit else None,
        once=state.token(),
    )
