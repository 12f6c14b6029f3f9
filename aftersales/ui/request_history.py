"""The history of a request: who did what, when, in sentences."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.history_text import tell
from aftersales.queries.history import HISTORY_PAGE, HistoryEvent, history_of
from aftersales.queries.request_view import RequestView
from aftersales.rules.roles import Actor
from aftersales.ui.html import text, time_ago
from aftersales.ui.page import reading
from aftersales.ui.text import current_language, in_a_row, named, say, t

_STYLE = """<style>
.history { padding-left: .3rem; font-size: .925rem; }
.history .one { border-left: 2px solid rgba(128, 128, 128, .3); padding: 0 0 .9rem 1rem; 
  position: relative; }
.history .one::before { content: ""; position: absolute; left: -.37rem; top: .4rem; width: .6rem; height: .6rem;
  border-radius: 50%; background: #0b6b74; background: light-dark(#0b6b74, #4fb6bf); }
.history .when { opacity: .65; font-size: .825rem; } .history .more { opacity: .8; }
.history q { quotes: none; display: block; border-left: 3px solid rgba(128, 128, 128, .3); padding-left: .6rem;
  margin-top: .2rem; overflow-wrap: anywhere; }
</style>"""


def draw_history(view: RequestView, actor: Actor, now: datetime) -> None:
    """Newest first; older ones on demand."""
    key = f"history_pages:{view.id}"
    wanted = HISTORY_PAGE * int(st.session_state.get(key, 1))
    with reading() as session:
        events = history_of(session, actor, view, limit=wanted + 1)
    st.html(f'<div class="history">{"".join(_item(event, now) for event in events[:wanted])}</div>{_STYLE}')
    if len(events) > wanted:
        st.button(
            t("Show older ones"), icon=":material/expand_more:", key="older_history",
            on_click=lambda: st.session_state.update({key: int(st.session_state.get(key, 1)) + 1}),
        )  # fmt: skip


def _item(event: HistoryEvent, now: datetime) -> str:
    told = tell(event, current_language())
    who = named(*event.actor) if event.actor else t("The system")
    details = in_a_row(say(detail) for detail in told.details)
    more = f'<div class="more">{text(details)}</div>' if details else ""
    words = "".join(f"<q>{text(words)}</q>" for words in told.words)
    return (
        f'<div class="one"><b>{text(who)}</b> · {text(say(told.headline))} '
        f'<span class="when">{time_ago(event.at, now)}</span>{more}{words}</div>'
    )
