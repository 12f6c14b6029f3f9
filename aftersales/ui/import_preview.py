"""What a register would bring, and what it brought: numbers, refused rows and the file to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath

import streamlit as st

from aftersales.documents.mend_file import mend_file
from aftersales.documents.register_file import Register
from aftersales.documents.register_template import empty_register
from aftersales.services.import_signs import ImportOutcome
from aftersales.ui.navigation import present_pages
from aftersales.ui.text import as_typed, current_language, say, show, t

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROWS = 8
LOOKUP_PAGE = "warranty.py"  # whoever may import may look up
_KEY = "import_look"


@dataclass(frozen=True, slots=True)
class Look:
    """One uploaded register, read and compared with the store; kept in the browser session until the next file."""

    name: str
    register: Register
    outcome: ImportOutcome
    is_stored: bool = False


def take_look() -> Look | None:
    return st.session_state.get(_KEY)


def put_look(look: Look | None) -> Look | None:
    st.session_state[_KEY] = look
    return look


def forget_look() -> None:
    """Another file was chosen, or none."""
    st.session_state.pop(_KEY, None)


def after_storing(look: Look, outcome: ImportOutcome) -> Look:
    """The look after storing: the rows that were taken need no memory any more."""
    return replace(look, register=replace(look.register, rows=()), outcome=outcome, is_stored=True)


@contextmanager
def progress_bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that fills while work goes on and is gone afterwards."""
    bar = st.progress(0.0, text=text)

    def fill(done: int, total: int) -> None:
        bar.progress(done / total if total else 1.0, text=text)

    try:
        yield fill
    finally:
        bar.empty()


def draw_what_is_read() -> None:
    """The page before a file is there: what the file has to look like, and an empty one to begin with."""
    with st.container(border=True):
        st.subheader(t("What is read"), anchor=False)
        st.markdown(
            t(
                "- One row is one sign. Title rows above the headings, blank rows and a total are passed over.\n"
                "- Headings may be Chinese or English, in any order. Customer and sign code are needed; "
                "contact, phone, project, contract, handover, warranty, type, place, address, office and remark "
                "are taken where they are.\n"
                "- Days may be written 2024-03-14, 2024/3/14, 2024.03.14 or 2024年3月14日, "
                "warranty periods 24, 24个月, 2年 or 2 years.\n"
                "- A sign that is stored already is left as it is: the same file can be sent again without harm."
            )
        )
        st.download_button(
            t("Empty register to fill in"),
            empty_register(current_language()),
            file_name=t("sign-register") + ".xlsx",
            mime=EXCEL,
            icon=":material/download:",
            on_click="ignore",
            key="empty_register",
        )


def draw_preview(look: Look) -> bool:
    """Numbers, refused rows, what is odd, the first rows as they were read; true once it is confirmed."""
    outcome = look.outcome
    st.subheader(t("What would happen"), anchor=False)
    _draw_numbers(look, t("New signs"))
    if not outcome.changes_nothing:
        st.markdown(
            t(
                "New with them: customers: {customers}, contacts: {contacts}, projects: {projects}, "
                "sign types: {types}, offices: {offices}.",
                **_counts(outcome),
            )
        )
    confirmed = False
    with st.container(horizontal=True):
        if outcome.changes_nothing:
            st.info(t("There is nothing new to store in this file."), icon=":material/info:")
        else:
            confirmed = st.button(
                t("Store the new signs ({count})", count=outcome.signs),
                type="primary",
                icon=":material/done_all:",
                key="store_signs",
            )
        _draw_mend_button(look)
    _draw_notes(look)
    _draw_refused(look)
    _draw_odd(look)
    with st.expander(t("The first rows as they were read"), icon=":material/table_rows:"):
        st.dataframe(
            [
                {
                    t("Row"): row.row,
                    t("Sign code"): row.code,
                    t("Customer"): row.customer,
                    t("Project"): row.project,
                    t("Contract number"): row.contract_number,
                    t("Handover"): show(row.handover_on),
                    t("Warranty months"): row.warranty_months,
                    t("Sign type"): row.sign_type,
                    t("Place"): row.place,
                }
                for row in look.register.rows[:FIRST_ROWS]
            ],
            hide_index=True,
        )
    return confirmed


def draw_outcome(look: Look) -> None:
    """After storing: what was made, what to do next, and the rows that are left to mend."""
    outcome = look.outcome
    st.success(
        t(
            "Stored: signs: {signs}, customers: {customers}, contacts: {contacts}, projects: {projects}, "
            "sign types: {types}, offices: {offices}.",
            signs=outcome.signs,
            **_counts(outcome),
        ),
        icon=":material/check_circle:",
    )
    if outcome.problems:
        st.markdown(
            t(
                "Rows not taken: {count}. Mend them in the file below and upload it here; "
                "what is stored stays as it is.",
                count=len(outcome.problems),
            )
        )
    with st.container(horizontal=True):
        _draw_mend_button(look)
        if any(entry.file == LOOKUP_PAGE for entry in present_pages()):
            st.page_link(LOOKUP_PAGE, label=t("Look up a sign's warranty"), icon=":material/verified_user:")
    _draw_refused(look)


def _counts(outcome: ImportOutcome) -> dict[str, int]:
    return {
        "customers": outcome.customers,
        "contacts": outcome.contacts,
        "projects": outcome.projects,
        "types": outcome.sign_types,
        "offices": outcome.offices,
    }


def _draw_numbers(look: Look, first: str) -> None:
    with st.grid(columns="auto", min_column_width=170):
        st.metric(first, show(look.outcome.signs), border=True)
        st.metric(t("Stored already"), show(look.outcome.unchanged), border=True)
        st.metric(t("Refused rows"), show(len(look.outcome.problems)), border=True)
        st.metric(t("Taken, but odd"), show(len(look.register.warnings)), border=True)


def _draw_mend_button(look: Look) -> None:
    if not look.outcome.problems:
        return
    language = current_language()
    stem = PurePath(look.name).stem.split(".rejects")[0]
    st.download_button(
        t("Refused rows to mend ({count})", count=len(look.outcome.problems)),
        lambda: mend_file(look.register.headings, look.outcome.problems, language=language),
        file_name=f"{stem}.rejects.xlsx",
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
        key="mend_file",
    )


def _draw_notes(look: Look) -> None:
    register = look.register
    if register.ignored_headings:
        names = tuple(as_typed(heading) for heading in register.ignored_headings)
        st.caption(t("Columns that were not read: {columns}.", columns=names))
    if register.other_sheets:
        st.caption(
            t(
                "Only the sheet “{sheet}” was read; import these on their own: {others}.",
                sheet=as_typed(register.sheet),
                others=tuple(as_typed(name) for name in register.other_sheets),
            )
        )


def _draw_refused(look: Look) -> None:
    problems = look.outcome.problems
    if not problems:
        return
    st.subheader(t("Refused rows"), anchor=False)
    st.dataframe(
        [
            {t("Row"): problem.row, t("Cell"): fault.cell, t("Why it can't be taken"): say(fault.reason)}
            for problem in problems
            for fault in problem.faults
        ],
        hide_index=True,
        column_config={
            t("Row"): st.column_config.NumberColumn(width="small", format="%d"),
            t("Cell"): st.column_config.TextColumn(width="small"),
        },
        key="refused_rows",
    )


def _draw_odd(look: Look) -> None:
    warnings = look.register.warnings
    if not warnings:
        return
    with st.expander(t("Taken, but odd ({count})", count=len(warnings)), icon=":material/help:"):
        st.dataframe(
            [
                {t("Row"): warning.row, t("Cell"): warning.cell, t("What is odd"): say(warning.reason)}
                for warning in warnings
            ],
            hide_index=True,
        )
