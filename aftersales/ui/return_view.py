"""One return: where each of its lines stands and is, what was found and decided and why, its slip and its history."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from aftersales.documents.return_sheet import return_pdf
from aftersales.documents.return_words import DEEDS
from aftersales.queries.returns import LineView, ReturnEvent, ReturnView
from aftersales.rules.due import Due
from aftersales.rules.message import Money
from aftersales.rules.product_return import Outcome, Whereabouts
from aftersales.rules.roles import Actor
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import request_address, warranty_address
from aftersales.ui.promise import promise_badge
from aftersales.ui.report_view import SHEET_LANGUAGES
from aftersales.ui.return_look import place_words, return_address, return_badge
from aftersales.ui.return_photos import draw_line_photos
from aftersales.ui.return_steps import draw_line_steps
from aftersales.ui.text import as_typed, current_language, named, show, t
from aftersales.ui.why import reasons_popover

_FIRST_EVENTS = 12


def draw_return_head(view: ReturnView, now: datetime) -> None:
    head = view.head
    st.set_page_config(page_title=head.number)
    st.title(head.number, anchor=False)
    st.markdown(return_badge(head.state))
    project = view.project
    asked = " · ".join(filter(None, (named(*view.requested_by) if view.requested_by else "",)))
    request = view.request_number
    st.html(
        fact_list(
            [
                (t("Office"), text(named(*view.office))),
                (t("Customer"), text(view.customer)),
                (t("Project"), text(f"{project.name} ({project.code})") if project else ""),
                (t("Requested"), f"{near_time(head.requested_at, now)} {text(asked)}"),
                (
                    t("Request"),
                    f'<a href="{text(request_address(request))}" target="_self">{text(request)}</a>' if request else "",
                ),
                (t("Remark"), text(head.remark)),
            ]
        )
    )


def draw_return_line(one: LineView, actor: Actor, now: datetime, *, is_one_of_several: bool) -> None:
    """The line's card: what it is and where, what comes next, then what is known of it."""
    line = one.line
    with st.container(border=True, key=f"return_line_{one.id}", gap="small"):
        due = f" {promise_badge(line.due_at, now, Due.RECORD)}" if line.due_at is not None else ""
        position = f":gray[{line.number.rsplit('/', 1)[-1]} ·] " if is_one_of_several else ""
        st.markdown(
            f"{position}**{as_typed(line.product)} ×{line.quantity}** {return_badge(line.state)}{due}  \n"
            f"{place_words(line.whereabouts)}"
        )
        draw_line_steps(one, actor, now)
        st.html(fact_list(_facts(one, now)))
        _draw_decision(one)
        draw_line_photos(one, actor)


def _facts(one: LineView, now: datetime) -> list[tuple[str, str]]:
    line = one.line
    sign = ""
    if one.sign_code:
        sign = f'<a href="{text(warranty_address(one.sign_code))}" target="_self">{text(one.sign_code)}</a>'
        sign += f" {text(t('the whole sign') if line.is_whole else t('a part of it'))}"
    came = " · ".join(filter(None, (line.carrier_in, line.waybill_in)))
    sent = " · ".join(filter(None, (line.carrier, line.waybill, _day(line.shipped_on))))
    refunded = " · ".join(filter(None, (_day(line.refunded_on), line.voucher)))
    return [
        (t("Sign"), sign),
        (t("What the customer wants"), text(show(line.wish))),
        (t("Why it comes back"), text(line.reason)),
        (t("On its way by"), text(came)),
        (t("Goods received"), near_time(line.received_at, now) if line.received_at else ""),
        (t("Condition"), text(line.condition)),
        (t("Serial numbers"), text(line.serials)),
        (t("Finding"), text(line.finding)),
        (t("Cause"), text(show(line.cause)) if line.cause else ""),
        (t("Shipped"), text(sent)),
        (t("New serial numbers"), text(line.new_serials)),
        (t("Refunded"), text(refunded)),
        (t("Arrived on"), text(_day(line.arrived_on))),
    ]


def _day(day: date | None) -> str:
    return show(day) if day is not None else ""


def _draw_decision(one: LineView) -> None:
    """Warranty and charge with their reasons; then what was quoted, excepted and decided."""
    line, decision = one.line, one.decision
    if decision is None:
        return
    for key, label, part in (
        ("warranty", t("Warranty"), decision.warranty),
        ("charge", t("Charge"), decision.charge),
    ):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":gray[{label}] **{as_typed(show(part.result))}**", width="content")
            reasons_popover(part, key=f"return_why_{key}_{one.id}")
    words = []
    if line.quote_fen is not None and line.quote_for is not None:
        quote = t("Quote for “{outcome}”: {price}", outcome=line.quote_for, price=Money(line.quote_fen))
        if line.quote_accepted_at is not None:
            quote += f" · {t('accepted by {who}', who=as_typed(line.quote_answered_by))}"
        words.append(quote)
    if line.exception_for is not None:
        words.append(
            t("The manager's exception for “{outcome}”: {reason}", outcome=line.exception_for,
              reason=as_typed(line.exception_reason))
        )  # fmt: skip
    if line.outcome is not None:
        decided = t("Decided: {outcome}", outcome=line.outcome)
        if line.outcome is Outcome.REFUND and line.refund_fen is not None:
            decided += f" · {show(Money(line.refund_fen))}"
        words.append(f"**{decided}**" + (f" · {as_typed(line.refusal)}" if line.refusal else ""))
    if words:
        st.markdown("  \n".join(words))


def draw_return_print(view: ReturnView) -> None:
    """The slip as a PDF in Chinese, English or both; made when it is asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.segmented_control(
            t("Language of the sheet"), list(SHEET_LANGUAGES), format_func=SHEET_LANGUAGES.__getitem__,
            default=current_language(), key="return_language", required=True,
        )  # fmt: skip
        st.download_button(
            t("Print the return slip (PDF)"), lambda: return_pdf(view, language, address=_full_address(view)),
            file_name=f"{view.head.number}.pdf", mime="application/pdf", icon=":material/print:", on_click="ignore",
            key="return_print",
        )  # fmt: skip


def _full_address(view: ReturnView) -> str:
    scheme, _, rest = (st.context.url or "").partition("://")
    host = rest.split("/", 1)[0]
    return (f"{scheme}://{host}" if host else "") + return_address(view.head.number)


def draw_return_history(view: ReturnView) -> None:
    """Who did what when, and where it went by it; the newest first."""
    st.subheader(t("History"), anchor=False)
    shows_lines = len(view.lines) > 1
    is_long = len(view.history) > _FIRST_EVENTS and not st.session_state.get("return_history_all")
    for event in view.history[: _FIRST_EVENTS if is_long else None]:
        st.markdown(_told(event, shows_lines))
    if is_long:
        st.button(
            t("Show all {count}", count=len(view.history)), type="tertiary", key="return_history_more",
            on_click=lambda: st.session_state.update(return_history_all=True),
        )  # fmt: skip


def _told(event: ReturnEvent, shows_lines: bool) -> str:
    who = named(*event.actor) if event.actor else t("The system")
    line = f" · {t('item {number}', number=event.line.rsplit('/', 1)[-1])}" if shows_lines and event.line else ""
    parts = []
    if event.data.get("quantity"):
        parts.append(t("pieces: {count}", count=event.data["quantity"]))
    if event.data.get("whereabouts"):
        parts.append(place_words(Whereabouts(event.data["whereabouts"])))
    money = event.data.get("price_fen") or event.data.get("refund_fen")
    if money:
        parts.append(show(Money(money)))
    said = [as_typed(str(value)) for value in event.words.values() if value]
    return (
        f"**{t(DEEDS.get(event.name, event.name))}**{line}  \n"
        + (f"{' · '.join(parts)}  \n" if parts else "")
        + f":small[:gray[{show(event.at)} · {as_typed(who)}]]"
        + "".join(f"  \n{one}" for one in said)
    )
