"""A step in a small dialog: what is typed stays after an error, and somebody else's change is told, not overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.documents.history_text import tell
from aftersales.errors import AftersalesError, ChangedMeanwhile
from aftersales.queries.history import list_history
from aftersales.queries.request_view import RequestView, find_version
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import as_typed, current_language, named, say, show, t

Deed = Callable[[Session, datetime, int], Any]  # (session, now, expected version)
DONE, OPEN = "request_step_done", "request_step_open"


@dataclass(frozen=True, slots=True)
class StepDialog:
    """One step of one request as it was shown to one person. `turn` tells one filling-in from the next."""

    name: str
    view: RequestView
    actor: Actor
    turn: int

    @property
    def label(self) -> str:
        return t(LIFECYCLE.step(self.name).label)

    def key(self, field: str) -> str:
        """The widget key of a field: the same until the step was taken."""
        return _key(self.view.id, self.name, self.turn, field)

    @property
    def expected_version(self) -> int:
        return int(st.session_state.get(self.key("version"), self.view.request.version))

    def form(self) -> Any:
        return st.form(self.key("form"), border=False, enter_to_submit=False)

    def submit(self, label: str | None = None, *, icon: str | None = None) -> bool:
        """The one button at the end of the form."""
        return st.form_submit_button(
            label or self.label, key=self.key("submit"), type="primary", icon=icon, width="stretch"
        )

    def take(self, deed: Deed, *, finish: bool = True) -> Any:
        """Do it in one transaction and draw the page anew; None after an error, which is shown here.

        Nothing is rerun by an error, so what was typed stays.
        """
        try:
            with unit_of_work() as session:
                result = deed(session, utc_now(), self.expected_version)
        except ChangedMeanwhile as error:
            self._tell_changes(error)
            return None
        except AftersalesError as error:
            st.error(say(error), icon=":material/error:")
            return None
        if finish:
            self.finish()
        return result

    def finish(self) -> None:
        """Close the dialog and begin the next filling-in afresh."""
        st.session_state.pop(OPEN, None)
        st.session_state[_turn_key(self.name, self.view.id)] = self.turn + 1
        st.session_state[DONE] = self.label
        st.rerun()

    def _tell_changes(self, error: ChangedMeanwhile) -> None:
        """What the others did since; pressing the button again takes the step on top of it."""
        with reading() as session:
            version = find_version(session, self.view.id)
            news = list_history(session, self.actor, self.view.id, limit=5)
        opened_at = st.session_state.get(self.key("opened_at"))
        lines = []
        for event in news:
            if opened_at is not None and event.at < opened_at:
                continue
            who = named(*event.actor) if event.actor else t("The system")
            told = say(tell(event, current_language()).headline)
            lines.append(f"- {show(event.at)} · {as_typed(who)} · {as_typed(told)}")
        st.warning(say(error) + "\n\n" + "\n".join(lines), icon=":material/group:")
        st.caption(t("What you typed is still here. Press the button again to take the step all the same."))
        st.session_state[self.key("version")] = version
        st.session_state[self.key("opened_at")] = utc_now()


def open_step(name: str, view: RequestView) -> None:
    """Let the dialog of one step stand from now on, until the step is taken or the dialog dismissed."""
    turn = st.session_state.get(_turn_key(name, view.id), 0)
    st.session_state[OPEN] = (view.id, name, turn)
    st.session_state.pop(_key(view.id, name, turn, "version"), None)
    st.session_state[_key(view.id, name, turn, "opened_at")] = utc_now()


def draw_open_step(view: RequestView, actor: Actor, forms: Mapping[str, Callable[[StepDialog], None]]) -> None:
    """The dialog that stands open on this request, also after the page behind it was drawn anew."""
    request_id, name, turn = st.session_state.get(OPEN, (None, "", 0))
    if request_id != view.id:
        return
    step = StepDialog(name, view, actor, turn)
    # What others do meanwhile is compared with what was shown when the dialog opened.
    st.session_state.setdefault(step.key("version"), view.request.version)
    st.dialog(step.label, on_dismiss=_dismiss)(forms[name])(step)


def _dismiss() -> None:
    st.session_state.pop(OPEN, None)


def _key(request_id: int, name: str, turn: int, field: str) -> str:
    return f"step:{name}:{request_id}:{turn}:{field}"


def tell_done() -> None:
    """After the page was drawn anew: the step that was just taken."""
    label = st.session_state.pop(DONE, None)
    if label:
        st.toast(t("Done: {step}", step=label), icon=":material/check_circle:")


def _turn_key(name: str, request_id: int) -> str:
    return f"step_turn:{name}:{request_id}"
