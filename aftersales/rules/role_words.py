"""What each action of the role table means, in one line; printed in the documentation."""

from __future__ import annotations

from aftersales.rules.kinds import Role
from aftersales.rules.roles import MAY, Action

WORDS: dict[Action, str] = {
    Action.SEE_REQUESTS: "See all service requests (an office bound to its region: that region's)",
    Action.SEE_OWN_JOBS: "See the requests one was sent to",
    Action.SEE_BOARD: "See the dispatch board",
    Action.SEE_WARRANTY: "Look up warranties, customers, projects and signs",
    Action.SEE_SURVEYS: "See what customers answered, in surveys and revisits",
    Action.SEE_COSTS: "See prices and costs",
    Action.REGISTER: "Register a request",
    Action.RESPOND: "Answer a customer, give the outcome of an inquiry",
    Action.CLASSIFY: "Change a request's kind, severity, fault or place",
    Action.CHANGE_CHARGE: "Change who pays",
    Action.HOLD: "Put a request on hold and resume it",
    Action.PROMISE: "Promise a time of arrival",
    Action.QUOTE: "Quote",
    Action.ACCEPT_QUOTE: "Record what a customer said to a quote",
    Action.BILL: "Record what was billed for a request, paid or withdrawn",
    Action.NEGOTIATE: "Negotiate supplementary agreements",
    Action.APPROVE_AGREEMENT: "Approve or refuse an agreement that others negotiated",
    Action.DISPATCH: "Dispatch and recall a visit",
    Action.DO_VISIT: "Take the steps of a visit (a technician: of own jobs)",
    Action.FILE_REPORT: "File the service report (a technician: of own jobs)",
    Action.ASK_SURVEY: "Ask a customer for the survey",
    Action.RECORD_SURVEY: "Record a survey or its refusal (never the crew itself)",
    Action.RECORD_CAUSE_ANALYSIS: "Record root cause and corrective action",
    Action.SET_CORRECTIVE_ACTION: "Set, move and drop a corrective action",
    Action.DO_CORRECTIVE_ACTION: "Carry out one's own corrective actions",
    Action.CHECK_EFFECT: "Check a corrective action's effect (never one's own)",
    Action.CLOSE: "Close a request",
    Action.REOPEN: "Reopen a request",
    Action.CANCEL: "Cancel a request",
    Action.MERGE: "Merge and split requests",
    Action.KEEP_REGISTER: "Keep customers, projects and signs",
    Action.CHANGE_TERMS: "Change contract terms and service calendars",
    Action.IMPORT: "Import signs",
    Action.MANAGE_STAFF: "Manage staff, accounts and offices",
    Action.MANAGE_PRICES: "Manage the price list",
    Action.MANAGE_COMPANY: "Change the company's names, address, hotline and logo",
    Action.SET_GOALS: "Set the goals of the figures",
    Action.SEE_FIGURES: "See the figures, the scorecard and the monthly report",
    Action.SEE_STAFF_FIGURES: "See the figures by technician",
    Action.COLLECT_OPINION: "Send in what customers think, as an office heard it",
    Action.ROUTE_MATTER: "Route opinions to departments, pass escalations on and close them",
    Action.ESCALATE: "Escalate a request to a department (a technician: own jobs)",
    Action.ANSWER_MATTER: "Acknowledge and answer for one's own department",
    Action.VERIFY_TRAIL: "See and verify the trail",
    Action.SEE_CONTACTS: "See phone numbers and addresses in full",
    Action.SEE_OWN_CONTACTS: "See own ones in full (an office: its own; a technician: of own jobs until closed)",
    Action.ERASE_PERSON: "Hand out and erase what is stored about one person",
    Action.REVEAL_CONTACTS: "See one in full by a click that leaves an event",
    Action.REGISTER_COMPLAINT: "Register a complaint",
    Action.ANSWER_COMPLAINT: "Give a complaint's first feedback, note talks and the customer's word",
    Action.HANDLE_COMPLAINT: "Organise, filter, merge, resolve, close and reopen a complaint",
    Action.WORK_ON_COMPLAINT: "Verify a complaint, set and follow its corrective action",
    Action.REQUEST_RETURN: "Request returns, record the customer's word and their arrival (an office: its own)",
    Action.HANDLE_RETURN: "Receive, inspect and ship returned products",
    Action.DECIDE_RETURN: "Decide on a return: repair, replace, refund, refuse, quote",
    Action.PAY_REFUND: "Record that a refund was paid",
    Action.SEE_INTEGRITY: "See integrity complaints (never the person concerned)",
    Action.HANDLE_INTEGRITY: "Deal with integrity complaints (never the person concerned)",
    Action.KEEP_HANDBOOKS: "Keep handbooks and known answers",
    Action.DELIVER_HANDBOOK: "Record a handbook's delivery",
    Action.KEEP_CARE_PLANS: "Keep the care plans",
    Action.SEE_AUDITS: "See audits of closed requests",
    Action.SEE_TO_FINDING: "See to what an audit found (one's own)",
    Action.DRAW_AUDITS: "Draw audits and give them to auditors",
    Action.AUDIT: "Audit a closed request (never what one did or closed)",
    Action.DO_REVISIT: "Make, put off, give away or skip a revisit",
}
TITLES: dict[Role, str] = {
    Role.HOTLINE: "Hotline",
    Role.DISPATCHER: "Dispatcher",
    Role.TECHNICIAN: "Technician",
    Role.PROJECT_DEPARTMENT: "Project department",
    Role.BUSINESS_DEPARTMENT: "Business department",
    Role.AFTER_SALES_MANAGER: "After-sales manager",
    Role.DEPARTMENT: "Department staff",
    Role.OFFICE: "Office",
    Role.LEADERSHIP: "Leadership",
    Role.ADMINISTRATOR: "Administrator",
}


def role_table() -> str:
    """The table as Markdown: an action a line, a role a column."""
    lines = ["| | " + " | ".join(TITLES.values()) + " |", "|---|" + ":-:|" * len(TITLES)]
    lines += [
        f"| {WORDS[action]} | " + " | ".join("✓" if role in MAY[action] else "" for role in TITLES) + " |"
        for action in Action
    ]
    return "\n".join(lines) + "\n"
