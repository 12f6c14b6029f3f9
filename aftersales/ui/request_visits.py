"""Visits with crews and times, earlier rounds, the survey, and the requests that hang together with this one."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import Survey
from aftersales.queries.request_parts import CrewMember, VisitView
from aftersales.queries.request_view import RequestView
from aftersales.rules.gates import unanswered_from
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.visit import VISIT, VisitState
from aftersales.ui.html import fact_list, near_time, text
from aftersales.ui.navigation import open_request
from aftersales.ui.sheet_print import draw_dispatch_slip
from aftersales.ui.text import as_typed, labelled, named, show, t

V = VisitState
_LOOKS = {
    V.TO_PLAN: "orange", V.ASSIGNED: "blue", V.ACCEPTED: "blue", V.EN_ROUTE: "blue", V.ON_SITE: "blue",
    V.FINISHED: "green", V.HALF_DONE: "orange", V.HANDED_BACK: "gray", V.RECALLED: "gray",
}  # fmt: skip


def draw_visits(view: RequestView, now: datetime) -> None:
    """Dispatch records, the latest first (4(9))."""
    if not view.visits:
        st.caption(t("Nobody was sent yet."))
    for visit in view.visits:
        with st.container(border=True):
            _draw_visit(view, visit, now)


def _draw_visit(view: RequestView, visit: VisitView, now: datetime) -> None:
    title = t("Visit {count}", count=visit.visit)
    number = f" · {visit.number}" if visit.number else ""
    st.markdown(f"**{title}**{number} :{_LOOKS[visit.state]}-badge[{t(VISIT.labels[visit.state])}]")
    length = f" · {show_minutes(visit)}" if visit.starts_at else ""
    st.html(
        fact_list(
            [
                (t("Technicians"), "<br>".join(_member(member, now) for member in visit.crew)),
                (t("Planned start"), near_time(visit.starts_at, now) + length if visit.starts_at else ""),
                (t("Asked"), near_time(visit.asked_at, now) if visit.asked_at else ""),
                (t("Promised"), near_time(visit.promised_at, now) if visit.promised_at else ""),
                (t("Departed"), near_time(visit.departed_at, now) if visit.departed_at else ""),
                (t("Arrived"), near_time(visit.arrived_at, now) if visit.arrived_at else ""),
                (t("Ended"), near_time(visit.ended_at, now) if visit.ended_at else ""),
                (t("To do"), text(visit.needs)),
                (t("Note"), text(visit.note)),
                (t("Why it ended"), text(visit.end_reason)),
            ]
        )
    )
    if visit.dispatched_at is not None:
        draw_dispatch_slip(visit.id, view.request.number, visit.number or view.request.number)
    if visit.arrived_at is not None:
        label = t("Service report") if visit.report_id else t("Write the service report")
        if st.button(label, icon=":material/assignment:", type="tertiary", key=f"report_{visit.id}"):
            st.switch_page("reports.py", query_params={"number": view.request.number})


def show_minutes(visit: VisitView) -> str:
    return t("{minutes} min planned", minutes=visit.minutes)


def _member(member: CrewMember, now: datetime) -> str:
    name = text(named(member.name, member.name_en))
    if member.refused_at is not None:
        return f"{name} — {text(t('refused: {reason}', reason=member.refusal))}"
    if member.accepted_at is not None:
        return f"{name} ✓"
    return name


def draw_rounds(view: RequestView, now: datetime) -> None:
    """What came before the request was reopened."""
    for one in view.times.rounds:
        with st.container(border=True):
            st.markdown(f"**{t('Round {count}', count=one.round)}** :gray[{as_typed(one.reason)}]")
            st.html(
                fact_list(
                    [
                        (t("Clock from"), near_time(one.clock_from_at, now)),
                        (t("Answered"), near_time(one.responded_at, now)),
                        (t("Arrival due"), near_time(one.arrive_due_at, now)),
                        (t("Arrived"), near_time(one.arrived_at, now)),
                        (t("Finished"), near_time(one.finished_at, now)),
                        (t("Closed"), near_time(one.closed_at, now)),
                    ]
                )
            )


def draw_stops(view: RequestView, now: datetime) -> None:
    """When the arrival clock stood still, and why."""
    for stop in view.times.stops:
        ended = near_time(stop.to_at, now) if stop.to_at else text(t("still running"))
        st.html(
            f"<div style='font-size:.925rem'>⏸ {near_time(stop.from_at, now)} – {ended} · {text(show(stop.reason))}"
            f"<br><span style='opacity:.65'>{text(stop.note)}</span></div>"
        )


def draw_asks(view: RequestView) -> None:
    """Each ask, and what comes of it: unanswered, or from when on the file may be closed without an answer (4(7))."""
    for ask in view.survey.asks:
        st.caption(t("Asked on {moment}, {way}.", moment=ask.asked_at, way=ask.way))
    given_up = unanswered_from([ask.asked_at for ask in view.survey.asks])
    if given_up is None:
        return
    if utc_now() < given_up:
        st.caption(t("Without an answer the file may be closed from {moment} on (4(7)).", moment=given_up))
    else:
        st.markdown(f":gray-badge[:material/voice_over_off: {t('The customer did not answer')}]")


def draw_survey(view: RequestView) -> None:
    """The customer's answer, or how often they were asked."""
    answer = view.survey.answer
    if answer is not None:
        if answer.is_refused:
            st.markdown(t("The customer didn't want to answer: {words}", words=as_typed(answer.refusal)))
        else:
            _draw_marks(answer)
        return
    draw_asks(view)
    if not view.survey.asks:
        st.caption(t("The customer hasn't been asked for the survey yet."))


def _draw_marks(answer: Survey) -> None:
    marks = (
        (t("Overall"), answer.overall), (t("Replied in time"), answer.reply),
        (t("Arrived as promised"), answer.arrival), (t("Skill and quality"), answer.skill),
        (t("Use and care explained"), answer.explained), (t("Manners and tidiness"), answer.manners),
    )  # fmt: skip
    facts = [(label, f"{'★' * mark}{'☆' * (5 - mark)}") for label, mark in marks if mark]
    if answer.recommends is not None:
        facts.append((t("Would recommend us"), text(show(answer.recommends))))
    facts.append((t("Customer's words"), text(answer.words)))
    st.html(fact_list(facts))


def draw_linked(view: RequestView) -> None:
    """Every one opens its request."""
    for place, one in enumerate(view.links.requests):
        label = (
            f"{labelled(t(one.relation), f'**{one.number}**')} · {t(LIFECYCLE.labels[one.state])} · {show(one.fault)}"
        )
        if st.button(label, key=f"linked_{place}", type="tertiary", icon=":material/link:"):
            open_request(one.number)
