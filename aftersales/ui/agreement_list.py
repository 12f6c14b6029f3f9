"""Who waits for a supplementary agreement, and the agreements themselves."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.agreements import AgreementRow, WaitingRequest, list_agreements, list_waiting_requests
from aftersales.rules.agreement import AGREEMENT
from aftersales.rules.message import Money
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.agreements import start_agreement
from aftersales.ui.navigation import request_address
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.text import as_typed, show, t

_FIRST = 6


def draw_agreements(actor: Actor) -> None:
    """First the requests without one, then the open ones or all."""
    with reading() as session:
        waiting = list_waiting_requests(session, actor)
    _draw_waiting(actor, waiting)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.subheader(t("Agreements"), anchor=False)
        which = st.segmented_control(
            t("Which"), ("open", "all"), default="open", key="agreements_which", required=True,
            format_func=lambda one: t("Open ones") if one == "open" else t("All"), label_visibility="collapsed",
        )  # fmt: skip
    with reading() as session:
        rows = list_agreements(session, actor, only_open=which == "open")
    if rows:
        _draw_rows(rows)
    elif which == "open":
        st.info(t("No agreement is open."), icon=":material/task_alt:")
    else:
        st.info(t("There is no agreement yet."), icon=":material/contract:")


def _draw_waiting(actor: Actor, waiting: list[WaitingRequest]) -> None:
    if not waiting:
        return
    st.subheader(t("Requests that need one ({count})", count=len(waiting)), anchor=False)
    st.caption(t("Special or out of contract: nobody is sent until an agreement is approved (2b)."))
    shown = waiting if st.session_state.get("waiting_all") else waiting[:_FIRST]
    with st.grid(columns="auto", min_column_width=300):
        for request in shown:
            with st.container(border=True, gap="small", key=f"needs_{request.id}"):
                st.markdown(
                    f"[**{request.number}**]({request_address(request.number)})  \n{as_typed(request.customer)}  \n"
                    f":gray[{as_typed(request.description[:90])}]"
                )
                st.caption(t("Received {moment}", moment=request.received_at))
                if may(actor, Action.NEGOTIATE):
                    _draw_start(actor, request)
    if len(shown) < len(waiting):
        st.button(
            t("Show all {count}", count=len(waiting)), type="tertiary", key="show_all_waiting",
            on_click=lambda: st.session_state.update(waiting_all=True),
        )  # fmt: skip


def _draw_start(actor: Actor, request: WaitingRequest) -> None:
    form = f"start_agreement:{request.id}"
    with (
        st.popover(t("Begin an agreement"), icon=":material/edit_note:", width="stretch", key=f"pop_{form}"),
        st.form(form, border=False),
    ):
        subject = st.text_input(t("What it is about"), max_chars=200, key=f"{form}:subject")
        st.caption(t("The arrival clock stands still until the agreement is approved, refused or withdrawn."))
        if st.form_submit_button(t("Begin an agreement"), key=f"{form}:submit", type="primary", width="stretch"):
            with errors_shown():
                with unit_of_work() as session:
                    made = start_agreement(
                        session, actor=actor, now=utc_now(), request_id=request.id, subject=subject,
                        once=once_key(form),
                    ).number  # fmt: skip
                next_once_key(form)
                st.query_params["number"] = made
                st.rerun()


def _draw_rows(rows: list[AgreementRow]) -> None:
    chosen = st.dataframe(
        [
            {
                t("Number"): row.number,
                t("State"): t(AGREEMENT.labels[row.state]),
                t("Customer"): row.customer,
                t("What it is about"): row.subject,
                t("Price"): show(Money(row.price_fen)) if row.price_fen is not None else "—",
                t("Request"): row.request_number,
                t("Begun"): show(row.started_at),
                t("Waited"): show((row.ended_at or utc_now()) - row.started_at),
            }
            for row in rows
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="agreement_rows",
        height="content",
    )
    st.caption(t("Choose a row to open its agreement."))
    picked = chosen["selection"]["rows"]
    if picked:
        st.query_params["number"] = rows[picked[0]].number
        st.rerun()
