"""What the steps of all records with a workflow share: what was typed stays, nothing is overwritten, each is told once.

Requests have their own (`shown.py` and `steps/`), which open as dialogs and keep the version in a drawer, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.errors import AftersalesError, ChangedMeanwhile
from aftersales.rules.workflow import Offer
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import aside, say, t

_DONE = "record_step_done"


def tell_step_done() -> None:
    """What was done before the page was drawn anew."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.toast(t("Done: {step}", step=done), icon=":material/check_circle:")


def missing_words(offer: Offer[Any]) -> str:
    """What a closed step waits for, each with its clause."""
    items = tuple(aside(say(one.what), one.clause) if one.clause else say(one.what) for one in offer.missing)
    return t("Still missing: {items}.", items=items)


@dataclass(frozen=True, slots=True)
class RecordSteps:
    """The steps of one record on a page.

    `record` names it in the widgets' keys, say "return:17". `version` is the one that is drawn; `find_version` looks
    how often it has changed by now.
    """

    record: str
    version: int
    find_version: Callable[[Session], int | None]

    def key(self, name: str, field: str) -> str:
        """The same until a step was taken, so that what was typed stays after an error."""
        return f"{self.record}:{name}:{st.session_state.get(self._turn, 0)}:{field}"

    def open_form(self, name: str) -> None:
        """What is typed from here on answers to the version as it is drawn now."""
        st.session_state.setdefault(self.key(name, "version"), self.version)

    def take(self, name: str, label: str, deed: Callable[[Session, int], object], *, at_once: bool = False) -> None:
        """Take the step in one transaction and draw the page anew; an error is shown in place.

        `deed(session, expected_version)`: the version that the form opened with, or `at_once` the one that is drawn.
        """
        seen = self.key(name, "version")
        try:
            with unit_of_work() as session:
                deed(session, self.version if at_once else st.session_state[seen])
        except ChangedMeanwhile as error:
            st.warning(say(error), icon=":material/group:")
            with reading() as session:
                st.session_state[seen] = self.find_version(session)
            return
        except AftersalesError as error:
            st.error(say(error), icon=":material/error:")
            return
        st.session_state[self._turn] = st.session_state.get(self._turn, 0) + 1
        st.session_state[_DONE] = label
        st.rerun()

    @property
    def _turn(self) -> str:
        return f"{self.record}:turn"
