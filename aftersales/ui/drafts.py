"""What was begun and not saved, ready to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from aftersales.queries.drafts import Draft
from aftersales.ui.moments import show_time
from aftersales.ui.text import t


def draw_drafts(drafts: Sequence[Draft], now: datetime) -> None:
    known = [draft for draft in drafts if draft.form == "intake" or draft.number]
    if not known:
        return
    with st.container(border=True, key="drafts", gap="xsmall"):
        st.markdown(f":material/edit_note: **{t('Begun and not saved yet')}** :gray[{len(known)}]")
        for draft in known:
            _draw_draft(draft, show_time(draft.kept_at, now))


def _draw_draft(draft: Draft, kept: str) -> None:
    if draft.form == "intake":
        label, page = t("A call taken at {time}", time=kept), "intake.py"
        asked = {"draft": draft.mark}
    else:
        label, page = t("The report of {number}, last typed at {time}", number=draft.number, time=kept), "reports.py"
        asked = {"number": draft.number or "", "visit": str(draft.visit)}
    if st.button(label, key=f"draft_{draft.form}_{draft.mark}", type="tertiary", icon=":material/edit:"):
        st.switch_page(page, query_params=asked)
