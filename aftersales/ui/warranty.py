"""The warranty lookup: one search, then the answer with its terms and what was there before."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from aftersales.clock import local_day, utc_now
from aftersales.queries.handbooks import get_handbook
from aftersales.queries.place import ContactView, PlaceView, get_place, list_contacts
from aftersales.queries.requests_at import RequestAt, list_requests_at
from aftersales.queries.sign_look import SignLook, get_sign_look
from aftersales.queries.warranty import Item, get_warranty, list_projects_warranty, list_signs_warranty
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.contacts import reveal_customer_contacts
from aftersales.ui.dial import call
from aftersales.ui.handbook_card import draw_handbook
from aftersales.ui.page import reading
from aftersales.ui.place_address import address_of, place_of_address
from aftersales.ui.place_card import days_left, draw_place
from aftersales.ui.request_look import draw_lines
from aftersales.ui.return_links import draw_exchanges
from aftersales.ui.reveal import draw_reveal
from aftersales.ui.search_box import Hit, search_box
from aftersales.ui.sign_photo import draw_sign_photo
from aftersales.ui.text import as_typed, named, show, t
from aftersales.ui.warranty_terms import draw_owed_now, draw_status, draw_terms

AREA = "warranty"
PAGE = 10
STYLE = """
<style>
@media (min-width: 900px) { .stMainBlockContainer { padding-left: 3rem; padding-right: 3rem; } }
</style>
"""


def draw_warranty(actor: Actor) -> None:
    """What is looked at stands in the address: `?sign=CODE`, `?project=NUMBER` or `?customer=ID`."""
    st.html(STYLE)
    with reading() as session:
        place = place_of_address(session, actor, st.query_params.to_dict())
    if place is None:
        search_box(AREA, actor, lambda hit: _choose(actor, hit), label=t("Which sign, project or customer?"))
        return
    now = utc_now()
    today = local_day(now)
    with reading() as session:
        view = get_warranty(session, actor, place, now=now)
        contacts = list_contacts(session, actor, place)
        before = _requests(session, actor, place)
        handbook = get_handbook(session, actor, place.sign_id, today=today) if place.sign_id is not None else None
        look = get_sign_look(session, actor, place.sign_id) if place.sign_id is not None else None
        items: list[Item] = []
        if place.project_id is None:
            items = list_projects_warranty(session, actor, place.customer_id, now=now)
        elif place.sign_id is None:
            items = list_signs_warranty(session, actor, place.project_id, now=now)
    _draw_head(actor, place, contacts, look)
    if place.project_id is None:
        _draw_items(place, items)
        _draw_before(place, before)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        draw_status(view.decided.warranty)
        draw_owed_now(view)
    with right:
        draw_terms(view)
        if handbook is not None:
            draw_handbook(actor, handbook, today)
        if look is not None:
            draw_exchanges(look.exchanges)
        _draw_before(place, before)
    if place.sign_id is None:
        _draw_items(place, items)


def _choose(actor: Actor, hit: Hit) -> None:
    with reading() as session:
        place = get_place(
            session, actor, customer_id=hit.customer_id, project_id=hit.project_id, sign_id=hit.sign_id
        )  # fmt: skip
    st.query_params.from_dict(address_of(place))


def _draw_head(actor: Actor, place: PlaceView, contacts: Sequence[ContactView], look: SignLook | None) -> None:
    with st.container(border=True, key="warranty_place", gap="small"):
        draw_place(place)
        st.markdown("  \n".join(_call(contact) for contact in contacts[:4]))
        if not place.is_whole:
            draw_reveal(actor, reveal_customer_contacts, key="customer", customer_id=place.customer_id)
        if place.sign_id is not None and look is not None:
            draw_sign_photo(actor, place.sign_id, look.photo)
        with st.container(horizontal=True, gap="small"):
            if may(actor, Action.REGISTER) and st.button(
                t("Register a request"), key="register_here", type="primary", icon=":material/call:"
            ):
                st.switch_page("intake.py", query_params=address_of(place))
            if may(actor, Action.REQUEST_RETURN) and st.button(
                t("Request a return"), key="return_here", icon=":material/assignment_return:"
            ):
                st.switch_page("returns.py", query_params={"new": "1"} | address_of(place))
            if st.button(t("Look up another"), key="look_up_another", icon=":material/search:"):
                st.query_params.clear()
                st.session_state.pop(f"{AREA}_typed", None)
                st.rerun()
            _draw_way_up(place)


def _call(contact: ContactView) -> str:
    name = " ".join(filter(None, (contact.name, contact.title)))
    return f":material/call: {as_typed(name)} {call(contact.phone)}"


def _draw_way_up(place: PlaceView) -> None:
    """From the sign to its project, from the project to its customer."""
    up = None
    if place.sign_id is not None:
        up = t("The whole project"), {"project": place.project_code or ""}
    elif place.project_id is not None:
        up = t("All projects of this customer"), {"customer": str(place.customer_id)}
    if up is not None and st.button(up[0], key="way_up", type="tertiary", icon=":material/arrow_upward:"):
        st.query_params.from_dict(up[1])
        st.rerun()


def _draw_items(place: PlaceView, items: Sequence[Item]) -> None:
    is_sign = place.project_id is not None
    st.subheader(t("Signs") if is_sign else t("Projects"), anchor=False)
    if not items:
        st.markdown(f":gray[{t('There are none yet.')}]")
        return
    rows = []
    for item in items:
        row = {t("Code"): item.code, t("Place") if is_sign else t("Name"): item.name}
        if is_sign:
            row[t("Sign type")] = named(item.kind, item.kind_en)
        row[t("Warranty")] = show(item.warranty.result)
        row[t("Time left")] = days_left(item.warranty)
        rows.append(row)
    st.caption(t("Choose a row to see its warranty."))
    # Keyed by place: a row chosen here is no choice in the next table.
    chosen = st.dataframe(
        rows, key=f"warranty_items_{place.customer_id}_{place.project_id}", hide_index=True, on_select="rerun",
        selection_mode="single-row", height=min(38 + 35 * len(rows), 430),
    )  # fmt: skip
    if chosen.selection.rows:
        item = items[chosen.selection.rows[0]]
        st.query_params.from_dict({"sign" if is_sign else "project": item.code})
        st.rerun()


def _requests(session: Session, actor: Actor, place: PlaceView) -> list[RequestAt]:
    return list_requests_at(
        session, actor, customer_id=place.customer_id, project_id=place.project_id, sign_id=place.sign_id,
        limit=st.session_state.get(_more_key(place), PAGE) + 1,
    )  # fmt: skip


def _more_key(place: PlaceView) -> str:
    return f"warranty_shown:{place.customer_id}:{place.project_id}:{place.sign_id}"


def _draw_before(place: PlaceView, before: list[RequestAt]) -> None:
    st.subheader(t("Earlier requests"), anchor=False)
    shown = st.session_state.get(_more_key(place), PAGE)
    if not before:
        st.markdown(f":gray[{t('Nothing was reported here yet.')}]")
        return
    draw_lines(before[:shown], key="before", with_sign=place.sign_id is None)
    if len(before) > shown and st.button(
        t("More of these"), key="more_before", type="tertiary", icon=":material/expand_more:"
    ):
        st.session_state[_more_key(place)] = shown + 4 * PAGE
        st.rerun()
