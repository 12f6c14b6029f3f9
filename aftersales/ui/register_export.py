"""The same selection as a file: made with a progress bar on the disk, then handed out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Made:
    """The file lies on the disk, not in memory, and goes with its folder when the session lets go of it."""

    signature: tuple[str, ...]
    folder: tempfile.TemporaryDirectory[str]
    path: Path
    ending: ExportFormat
    count: int

    @property
    def name(self) -> str:
        return self.path.name


def draw_export(actor: Actor, register: Register, chosen: Chosen) -> None:
    """All rows of the selection, not only this page. The file is kept until something else is chosen."""
    signature = (register.key, repr(chosen), current_language())
    made: _Made | None = st.session_state.get(_MADE)
    if made is not None and made.signature != signature:
        st.session_state.pop(_MADE)
        made = None
    with st.container(horizontal=True, vertical_alignment="center"):
        as_excel = st.button(t("Make an Excel file of all these rows"), icon=":material/table_view:", key="make_xlsx")
        as_csv = st.button(t("Make a CSV file"), icon=":material/csv:", key="make_csv")
    if as_excel or as_csv:
        ending: ExportFormat = "xlsx" if as_excel else "csv"
        with errors_shown():
            made = st.session_state[_MADE] = _make(actor, register, chosen, ending, signature)
    if made is not None:
        st.download_button(
            t("Download {name} ({count} rows)", name=made.name, count=made.count), made.path.read_bytes, made.name,
            MIMES[made.ending], icon=":material/download:", type="primary", on_click="ignore", key="register_download",
        )  # fmt: skip


def _make(actor: Actor, register: Register, chosen: Chosen, ending: ExportFormat, signature: tuple[str, ...]) -> _Made:
    folder = tempfile.TemporaryDirectory(prefix="aftersales-")
    name = export_file_name(register, chosen.from_on, chosen.to_on, ending)
    path = Path(folder.name) / name
    with reading() as session:
        total = count_rows(session, actor, register, chosen.selection, most=MOST_EXPORTED)
        ensure_fits(total, ending)
        bar = st.progress(0.0, text=t("{done} of {total} rows", done=0, total=total))

        def tell(done: int) -> None:
            bar.progress(min(1.0, done / max(1, total)), text=t("{done} of {total} rows", done=done, total=total))

        batches = each_batch(session, actor, register, chosen.selection)
        count = write_register(path, register, batches, ending, current_language(), told=tell)
        bar.empty()
    return _Made(signature, folder, path, ending, count)
