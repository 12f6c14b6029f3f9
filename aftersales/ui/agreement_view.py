"""One supplementary agreement: where it stands, what was agreed, its sheet and its history."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.agreement_sheet import agreement_pdf
from aftersales.queries.agreements import AgreementView
from aftersales.rules.agreement import AGREEMENT, OPEN_AGREEMENTS
from aftersales.rules.kinds import Severity
from aftersales.rules.message import N_, Money
from aftersales.rules.roles import Actor
from aftersales.ui.agreement_look import agreement_address, agreement_badge
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import request_address
from aftersales.ui.report_view import SHEET_LANGUAGES
from aftersales.ui.reveal import shown_to
from aftersales.ui.text import as_typed, current_language, named, show, t

_BEGAN = {"begin": N_("Began it")}


def draw_agreement_head(view: AgreementView, now: datetime) -> None:
    agreement = view.agreement
    st.set_page_config(page_title=agreement.number)
    st.title(agreement.number, anchor=False)
    badges = [agreement_badge(agreement.state)]
    waited = (agreement.ended_at or now) - agreement.started_at
    badges.append(f":gray-badge[:material/timer: {t('waited {length}', length=waited)}]")
    if agreement.state in OPEN_AGREEMENTS and view.request.severity is not Severity.DANGER:
        badges.append(f":gray-badge[:material/pause_circle: {t('the arrival clock stands still')}]")
    st.markdown(" ".join(badges))


def draw_agreement_facts(view: AgreementView, now: datetime) -> None:
    agreement, request, project = view.agreement, view.request, view.project
    price = show(Money(agreement.price_fen)) if agreement.price_fen is not None else ""
    accepted = ""
    if agreement.accepted_at is not None:
        accepted = f"{text(agreement.customer_side)} · {near_time(agreement.accepted_at, now)}"
    ended = ""
    if agreement.ended_at is not None:
        who = text(named(*view.approver)) if view.approver else text(t("The system"))
        ended = f"{who} · {near_time(agreement.ended_at, now)}"
    st.html(
        fact_list(
            [
                (t("What it is about"), f"<b>{text(agreement.subject)}</b>"),
                (t("Terms"), text(agreement.terms)),
                (t("Price"), f"<b>{text(price)}</b>" if price else ""),
                (t("Accepted by the customer"), accepted),
                (t(AGREEMENT.labels[agreement.state]), ended),
                (t("Reason"), text(agreement.reason)),
                (
                    t("Request"),
                    f'<a href="{text(request_address(request.number))}" target="_self">{text(request.number)}</a>'
                    f" · {text(request.description)}",
                ),
                (t("Customer"), text(view.customer.name)),
                (t("Project"), text(f"{project.name} ({project.code})") if project else ""),
                (t("Begun"), near_time(agreement.started_at, now)),
            ]
        )
    )


def draw_agreement_print(actor: Actor, view: AgreementView) -> None:
    """The sheet as a PDF in Chinese, English or both; made when it is asked for."""
    shown = shown_to(actor, view.request.number)
    phone = shown.people[0][1] if shown else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.segmented_control(
            t("Language of the sheet"), list(SHEET_LANGUAGES), format_func=SHEET_LANGUAGES.__getitem__,
            default=current_language(), key="agreement_language", required=True,
        )  # fmt: skip
        st.download_button(
            t("Print the agreement (PDF)"),
            lambda: agreement_pdf(view, language, address=_full_address(view), phone=phone),
            file_name=f"{view.agreement.number}.pdf", mime="application/pdf", icon=":material/print:",
            on_click="ignore", key="agreement_print",
        )  # fmt: skip


def _full_address(view: AgreementView) -> str:
    scheme, _, rest = (st.context.url or "").partition("://")
    host = rest.split("/", 1)[0]
    return (f"{scheme}://{host}" if host else "") + agreement_address(view.agreement.number)


def draw_agreement_history(view: AgreementView, now: datetime) -> None:
    st.subheader(t("History"), anchor=False)
    labels = {step.name: step.label for step in AGREEMENT.steps} | _BEGAN
    for event in view.history:
        who = named(*event.actor) if event.actor else t("The system")
        price = f" · {show(Money(event.price_fen))}" if event.price_fen is not None else ""
        said = [
            as_typed(str(event.words[key])) for key in ("note", "terms", "answered_by", "reason") if key in event.words
        ]
        st.markdown(
            f"**{t(labels[event.name])}**{price}  \n:gray[{show(event.at)} · {as_typed(who)}]"
            + "".join(f"  \n{line}" for line in said)
        )
