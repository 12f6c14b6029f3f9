"""File the service report of a visit, with its parts and cost lines (4(7), 4(9))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotFound
from aftersales.models import Dispatch, ServiceReport
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState
from aftersales.services.cost_lines import NewCost, NewPart, write_costs, write_parts
from aftersales.services.input import Input, Moment, needed_text, text
from aftersales.services.rows import rows_by
from aftersales.services.steps import taking
from aftersales.services.visit import write_finding


class NewReport(Input):
    dispatch_id: int
    fault_seen: FaultCategory
    cause_found: Cause
    findings: needed_text(2000)
    work_done: needed_text(2000)
    left_to_do: text(1000) = ""
    safety_measures: text(400) = ""
    customer_words: text(1000) = ""
    signed_by: text(80) = ""
    signed_at: Moment | None = None
    unsigned_reason: text(200) = ""
    signature_id: int | None = None
    parts: tuple[NewPart, ...] = ()
    costs: tuple[NewCost, ...] = ()
    report_version: int | None = None  # of the report that is corrected, as it was read


def file_report(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    new: NewReport,
    expected_version: int | None = None,
) -> ServiceReport:
    """Write or correct the report of a visit whose crew has arrived. The cause found decides the charge again."""
    with taking(
        session, "file_report", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        visit = session.get(Dispatch, new.dispatch_id)
        if visit is None or visit.request_id != request_id:
            raise NotFound(N_("This visit does not belong to the request."))
        if visit.arrived_at is None or visit.state not in (
            VisitState.ON_SITE,
            VisitState.FINISHED,
            VisitState.HALF_DONE,
        ):
            raise InvalidInput(N_("A visit that never arrived has no service report."), field="dispatch_id")
        if not new.signed_by and not new.unsigned_reason:
            raise InvalidInput(
                N_("Write down who signed, or why the customer did not sign."), field="signed_by", clause="4(7)"
            )
        if new.cause_found is not Cause.UNKNOWN:
            write_finding(work, new.cause_found, new.fault_seen)
        report = next(iter(rows_by(session, ServiceReport, "dispatch_id", new.dispatch_id)), None)
        if report is not None and new.report_version is not None and report.version != new.report_version:
            raise ChangedMeanwhile(N_("This report was changed by somebody else meanwhile; nothing was overwritten."))
        values = new.model_dump(exclude={"parts", "costs", "report_version"})
        if new.signed_by and new.signed_at is None:
            values["signed_at"] = now
        if report is None:
            report = ServiceReport(request_id=request_id, filed_at=now, filed_by_id=actor.staff_id, **values)
        else:
            report.sqlmodel_update(values)
            report.version += 1
        session.add(report)
        session.flush()
        assert report.id is not None
        write_parts(session, report.id, new.parts)
        total = write_costs(session, report.id, new.costs, actor=actor, charge=work.request.charge)
        work.data |= {"report": report.id, "dispatch": visit.id, "report_version": report.version, "total_fen": total}
        work.words |= {"findings": new.findings, "work_done": new.work_done, "signed_by": new.signed_by}
        return report


__all__ = ["NewCost", "NewPart", "NewReport", "file_report"]
