"""What an office sends in: the sign or project, the products, why, and what the customer wants (5.1(4))."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import ServiceRequest
from aftersales.queries.choices import list_offices
from aftersales.queries.place import PlaceView, get_place
from aftersales.queries.returns import find_request_of_number
from aftersales.queries.visible import sees_own_returns_only
from aftersales.rules.product_return import BEFORE_RECEIPT, Whereabouts, Wish
from aftersales.rules.roles import Actor
from aftersales.services.returns import MOST_PIECES, NewReturn, NewReturnLine, request_return
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.place_address import place_of_address
from aftersales.ui.place_choice import draw_place_choice
from aftersales.ui.text import as_typed, named, show, t

FORM = "new_return"
AREA = "return_place"
MOST_TYPED = 10  # products written down at one time
WISHES = (Wish.EXCHANGE, Wish.REPAIR, Wish.REFUND)


def draw_return_form(actor: Actor) -> None:
    """Sign or project first, then a box a product; what is typed stays until it is saved."""
    st.title(t("Request a return"), anchor=False)
    asked = st.query_params.to_dict()
    with reading() as session:
        request = find_request_of_number(session, actor, asked["request"]) if asked.get("request") else None
        place = place_of_address(session, actor, asked)
        if place is None and request is not None:
            place = get_place(
                session, actor, customer_id=request.customer_id, project_id=request.project_id,
                sign_id=request.sign_id,
            )  # fmt: skip
        offices = [] if sees_own_returns_only(actor) else list_offices(session)
    if request is not None:
        st.caption(t("It hangs on request {number}.", number=request.number))
    draw_place_choice(actor, place, area=AREA, label=t("Which sign, project or customer?"), kept=("request",))
    count = st.session_state.setdefault(_key("count"), 1)
    typed = [_draw_line(number, place) for number in range(count)]
    with st.container(horizontal=True):
        if count < MOST_TYPED:
            st.button(
                t("Another product"), key=_key("more"), icon=":material/add:", type="tertiary",
                on_click=_change_count, args=(1,),
            )  # fmt: skip
        if count > 1:
            st.button(
                t("Without the last one"), key=_key("fewer"), icon=":material/remove:", type="tertiary",
                on_click=_change_count, args=(-1,),
            )  # fmt: skip
    office_id = None
    if offices:
        names = {office.id or 0: named(office.name, office.name_en) for office in offices}
        usual = (place.office_id or place.customer_office_id) if place else actor.office_id
        office_id = st.selectbox(
            t("Office"), list(names), format_func=names.__getitem__, key=_key(f"office:{usual}"),
            index=list(names).index(usual) if usual in names else None, placeholder=t("Whose return is it?"),
        )  # fmt: skip
    remark = st.text_input(t("Remark"), max_chars=400, key=_key("remark"), persist_state="session")
    with st.container(horizontal=True):
        save = st.button(t("Save the return"), key=_key("save"), type="primary", icon=":material/save:")
        if st.button(t("Back to the list"), key=_key("back"), type="tertiary"):
            st.query_params.clear()
            st.rerun()
    if save:
        with errors_shown():
            _save(actor, request, place, office_id, remark or "", typed)


def _key(field: str) -> str:
    """The same until it is saved."""
    return f"{FORM}:{st.session_state.get(f'{FORM}:turn', 0)}:{field}"


def _change_count(by: int) -> None:
    st.session_state[_key("count")] = max(1, st.session_state.get(_key("count"), 1) + by)


def _draw_line(number: int, place: PlaceView | None) -> dict[str, Any]:
    """One product; gives what is typed."""

    def key(field: str) -> str:
        return _key(f"{number}:{field}")

    has_sign = place is not None and place.sign_id is not None
    with st.container(border=True, key=f"return_line_{number}", gap="small"):
        usual = named(place.sign_type_name or "", place.sign_type_name_en or "") if place and has_sign else ""
        product = st.text_input(
            t("Product"), max_chars=120, key=key("product"), placeholder=usual, persist_state="session",
            help=t("Name and specification; a part of the sign, say its power supply, is a product too."),
        )  # fmt: skip
        is_whole = has_sign and st.checkbox(t("The whole sign comes back"), key=key("whole"), persist_state="session")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            quantity = 1
            if not is_whole:
                quantity = st.number_input(
                    t("Pieces"), min_value=1, max_value=MOST_PIECES, value=1, step=1, key=key("quantity"), width=130,
                    persist_state="session",
                )  # fmt: skip
            wish = st.segmented_control(
                t("What the customer wants"), WISHES, default=WISHES[0], format_func=show, key=key("wish"),
                required=True, wrap=True, persist_state="session",
            )  # fmt: skip
        reason = st.text_area(
            t("Why it comes back"), max_chars=400, height=80, key=key("reason"), persist_state="session"
        )
        where = st.segmented_control(
            t("Where it is now"), BEFORE_RECEIPT, default=Whereabouts.AT_CUSTOMER, format_func=show, key=key("where"),
            required=True, wrap=True, persist_state="session",
        )  # fmt: skip
        carrier = waybill = ""
        if where is Whereabouts.ON_THE_WAY:
            left, right = st.columns(2)
            carrier = left.text_input(t("Carrier"), max_chars=80, key=key("carrier"), persist_state="session")
            waybill = right.text_input(t("Waybill"), max_chars=60, key=key("waybill"), persist_state="session")
    return {
        "sign_id": place.sign_id if place else None, "is_whole": is_whole, "product": product or usual,
        "quantity": int(quantity), "wish": wish, "reason": reason, "whereabouts": where, "carrier_in": carrier,
        "waybill_in": waybill,
    }  # fmt: skip


def _save(
    actor: Actor, request: ServiceRequest | None, place: PlaceView | None, office_id: int | None, remark: str,
    typed: list[dict[str, Any]],
) -> None:  # fmt: skip
    new = NewReturn(
        office_id=office_id, request_id=request.id if request else None,
        customer_id=place.customer_id if place else None, project_id=place.project_id if place else None,
        remark=remark, lines=tuple(NewReturnLine(**line) for line in typed), once=once_key(FORM),
    )  # fmt: skip
    with unit_of_work() as session:
        number = request_return(session, actor=actor, now=utc_now(), new=new).number
    next_once_key(FORM)
    st.session_state[f"{FORM}:turn"] = st.session_state.get(f"{FORM}:turn", 0) + 1
    st.query_params.from_dict({"number": number})
    st.toast(t("Saved as {number}.", number=as_typed(number)), icon=":material/check_circle:")
    st.rerun()
