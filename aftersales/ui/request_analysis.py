"""On a request's page: why it came back, what is done about it, and the chain it is a link of (4(6))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.cause_analysis import AnalysisView
from aftersales.queries.recurrences import list_chain
from aftersales.queries.request_view import RequestView
from aftersales.rules.cause_analysis import AnalysisMethod
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.action_look import action_address, action_badge, due_badge
from aftersales.ui.html import text
from aftersales.ui.page import reading
from aftersales.ui.recurrence_lists import draw_chain
from aftersales.ui.text import as_typed, current_language, labelled, named, show, t

AGAIN = (N_("It happened before"), N_("It happened again"))


def draw_analysis(view: RequestView, actor: Actor, now: datetime) -> None:
    """Asks nothing of the store for a request that is no recurrence and has no analysis."""
    request = view.request
    if request.root_cause:
        with st.container(border=True, key="request_analysis", gap="xsmall"):
            _draw(view, view.analysis, actor, now)
    if request.outcome:
        st.html(f"<div><span style='opacity:.65'>{text(t('Outcome'))}</span><br>{text(request.outcome)}</div>")
    is_linked = any(one.relation in AGAIN for one in view.links.requests)
    if is_linked and request.sign_id is not None and may(actor, Action.SEE_REQUESTS):
        with reading() as session:
            chain = list_chain(session, actor, sign_id=request.sign_id, fault=request.fault_found or request.fault)
        if len(chain) > 1:
            with st.expander(
                t("The same fault of this sign, {count} times", count=len(chain)), icon=":material/replay:",
                key=f"chain_{view.id}",
            ):  # fmt: skip
                draw_chain(chain, here=request.number)


def _draw(view: RequestView, analysis: AnalysisView | None, actor: Actor, now: datetime) -> None:
    request = view.request
    st.markdown(f":small[:gray[{t('Root cause')}]]  \n**{as_typed(request.root_cause)}**")
    if analysis is not None:
        _draw_way(analysis)
    st.markdown(f":small[:gray[{t('Corrective action')}]]  \n{as_typed(request.corrective_action) or '—'}")
    if analysis is not None and analysis.action_number and analysis.action_state is not None:
        number = analysis.action_number
        # Its page is not for everybody who sees the request.
        link = f"[**{number}**]({action_address(number)})" if may(actor, Action.SEE_REQUESTS) else f"**{number}**"
        owner = f":small[:material/person: {as_typed(named(*analysis.action_owner))}]" if analysis.action_owner else ""
        st.markdown(f"{link} {action_badge(analysis.action_state)} {due_badge(analysis.action_due_at, now)} {owner}")


def _draw_way(analysis: AnalysisView) -> None:
    """The whys one below the other, or the branches with what each names."""
    if analysis.method is AnalysisMethod.FIVE_WHYS:
        lines = [f"{place}. {as_typed(why)}" for place, why in enumerate(analysis.whys, 1)]
    else:
        lines = [
            "- " + labelled(
                f"**{show(branch)}**" if branch is analysis.root_branch else show(branch),
                ("；" if current_language() == "zh" else "; ").join(as_typed(one) for one in causes),
            )
            for branch, causes in analysis.branches.items()
        ]  # fmt: skip
    who = f" · {as_typed(named(*analysis.made_by))}" if analysis.made_by else ""
    with st.expander(
        t("How it was found: {method}", method=analysis.method), icon=":material/account_tree:", key="analysis_way"
    ):
        st.markdown("\n".join(lines))
        st.caption(f"{show(analysis.made_at)}{who}")
