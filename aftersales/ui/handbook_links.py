"""The ways to handbooks: their page's addresses, and a version to read."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from aftersales.documents.handbook_sheet import handbook_pdf
from aftersales.queries.handbooks import VersionRow, get_version_text
from aftersales.queries.letterhead import get_letterhead
from aftersales.rules.roles import Actor
from aftersales.services.handbooks import read_handbook
from aftersales.ui.page import reading
from aftersales.ui.text import named, show, t


def delivery_address(number: str) -> str:
    """The address of one delivery."""
    return "/handbooks?" + urlencode({"number": number})


def open_delivery_form(project_id: int, sign_type_id: int, sign_id: int | None = None) -> None:
    """Leave this page for the form that records a delivery."""
    asked = {"project": str(project_id), "type": str(sign_type_id)}
    if sign_id is not None:
        asked["sign"] = str(sign_id)
    st.switch_page("handbooks.py", query_params=asked)


def version_label(row: VersionRow) -> str:
    return f"{row.number} · {show(row.language)}"


def draw_read_button(row: VersionRow, actor: Actor, *, key: str) -> None:
    """The version as a PDF: the uploaded file, or made from its texts when it is asked for."""

    def content() -> bytes:
        with reading() as session:
            if row.attachment_id is not None:
                return read_handbook(session, actor, row.attachment_id)
            return handbook_pdf(get_version_text(session, actor, row.id), get_letterhead(session))

    name = row.name or f"{named(*row.sign_type)} {t('Use and care handbook')} {row.number}.pdf"
    st.download_button(
        t("Read {version}", version=version_label(row)), content, file_name=name, mime="application/pdf",
        icon=":material/menu_book:", key=key, on_click="ignore",
    )  # fmt: skip
