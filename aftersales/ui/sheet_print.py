"""A printed sheet in Chinese, English or both, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from aftersales.documents.dispatch_slip_sheet import dispatch_slip_pdf
from aftersales.documents.quote_sheet import quote_pdf
from aftersales.documents.sheet_words import SheetLanguage
from aftersales.queries.dispatch_slip import get_dispatch_slip
from aftersales.queries.quote_sheet import get_quote_sheet
from aftersales.ui.page import reading
from aftersales.ui.report_view import SHEET_LANGUAGES, sheet_address
from aftersales.ui.reveal import shown_to, with_contact
from aftersales.ui.text import t
from aftersales.ui.who import actor_here


def draw_dispatch_slip(dispatch_id: int, number: str, dispatch_number: str) -> None:
    """The slip that the crew takes along."""
    actor, address = actor_here(), sheet_address(number)
    shown = shown_to(actor, number)

    def make(language: SheetLanguage) -> bytes:
        with reading() as session:
            slip = get_dispatch_slip(session, actor, dispatch_id)
        return dispatch_slip_pdf(with_contact(slip, shown), language, address=address)

    _draw(t("Print the dispatch slip"), make, f"{dispatch_number}.pdf", key=f"slip_{dispatch_id}")


def draw_quote_sheet(quote_id: int, number: str) -> None:
    """The quote as it goes to the customer."""
    actor, address = actor_here(), sheet_address(number)
    shown = shown_to(actor, number)

    def make(language: SheetLanguage) -> bytes:
        with reading() as session:
            quote = get_quote_sheet(session, actor, quote_id)
        return quote_pdf(with_contact(quote, shown), language, address=address)

    _draw(t("Print the quote"), make, f"{number}-{t('quote')}.pdf", key=f"quote_sheet_{quote_id}")


def _draw(label: str, make: Callable[[SheetLanguage], bytes], file_name: str, *, key: str) -> None:
    with st.popover(label, icon=":material/print:", type="tertiary", key=key):
        for language, name in SHEET_LANGUAGES.items():
            st.download_button(
                name, _maker(make, language), file_name, "application/pdf", on_click="ignore",
                key=f"{key}_{language}", width="stretch",
            )  # fmt: skip


def _maker(make: Callable[[SheetLanguage], bytes], language: SheetLanguage) -> Callable[[], bytes]:
    return lambda: make(language)
