"""A filed service report to look at, and its sheet to print."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable

import streamlit as st

from aftersales.documents.service_report_sheet import service_report_pdf
from aftersales.documents.sheet_words import SheetLanguage
from aftersales.queries.report_sheet import get_report_sheet
from aftersales.rules.message import Money
from aftersales.rules.personal import HIDDEN
from aftersales.rules.roles import Actor
from aftersales.services.contacts import reveal_request_contact
from aftersales.ui.page import reading
from aftersales.ui.report_list import name_in
from aftersales.ui.reveal import draw_reveal, shown_to, with_contact
from aftersales.ui.text import as_typed, current_language, show, t

SHEET_LANGUAGES: dict[SheetLanguage, str] = {"zh": "中文", "en": "English", "both": "中文 + English"}


def draw_print(actor: Actor, number: str, dispatch_id: int) -> None:
    """The sheet as a PDF in Chinese, English or both; made when it is asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.segmented_control(
            t("Language of the sheet"), list(SHEET_LANGUAGES), format_func=SHEET_LANGUAGES.__getitem__,
            default=current_language(), key=f"sheet_language_{dispatch_id}", required=True,
        )  # fmt: skip

        shown = shown_to(actor, number)

        def make() -> bytes:
            with reading() as session:
                sheet = get_report_sheet(session, actor, dispatch_id)
            return service_report_pdf(with_contact(sheet, shown), language, address=sheet_address(number))

        st.download_button(
            t("Print the report (PDF)"), make, file_name=f"{number}-{t('service-report')}.pdf", mime="application/pdf",
            icon=":material/print:", on_click="ignore", key=f"print_{dispatch_id}",
        )  # fmt: skip
        if importlib.util.find_spec("streamlit_pdf") and st.toggle(t("Look at the sheet"), key=f"look_{dispatch_id}"):
            looked = make()
        else:
            looked = None
    if looked:
        st.pdf(looked, height=720)


def sheet_address(number: str) -> str:
    """The request's full address, as this browser reaches the server, for the sheet's QR code."""
    url = st.context.url or ""
    scheme, _, rest = url.partition("://")
    host = rest.split("/", 1)[0]
    return f"{scheme}://{host}/request?number={number}" if host else f"/request?number={number}"


def draw_report(actor: Actor, dispatch_id: int) -> None:
    """All that was written down, in the order of the sheet."""
    with reading() as session:
        sheet = get_report_sheet(session, actor, dispatch_id, to_print=False)
    if HIDDEN in sheet.contact_phone or HIDDEN in sheet.address:
        draw_reveal(
            actor, reveal_request_contact, key="report", request=sheet.number, request_id=sheet.request_id
        )  # fmt: skip
    draw_print(actor, sheet.number, dispatch_id)
    language = current_language()
    with st.container(border=True):
        _lines(
            [
                (t("Customer"), sheet.customer),
                (t("Contact"), f"{sheet.contact_name} {sheet.contact_phone}".strip()),
                (t("Address"), sheet.address),
                (t("Project and contract"), " / ".join(filter(None, (sheet.project, sheet.contract)))),
                (t("Sign"), " ".join(filter(None, (sheet.sign_code, name_in(sheet.sign_type, language), sheet.place)))),
                (t("Warranty"), show(sheet.warranty)),
                (t("Charge"), show(sheet.charge)),
                (t("Technicians"), show(tuple(name_in(names, language) for names in sheet.crew))),
                (t("Arrived at"), show(sheet.arrived_at)),
                (t("Finished at") if sheet.is_finished else t("Left at"), show(sheet.ended_at)),
            ]
        )
    with st.container(border=True):
        _lines(
            [
                (t("Fault seen"), show(sheet.fault_seen)),
                (t("Cause found"), show(sheet.cause_found)),
                (t("What was found"), sheet.findings),
                (t("What was done"), sheet.work_done),
                (t("Safety measures"), sheet.safety_measures),
                (t("Left to do"), sheet.left_to_do),
                (t("Customer's words"), sheet.customer_words),
                (
                    t("Signature"),
                    t("{name}, {moment}", name=sheet.signed_by, moment=sheet.signed_at)
                    if sheet.signed_by
                    else t("none: {reason}", reason=sheet.unsigned_reason),
                ),
            ]
        )
    if sheet.parts:
        st.subheader(t("Parts used"), anchor=False)
        st.dataframe(
            [
                {t("Part"): name_in(part.name, language), t("Size"): part.size, t("Count"): part.count,
                 t("Old part returned"): show(part.old_returned)}
                for part in sheet.parts
            ],
            hide_index=True,
        )  # fmt: skip
    if sheet.costs:
        st.subheader(t("Costs"), anchor=False)
        st.dataframe(
            [
                {
                    t("Cost of"): show(cost.kind),
                    t("What it was"): name_in(cost.name, language),
                    t("Quantity"): f"{cost.quantity_milli / 1000:g} {name_in(cost.unit, language)}",
                    t("Borne by"): show(cost.bearer),
                    t("Amount"): show(Money(cost.total_fen)) if cost.total_fen is not None else "—",
                }
                for cost in sheet.costs
            ],
            hide_index=True,
        )
    if sheet.photos:
        st.subheader(t("Photos"), anchor=False)
        with st.grid(columns="auto", min_column_width=220):
            captions = {"photo_before": t("before"), "photo_after": t("after")}
            for photo in sheet.photos:
                st.image(photo.content, caption=captions.get(photo.purpose), width="stretch")


def _lines(lines: Iterable[tuple[str, str]]) -> None:
    st.markdown(
        "  \n".join(
            f":gray[{as_typed(label)}] &nbsp; " + as_typed(text).replace("\n", "  \n") for label, text in lines if text
        )
    )
