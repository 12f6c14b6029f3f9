"""Stop the arrival clock with a reason and a day to ask again, and let it go on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput
from aftersales.models import RequestStop, ServiceRequest
from aftersales.rules.kinds import StopReason
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.rows import rows_by
from aftersales.services.steps import Work, taking


def hold_request(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    reason: StopReason,
    note: str,
    ask_again_on: date,
    expected_version: int | None = None,
) -> ServiceRequest:
    """Put on hold while it waits for the customer or an agreement. The response clock goes on."""
    note = ensure_text(note, MOST_REASON, field="note")
    with taking(
        session, "hold", actor=actor, now=now, request_id=request_id, expected_version=expected_version, reason=note
    ) as work:
        today = local_day(now)
        if not today <= ask_again_on <= today + timedelta(days=366):
            raise InvalidInput(
                N_("The day to ask again has to lie between today and a year from now."), field="ask_again_on"
            )
        session.add(
            RequestStop(
                request_id=work.request_id, round=work.request.round, reason=reason, note=note,
                from_at=now, ask_again_on=ask_again_on,
            )
        )  # fmt: skip
        session.flush()
        work.data |= {"stop": reason, "ask_again_on": ask_again_on}
        work.replay_clocks()
        return work.request


def resume_request(
    session: Session, *, actor: Actor, now: datetime, request_id: int, expected_version: int | None = None
) -> ServiceRequest:
    """Go on: the stop ends now, and the deadlines move by its length."""
    with taking(
        session, "resume", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        end_stops(work)
        return work.request


def end_stops(work: Work) -> None:
    """End whatever stands still now; what an agreement stopped ends with the agreement."""
    stops = rows_by(work.session, RequestStop, "request_id", work.request_id)
    running = [stop for stop in stops if stop.to_at is None and stop.agreement_id is None]
    for stop in running:
        stop.to_at = work.now
        work.session.add(stop)
    work.session.flush()
    if running:
        work.data["stopped_seconds"] = sum(int((work.now - stop.from_at).total_seconds()) for stop in running)
        work.replay_clocks()
