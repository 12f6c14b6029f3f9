"""The form that records a handbook's delivery, with the customer's signature (1.5)."""

from __future__ import annotations

from datetime import date

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.choices import list_people
from aftersales.queries.handbook_place import DeliveryPlace, find_delivery_place
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.handbook_deliveries import NewDelivery, deliver_handbook
from aftersales.ui.handbook_links import version_label
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.signature_pad import draw_signature_pad
from aftersales.ui.text import as_typed, named, show, t

_FIELDS = ("version", "sign", "on", "who", "by", "reason", "remark", "signature", "pad")


def draw_delivery_form(actor: Actor, today: date) -> bool:
    """Drawn where the address asks for it: `?project=ID&type=ID`. Whether it was."""
    project_id, type_id = st.query_params.get("project", ""), st.query_params.get("type", "")
    if not (project_id.isdecimal() and type_id.isdecimal()) or not may(actor, Action.DELIVER_HANDBOOK):
        return False
    with reading() as session:
        place = find_delivery_place(session, actor, int(project_id), int(type_id), today=today)
        people = {id_: named(name, name_en) for id_, name, name_en in list_people(session)}
    if place is None:
        st.warning(t("There is no such sign at this project."), icon=":material/search_off:")
        return False
    _draw(actor, place, people, today)
    return True


def _draw(actor: Actor, place: DeliveryPlace, people: dict[int, str], today: date) -> None:
    form = f"deliver:{place.project_id}:{place.sign_type_id}"
    kind = as_typed(named(*place.sign_type))
    if st.button(t("Back to the list"), key="deliver_back", type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.rerun()
    with st.container(border=True, key="delivery_form", gap="small"):
        st.subheader(t("Hand over a handbook"), anchor=False)
        st.markdown(
            f"**{as_typed(place.customer)}**  \n{as_typed(place.project)} ({as_typed(place.project_code)}) · {kind}"
        )
        if place.handover_on is not None:
            st.caption(t("Signs handed over on {day}", day=place.handover_on))
        if not place.versions:
            st.warning(t("There is no version of this handbook yet; add one first."), icon=":material/menu_book:")
            if may(actor, Action.KEEP_HANDBOOKS) and st.button(t("Add a version"), key="deliver_add_version"):
                st.switch_page("handbooks.py", query_params={"new": str(place.sign_type_id)})
            return
        _draw_fields(form, actor, place, people, today)
        if st.button(t("Record the delivery"), key=f"{form}:save", type="primary", icon=":material/handshake:"):
            with errors_shown():
                _save(form, actor, place)


def _draw_fields(form: str, actor: Actor, place: DeliveryPlace, people: dict[int, str], today: date) -> None:
    versions = {row.id: version_label(row) for row in place.versions}
    signs = {0: t("All signs of this type ({count})", count=len(place.signs)), **dict(place.signs)}
    left, right = st.columns(2)
    left.selectbox(t("Version"), list(versions), format_func=versions.__getitem__, key=f"{form}:version")
    right.selectbox(t("For which sign?"), list(signs), format_func=signs.__getitem__, key=f"{form}:sign")
    left.date_input(t("Handed over on"), value=today, max_value=today, format="YYYY-MM-DD", key=f"{form}:on")
    right.text_input(t("Received by"), max_chars=80, key=f"{form}:who")
    ids = list(people)
    place_of_own = ids.index(actor.staff_id) if actor.staff_id in ids else None
    left.selectbox(t("Handed over by"), ids, format_func=people.__getitem__, index=place_of_own, key=f"{form}:by")
    right.text_input(t("Remark"), max_chars=400, key=f"{form}:remark")
    st.caption(t("Signature of who received it"))
    signature = st.session_state.get(f"{form}:signature")
    if signature is not None:
        st.image(signature, width=220)
        st.button(
            t("Sign again"), key=f"{form}:again", type="tertiary",
            on_click=lambda: st.session_state.pop(f"{form}:signature", None),
        )  # fmt: skip
        return
    draw_signature_pad(f"{form}:pad", lambda content: st.session_state.update({f"{form}:signature": content}))
    st.text_input(t("Why there is no signature"), max_chars=400, key=f"{form}:reason")


def _save(form: str, actor: Actor, place: DeliveryPlace) -> None:
    typed = st.session_state
    new = NewDelivery(
        project_id=place.project_id, version_id=typed[f"{form}:version"], sign_id=typed[f"{form}:sign"] or None,
        delivered_on=typed[f"{form}:on"], received_by=typed[f"{form}:who"], handed_over_by_id=typed[f"{form}:by"],
        unsigned_reason=typed.get(f"{form}:reason", ""), remark=typed[f"{form}:remark"],
    )  # fmt: skip
    with unit_of_work() as session:
        made = deliver_handbook(
            session, actor=actor, now=utc_now(), new=new, signature=typed.get(f"{form}:signature"), once=once_key(form)
        )
        number = made.number
    next_once_key(form)
    for field in _FIELDS:
        typed.pop(f"{form}:{field}", None)
    st.toast(t("Recorded: {number}", number=show(number)), icon=":material/check_circle:")
    st.query_params.from_dict({"number": number})
    st.rerun()
