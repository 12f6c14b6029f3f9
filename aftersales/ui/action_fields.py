"""The fields of a corrective action that several forms share: who carries it out, and the days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from aftersales.models import CorrectiveAction
from aftersales.rules.corrective_action import CHECK_AFTER
from aftersales.rules.roles import MAY, Action
from aftersales.services.corrective_actions import ActionPlan
from aftersales.ui.choosable import Choosable
from aftersales.ui.text import t

MOST_WORDS = 1000
USUAL = timedelta(days=14)  # offered, to be changed


def draw_plan(
    key: Callable[[str], str], today: date, *, row: CorrectiveAction | None = None, with_words: bool = True
) -> dict[str, Any]:
    """The values of an `ActionPlan`, as typed; what was left empty is left out. One query."""
    typed: dict[str, Any] = {}
    if with_words:
        typed["words"] = st.text_area(
            t("What is done so that it doesn't happen again"), value=row.words if row else "", max_chars=MOST_WORDS,
            key=key("words"), height=96, persist_state="page",
        )  # fmt: skip
    names = Choosable().staff(*MAY[Action.DO_CORRECTIVE_ACTION])
    owners = list(names)
    typed["owner_id"] = st.selectbox(
        t("Who carries it out"), owners, format_func=names.__getitem__, key=key("owner"), placeholder=t("Choose"),
        index=owners.index(row.owner_id) if row is not None and row.owner_id in names else None,
    )  # fmt: skip
    due_on = row.due_on if row is not None and not with_words else today + USUAL
    with st.container(horizontal=True):
        typed["due_on"] = st.date_input(t("To be done by"), value=due_on, format="YYYY-MM-DD", key=key("due"))
        typed["check_on"] = st.date_input(
            t("Check of its effect on"), key=key("check"), format="YYYY-MM-DD",
            value=row.check_on if row is not None and not with_words else due_on + CHECK_AFTER,
            help=t("By then it shows whether the fault stays away."),
        )  # fmt: skip
    return {name: value for name, value in typed.items() if value is not None}


def plan_of(typed: dict[str, Any]) -> ActionPlan:
    """Raises InvalidInput for what is missing or too long."""
    return ActionPlan(**typed)
