"""One audit: whose request it is, where the audit stands, what came out, and its history."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.audit_words import DEEDS
from aftersales.queries.audit_view import AuditView
from aftersales.rules.audit import TO_ANSWER
from aftersales.rules.due import Due
from aftersales.ui.audit_look import audit_badge, rate_words, show_month
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import request_address
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import as_typed, named, show, t


def draw_audit_head(view: AuditView, now: datetime) -> None:
    audit = view.audit
    st.set_page_config(page_title=audit.number)
    st.title(audit.number, anchor=False)
    badges = [audit_badge(audit.state)]
    if audit.state in TO_ANSWER:
        badges.append(promise_badge(audit.due_at, now, Due.RECORD))
    if audit.finished_at is not None:
        badges.append(f":gray-badge[:material/rule: {rate_words(audit.good, audit.asked)}]")
    st.markdown(" ".join(badges))


def draw_audit_facts(view: AuditView, now: datetime) -> None:
    audit = view.audit
    auditor = text(named(*view.auditor)) if view.auditor else f"<b>{text(t('nobody yet'))}</b>"
    link = f'<a href="{text(request_address(view.request_number))}" target="_self">{text(view.request_number)}</a>'
    st.html(
        fact_list(
            [
                (t("Request"), f"{link} · {text(show(view.fault))} · {text(view.description)}"),
                (t("Customer"), text(view.customer)),
                (t("Request closed at"), near_time(view.closed_at, now)),
                (t("Office"), f"{text(named(*view.office))} · {show_month(view.month)}"),
                (t("Auditor"), auditor),
                (t("Drawn at"), f"{near_time(audit.drawn_at, now)} · {text(t('seed {seed}', seed=str(view.seed)))}"),
                (t("Audited at"), near_time(audit.finished_at, now) if audit.finished_at else ""),
                (t("Auditor's words"), text(audit.words)),
            ]
        )
    )


def draw_audit_history(view: AuditView) -> None:
    st.subheader(t("History"), anchor=False)
    if not view.history:
        st.caption(t("Nothing has happened since it was drawn."))
    for event in view.history:
        who = named(*event.actor) if event.actor else t("The system")
        st.markdown(
            f"**{t(DEEDS[event.name])}**  \n:gray[{show(event.at)} · {as_typed(who)}]"
            + "".join(f"  \n{as_typed(line)}" for line in event.words)
        )
