"""A customer, project or sign in an address: `?sign=CODE`, `?project=NUMBER` or `?customer=ID`."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from sqlmodel import Session

from aftersales.errors import AftersalesError
from aftersales.queries.place import PlaceView, find_place_of_code, get_place
from aftersales.rules.roles import Actor
from aftersales.ui.text import as_typed, say, t

NAMES = ("sign", "project", "customer")


def address_of(place: PlaceView) -> dict[str, str]:
    """The part of the address that names this place, here and on the intake page."""
    if place.sign_code is not None:
        return {"sign": place.sign_code}
    if place.project_code is not None:
        return {"project": place.project_code}
    return {"customer": str(place.customer_id)}


def place_of_address(session: Session, actor: Actor, asked: Mapping[str, str]) -> PlaceView | None:
    """What is asked for; where nothing of that name is there, it is said, and None given."""
    code, customer_id = asked.get("sign") or asked.get("project"), asked.get("customer", "")
    if code:
        place = find_place_of_code(session, actor, code)
        if place is None:
            st.warning(t("There is no sign or project with the code {code}.", code=as_typed(code)))
        return place
    if customer_id.isascii() and customer_id.isdigit() and len(customer_id) < 10:
        try:
            return get_place(session, actor, customer_id=int(customer_id))
        except AftersalesError as error:
            st.warning(say(error))
    return None
