"""What the events of opinions and escalations are called in the trail."""

from __future__ import annotations

from aftersales.rules.message import N_

DEEDS: dict[str, str] = {
    "acknowledge_opinion": N_("The department acknowledged the opinion"),
    "answer_opinion": N_("The department answered the opinion"),
    "send_back_opinion": N_("The department sent the opinion back"),
    "withdraw_opinion": N_("Withdrew the question to the department"),
    "acknowledge_escalation": N_("The department acknowledged the escalation"),
    "answer_escalation": N_("The department gave its feedback"),
    "pass_on_escalation": N_("Passed the escalation on to another department"),
    "ask_more_of_escalation": N_("Asked the department again"),
    "close_escalation": N_("Closed the escalation"),
    "withdraw_escalation": N_("Withdrew the escalation"),
}
