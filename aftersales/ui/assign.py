"""Send technicians: suggested by team and free time, sent with one more click (2, 4(9))."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.load import Suggestion, TechnicianLoad, list_load, round_up, suggest_crew
from aftersales.queries.look import Look
from aftersales.queries.where import Where
from aftersales.rules.roles import Actor
from aftersales.services.dispatch import NewDispatch, dispatch_crew
from aftersales.ui.moments import moment_input, show_time
from aftersales.ui.page import next_once_key, once_key, reading
from aftersales.ui.shown import take_step
from aftersales.ui.text import named, show, t

USUAL_MINUTES = 120
LENGTHS = (30, 60, 90, 120, 180, 240, 360, 480)
LOOK_AHEAD = timedelta(days=2)
_READY_IN = timedelta(minutes=15)


def draw_assign(look: Look, actor: Actor, *, version_key: str) -> bool:
    """The form to send a crew; true once it was sent. An error is shown and what was typed stays.

    `version_key` names where the session keeps the request's version as it was shown first.
    """
    request, now = look.request, utc_now()
    st.session_state.setdefault(version_key, request.version)
    with reading() as session:
        loads = list_load(
            session, actor, from_at=now, to_at=now + LOOK_AHEAD, where=Where(office_id=request.office_id)
        ) or list_load(session, actor, from_at=now, to_at=now + LOOK_AHEAD)
    if not loads:
        st.info(t("There are no technicians yet."), icon=":material/info:")
        return False
    form = f"assign:{request.id}"
    earliest = round_up(max([now + _READY_IN, *_wanted(look, now)]))
    suggestions = suggest_crew(loads, earliest_at=earliest, minutes=USUAL_MINUTES, team_id=request.team_id)
    chosen = _pick(suggestions, now, form)
    by_id = {load.staff_id: load for load in loads}
    with st.form(form, border=False):
        staff_ids = st.multiselect(
            t("Technicians"), list(by_id), default=[chosen.load.staff_id] if chosen else [],
            format_func=lambda staff_id: _name(by_id[staff_id]), key=f"{form}:crew:{_mark(chosen)}",
            placeholder=t("Choose technicians"), select_all=False,
        )  # fmt: skip
        with st.container(horizontal=True):
            starts_at = moment_input(
                t("Start"), value=chosen.starts_at if chosen else earliest, key=f"{form}:start:{_mark(chosen)}"
            )
            minutes = st.selectbox(
                t("Planned length"), LENGTHS, index=LENGTHS.index(USUAL_MINUTES),
                format_func=lambda value: show(timedelta(minutes=value)), key=f"{form}:minutes",
            )  # fmt: skip
        note = st.text_input(t("Note for the crew"), key=f"{form}:note", max_chars=400)
        sent = st.form_submit_button(
            t("Dispatch"), type="primary", icon=":material/send:", width="stretch", key=f"{form}:send"
        )
    if not sent:
        return False
    if not staff_ids or starts_at is None:
        st.error(t("Choose at least one technician and a start."), icon=":material/error:")
        return False
    new = NewDispatch(staff_ids=tuple(staff_ids), starts_at=starts_at, minutes=minutes, note=note, once=once_key(form))
    is_sent = take_step(
        request, version_key,
        lambda session, at, version: dispatch_crew(
            session, actor=actor, now=at, request_id=request.id or 0, new=new, expected_version=version
        ),
    )  # fmt: skip
    if is_sent:
        next_once_key(form)
    return is_sent


def _wanted(look: Look, now: datetime) -> list[datetime]:
    """When the customer expects us, if that is still to come and nobody has been there yet."""
    request = look.request
    if request.arrived_at is not None:
        return []
    return [moment for moment in (request.promised_at or request.asked_at,) if moment is not None and moment > now]


def _pick(suggestions: list[Suggestion], now: datetime, form: str) -> Suggestion | None:
    """The suggested people as pills; choosing another fills in the form below for them."""
    by_id = {suggestion.load.staff_id: suggestion for suggestion in suggestions}
    chosen = st.pills(
        t("Who is free"), list(by_id), default=next(iter(by_id), None), key=f"{form}:pick",
        format_func=lambda staff_id: _offer(by_id[staff_id], now),
    )  # fmt: skip
    return by_id.get(chosen) if chosen else None


def _offer(suggestion: Suggestion, now: datetime) -> str:
    return t(
        "{name}, free at {time}", name=_name(suggestion.load), time=show_time(suggestion.starts_at, now)
    )  # fmt: skip


def _name(load: TechnicianLoad) -> str:
    return named(load.name, load.name_en)


def _mark(chosen: Suggestion | None) -> int:
    return chosen.load.staff_id if chosen else 0
