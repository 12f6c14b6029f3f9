"""The rows behind a number, on the same page; each row opens its request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any

import streamlit as st

from aftersales.errors import AftersalesError
from aftersales.queries.figures.groups import By, Narrow, get_names
from aftersales.queries.figures.open_actions import TITLES as ACTION_TITLES
from aftersales.queries.figures.open_now import MOST_ROWS as MOST_OPEN
from aftersales.queries.figures.open_now import TITLES, count_open, list_open
from aftersales.queries.figures.rows import FigureRow, list_figure_rows
from aftersales.queries.staff import find_actor
from aftersales.queries.where import Where
from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.figures import FIGURES, Unit
from aftersales.rules.goals import ALL_FIGURES
from aftersales.rules.kinds import Cause, Channel, CostKind, FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.periods import Period
from aftersales.rules.roles import Actor
from aftersales.rules.scorecard import QUALITIES
from aftersales.ui.figures_period import Compared, read_days, write_days
from aftersales.ui.leadership_actions import draw_action_rows
from aftersales.ui.leadership_billing import asked_stage, draw_billing_rows
from aftersales.ui.leadership_complaints import draw_complaint_rows
from aftersales.ui.moments import local
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.rows_table import draw_rows_table
from aftersales.ui.text import as_typed, named, say, show, t

WORDS: dict[By, type[Enum]] = {
    By.CAUSE: Cause, By.FAULT: FaultCategory, By.CHANNEL: Channel, By.KIND: Kind, By.SEVERITY: Severity,
    By.COST_KIND: CostKind,
}  # fmt: skip
NONE = "-"
BY_QUALITY = {f"quality:{quality.key}": quality for quality in QUALITIES}


def open_rows(
    key: str, by: By | None = None, part: Any = None, *, staff_id: int | None = None, period: Period | None = None
) -> None:
    """Show the rows behind `key` in this page's place; the address says so and can be sent on.

    `period` is a week or month of a chart or table, where those are not the days chosen above.
    """
    st.query_params["rows"] = key
    if period is not None:
        st.query_params["at"] = write_days(period)
    if staff_id is not None:
        st.query_params["staff"] = str(staff_id)
    if by is not None:
        st.query_params["by"] = by.value
        st.query_params["part"] = NONE if part is None else str(getattr(part, "value", part))
    st.rerun()


def asked_rows() -> str | None:
    """Which number's rows the address asks for, if there is such a number."""
    key = st.query_params.get("rows", "")
    known = {*ALL_FIGURES, *(f"open:{name}" for name in TITLES | ACTION_TITLES), *BY_QUALITY}
    return key if key in known or asked_stage(key) is not None else None


def asked_part() -> Narrow | None:
    by, part = st.query_params.get("by", ""), st.query_params.get("part", "")
    if by not in list(By) or not part:
        return None
    kind = By(by)
    if part == NONE:
        return Narrow(kind, None)
    try:
        value: Any = WORDS[kind](part) if kind in WORDS else part if kind in (By.BATCH, By.REGION) else int(part)
    except ValueError:
        return None
    return Narrow(kind, value)


def asked_staff() -> int | None:
    asked = st.query_params.get("staff", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def _back() -> None:
    for name in ("rows", "by", "part", "staff", "at"):
        st.query_params.pop(name, None)
    st.session_state.pop("complaint_rows", None)
    st.session_state.pop("action_rows", None)
    st.session_state.pop("billing_rows", None)
    for key in list(st.session_state):
        if str(key).startswith("figure_rows"):
            st.session_state.pop(key)


def part_name(by: By, value: Any, names: dict[Any, tuple[str, str]]) -> str:
    """How a part of a split is called."""
    if value is None:
        return t("not stated")
    if value in names:
        return named(*names[value])
    return show(value) if isinstance(value, Enum) else str(value)


def draw_rows(actor: Actor, key: str, compared: Compared, where: Where, now: datetime) -> None:
    """The list in place of the page, with the way back above it."""
    st.button(t("Back to all figures"), icon=":material/arrow_back:", on_click=_back, key="rows_back")
    compared = replace(compared, period=read_days(st.query_params.get("at", "")) or compared.period)
    try:
        if key in BY_QUALITY:
            quality = BY_QUALITY[key]
            st.caption(f"{t(quality.title)} · {t(quality.asks)}")
            for figure in quality.figures:
                _draw_counted(actor, figure, compared, where, now)
        elif key.removeprefix("open:") in ACTION_TITLES:
            draw_action_rows(actor, key.removeprefix("open:"), where, now)
        elif key.startswith("open:"):
            _draw_open(actor, key.removeprefix("open:"), where, now)
        elif (stage := asked_stage(key)) is not None:
            draw_billing_rows(actor, stage, where, local(now).date())
        elif key in COMPLAINT_FIGURES:
            draw_complaint_rows(actor, key, compared, where, now)
        else:
            _draw_counted(actor, key, compared, where, now)
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")


def _draw_open(actor: Actor, name: str, where: Where, now: datetime) -> None:
    with reading() as session:
        rows = list_open(session, actor, name, now=now, where=where)
        total = len(rows)
        if total == MOST_OPEN:
            total = getattr(count_open(session, actor, now=now, where=where), name)
    st.subheader(t(TITLES[name]), anchor=False)
    if not rows:
        st.success(t("There are none."), icon=":material/check_circle:")
        return
    table = [
        {
            t("Number"): row.number,
            t("State"): t(LIFECYCLE.labels[row.state]),
            t("Customer"): row.customer,
            t("Project"): row.project or "—",
            t("Sign"): row.sign_code or "—",
            t("Fault"): show(row.fault),
            t("Severity"): show(row.severity),
            t("Received"): local(row.received_at),
            t("Due"): local(row.due_at) if row.due_at else None,
            t("Late by"): show(now - row.due_at) if row.due_at and row.due_at < now else "",
            t("Office"): named(*row.office) if row.office else "—",
        }
        for row in rows
    ]
    _draw_table(table, [row.number for row in rows], total, (t("Received"), t("Due")))


def _draw_counted(actor: Actor, key: str, compared: Compared, where: Where, now: datetime) -> None:
    figure, narrow, staff_id = FIGURES[key], asked_part(), asked_staff()
    with reading() as session:
        found = list_figure_rows(
            session, actor, key, compared.period, now=now, where=where, narrow=narrow, staff_id=staff_id
        )
        names = get_names(session, narrow.by, [narrow.value]) if narrow else {}
        person = find_actor(session, staff_id) if staff_id is not None else None
    title = t(figure.title)
    if narrow:
        title = t("{figure}: {part}", figure=title, part=part_name(narrow.by, narrow.value, names))
    if person:
        title = t("{figure}: {part}", figure=title, part=named(person.name, person.name_en))
    st.subheader(as_typed(title), anchor=False)
    st.caption(f"{compared.named} · {t(figure.definition)}")
    if not found.rows:
        st.info(t("There are none."), icon=":material/check_circle:")
        return
    moments = [name for name in (t("Received"), t("Due"), t("Happened"), t("Filed"), t("Answered"))]
    table = [_cells(row, figure.unit) for row in found.rows]
    _draw_table(table, [row.number for row in found.rows], found.total, moments, name=f"figure_rows_{key}")


def _cells(row: FigureRow, unit: Unit) -> dict[str, Any]:
    at = {Unit.MONEY: t("Filed"), Unit.MARK: t("Answered")}.get(unit, t("Received"))
    cells: dict[str, Any] = {t("Number"): row.number}
    if unit is Unit.PERCENT:
        cells[t("As it should be")] = t("yes") if row.is_good else t("no")
    if unit is Unit.MARK:
        cells[t("Mark")] = row.amount
        cells[t("Words")] = row.words
    if unit is Unit.MONEY:
        cells[t("Amount (yuan)")] = (row.amount or 0) / 100
        cells[t("What for")] = row.words
    if unit is Unit.HOURS:
        cells[t("Hours")] = round((row.amount or 0) / 3600, 1)
    if row.due_at or row.done_at:
        cells[t("Due")] = local(row.due_at) if row.due_at and unit is Unit.PERCENT else None
        cells[t("Happened")] = local(row.done_at) if row.done_at else None
    cells |= {
        t("Customer"): row.customer,
        t("Project"): row.project or "—",
        t("Sign"): row.sign_code or "—",
        t("Fault"): show(row.fault),
        t("Cause"): show(row.cause),
        at: local(row.at),
    }
    cells[t("State")] = t(LIFECYCLE.labels[row.state])
    cells[t("Office")] = named(*row.office) if row.office else "—"
    return cells


def _draw_table(
    table: list[dict[str, Any]], numbers: list[str], total: int, moments: Sequence[str], name: str = "figure_rows"
) -> None:
    when = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
    config: dict[str, Any] = {name: when for name in moments}
    config[t("Amount (yuan)")] = st.column_config.NumberColumn(format="¥%.2f")
    picked = draw_rows_table(table, total, key=name, choose=t("choose a row to open its request"), config=config)
    if picked is not None:
        open_request(numbers[picked])
