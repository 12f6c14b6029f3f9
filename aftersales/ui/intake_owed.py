"""What we owe this caller, seen before anything is saved: warranty, charge, deadlines, and what was there before."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.place import PlaceView
from aftersales.queries.place_together import keep_place
from aftersales.queries.requests_at import RequestAt, list_requests_at
from aftersales.rules.due import Due
from aftersales.rules.kinds import Kind, Severity
from aftersales.rules.recurrence import WINDOW_DAYS
from aftersales.rules.roles import Actor
from aftersales.services.decisions import Promises
from aftersales.services.register_request import NewRequest, preview_request, severity_of
from aftersales.ui.page import reading
from aftersales.ui.place_card import charge_badge, days_left, warranty_badge
from aftersales.ui.promise import promise_badge
from aftersales.ui.request_look import draw_lines
from aftersales.ui.text import as_typed, say, show, t
from aftersales.ui.when import say_when
from aftersales.ui.why import why_popover

SHOWN = 5


def draw_owed(actor: Actor, place: PlaceView, new: NewRequest | AftersalesError, draw_save: Callable[[], None]) -> None:
    """The decision of `preview_request` with its reasons; an error of ours in its place as one sentence.

    `draw_save` draws the button between what we owe and what was there before.
    """
    decided: Promises | None = None
    trouble: AftersalesError | None = new if isinstance(new, AftersalesError) else None
    with reading() as session:
        keep_place(session, place)
        if isinstance(new, NewRequest):
            try:
                _, decided = preview_request(session, actor=actor, now=utc_now(), new=new)
            except AftersalesError as error:
                trouble = error
        where = {"customer_id": place.customer_id, "project_id": place.project_id, "sign_id": place.sign_id}
        open_now = list_requests_at(session, actor, open_only=True, limit=4 * SHOWN, **_project_of(place))
        before = list_requests_at(session, actor, limit=SHOWN + 4, **where) if place.sign_id else []  # type: ignore[arg-type]
    if trouble is not None:
        st.error(say(trouble), icon=":material/error:")
    if decided is not None and isinstance(new, NewRequest):
        severity = severity_of(new, decided)
        _draw_decision(decided, new.kind, severity, is_vague=place.project_id is None)
        _draw_warnings(decided, severity)
    draw_save()
    same, near = _open_at(open_now, place)
    if same:
        st.warning(t("Open already for this sign. Is it the same trouble?"), icon=":material/content_copy:")
        draw_lines(same, key="same", with_sign=False)
    earlier = [one for one in before if one not in same][:SHOWN]
    if earlier:
        st.caption(t("Earlier problems of this sign"))
        draw_lines(earlier, key="earlier", with_sign=False)
    near = [one for one in near if one not in earlier][:SHOWN]
    if near:
        st.caption(t("Also open here"))
        draw_lines(near, key="near")


def _draw_decision(decided: Promises, kind: Kind, severity: Severity, *, is_vague: bool) -> None:
    with st.container(border=True, key="intake_decision", gap="small"):
        left = days_left(decided.warranty)
        raised = "" if severity is Severity.NORMAL else f" :red-badge[:material/priority_high: {show(severity)}]"
        charge = f" {charge_badge(decided.charge)}" if kind.needs_visit else ""  # an answer costs nobody anything
        lines = [f"{warranty_badge(decided.warranty)}{charge}{raised}"]
        if is_vague:
            left = t("The warranty is known once the project or the sign is chosen.")
        if left:
            lines.append(f":small[:gray[{left}]]")
        for title, due, deadline in (
            (t("Answer by"), Due.RESPONSE, decided.response),
            (t("Arrive by"), Due.ARRIVAL, decided.arrival),
            (t("Repair by"), Due.REPAIR, decided.repair),
        ):
            if deadline is not None and deadline.due_at is not None:
                badge = promise_badge(deadline.due_at, utc_now(), due)
                lines.append(f"{title} **{say_when(deadline.due_at)}** {badge}")
        st.markdown("  \n".join(lines))
        why_popover(decided, costs=kind.needs_visit)


def _draw_warnings(decided: Promises, severity: Severity) -> None:
    recurrence = decided.recurrence
    if severity is Severity.DANGER:
        st.error(
            t("Danger: ask the caller to keep people away from the sign, and to switch its power off if that is safe."),
            icon=":material/warning:",
        )
    if recurrence.result and recurrence.of is not None:
        text = t(
            "{count} times within {days} days: this sign had this fault before, last under {number}. "
            "The priority is raised.",
            count=recurrence.count_in_window, days=WINDOW_DAYS, number=as_typed(recurrence.of.number),
        )  # fmt: skip
        more = t("The manager is told at once when it is saved.") if recurrence.to_manager else ""
        st.warning(f"{text}  \n{more}", icon=":material/replay:")


def _project_of(place: PlaceView) -> dict[str, int | None]:
    """Where a duplicate may hide: the whole project, or the whole customer where no project is known."""
    if place.project_id is not None:
        return {"project_id": place.project_id}
    return {"customer_id": place.customer_id}


def _open_at(open_now: list[RequestAt], place: PlaceView) -> tuple[list[RequestAt], list[RequestAt]]:
    at_work = [one for one in open_now if one.finished_at is None]
    same = [one for one in at_work if place.sign_id is not None and one.sign_id == place.sign_id]
    return same, [one for one in at_work if one not in same]
