"""How audits, their answers and findings look, and the way to one."""

from __future__ import annotations

from urllib.parse import urlencode

from aftersales.queries.audit_view import AuditView, FindingView, find_audit_version, find_finding_version
from aftersales.rules.audit import AUDIT, FINDING, AuditAnswer, AuditState, FindingState
from aftersales.ui.record_steps import RecordSteps
from aftersales.ui.text import show, t

AUDITS_ADDRESS, SCORECARD_ADDRESS = "/audits", "/leadership?view=scorecard"
_STATES = {
    AuditState.TO_DO: ("orange", ":material/pending_actions:"),
    AuditState.UNDER_WAY: ("blue", ":material/fact_check:"),
    AuditState.FOLLOW_UP: ("orange", ":material/rule:"),
    AuditState.CLOSED: ("green", ":material/task_alt:"),
}
_FINDINGS = {
    FindingState.OPEN: ("orange", ":material/pending:"),
    FindingState.SEEN_TO: ("blue", ":material/check:"),
    FindingState.CHECKED: ("green", ":material/done_all:"),
}
_ANSWERS = {
    AuditAnswer.YES: ("green", ":material/check:"),
    AuditAnswer.NO: ("red", ":material/close:"),
    AuditAnswer.NOT_APPLICABLE: ("gray", ":material/remove:"),
}


def audit_badge(state: AuditState) -> str:
    colour, icon = _STATES[state]
    return f":{colour}-badge[{icon} {t(AUDIT.labels[state])}]"


def finding_badge(state: FindingState) -> str:
    colour, icon = _FINDINGS[state]
    return f":{colour}-badge[{icon} {t(FINDING.labels[state])}]"


def answer_badge(answer: AuditAnswer | None) -> str:
    if answer is None:
        return f":gray-badge[:material/help: {t('not answered yet')}]"
    colour, icon = _ANSWERS[answer]
    return f":{colour}-badge[{icon} {show(answer)}]"


def steps_of_audit(view: AuditView) -> RecordSteps:
    return RecordSteps(f"audit:{view.id}", view.audit.version, lambda session: find_audit_version(session, view.id))


def steps_of_finding(finding: FindingView) -> RecordSteps:
    return RecordSteps(
        f"finding:{finding.id}", finding.row.version, lambda session: find_finding_version(session, finding.id)
    )  # fmt: skip


def rate_words(good: int | None, asked: int | None) -> str:
    """ "9 of 10 yes", or a dash before an audit is finished."""
    if not asked:
        return "—"
    return t("{good} of {asked} yes", good=good, asked=asked)


def audit_address(number: str) -> str:
    """The address of one audit, to paste or to link."""
    return "/audits?" + urlencode({"number": number})


def show_month(month: object) -> str:
    return f"{month:%Y-%m}"
