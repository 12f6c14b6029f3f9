"""Quote by the price list, and record what the customer says to it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import streamlit as st

from aftersales.models import PriceItem
from aftersales.queries.prices import list_price_items
from aftersales.rules.kinds import Charge
from aftersales.rules.message import Money
from aftersales.services.quote import NewLine, NewQuote, answer_quote, line_total_fen, make_quote
from aftersales.ui.page import once_key, reading
from aftersales.ui.request_money import draw_lines
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import aside, named, show, t

MOST_OWN_LINES = 8


def draw_quote(step: StepDialog) -> None:
    charge = step.view.request.charge
    if charge is Charge.AT_COST:
        st.caption(t("At cost: our own cost prices count, without margin (1.4b)."))
    else:
        st.caption(t("Paid work by the price list; the repair starts when the customer has accepted (3(2))."))
    with reading() as session:
        items = {item.id: item for item in list_price_items(session, step.actor)}
    chosen = st.multiselect(
        t("From the price list"), list(items), format_func=lambda id: _item_label(items[id], charge),
        key=step.key("items"), placeholder=t("Choose labour, parts, lift truck …"), persist_state="page",
        select_all=False,
    )  # fmt: skip
    lines, total = [], 0
    for id in chosen:
        item = items[id]
        quantity = _quantity(step, f"item{id}", aside(_name(item), _unit(item)))
        unit_fen = item.cost_fen if charge is Charge.AT_COST else item.price_fen
        lines.append({"price_item_id": id, "quantity_milli": quantity})
        total += line_total_fen(quantity, unit_fen)
    for place in range(_own_count(step)):
        own = _own_line(step, place)
        if own is not None:
            lines.append(own)
            total += line_total_fen(own["quantity_milli"], own["unit_fen"])
    if _own_count(step) < MOST_OWN_LINES:
        st.button(
            t("Add a line in own words"), icon=":material/add:", type="tertiary", key=step.key("add"),
            on_click=_add_own, args=(step,),
        )  # fmt: skip
    note = st.text_input(t("Note"), key=step.key("note"), max_chars=400, persist_state="page")
    st.markdown(f"### {t('Total: {amount}', amount=Money(total))}")
    if st.button(
        t("Make the quote"), key=step.key("submit"), type="primary", icon=":material/request_quote:", width="stretch",
        disabled=not lines,
    ):  # fmt: skip
        form = step.key("once")
        step.take(
            lambda session, now, version: make_quote(
                session, actor=step.actor, now=now, request_id=step.view.id, expected_version=version,
                new=NewQuote(lines=tuple(NewLine(**line) for line in lines), note=note, once=once_key(form)),
            )
        )  # fmt: skip


def _name(item: PriceItem) -> str:
    return named(item.name, item.name_en)


def _unit(item: PriceItem) -> str:
    return named(item.unit, item.unit_en)


def _item_label(item: PriceItem, charge: Charge) -> str:
    price = Money(item.cost_fen if charge is Charge.AT_COST else item.price_fen)
    return f"{_name(item)} · {show(price)} / {_unit(item)}"


def _quantity(step: StepDialog, field: str, label: str) -> int:
    typed = st.number_input(
        label, min_value=0.001, max_value=100_000.0, value=1.0, step=0.5, format="%g", key=step.key(field),
        persist_state="page",
    )  # fmt: skip
    return int((Decimal(str(typed)) * 1000).to_integral_value(ROUND_HALF_UP))


def _own_count(step: StepDialog) -> int:
    return int(st.session_state.get(step.key("own_count"), 0))


def _add_own(step: StepDialog) -> None:
    st.session_state[step.key("own_count")] = _own_count(step) + 1


def _own_line(step: StepDialog, place: int) -> dict | None:  # type: ignore[type-arg]
    """A line in own words; None until it has a name and a price."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("What"), key=step.key(f"own{place}:name"), max_chars=120, persist_state="page")
        unit = st.text_input(t("Unit"), key=step.key(f"own{place}:unit"), max_chars=16, width=80, persist_state="page")
        yuan = st.number_input(
            t("Unit price (yuan)"), min_value=0.0, max_value=100_000_000.0, value=None, step=1.0, format="%.2f",
            key=step.key(f"own{place}:yuan"), width=150, persist_state="page",
        )  # fmt: skip
    quantity = _quantity(step, f"own{place}:quantity", t("Quantity"))
    if not name.strip() or yuan is None:
        return None
    unit_fen = int((Decimal(str(yuan)) * 100).to_integral_value(ROUND_HALF_UP))
    return {"name": name, "unit": unit, "quantity_milli": quantity, "unit_fen": unit_fen}


def draw_accept_quote(step: StepDialog) -> None:
    quote = step.view.open_quote
    if quote is None:
        st.info(t("There is no open quote."), icon=":material/info:")
        return
    draw_lines(quote)
    with step.form():
        accepted = st.radio(
            t("The customer"), (True, False), key=step.key("accepted"), horizontal=True,
            format_func=lambda yes: t("accepts") if yes else t("declines"),
        )  # fmt: skip
        who = st.text_input(
            t("Who at the customer answered"), value=step.view.request.contact_name, key=step.key("who"), max_chars=80,
            persist_state="page",
        )  # fmt: skip
        if step.submit(icon=":material/done:"):
            step.take(
                lambda session, now, version: answer_quote(
                    session, actor=step.actor, now=now, quote_id=quote.id, accepted=accepted, answered_by=who,
                    expected_version=version,
                )
            )  # fmt: skip
