"""Every row of one request by one statement: what its page is made of, and what steps and clocks look up meanwhile."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select, union
from sqlmodel import Session

from aftersales.models import (
    Agreement,
    Assignment,
    Attachment,
    Base,
    Bill,
    CauseAnalysis,
    CauseLine,
    ContractTerm,
    CorrectiveAction,
    CostLine,
    Department,
    DepartmentLead,
    Dispatch,
    Escalation,
    OpinionRouting,
    PriceItem,
    Quote,
    QuoteLine,
    RequestPromise,
    RequestRound,
    RequestStop,
    ServiceReport,
    ServiceRequest,
    Staff,
    Survey,
    SurveyAsk,
)
from aftersales.queries.calendar_tables import calendar_parts, keep_calendars
from aftersales.queries.together import Together
from aftersales.services.rows import keep_rows

MOST_LINES = 400
MOST_PHOTOS = 120
MOST_MATTERS = 200
Rows = dict[type[Base], list[Any]]


def _of(kind: type[Base]) -> Any:
    return select(*_T[str(kind.__tablename__)].columns)


def _by_request(kind: type[Base]) -> tuple[type[Base], Any]:
    return kind, _of(kind).where(_T[str(kind.__tablename__)].c.request_id == _ID)


_T = Base.metadata.tables
_ID: Any = bindparam("id")
_REQUEST, _VISIT, _CREW, _STAFF = (_T[name].c for name in ("service_request", "dispatch", "assignment", "staff"))
_ANALYSIS, _ACTION, _LEAD = (_T[name].c for name in ("cause_analysis", "corrective_action", "department_lead"))
_OWN_VISITS = select(_VISIT.id).where(_VISIT.request_id == _ID)
_OWN_QUOTES = select(_T["quote"].c.id).where(_T["quote"].c.request_id == _ID)
_OWN_REPORTS = select(_T["service_report"].c.id).where(_T["service_report"].c.request_id == _ID)
_OWN_ACTIONS = select(_ANALYSIS.action_id).where(_ANALYSIS.request_id == _ID)
_ANSWERED = tuple(_T[name].c for name in ("escalation", "opinion_routing"))
_PEOPLE = union(
    *(select(column).where(_REQUEST.id == _ID) for column in (_REQUEST.owner_id, _REQUEST.registered_by_id)),
    select(_CREW.staff_id).where(_CREW.dispatch_id.in_(_OWN_VISITS)),
    *(select(matter.answered_by_id).where(matter.request_id == _ID) for matter in _ANSWERED),
    select(_ANALYSIS.made_by_id).where(_ANALYSIS.request_id == _ID),
    select(_ACTION.owner_id).where(_ACTION.id.in_(_OWN_ACTIONS)),
    select(_LEAD.staff_id),
)


def _of_lines(column: str) -> Any:
    """Of the lines of the request's quotes."""
    lines = _T["quote_line"].c
    return select(lines[column]).where(lines.quote_id.in_(_OWN_QUOTES))


_ALL = Together(
    *(
        _by_request(kind)
        for kind in (
            Dispatch, ServiceReport, Quote, Bill, Agreement, Survey, SurveyAsk, RequestPromise, RequestStop,
            RequestRound, CauseAnalysis, CauseLine,
        )
    ),
    *((kind, _by_request(kind)[1].limit(MOST_MATTERS)) for kind in (Escalation, OpinionRouting)),
    *((kind, _of(kind).limit(MOST_MATTERS)) for kind in (Department, DepartmentLead)),
    (CorrectiveAction, _of(CorrectiveAction).where(_ACTION.id.in_(_OWN_ACTIONS))),
    (Assignment, _of(Assignment).where(_CREW.dispatch_id.in_(_OWN_VISITS))),
    (QuoteLine, _of(QuoteLine).where(_T["quote_line"].c.quote_id.in_(_OWN_QUOTES)).limit(MOST_LINES)),
    # What the price list calls the quotes' lines in the reader's language.
    (PriceItem, _of(PriceItem).where(or_(_T["price_item"].c.name.in_(_of_lines("name")),
                                         _T["price_item"].c.unit.in_(_of_lines("unit"))))),
    (CostLine, _of(CostLine).where(_T["cost_line"].c.report_id.in_(_OWN_REPORTS)).limit(MOST_LINES)),
    (
        Attachment,
        _of(Attachment)
        .where(_T["attachment"].c.owner == "request", _T["attachment"].c.owner_id == _ID)
        .order_by(_T["attachment"].c.id)
        .limit(MOST_PHOTOS),
    ),
    (
        ContractTerm,
        _of(ContractTerm).where(
            _T["contract_term"].c.project_id == select(_REQUEST.project_id).where(_REQUEST.id == _ID).scalar_subquery()
        ),
    ),
    *calendar_parts(select(_REQUEST.project_id).where(_REQUEST.id == _ID)),
    (Staff, _of(Staff).where(_STAFF.id.in_(_PEOPLE))),
)  # fmt: skip


def read_request_rows(session: Session, request: ServiceRequest) -> Rows:
    """The rows of each class, by id; of the departments and who leads them all.

    What steps and clocks look up meanwhile in this session is answered from them too. For looking only.
    """
    rows = _ALL.rows(session, {"id": request.id})
    for kind in (
        Dispatch, ServiceReport, Quote, Agreement, Survey, SurveyAsk, RequestPromise, RequestStop, OpinionRouting,
    ):  # fmt: skip
        keep_rows(session, kind, "request_id", request.id, rows[kind])
    for visit in rows[Dispatch]:
        for of_visit in (Assignment, ServiceReport):
            own = [row for row in rows[of_visit] if row.dispatch_id == visit.id]
            keep_rows(session, of_visit, "dispatch_id", visit.id, own)
    if request.project_id is not None:
        keep_rows(session, ContractTerm, "project_id", request.project_id, rows[ContractTerm])
        keep_calendars(session, rows)
    return rows
