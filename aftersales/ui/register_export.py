"""The same selection as a file: made with a progress bar, then handed out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from aftersales.documents.export_file import (
    MOST_EXPORTED,
    ExportFormat,
    ensure_fits,
    export_file_name,
    write_register,
)
from aftersales.queries.registers.columns import Register
from aftersales.queries.registers.read import count_rows, each_batch
from aftersales.rules.roles import Actor
from aftersales.ui.page import errors_shown, reading
from aftersales.ui.register_filter import Chosen
from aftersales.ui.text import current_language, t

_MADE = "register_file"
MIMES: dict[ExportFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv",
}  # fmt: skip


def draw_export(actor: Actor, register: Register, chosen: Chosen) -> None:
    """All rows of the selection, not only this page. The file is kept until something else is chosen."""
    signature = (register.key, repr(chosen), current_language())
    made = st.session_state.get(_MADE)
    if made is not None and made[0] != signature:
        st.session_state.pop(_MADE)
        made = None
    with st.container(horizontal=True, vertical_alignment="center"):
        as_excel = st.button(t("Make an Excel file of all these rows"), icon=":material/table_view:", key="make_xlsx")
        as_csv = st.button(t("Make a CSV file"), icon=":material/csv:", key="make_csv")
    if as_excel or as_csv:
        ending: ExportFormat = "xlsx" if as_excel else "csv"
        with errors_shown():
            content, count = _make(actor, register, chosen, ending)
            name = export_file_name(register, chosen.from_on, chosen.to_on, ending)
            made = st.session_state[_MADE] = (signature, content, name, MIMES[ending], count)
    if made is not None:
        _, content, name, mime, count = made
        st.download_button(
            t("Download {name} ({count} rows)", name=name, count=count), content, name, mime,
            icon=":material/download:", type="primary", on_click="ignore", key="register_download",
        )  # fmt: skip


def _make(actor: Actor, register: Register, chosen: Chosen, ending: ExportFormat) -> tuple[bytes, int]:
    with tempfile.TemporaryDirectory() as folder, reading() as session:
        path = Path(folder) / f"register.{ending}"
        total = count_rows(session, actor, register, chosen.selection, most=MOST_EXPORTED)
        ensure_fits(total, ending)
        bar = st.progress(0.0, text=t("{done} of {total} rows", done=0, total=total))

        def tell(done: int) -> None:
            bar.progress(min(1.0, done / max(1, total)), text=t("{done} of {total} rows", done=done, total=total))

        batches = each_batch(session, actor, register, chosen.selection)
        count = write_register(path, register, batches, ending, current_language(), told=tell)
        bar.empty()
        return path.read_bytes(), count
