"""The live search over customers, projects, signs and requests: type, then Enter or a click chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from aftersales.queries.find import (
    FoundCustomer,
    FoundProject,
    FoundRequest,
    FoundSign,
    find_customers,
    find_projects,
    find_requests,
    find_signs,
)
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.keyboard import mark_found, search_keys
from aftersales.ui.line_style import draw_line_style
from aftersales.ui.page import errors_shown, reading
from aftersales.ui.text import as_typed, named, show, t

MOST = 4
MORE = 30
TITLES = {
    "customer": N_("Customers"), "project": N_("Projects"), "sign": N_("Signs"), "request": N_("Service requests"),
}  # fmt: skip
ICONS = {
    "customer": ":material/domain:", "project": ":material/folder:", "sign": ":material/signpost:",
    "request": ":material/description:",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """What was chosen; `request` carries the contact that reported last time."""

    customer_id: int
    project_id: int | None = None
    sign_id: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    request_number: str = ""


def order_of(typed: str) -> tuple[str, ...]:
    """A Chinese word is mostly a name, a bare number mostly a telephone, anything else mostly a code."""
    letters = typed.replace("-", "").replace(" ", "").removeprefix("+")
    if any("\u3400" <= letter <= "\u9fff" for letter in typed):
        return ("customer", "project", "sign", "request")
    if letters.isdigit():
        return ("customer", "request", "sign", "project")
    return ("sign", "request", "project", "customer")


def search_box(area: str, actor: Actor, choose: Callable[[Hit], None], *, label: str, focus: bool = True) -> None:
    """The field with what it finds. `choose` is called with the chosen one; the page then runs again."""
    draw_line_style()

    @st.fragment
    def live() -> None:
        _draw(area, actor, choose, label)

    live()
    search_keys(area, focus=f".st-key-{area}_field input" if focus else "")


def _draw(area: str, actor: Actor, choose: Callable[[Hit], None], label: str) -> None:
    with st.container(key=f"{area}_field"):
        typed = st.text_input(
            label,
            key=f"{area}_typed",
            type="search",
            live="200ms",
            placeholder=t("Number, name, telephone or its last four digits, address, one or two characters"),
            persist_state="session",
        )
    typed = (typed or "").strip()
    with st.container(key=f"{area}_hits", gap="xsmall"):
        if not typed:
            return
        with errors_shown():
            count = _draw_finds(area, actor, typed, choose)
            if not count:
                st.info(t("Nothing is found for “{typed}”.", typed=as_typed(typed)), icon=":material/search_off:")
        mark_found(typed)


def _draw_finds(area: str, actor: Actor, typed: str, choose: Callable[[Hit], None]) -> int:
    count = 0
    with reading() as session:
        finds: dict[str, list[FoundCustomer] | list[FoundProject] | list[FoundSign] | list[FoundRequest]] = {
            "customer": find_customers(session, actor, typed, limit=_limit(area, "customer") + 1),
            "project": find_projects(session, actor, typed, limit=_limit(area, "project") + 1),
            "sign": find_signs(session, actor, typed, limit=_limit(area, "sign") + 1),
            "request": find_requests(session, actor, typed, limit=_limit(area, "request") + 1)
            if may(actor, Action.SEE_REQUESTS) or may(actor, Action.SEE_OWN_JOBS)
            else [],
        }
    for what in order_of(typed):
        found = finds[what]
        if not found:
            continue
        limit = _limit(area, what)
        st.caption(t(TITLES[what]))
        for one in found[:limit]:
            count += 1
            label, hit = _line(one)
            key = f"{area}_hit_{what}_{one.id}"
            if st.button(label, key=key, icon=ICONS[what], width="stretch", wrap=True):
                choose(hit)
                st.rerun()
        if len(found) > limit and limit == MOST:
            st.button(
                t("More of these"), key=f"{area}_more_{what}", type="tertiary", icon=":material/expand_more:",
                on_click=_show_more, args=(area, what, typed),
            )  # fmt: skip
        elif len(found) > limit:
            st.caption(t("There are more; type more exactly."))
    return count


def _limit(area: str, what: str) -> int:
    wanted, typed = st.session_state.get(f"{area}_wants_more", ("", ""))
    now_typed = (st.session_state.get(f"{area}_typed") or "").strip()
    return MORE if (wanted, typed) == (what, now_typed) else MOST


def _show_more(area: str, what: str, typed: str) -> None:
    st.session_state[f"{area}_wants_more"] = (what, typed)


def _line(one: FoundCustomer | FoundProject | FoundSign | FoundRequest) -> tuple[str, Hit]:
    if isinstance(one, FoundCustomer):
        more = (one.city, " ".join(filter(None, (one.contact_name, one.contact_phone))))
        return _label(one.name, *more), Hit(one.id, None, None, one.contact_name, one.contact_phone)
    if isinstance(one, FoundProject):
        return _label(one.name, one.code, _unless_in(one.name, one.customer_name)), Hit(one.customer_id, one.id)
    if isinstance(one, FoundSign):
        kind = named(one.type_name, one.type_name_en)
        hit = Hit(one.customer_id, one.project_id, one.id)
        owner = _unless_in(one.project_name, one.customer_name)
        return _label(one.code, kind, one.place, one.project_name, owner), hit
    hit = Hit(one.customer_id, one.project_id, one.sign_id, one.contact_name, one.contact_phone, one.number)
    what = show(one.fault) if one.kind.needs_visit else show(one.kind)
    return _label(one.number, what, one.sign_code or "", one.place, one.customer_name, _short(one)), hit


def _unless_in(name: str, customer: str) -> str:
    """Most projects carry their customer's name: once is enough."""
    return "" if customer in name else customer


def _short(one: FoundRequest) -> str:
    return one.description if len(one.description) <= 24 else one.description[:23] + "…"


def _label(first: str, *more: str) -> str:
    rest = " · ".join(as_typed(part.replace("\n", " ")) for part in more if part)
    return f"**{as_typed(first)}**" + (f"  :gray[{rest}]" if rest else "")
