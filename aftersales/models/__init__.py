"""What is stored. Importing this package loads every table onto `Base.metadata`."""

from aftersales.models.accounts import Account, SetupCode, SignInTries, StaffSession
from aftersales.models.agreements import Agreement
from aftersales.models.attachments import Attachment, AttachmentBytes
from aftersales.models.audits import Audit, AuditFinding, AuditLine, AuditSample
from aftersales.models.base import Base
from aftersales.models.bills import Bill
from aftersales.models.calendars import CalendarDay, ServiceCalendar
from aftersales.models.care import CarePlan, Revisit
from aftersales.models.cause_analysis import CauseAnalysis, CauseLine
from aftersales.models.company import Company, CompanyGoal
from aftersales.models.complaints import Complaint, ComplaintConcern, IntegrityComplaint, IntegrityConcern
from aftersales.models.corrective_actions import CorrectiveAction
from aftersales.models.customers import Contact, Customer
from aftersales.models.dispatches import Assignment, Dispatch
from aftersales.models.drafts import FormDraft
from aftersales.models.escalations import Escalation
from aftersales.models.events import Event, EventWords, SealedEvent, SealedEventWords, TrailHead
from aftersales.models.figures import DAILY_FIGURES
from aftersales.models.handbooks import HandbookDelivery, HandbookVersion, KnownAnswer
from aftersales.models.notices import Notice, NoticeKind, TickerLease
from aftersales.models.numbers import DailyCounter, OnceKey
from aftersales.models.opinions import OfficeOpinion, OpinionRouting
from aftersales.models.people import Department, DepartmentLead, Office, Staff, StaffRole, Team
from aftersales.models.projects import ContractTerm, Project, TermName
from aftersales.models.quotes import PriceItem, Quote, QuoteLine, QuoteState
from aftersales.models.reports import Bearer, CostLine, ReportPart, ServiceReport
from aftersales.models.requests import RequestPromise, RequestRound, RequestStop, ServiceRequest
from aftersales.models.returns import ProductReturn, ReturnLine, SignExchange
from aftersales.models.search import SEARCHED, CustomerWords, ProjectWords, RequestWords, SignWords
from aftersales.models.signs import Sign, SignType
from aftersales.models.surveys import Survey, SurveyAsk, SurveyWay
from aftersales.rules.kinds import CostKind

__all__ = [
    "DAILY_FIGURES",
    "SEARCHED",
    "Account",
    "Agreement",
    "Assignment",
    "Attachment",
    "AttachmentBytes",
    "Audit",
    "AuditFinding",
    "AuditLine",
    "AuditSample",
    "Base",
    "Bearer",
    "Bill",
    "CalendarDay",
    "CarePlan",
    "CauseAnalysis", "CauseLine",
    "Company",
    "CompanyGoal",
    "Complaint",
    "ComplaintConcern",
    "Contact",
    "ContractTerm",
    "CorrectiveAction",
    "CostKind",
    "CostLine",
    "Customer",
    "CustomerWords",
    "DailyCounter",
    "Department", "DepartmentLead",
    "Dispatch",
    "Escalation", "Event",
    "EventWords",
    "FormDraft",
    "HandbookDelivery",
    "HandbookVersion",
    "IntegrityComplaint",
    "IntegrityConcern",
    "KnownAnswer",
    "Notice",
    "NoticeKind",
    "Office",
    "OfficeOpinion", "OnceKey", "OpinionRouting",
    "PriceItem",
    "ProductReturn",
    "Project",
    "ProjectWords",
    "Quote",
    "QuoteLine",
    "QuoteState",
    "ReportPart",
    "RequestPromise",
    "RequestRound",
    "RequestStop",
    "RequestWords",
    "ReturnLine",
    "Revisit",
    "SealedEvent",
    "SealedEventWords",
    "ServiceCalendar",
    "ServiceReport",
    "ServiceRequest",
    "SetupCode",
    "Sign",
    "SignExchange",
    "SignInTries",
    "SignType",
    "SignWords",
    "Staff",
    "StaffRole",
    "StaffSession",
    "Survey",
    "SurveyAsk",
    "SurveyWay",
    "Team",
    "TermName",
    "TickerLease",
    "TrailHead",
]  # fmt: skip
