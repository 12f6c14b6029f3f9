"""Quotes of a request, and what it cost, for those who may see it."""

from __future__ import annotations

import streamlit as st

from aftersales.models import QuoteState
from aftersales.queries.request_parts import QuoteView
from aftersales.queries.request_view import RequestView
from aftersales.rules.message import Money
from aftersales.ui.sheet_print import draw_quote_sheet
from aftersales.ui.text import as_typed, named, show, t

LOOKS = {
    QuoteState.SENT: ("blue", ":material/outgoing_mail:"),
    QuoteState.ACCEPTED: ("green", ":material/check_circle:"),
    QuoteState.DECLINED: ("red", ":material/block:"),
    QuoteState.REPLACED: ("gray", ":material/history:"),
}

# On a phone the four columns fit without a cut amount.
_NARROW = """<style>
@media (max-width: 640px) {
  [class*="st-key-quote_lines_"] :is(th, td) { padding: .3rem .25rem; font-size: .8rem; }
}
</style>"""


def draw_quotes(view: RequestView) -> None:
    """Newest first. A technician sees the accepted one only: the money agreed on, and no other (4(5))."""
    quotes = [quote for quote in view.quotes if view.sees_quotes or quote.state is QuoteState.ACCEPTED]
    if not quotes:
        st.caption(t("No quote was made. The charge is “{charge}”.", charge=view.request.charge))
    for quote in quotes:
        with st.container(border=True):
            colour, icon = LOOKS[quote.state]
            st.markdown(
                f":{colour}-badge[{icon} {show(quote.state)}] **{show(Money(quote.total_fen))}** "
                f":gray[{show(quote.charge)} · {show(quote.made_at)}]"
            )
            draw_lines(quote)
            draw_quote_sheet(quote.id, view.request.number)
            if quote.note:
                st.caption(as_typed(quote.note))
            if quote.answered_at is not None:
                st.caption(
                    t("{name} answered on {moment}.", name=as_typed(quote.answered_by), moment=quote.answered_at)
                )


def draw_lines(quote: QuoteView) -> None:
    """The lines with their sum, amounts to the right; the price list's own words in the reader's language."""
    rows = [f"| {t('What')} | {t('Quantity')} | {t('Unit price')} | {t('Amount')} |", "| :-- | --: | --: | --: |"]
    rows += [
        f"| {as_typed(named(line.name, line.name_en))} "
        f"| {show(line.quantity_milli / 1000)} {as_typed(named(line.unit, line.unit_en))} "
        f"| {show(Money(line.unit_fen))} | {show(Money(line.total_fen))} |"
        for line in quote.lines
    ]
    rows.append(f"| **{t('Total')}** | | | **{show(Money(quote.total_fen))}** |")
    with st.container(key=f"quote_lines_{quote.id}"):
        st.html(_NARROW)
        st.markdown("\n".join(rows))


def draw_costs(view: RequestView) -> None:
    """What the work cost, by who bears it (4(9))."""
    if not view.costs:
        st.caption(t("No costs were written down yet; they stand in the service report."))
        return
    rows = [f"| {t('What')} | {t('Borne by')} | {t('Amount')} |", "| :-- | :-- | --: |"]
    rows += [f"| {show(cost.kind)} | {show(cost.bearer)} | {show(Money(cost.total_fen))} |" for cost in view.costs]
    rows.append(f"| **{t('Total')}** | | **{show(Money(sum(cost.total_fen for cost in view.costs)))}** |")
    st.markdown("\n".join(rows))
