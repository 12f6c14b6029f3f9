"""Bills beside the quotes of a request: recorded, paid, withdrawn; for those who see costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.models import QuoteState
from aftersales.queries.bills import BillView, find_bill_version
from aftersales.queries.request_parts import QuoteView
from aftersales.queries.request_view import RequestView
from aftersales.rules.bill import BILL, BillState, charge_of_round
from aftersales.rules.gates import missing_for_bill
from aftersales.rules.kinds import Charge
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import Money
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.bills import NewBill, pay_bill, record_bill, withdraw_bill
from aftersales.ui.page import once_key
from aftersales.ui.record_steps import RecordSteps, tell_step_done
from aftersales.ui.text import as_typed, say, show, t

LOOKS = {
    BillState.BILLED: ("blue", ":material/receipt_long:"),
    BillState.PAID: ("green", ":material/paid:"),
    BillState.WITHDRAWN: ("gray", ":material/cancel:"),
}
ICONS = {"pay_bill": ":material/paid:", "withdraw_bill": ":material/undo:"}


def quotes_to_bill(view: RequestView) -> list[QuoteView]:
    """Accepted for the charge that holds, and under no bill."""
    request = view.request
    if request.state is RequestState.MERGED:
        return []
    return [
        quote
        for quote in view.quotes
        if quote.state is QuoteState.ACCEPTED
        and quote.bill_id is None
        and quote.charge is charge_of_round(request.charge, request.round, quote.charge, quote.round)
        and not missing_for_bill(quote.charge, True)
    ]


def waits_for_bill(view: RequestView, actor: Actor) -> bool:
    """Whether whoever looks has a bill to record: the work is done and nobody has billed it."""
    return may(actor, Action.BILL) and view.request.finished_at is not None and bool(quotes_to_bill(view))


def draw_bills(view: RequestView, actor: Actor, now: datetime) -> None:
    """Newest first, then the form for the next one."""
    if view.bills is None:
        return
    st.markdown(f"##### {t('Bills')}")
    tell_step_done()
    to_bill = quotes_to_bill(view)
    for bill in view.bills:
        _draw_bill(view, bill, actor, now)
    if to_bill and may(actor, Action.BILL):
        _draw_new(view, to_bill, actor, now)
    elif to_bill:
        st.caption(t("Not billed yet: {amount} accepted.", amount=Money(sum(one.total_fen for one in to_bill))))
    elif not any(bill.state is not BillState.WITHDRAWN for bill in view.bills):
        _draw_missing(view)


def _draw_missing(view: RequestView) -> None:
    charge = view.request.charge
    if charge is Charge.FREE:
        st.caption(t("The work is free; there is nothing to bill (4(5))."))
        return
    items = tuple(f"{say(one.what)} ({one.clause})" for one in missing_for_bill(charge, accepted_quote=False))
    st.caption(t("Not billed. Still missing: {items}.", items=items))


def _draw_bill(view: RequestView, bill: BillView, actor: Actor, now: datetime) -> None:
    with st.container(border=True, key=f"bill_{bill.id}"):
        colour, icon = LOOKS[bill.state]
        days = [t("billed on {day}", day=bill.billed_on)]
        if bill.paid_on is not None:
            days.append(t("paid on {day}", day=bill.paid_on))
        st.markdown(
            f":{colour}-badge[{icon} {t(BILL.labels[bill.state])}] **{show(Money(bill.amount_fen))}** "
            f":gray[{t('Invoice {number}', number=as_typed(bill.number))} · {' · '.join(days)}]"
        )
        if bill.reason:
            st.caption(
                t(
                    "More than the accepted {amount}: {words}", amount=Money(bill.accepted_fen),
                    words=as_typed(bill.reason),
                )
            )  # fmt: skip
        if bill.withdrawn_at is not None:
            st.caption(
                t("Withdrawn on {moment}: {words}", moment=bill.withdrawn_at, words=as_typed(bill.withdrawn_reason))
            )
        covered = [quote for quote in view.quotes if quote.bill_id == bill.id and quote.round == view.request.round]
        if any(quote.charge is not view.request.charge for quote in covered):
            st.warning(
                t("The charge was decided anew since: check whether this bill has to be withdrawn (4(5))."),
                icon=":material/error:",
            )
        offers = BILL.offers(bill.state, actor, None)
        if offers:
            steps = RecordSteps(
                f"bill:{bill.id}", bill.version, lambda session: find_bill_version(session, bill.id)
            )  # fmt: skip
            with st.container(horizontal=True, key=f"bill_steps_{bill.id}"):
                for offer in offers:
                    name, label = offer.step.name, t(offer.step.label)
                    with st.popover(label, icon=ICONS[name], key=steps.key(name, "pop")):
                        _draw_step(steps, bill, name, label, actor, now)


def _draw_step(steps: RecordSteps, bill: BillView, name: str, label: str, actor: Actor, now: datetime) -> None:
    steps.open_form(name)
    today = local_day(now)
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        if name == "pay_bill":
            paid_on = st.date_input(
                t("Paid on"), value=today, max_value=today, format="YYYY-MM-DD", key=steps.key(name, "day")
            )
        else:
            st.caption(t("The invoice number stays used; what it covered may be billed again."))
            reason = st.text_area(t("Reason"), max_chars=400, key=steps.key(name, "reason"))
        if not st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch"):
            return
    if name == "pay_bill":
        steps.take(
            name, label,
            lambda session, version: pay_bill(
                session, actor=actor, now=utc_now(), bill_id=bill.id, paid_on=paid_on, expected_version=version
            ),
        )  # fmt: skip
    else:
        steps.take(
            name, label,
            lambda session, version: withdraw_bill(
                session, actor=actor, now=utc_now(), bill_id=bill.id, reason=reason, expected_version=version
            ),
        )  # fmt: skip


def _draw_new(view: RequestView, quotes: Sequence[QuoteView], actor: Actor, now: datetime) -> None:
    """One invoice for the accepted quotes; which of them is asked only where there are several."""
    steps = RecordSteps(f"new_bill:{view.id}", view.request.version, lambda session: None)
    label, today = t("Record the bill"), local_day(now)
    accepted = sum(quote.total_fen for quote in quotes)
    st.caption(t("Not billed yet: {amount} accepted.", amount=Money(accepted)))
    with st.popover(label, icon=":material/receipt_long:", type="primary", key=steps.key("new", "pop")):
        chosen = [quote.id for quote in quotes]
        if len(quotes) > 1:
            names = {quote.id: f"{show(Money(quote.total_fen))} · {show(quote.made_at)}" for quote in quotes}
            chosen = st.multiselect(
                t("For which quotes"), list(names), default=chosen, format_func=names.__getitem__,
                key=steps.key("new", "quotes"), select_all=False,
            )  # fmt: skip
        total = sum(quote.total_fen for quote in quotes if quote.id in chosen)
        form = steps.key("new", "form")
        with st.form(form, border=False, enter_to_submit=False):
            number = st.text_input(t("Invoice number"), max_chars=40, key=steps.key("new", "number"))
            day = st.date_input(
                t("Billed on"), value=today, max_value=today, format="YYYY-MM-DD", key=steps.key("new", "day")
            )
            yuan = st.number_input(
                t("Net amount (yuan)"), min_value=0.0, max_value=100_000_000.0, value=total / 100, step=1.0,
                format="%.2f", key=steps.key("new", f"yuan{total}"),
            )  # fmt: skip
            reason = st.text_input(
                t("Reason, if it is more than the customer accepted"), max_chars=400, key=steps.key("new", "reason")
            )
            if not st.form_submit_button(label, key=steps.key("new", "submit"), type="primary", width="stretch"):
                return
        fen = int((Decimal(str(yuan)) * 100).to_integral_value(ROUND_HALF_UP))
        steps.take(
            "new", label,
            lambda session, _: record_bill(
                session, actor=actor, now=utc_now(), request_id=view.id,
                new=NewBill(
                    quote_ids=tuple(chosen), bill_number=number, billed_on=day, amount_fen=fen, reason=reason,
                    once=once_key(form),
                ),
            ),
            at_once=True,
        )  # fmt: skip
