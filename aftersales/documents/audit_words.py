"""What the events of audits are called (5.2(3))."""

from __future__ import annotations

from aftersales.rules.message import N_

DEEDS: dict[str, str] = {
    "draw_audits": N_("Drew audits among a month's closed requests"),
    "answer_audit": N_("Answered the checklist of an audit"),
    "note_audit_finding": N_("Noted a finding"),
    "finish_audit": N_("Finished the audit"),
    "close_audit": N_("Closed the audit"),
    "give_audit": N_("Gave the audit to somebody else"),
    "see_to_finding": N_("Saw to a finding"),
    "check_finding": N_("Checked that a finding is seen to"),
    "send_back_finding": N_("Sent a finding back"),
}
