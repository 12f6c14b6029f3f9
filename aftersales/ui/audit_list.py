"""Audits as cards: one's own first, those of everybody, and what was found."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from aftersales.queries.audits import AuditRow, FindingRow, Which, list_audits, list_findings
from aftersales.queries.figures.groups import By
from aftersales.rules.audit import CHECKS, TO_ANSWER, FindingState
from aftersales.rules.due import Due
from aftersales.rules.roles import Actor
from aftersales.services.working_days import end_of
from aftersales.ui.audit_look import audit_address, audit_badge, finding_badge, rate_words, show_month
from aftersales.ui.page import reading
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.record_list import draw_cards
from aftersales.ui.text import as_typed, named, t


def draw_my_audits(actor: Actor, now: datetime) -> None:
    with reading() as session:
        rows = list_audits(session, actor, Which.MINE)
    if not rows:
        st.info(t("No closed request waits for you to audit it."), icon=":material/task_alt:")
        return
    draw_cards(rows, lambda row: _audit(row, now), kind="my_audit", many="my_audits", width=300)


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
    draw_cards(rows, lambda row: _audit(row, now), kind="audit", many="audits", width=300)


def draw_part_audits(actor: Actor, now: datetime, by: By, part_id: int, first: date, last: date) -> None:
    """One office's or team's audits of these months, the newest first."""
    with reading() as session:
        rows = list_audits(session, actor, Which.ALL, part=(by, part_id), months=(first, last))
    draw_cards(rows, lambda row: _audit(row, now), kind="part_audit", many=f"audits_of_{by}_{part_id}", width=300)


def _audit(row: AuditRow, now: datetime) -> str:
    due = f" {promise_badge(row.due_at, now, Due.RECORD)}" if row.state in TO_ANSWER else ""
    result = f" · {rate_words(row.good, row.asked)}" if row.finished_at else ""
    who = as_typed(named(*row.auditor)) if row.auditor else f":red[{t('nobody yet')}]"
    auditor = t("Auditor: {name}", name=who)
    return (
        f"[**{row.number}**]({audit_address(row.number)})  \n{audit_badge(row.state)}{due}  \n"
        f"{as_typed(row.customer)} · {row.request_number}{result}  \n"
        f":small[:gray[{as_typed(named(*row.office))} · {show_month(row.month)} · {auditor}]]"
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
    draw_cards(rows, lambda row: _finding(row, now), kind="audit_finding", many="findings", width=300)


def _finding(row: FindingRow, now: datetime) -> str:
    if row.state is FindingState.OPEN:
        due = promise_badge(row.due_at, now, Due.RECORD)
    else:
        by = end_of(row.due_on)
        due = kept_badge(by, row.seen_to_at or by, Due.RECORD)
    mine = f" :blue-badge[:material/person: {t('yours')}]" if row.is_mine else ""
    check = CHECKS[row.question]
    return (
        f"[**{row.number}**]({audit_address(row.audit_number)}){mine}  \n{finding_badge(row.state)} {due}  \n"
        f"{as_typed(row.words)}  \n"
        f":small[:gray[{t(check.words)} ({check.clause})  \n"
        f"{as_typed(named(*row.office))} · {as_typed(named(*row.owner))}]]"
    )
