"""The survey's form for paper, with a code that leads to the link where there is one."""

from __future__ import annotations

import streamlit as st

from aftersales.documents.survey_sheet import survey_pdf
from aftersales.queries.survey_sheet import get_blank_sheet
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.text import current_language, t


def draw_paper_form(actor: Actor, number: str, *, address: str | None = None) -> None:
    """A button that makes the form when it is pressed."""
    language = current_language()  # the file is made in a thread that knows no browser

    def make() -> bytes:
        with reading() as session:
            sheet = get_blank_sheet(session, actor, number)
        return survey_pdf(sheet, language, address=address)

    st.download_button(
        t("Paper form"), make, file_name=f"{number}-{t('survey')}.pdf", mime="application/pdf", type="tertiary",
        icon=":material/print:", on_click="ignore", key=f"paper_{number}_{bool(address)}",
    )  # fmt: skip
