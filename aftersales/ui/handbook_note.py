"""Deliveries that were made, and one of them with its note to print (1.5)."""

from __future__ import annotations

import streamlit as st

from aftersales.documents.handbook_note_sheet import handbook_note_pdf
from aftersales.documents.sheet_words import SheetLanguage
from aftersales.errors import NotFound
from aftersales.queries.handbook_deliveries import get_delivery_note, list_deliveries
from aftersales.rules.roles import Actor
from aftersales.ui.handbook_links import delivery_address
from aftersales.ui.html import fact_list, text
from aftersales.ui.page import reading
from aftersales.ui.report_view import SHEET_LANGUAGES
from aftersales.ui.text import current_language, named, say, show, t


def draw_note(actor: Actor, number: str) -> bool:
    """One delivery; False, with a sentence, where there is none of this number."""
    try:
        with reading() as session:
            note = get_delivery_note(session, actor, number)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")
        return False
    row = note.row
    if st.button(t("Back to the list"), key="note_back", type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.rerun()
    st.title(row.number, anchor=False)
    st.markdown(f":green-badge[:material/task_alt: {t('Handbook handed over')}] {show(row.delivered_on)}")
    about = row.sign_code or t("All signs of this type ({count})", count=note.signs)
    st.html(
        fact_list(
            [
                (t("Customer"), f"<b>{text(row.customer)}</b>"),
                (t("Project"), text(f"{row.project} ({row.project_code})")),
                (t("Sign type"), text(named(*row.sign_type))),
                (t("Signs"), text(about)),
                (t("Version"), text(f"{row.number_of_version} · {show(row.language)}")),
                (t("Valid from"), text(show(note.valid_from))),
                (t("Received by"), text(row.received_by)),
                (t("Handed over by"), text(named(*row.handed_over_by)) if row.handed_over_by else ""),
                (t("Why there is no signature"), text(note.unsigned_reason)),
                (t("Remark"), text(note.remark)),
            ]
        )
    )
    if note.signature is not None:
        st.image(note.signature, width=240, caption=t("Signature of who received it"))

    def make(language: SheetLanguage) -> bytes:
        return handbook_note_pdf(note, language, address=_full_address(row.number))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.segmented_control(
            t("Language of the sheet"), list(SHEET_LANGUAGES), format_func=SHEET_LANGUAGES.__getitem__,
            default=current_language(), key="note_language", required=True,
        )  # fmt: skip
        st.download_button(
            t("Print the delivery note (PDF)"), lambda: make(language), file_name=f"{row.number}.pdf",
            mime="application/pdf", icon=":material/print:", on_click="ignore", key="note_print",
        )  # fmt: skip
    return True


def _full_address(number: str) -> str:
    scheme, _, rest = (st.context.url or "").partition("://")
    host = rest.split("/", 1)[0]
    return (f"{scheme}://{host}" if host else "") + delivery_address(number)


def draw_deliveries(actor: Actor) -> None:
    """The newest first; a chosen row opens its note."""
    with reading() as session:
        rows = list_deliveries(session, actor)
    if not rows:
        st.info(t("No handbook was handed over yet."), icon=":material/handshake:")
        return
    chosen = st.dataframe(
        [
            {
                t("Number"): row.number,
                t("Handed over on"): show(row.delivered_on),
                t("Customer"): row.customer,
                t("Project"): row.project,
                t("Sign type"): named(*row.sign_type),
                t("Sign"): row.sign_code or t("All of this type"),
                t("Version"): f"{row.number_of_version} · {show(row.language)}",
                t("Received by"): row.received_by,
                t("Signed"): row.is_signed,
                t("Handed over by"): named(*row.handed_over_by) if row.handed_over_by else "—",
            }
            for row in rows
        ],
        hide_index=True, on_select="rerun", selection_mode="single-row", key="delivery_rows", height="content",
    )  # fmt: skip
    st.caption(t("Choose a row to open its delivery note."))
    picked = chosen["selection"]["rows"]
    if picked:
        st.query_params.from_dict({"number": rows[picked[0]].number})
        st.rerun()
