"""Who may do and see what: the one table that services enforce and pages read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.errors import NotAllowed
from aftersales.rules.kinds import Role
from aftersales.rules.message import N_


class Action(StrEnum):
    """What can be asked of the product. A step of a workflow names one of these."""

    SEE_REQUESTS = "see_requests"
    SEE_OWN_JOBS = "see_own_jobs"
    SEE_BOARD = "see_board"
    SEE_WARRANTY = "see_warranty"
    SEE_SURVEYS = "see_surveys"
    SEE_COSTS = "see_costs"
    REGISTER = "register"
    RESPOND = "respond"
    CLASSIFY = "classify"
    CHANGE_CHARGE = "change_charge"
    HOLD = "hold"
    PROMISE = "promise"
    QUOTE = "quote"
    ACCEPT_QUOTE = "accept_quote"
    BILL = "bill"  # what was billed for it, paid or withdrawn
    NEGOTIATE = "negotiate"  # supplementary agreements (2b)
    APPROVE_AGREEMENT = "approve_agreement"
    DISPATCH = "dispatch"
    DO_VISIT = "do_visit"
    FILE_REPORT = "file_report"
    ASK_SURVEY = "ask_survey"
    RECORD_SURVEY = "record_survey"
    RECORD_CAUSE_ANALYSIS = "record_cause_analysis"
    SET_CORRECTIVE_ACTION = "set_corrective_action"  # so that it doesn't happen again (4(6))
    DO_CORRECTIVE_ACTION = "do_corrective_action"
    CHECK_EFFECT = "check_effect"  # never of one's own
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    MERGE = "merge"
    KEEP_REGISTER = "keep_register"  # customers, projects and signs
    CHANGE_TERMS = "change_terms"  # contract terms and service calendars
    IMPORT = "import"
    MANAGE_STAFF = "manage_staff"
    MANAGE_PRICES = "manage_prices"
    MANAGE_COMPANY = "manage_company"  # names, address, hotline and logo on every sheet
    SET_GOALS = "set_goals"  # what the figures are measured by
    SEE_FIGURES = "see_figures"  # leadership's page, scorecard and monthly report
    SEE_STAFF_FIGURES = "see_staff_figures"  # the same by technician
    VERIFY_TRAIL = "verify_trail"
    COLLECT_OPINION = "collect_opinion"  # what customers think, heard by an office (5.2(1))
    ROUTE_MATTER = "route_matter"  # opinions and escalations, to the departments they concern
    ESCALATE = "escalate"  # 4(2)
    ANSWER_MATTER = "answer_matter"  # for one's own department
    SEE_CONTACTS = "see_contacts"  # phone numbers and addresses in full: see rules/contact_sight.py
    SEE_OWN_CONTACTS = "see_own_contacts"
    ERASE_PERSON = "erase_person"  # export and erase one person's data
    REVEAL_CONTACTS = "reveal_contacts"  # by a click that leaves an event
    REGISTER_COMPLAINT = "register_complaint"
    ANSWER_COMPLAINT = "answer_complaint"  # what is said to the customer and by them
    HANDLE_COMPLAINT = "handle_complaint"  # organise, filter, merge, resolve, close
    WORK_ON_COMPLAINT = "work_on_complaint"  # verify it, set and follow the corrective action
    REQUEST_RETURN = "request_return"  # returns and exchanges (5.1(4)); an office: its own
    HANDLE_RETURN = "handle_return"  # receive, inspect, ship
    DECIDE_RETURN = "decide_return"
    PAY_REFUND = "pay_refund"
    SEE_INTEGRITY = "see_integrity"  # less the person concerned
    HANDLE_INTEGRITY = "handle_integrity"
    KEEP_HANDBOOKS = "keep_handbooks"  # their versions (1.5), and the known answers (4(2))
    DELIVER_HANDBOOK = "deliver_handbook"
    KEEP_CARE_PLANS = "keep_care_plans"
    DO_REVISIT = "do_revisit"
    SEE_AUDITS = "see_audits"  # of closed requests (5.2(3))
    SEE_TO_FINDING = "see_to_finding"
    DRAW_AUDITS = "draw_audits"
    AUDIT = "audit"  # never what one did or closed oneself


_DESK = {Role.HOTLINE, Role.DISPATCHER, Role.AFTER_SALES_MANAGER}
_OFFICES = {Role.OFFICE}
_DISPATCH = {Role.DISPATCHER, Role.PROJECT_DEPARTMENT, Role.AFTER_SALES_MANAGER}
_MANAGERS = {Role.AFTER_SALES_MANAGER}
_READERS = {Role.LEADERSHIP, Role.PROJECT_DEPARTMENT, Role.BUSINESS_DEPARTMENT}

# SYSTEM (command line, ticker, loaders) may do everything and is added in `may`.
MAY: dict[Action, frozenset[Role]] = {
    action: frozenset(roles)
    for action, roles in {
        Action.SEE_REQUESTS: _DESK | _OFFICES | _READERS | {Role.DEPARTMENT},
        Action.SEE_OWN_JOBS: {Role.TECHNICIAN},
        Action.SEE_BOARD: _DISPATCH | {Role.HOTLINE, Role.OFFICE, Role.LEADERSHIP},
        Action.SEE_WARRANTY: _DESK | _OFFICES | _READERS | {Role.TECHNICIAN, Role.DEPARTMENT},
        Action.SEE_SURVEYS: _DESK | _OFFICES | _READERS,
        Action.SEE_COSTS: _DISPATCH | _READERS,
        Action.REGISTER: _DESK | _OFFICES,
        Action.RESPOND: _DESK | _OFFICES,
        Action.CLASSIFY: _DESK,
        Action.CHANGE_CHARGE: _MANAGERS,
        Action.HOLD: _DESK,
        Action.PROMISE: _DESK,
        Action.QUOTE: {Role.DISPATCHER, Role.BUSINESS_DEPARTMENT, Role.AFTER_SALES_MANAGER},
        Action.ACCEPT_QUOTE: _DESK | {Role.BUSINESS_DEPARTMENT},
        Action.BILL: {Role.BUSINESS_DEPARTMENT, Role.AFTER_SALES_MANAGER},
        Action.NEGOTIATE: {Role.BUSINESS_DEPARTMENT},
        Action.APPROVE_AGREEMENT: _MANAGERS,
        Action.DISPATCH: _DISPATCH,
        Action.DO_VISIT: {Role.TECHNICIAN} | _DISPATCH,
        Action.FILE_REPORT: {Role.TECHNICIAN} | _DISPATCH,
        Action.ASK_SURVEY: _DESK | _OFFICES,
        Action.RECORD_SURVEY: _DESK | _OFFICES,
        Action.RECORD_CAUSE_ANALYSIS: _DISPATCH,
        Action.SET_CORRECTIVE_ACTION: _DISPATCH,
        Action.DO_CORRECTIVE_ACTION: _DESK
        | _OFFICES
        | {Role.PROJECT_DEPARTMENT, Role.BUSINESS_DEPARTMENT, Role.DEPARTMENT},
        Action.CHECK_EFFECT: _DISPATCH,
        Action.CLOSE: _DESK,
        Action.REOPEN: _DESK,
        Action.CANCEL: _DESK,
        Action.MERGE: _DESK,
        Action.KEEP_REGISTER: _DESK | {Role.OFFICE, Role.PROJECT_DEPARTMENT, Role.ADMINISTRATOR},
        Action.CHANGE_TERMS: {Role.AFTER_SALES_MANAGER, Role.BUSINESS_DEPARTMENT},
        Action.IMPORT: {Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR},
        Action.MANAGE_STAFF: {Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR},
        Action.MANAGE_PRICES: {Role.AFTER_SALES_MANAGER, Role.BUSINESS_DEPARTMENT},
        Action.MANAGE_COMPANY: {Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR},
        Action.SET_GOALS: _MANAGERS,
        Action.SEE_FIGURES: {Role.AFTER_SALES_MANAGER} | _READERS,
        Action.SEE_STAFF_FIGURES: {Role.AFTER_SALES_MANAGER, Role.LEADERSHIP, Role.PROJECT_DEPARTMENT},
        Action.COLLECT_OPINION: _DESK | _OFFICES,
        Action.ROUTE_MATTER: _DESK,
        Action.ESCALATE: _DESK | _OFFICES | {Role.PROJECT_DEPARTMENT, Role.TECHNICIAN},
        Action.ANSWER_MATTER: _DESK | {Role.PROJECT_DEPARTMENT, Role.BUSINESS_DEPARTMENT, Role.DEPARTMENT},
        Action.VERIFY_TRAIL: {Role.AFTER_SALES_MANAGER, Role.LEADERSHIP, Role.ADMINISTRATOR},
        Action.SEE_CONTACTS: _DESK,
        Action.SEE_OWN_CONTACTS: {Role.OFFICE, Role.TECHNICIAN},
        Action.ERASE_PERSON: {Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR},
        Action.REVEAL_CONTACTS: _OFFICES | _READERS,
        Action.REGISTER_COMPLAINT: _DESK | _OFFICES | {Role.PROJECT_DEPARTMENT, Role.BUSINESS_DEPARTMENT},
        Action.ANSWER_COMPLAINT: _DESK | _OFFICES,
        Action.HANDLE_COMPLAINT: _DESK,
        Action.WORK_ON_COMPLAINT: _DESK | {Role.PROJECT_DEPARTMENT, Role.BUSINESS_DEPARTMENT},
        Action.REQUEST_RETURN: _DESK | _OFFICES,
        Action.HANDLE_RETURN: _DISPATCH,
        Action.DECIDE_RETURN: {Role.DISPATCHER, Role.AFTER_SALES_MANAGER},
        Action.PAY_REFUND: {Role.BUSINESS_DEPARTMENT, Role.AFTER_SALES_MANAGER},
        Action.SEE_INTEGRITY: {Role.AFTER_SALES_MANAGER, Role.LEADERSHIP},
        Action.HANDLE_INTEGRITY: {Role.AFTER_SALES_MANAGER, Role.LEADERSHIP},
        Action.KEEP_HANDBOOKS: _DESK | {Role.PROJECT_DEPARTMENT},
        Action.DELIVER_HANDBOOK: _DESK | _OFFICES | {Role.PROJECT_DEPARTMENT},
        Action.KEEP_CARE_PLANS: _MANAGERS,
        Action.SEE_AUDITS: _DESK | _OFFICES | {Role.LEADERSHIP, Role.PROJECT_DEPARTMENT},
        Action.SEE_TO_FINDING: _DESK | _OFFICES | {Role.PROJECT_DEPARTMENT},
        Action.DRAW_AUDITS: _MANAGERS,
        Action.AUDIT: {Role.DISPATCHER, Role.AFTER_SALES_MANAGER},
        Action.DO_REVISIT: _DESK | _OFFICES,
    }.items()
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as a plain value. `staff_id` is None only for the system."""

    staff_id: int | None
    name: str
    roles: frozenset[Role]
    office_id: int | None = None
    team_id: int | None = None
    language: str | None = None
    name_en: str = ""
    department_id: int | None = None
    only_region: str | None = None  # the requests of this region are all that is seen; None: no such bound

    @property
    def is_only_technician(self) -> bool:
        return self.roles == frozenset({Role.TECHNICIAN})


def region_bound(roles: frozenset[Role], region: str | None, sees_region_only: bool | None) -> str | None:
    """The region that somebody's sight ends at: set for their office, and no other role sees more."""
    sees_by = roles & MAY[Action.SEE_REQUESTS]
    is_bound = bool(sees_region_only) and sees_by == {Role.OFFICE} and Role.SYSTEM not in roles
    return region if is_bound else None


SYSTEM = Actor(staff_id=None, name="system", roles=frozenset({Role.SYSTEM}))


def may(actor: Actor, action: Action) -> bool:
    """Whether one of the actor's roles holds the action."""
    return Role.SYSTEM in actor.roles or not MAY[action].isdisjoint(actor.roles)


def ensure_may(actor: Actor, action: Action) -> None:
    """Raise NotAllowed, naming the roles that may."""
    if not may(actor, action):
        raise NotAllowed(
            N_("Your role does not allow this. It is done by: {roles}."),
            roles=tuple(sorted(MAY[action])),
        )
