"""Audits as cards: one's own first, those of everybody, and what was found."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from aftersales.queries.audits import AuditRow, FindingRow, Which, list_audits, list_findings
from aftersales.rules.audit import CHECKS, TO_ANSWER, FindingState
from aftersales.rules.due import Due
from aftersales.rules.roles import Actor
from aftersales.ui.audit_look import audit_address, audit_badge, finding_badge, rate_words, show_month
from aftersales.ui.page import reading
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.text import as_typed, named, t

_FIRST = 24


def draw_my_audits(actor: Actor, now: datetime) -> None:
    with reading() as session:
        rows = list_audits(session, actor, Which.MINE)
    if not rows:
        st.info(t("No closed request waits for you to audit it."), icon=":material/task_alt:")
        return
    _cards("my_audits", [(row.number, _audit(row, now)) for row in rows])


def draw_all_audits(actor: Actor, now: datetime) -> None:
    which = st.segmented_control(
        t("Which"), (Which.OPEN, Which.ALL), default=Which.OPEN, key="audits_which", required=True,
        format_func=lambda one: t("Open ones") if one is Which.OPEN else t("All"), label_visibility="collapsed",
    )  # fmt: skip
    with reading() as session:
        rows = list_audits(session, actor, which or Which.OPEN)
    if not rows:
        st.info(t("There are none."), icon=":material/fact_check:")
        return
    _cards("all_audits", [(row.number, _audit(row, now)) for row in rows])


def draw_office_audits(actor: Actor, now: datetime, office_id: int, first: date, last: date) -> None:
    """One office's audits of these months, the newest first."""
    with reading() as session:
        rows = list_audits(session, actor, Which.ALL, office_id=office_id, months=(first, last))
    _cards(f"office_{office_id}", [(row.number, _audit(row, now)) for row in rows])


def _audit(row: AuditRow, now: datetime) -> str:
    due = f" {promise_badge(row.due_at, now, Due.RECORD)}" if row.state in TO_ANSWER else ""
    result = f" · {rate_words(row.good, row.asked)}" if row.finished_at else ""
    who = as_typed(named(*row.auditor)) if row.auditor else f":red[{t('nobody yet')}]"
    return (
        f"[**{row.number}**]({audit_address(row.number)})  \n{audit_badge(row.state)}{due}  \n"
        f"{as_typed(row.customer)} · {row.request_number}{result}  \n"
        f":small[:gray[{as_typed(named(*row.office))} · {show_month(row.month)} · {t('Auditor')}: {who}]]"
    )


def draw_findings(actor: Actor, now: datetime) -> None:
    only_open = st.segmented_control(
        t("Which"), (True, False), default=True, key="findings_which", required=True,
        format_func=lambda one: t("Open ones") if one else t("All"), label_visibility="collapsed",
    )  # fmt: skip
    with reading() as session:
        rows = list_findings(session, actor, only_open=only_open is not False)
    if not rows:
        st.info(t("Everything that audits found is seen to."), icon=":material/task_alt:")
        return
    _cards("findings", [(row.number, _finding(row, now)) for row in rows])


def _finding(row: FindingRow, now: datetime) -> str:
    if row.state is FindingState.OPEN:
        due = promise_badge(row.due_at, now, Due.RECORD)
    else:
        due = kept_badge(row.due_at, row.seen_to_at or row.due_at, Due.RECORD)
    mine = f" :blue-badge[:material/person: {t('yours')}]" if row.is_mine else ""
    check = CHECKS[row.question]
    return (
        f"[**{row.number}**]({audit_address(row.audit_number)}){mine}  \n{finding_badge(row.state)} {due}  \n"
        f"{as_typed(row.words)}  \n"
        f":small[:gray[{t(check.words)} ({check.clause})  \n"
        f"{as_typed(named(*row.office))} · {as_typed(named(*row.owner))}]]"
    )


def _cards(area: str, cards: list[tuple[str, str]]) -> None:
    shown = cards if st.session_state.get(f"{area}_all") else cards[:_FIRST]
    with st.grid(columns="auto", min_column_width=300):
        for number, told in shown:
            with st.container(border=True, gap="xsmall", key=f"{area}_{number}"):
                st.markdown(told)
    if len(shown) < len(cards):
        st.button(
            t("Show all {count}", count=len(cards)), type="tertiary", key=f"show_all_{area}",
            on_click=lambda: st.session_state.update({f"{area}_all": True}),
        )  # fmt: skip
