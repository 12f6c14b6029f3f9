"""One page of a register; each row opens its request."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.documents.export_cells import cell_of
from aftersales.queries.registers.columns import Column, ColumnKind, Register
from aftersales.queries.registers.read import MOST_COUNTED, Place, Selection, count_rows, list_rows
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.text import current_language, t

ROWS = 50
_PAGES = "register_pages"  # for which selection, and where each of its pages began


def draw_table(actor: Actor, register: Register, selection: Selection) -> None:
    """Pages are walked one by one: each begins where the last one ended, so a late one is as quick as the first."""
    begins = _begins(register, selection)
    with reading() as session:
        count = count_rows(session, actor, register, selection)
        rows = list_rows(session, actor, register, selection, after=begins[-1], limit=ROWS)
    if not rows:
        st.info(t("No row fits this choice. Choose other days, or take a filter away."), icon=":material/search_off:")
        return
    language = current_language()
    chosen = st.dataframe(
        [
            {
                t(column.label): cell_of(column, value, language)
                for column, value in zip(register.columns, row.cells, strict=True)
            }
            for row in rows
        ],
        hide_index=True, on_select="rerun", selection_mode="single-row", key="register_rows",
        height=min(38 + 36 * len(rows), 560), placeholder="",
        column_config={t(column.label): config for column in register.columns if (config := _config(column))},
    )  # fmt: skip
    _draw_pager(register, begins, rows[-1].place, len(rows), count)
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(rows):
        st.session_state.pop("register_rows", None)
        st.switch_page(register.page, query_params={"number": rows[picked[0]].number})


def _begins(register: Register, selection: Selection) -> list[Place | None]:
    """Where the pages up to this one began; another selection begins anew."""
    signature = (register.key, repr(selection))
    if st.session_state.get(_PAGES, (None,))[0] != signature:
        st.session_state[_PAGES] = (signature, [None])
    begins: list[Place | None] = st.session_state[_PAGES][1]
    return begins


def _config(column: Column) -> Any:
    kinds = {
        ColumnKind.MOMENT: lambda: st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        ColumnKind.DAY: lambda: st.column_config.DateColumn(format="YYYY-MM-DD"),
        ColumnKind.MONEY: lambda: st.column_config.NumberColumn(format="¥%.2f"),
        ColumnKind.COUNT: lambda: st.column_config.NumberColumn(format="%d"),
    }
    make = kinds.get(column.kind)
    return make() if make else None


def _back(begins: list[Place | None]) -> None:
    begins.pop()


def _draw_pager(register: Register, begins: list[Place | None], last: Place, shown: int, count: int) -> None:
    first = (len(begins) - 1) * ROWS + 1
    end = first + shown - 1
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if count >= MOST_COUNTED:
            text = t("Rows {first} to {last} of more than {count}", first=first, last=end, count=MOST_COUNTED)
        else:
            text = t("Rows {first} to {last} of {count}", first=first, last=end, count=count)
        is_request = register.page == "request.py"
        open_it = t("choose a row to open its request") if is_request else t("choose a row to open it")
        st.caption(f"{text} · {open_it}")
        with st.container(horizontal=True, width="content"):
            st.button(
                t("Previous page"), icon=":material/chevron_left:", key="register_back", disabled=len(begins) == 1,
                on_click=_back, args=(begins,),
            )  # fmt: skip
            st.button(
                t("Next page"), icon=":material/chevron_right:", key="register_on", icon_position="right",
                disabled=shown < ROWS or end == count, on_click=begins.append, args=(last,),
            )  # fmt: skip
