"""Why it was decided so: the facts, the clauses and the sum of the hours, in sentences to read to a caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import streamlit as st

from aftersales.rules.deadlines import Deadline
from aftersales.rules.decision import Decision
from aftersales.rules.message import N_, Message
from aftersales.services.decisions import Promises
from aftersales.ui.text import as_typed, say, show, t

WARRANTY, CHARGE, RECURRENCE = N_("Warranty"), N_("Charge"), N_("Recurrence")
RESPONSE, ARRIVAL, REPAIR = N_("Answer by"), N_("Arrive by"), N_("Repair by")


def draw_why(decided: Promises, *, costs: bool = True) -> None:
    """Everything that was decided about one request: who pays and why, and how each deadline adds up.

    `costs`: False for a question or an opinion, about which there is nothing to pay.
    """
    for title, decision in _parts(decided):
        if decision is decided.charge and not costs:
            continue
        st.markdown(f"**{t(title)}**  {_result(decision)}")
        draw_reasons(decision)


def why_popover(decided: Promises, *, costs: bool = True, label: str = N_("Why"), **more: Any) -> None:
    """The same behind a button."""
    with st.popover(t(label), icon=":material/help:", **more):
        draw_why(decided, costs=costs)


def draw_reasons(decision: Decision[Any] | Deadline) -> None:
    """The facts of one decision, its clauses, and for a deadline where the hours went."""
    _draw_facts(decision.facts)
    if decision.clauses:
        st.markdown(clauses_line(decision.clauses))
    if isinstance(decision, Deadline):
        if decision.stopped:
            st.markdown(f":small[:gray[{t('The clock stands still now; the moment holds if it went on at once.')}]]")
        draw_sum(decision)


def reasons_popover(decision: Decision[Any] | Deadline, *, label: str = N_("Why"), **more: Any) -> None:
    """One decision's reasons behind a small button; nothing where there are none."""
    if decision.facts or decision.clauses:
        with st.popover(t(label), icon=":material/help:", type="tertiary", **more):
            draw_reasons(decision)


def clauses_line(clauses: Iterable[str]) -> str:
    """The clauses that gave it, small and gray."""
    return f":small[:gray[:material/gavel: {t('By clause {clauses}', clauses=tuple(clauses))}]]"


def draw_sum(deadline: Deadline) -> None:
    """The count by hours, a line a day; the lines add up to the whole."""
    lines = deadline.sum()
    if not lines:
        return
    stood_still = sum((line.stood_still for line in lines), timedelta(0))
    heads = [(t("Day"), ":--"), (t("Counted"), "--:")]
    if stood_still:
        heads.append((t("Stood still"), "--:"))
    has_reasons = any(line.reason for line in lines)
    if has_reasons:
        heads.append((t("Why so"), ":--"))
    rows = [[head for head, _ in heads], [align for _, align in heads]]
    for line in lines:
        reason = as_typed(say(line.reason)) if line.reason else ""
        stood = show(line.stood_still) if line.stood_still else ""
        rows.append(
            [show(line.on), show(line.counted), *([stood] if stood_still else []), *([reason] if has_reasons else [])]
        )
    whole = [f"**{t('Sum')}**", f"**{show(deadline.counted)}**"]
    rows.append([*whole, *([show(stood_still)] if stood_still else []), *([""] if has_reasons else [])])
    st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in rows))


def _parts(decided: Promises) -> list[tuple[str, Decision[Any] | Deadline]]:
    parts: list[tuple[str, Decision[Any] | Deadline]] = [(WARRANTY, decided.warranty), (CHARGE, decided.charge)]
    if decided.recurrence.result:
        parts.append((RECURRENCE, decided.recurrence))
    parts.append((RESPONSE, decided.response))
    parts += [(title, part) for title, part in ((ARRIVAL, decided.arrival), (REPAIR, decided.repair)) if part]
    return parts


def _result(decision: Decision[Any] | Deadline) -> str:
    if isinstance(decision, Deadline):
        return show(decision.due_at)
    return as_typed(show(decision.result))


def _draw_facts(facts: Iterable[Message]) -> None:
    sentences = [f"- {as_typed(say(fact))}" for fact in facts]
    if sentences:
        st.markdown("\n".join(sentences))
