"""The tables that hold one request's page, read by one statement (`together.py`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select, union

from aftersales.models import (
    Agreement,
    Assignment,
    Attachment,
    Base,
    ContractTerm,
    CostLine,
    Department,
    DepartmentLead,
    Dispatch,
    Escalation,
    OpinionRouting,
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
from aftersales.queries.cause_analysis import ANALYSIS_PEOPLE, ANALYSIS_TABLES
from aftersales.queries.together import Together

MOST_VISITS = 60
MOST_LINES = 400
MOST_PHOTOS = 120
MOST_LINKED = 40
MOST_MATTERS = 200
MOST_DEPARTMENTS = 200


def _of(kind: type[Base]) -> Any:
    return select(*_T[str(kind.__tablename__)].columns)


def _by_request(kind: type[Base], most: int | None = None) -> tuple[type[Base], Any]:
    columns = _T[str(kind.__tablename__)].c
    rows = _of(kind).where(columns.request_id == _ID)
    return kind, rows if most is None else rows.order_by(columns.id).limit(most)


_T = Base.metadata.tables
_ID: Any = bindparam("id")
_REQUEST, _VISIT, _CREW, _STAFF = (_T[name].c for name in ("service_request", "dispatch", "assignment", "staff"))
_OWN_VISITS = select(_VISIT.id).where(_VISIT.request_id == _ID)
_OWN_QUOTES = select(_T["quote"].c.id).where(_T["quote"].c.request_id == _ID)
_ASKED = ("escalation", "opinion_routing")
_OWN_REPORTS = select(_T["service_report"].c.id).where(_T["service_report"].c.request_id == _ID)
_PEOPLE = union(
    *(select(column).where(_REQUEST.id == _ID) for column in (_REQUEST.owner_id, _REQUEST.registered_by_id)),
    select(_CREW.staff_id).where(_CREW.dispatch_id.in_(_OWN_VISITS)),
    *(select(_T[name].c.answered_by_id).where(_T[name].c.request_id == _ID) for name in _ASKED),
    select(_T["department_lead"].c.staff_id),
    *ANALYSIS_PEOPLE,
)
# What it points to, and what points to it: the chain of a recurrence, duplicates, what was split off.
_LINKS = (_REQUEST.repeats_id, _REQUEST.merged_into_id, _REQUEST.split_from_id)
_LINKED = or_(
    _REQUEST.id.in_(union(*(select(column).where(_REQUEST.id == _ID) for column in _LINKS))),
    *(column == _ID for column in _LINKS),
)
REQUEST_TABLES = Together(
    *(
        _by_request(kind)
        for kind in (
            Dispatch, ServiceReport, Quote, Agreement, Survey, SurveyAsk, RequestPromise, RequestStop, RequestRound,
        )
    ),
    (Assignment, _of(Assignment).where(_CREW.dispatch_id.in_(_OWN_VISITS))),
    (QuoteLine, _of(QuoteLine).where(_T["quote_line"].c.quote_id.in_(_OWN_QUOTES)).limit(MOST_LINES)),
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
    (ServiceRequest, _of(ServiceRequest).where(_LINKED).order_by(_REQUEST.id.desc()).limit(MOST_LINKED)),
    _by_request(Escalation, MOST_MATTERS),
    _by_request(OpinionRouting, MOST_MATTERS),
    (Department, _of(Department).order_by(_T["department"].c.id).limit(MOST_DEPARTMENTS)),
    (DepartmentLead, _of(DepartmentLead)),
    *ANALYSIS_TABLES,
    (Staff, _of(Staff).where(_STAFF.id.in_(_PEOPLE))),
)  # fmt: skip
