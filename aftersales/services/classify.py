"""Say more exactly what a request is, and who pays for it (1.4, 3(2))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import InvalidInput
from aftersales.models import ServiceRequest
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.agreement_stops import drop_open_agreement, end_agreement_stop
from aftersales.services.decisions import Promises, load_place
from aftersales.services.escalations import escalate_major
from aftersales.services.input import MOST_REASON, Input, ensure_text, text
from aftersales.services.register_request import tell_third_time
from aftersales.services.returns import land_return
from aftersales.services.steps import Work, taking


class Classification(Input):
    """Only what is given is changed."""

    kind: Kind | None = None
    severity: Severity | None = None
    fault: FaultCategory | None = None
    cause: Cause | None = None
    needs_agreement: bool | None = None
    project_id: int | None = None
    sign_id: int | None = None
    team_id: int | None = None
    owner_id: int | None = None
    place: text(200) | None = None


def classify_request(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    change: Classification,
    expected_version: int | None = None,
) -> ServiceRequest:
    """Change kind, severity, fault, reported cause, sign, team or owner; everything decided is decided again."""
    with taking(
        session, "classify", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        request = work.request
        given = change.model_dump(exclude_none=True)
        if "kind" in given and given["kind"].needs_visit != request.kind.needs_visit and request.arrived_at:
            raise InvalidInput(
                N_("After a visit this can't become a request without one, nor the other way round."), field="kind"
            )
        if "sign_id" in given or "project_id" in given:
            place = load_place(
                session,
                customer_id=request.customer_id,
                project_id=given.get("project_id"),
                sign_id=given.get("sign_id"),
            )
            given["project_id"] = place.project.id if place.project else None
        if "cause" in given:
            given["cause_reported"] = given.pop("cause")
        for name, value in given.items():
            if getattr(request, name) != value:
                work.data[name] = value
                setattr(request, name, value)
        session.flush()
        if not request.needs_agreement:
            drop_open_agreement(work, "")
        decide_again(work)
        if request.kind is Kind.RETURN:
            land_return(session, request, actor=actor, now=now)
        if request.severity is Severity.DANGER:
            end_agreement_stop(work)
        escalate_major(session, request, now=now)
        return request


def decide_again(work: Work) -> Promises:
    """Warranty, charge, recurrence and clocks once more; a charge set by hand stays."""
    request, decided = work.request, work.replay_clocks()
    request.warranty, request.warranty_ends_on = decided.warranty.result, decided.warranty.ends_on
    recurrence = decided.recurrence
    repeats_id = recurrence.of.request_id if recurrence.result and recurrence.of else None
    if repeats_id != request.repeats_id:
        work.data["repeats"] = repeats_id
    request.repeats_id, request.repeat_count = repeats_id, recurrence.count_in_window
    if recurrence.to_manager and not request.to_manager:
        tell_third_time(work.session, request, now=work.now)
    request.to_manager = recurrence.to_manager
    if request.fault.is_danger and request.severity is not Severity.DANGER:
        request.severity = work.data["severity"] = Severity.DANGER
    elif repeats_id is not None and request.severity is Severity.NORMAL:
        request.severity = work.data["severity"] = Severity.URGENT
    if not request.charge_by_hand and decided.charge.result is not request.charge:
        work.data |= {
            "charge_before": request.charge, "charge": decided.charge.result, "clauses": list(decided.charge.clauses)
        }  # fmt: skip
        request.charge = decided.charge.result
    if not request.charge_by_hand:
        request.remedy = decided.charge.remedy
    return decided


def change_charge(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    charge: Charge,
    reason: str,
    expected_version: int | None = None,
) -> ServiceRequest:
    """Change who pays by hand: a manager, with a reason, and an event."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking(
        session, "change_charge", actor=actor, now=now, request_id=request_id, expected_version=expected_version,
        reason=reason,
    ) as work:  # fmt: skip
        if charge is Charge.UNDECIDED:
            raise InvalidInput(N_("By hand the charge can only be decided, not left open."), field="charge")
        work.data |= {"charge_before": work.request.charge, "charge": charge}
        work.request.charge, work.request.charge_by_hand = charge, True
        return work.request
