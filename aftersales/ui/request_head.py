"""The head of a request's page: where it stands, what is promised, who and where."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.request_view import RequestView
from aftersales.rules.due import Due
from aftersales.rules.kinds import Kind, Severity
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.ui.agreement_look import agreement_address, agreement_badge
from aftersales.ui.html import call_link, fact_list, near_time, text
from aftersales.ui.navigation import warranty_address
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.text import named, show, t

R = RequestState
_STATES = {
    R.REGISTERED: ("blue", ":material/inbox:"),
    R.ACCEPTED: ("blue", ":material/mark_chat_read:"),
    R.ON_HOLD: ("gray", ":material/pause_circle:"),
    R.DISPATCHED: ("blue", ":material/send:"),
    R.EN_ROUTE: ("blue", ":material/directions_car:"),
    R.ON_SITE: ("blue", ":material/handyman:"),
    R.UNFINISHED: ("orange", ":material/event_repeat:"),
    R.DONE: ("green", ":material/task_alt:"),
    R.CLOSED: ("gray", ":material/inventory_2:"),
    R.CANCELLED: ("gray", ":material/cancel:"),
    R.MERGED: ("gray", ":material/merge:"),
}
_SEVERITIES = {
    Severity.URGENT: ("blue", ":material/priority_high:"),
    Severity.MAJOR: ("violet", ":material/flag:"),
    Severity.DANGER: ("red", ":material/warning:"),
}


def draw_head(view: RequestView, now: datetime) -> None:
    """Number and state, then the promises, then what is unlike other requests."""
    request = view.request
    st.set_page_config(page_title=request.number)  # so that several tabs can be told apart
    st.title(request.number, anchor=False)
    badges = [_state_badge(request.state, request.kind), *_severity(view), *promise_badges(view, now), *_marks(view)]
    st.markdown(" ".join(badges))


def promise_badges(view: RequestView, now: datetime) -> list[str]:
    """Reply, arrival, next visit and repair: still to keep, kept or broken."""
    request = view.request
    has_ended = request.state in LIFECYCLE.final
    badges = []
    if request.responded_at is not None:
        badges.append(kept_badge(request.respond_due_at, request.responded_at, Due.RESPONSE))
    elif not has_ended:
        badges.append(promise_badge(request.respond_due_at, now, Due.RESPONSE))
    if not request.kind.needs_visit:
        return badges
    if request.arrived_at is not None:
        if request.arrive_due_at is not None:
            badges.append(kept_badge(request.arrive_due_at, request.arrived_at))
        following = next((visit for visit in view.visits if visit.arrived_at is None and visit.ended_at is None), None)
        if following is not None and not has_ended:
            badges.append(promise_badge(following.promised_at, now, Due.NEXT_VISIT))
    elif not has_ended and request.state is not R.DONE:
        badges.append(promise_badge(request.arrive_due_at, now))
    if request.repair_due_at is not None:
        if request.finished_at is not None:
            badges.append(kept_badge(request.repair_due_at, request.finished_at, Due.REPAIR))
        elif not has_ended:
            badges.append(promise_badge(request.repair_due_at, now, Due.REPAIR))
    return badges


def _state_badge(state: RequestState, kind: Kind) -> str:
    colour, icon = _STATES[state]
    # Nobody worked on an inquiry or a suggestion: its customer got an answer.
    is_answer = state is R.DONE and not kind.needs_visit
    return f":{colour}-badge[{icon} {t('Customer answered') if is_answer else t(LIFECYCLE.labels[state])}]"


def _severity(view: RequestView) -> list[str]:
    request = view.request
    if request.severity is Severity.DANGER and request.made_safe_at is not None:
        return [f":green-badge[:material/health_and_safety: {t('made safe')}]"]
    if request.severity not in _SEVERITIES:
        return []
    colour, icon = _SEVERITIES[request.severity]
    return [f":{colour}-badge[{icon} {show(request.severity)}]"]


def _marks(view: RequestView) -> list[str]:
    request = view.request
    marks = []
    if request.kind is not Kind.REPAIR:
        marks.append(f":gray-badge[{show(request.kind)}]")
    if request.repeat_count > 1:
        again = t("{count} times in the window", count=request.repeat_count)
        marks.append(f":violet-badge[:material/replay: {again}]")
    if request.needs_agreement:
        marks.append(_agreement(view))
    if request.escalated_at is not None:
        marks.append(f":violet-badge[:material/flag: {t('escalated to a department')}]")
    return marks


def _agreement(view: RequestView) -> str:
    """That an agreement is needed, or how far it is, with the way to it for who may open it."""
    mark = view.agreement
    if mark is None:
        return f":orange-badge[:material/contract: {t('needs a supplementary agreement')}]"
    link = f"[{mark.number}]({agreement_address(mark.number)})" if mark.is_open_to else mark.number
    return f"{agreement_badge(mark.state)} {link}"


def _sign_link(code: str, sign_type: str) -> str:
    """The way to the sign's warranty and history."""
    link = f'<a href="{text(warranty_address(code))}" target="_self">{text(code)}</a>'
    return " · ".join(filter(None, (link, text(sign_type))))


def draw_words(view: RequestView) -> None:
    """What the customer said, as the clerk wrote it down."""
    st.html(
        '<div style="border-left: 3px solid rgba(128, 128, 128, .35); padding: .1rem 0 .1rem .8rem; font-size: 1.05rem;'
        f' overflow-wrap: anywhere">{text(view.request.description)}</div>'
    )


def draw_who(view: RequestView, now: datetime) -> None:
    """Whose sign, where, whom to call, and who looks after it."""
    request, sign, project = view.request, view.sign, view.project
    star = f' <span title="{t("key customer")}">★</span>' if view.customer.is_key else ""
    sign_type = named(view.sign_type.name, view.sign_type.name_en) if view.sign_type else ""
    contact = " ".join(filter(None, (text(request.contact_name), call_link(request.contact_phone))))
    place = request.place or (sign.place if sign else "")
    address = (project.address if project else "") or view.customer.address
    st.html(
        fact_list(
            [
                (t("Customer"), f"<b>{text(view.customer.name)}</b>{star}"),
                (t("Contact"), contact),
                (t("Place"), text(place)),
                (t("Address"), text(address)),
                (t("Sign"), _sign_link(sign.code, sign_type) if sign else ""),
                (t("Project"), text(f"{project.name} ({project.code})") if project else ""),
                (t("Fault"), text(show(request.fault_found or request.fault)) if request.kind.needs_visit else ""),
                (
                    t("Cause"),
                    text(show(request.cause_found or request.cause_reported)) if request.kind.needs_visit else "",
                ),
                (t("Received"), f"{near_time(request.received_at, now)} · {text(show(request.channel))}"),
                (
                    t("Looked after by"),
                    text(" · ".join(named(*who) for who in (view.owner, view.team, view.office) if who)),
                ),
            ]
        )
    )
