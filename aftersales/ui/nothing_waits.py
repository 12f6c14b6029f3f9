"""The empty day: says so, and what to do next."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.company import has_signs
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.navigation import present_pages
from aftersales.ui.page import reading
from aftersales.ui.text import t


def draw_nothing_waits(actor: Actor) -> None:
    with reading() as session:
        is_begun = has_signs(session)
    if not is_begun and may(actor, Action.IMPORT):
        st.info(
            t("Nothing is stored yet. Begin with the register of the signs you have installed."), icon=":material/flag:"
        )
    else:
        st.success(
            t("Nothing waits for you now. What comes in appears here by itself."), icon=":material/check_circle:"
        )
    files = ["intake.py", "board.py", "warranty.py", "reports.py"]
    files = [*files, "import_signs.py"] if is_begun else ["import_signs.py", *files]
    open_files = {entry.file: entry for entry in present_pages() if entry.is_open_to(actor)}
    for file in files:
        if file in open_files:
            st.page_link(file, label=t(open_files[file].title), icon=open_files[file].icon)
