"""What the events of complaints are called, in the history on the page and in the trail."""

from __future__ import annotations

from aftersales.documents.history_text import HEADLINES
from aftersales.rules.message import N_

DEEDS: dict[str, str] = {
    "reveal_contact": HEADLINES["reveal_contact"],
    "register_complaint": N_("Registered a complaint"),
    "give_first_feedback": N_("Gave the first feedback"),
    "organise_complaint": N_("Named who is responsible"),
    "filter_complaint": N_("Took the complaint up"),
    "verify_complaint": N_("Recorded what was found and why"),
    "plan_complaint_action": N_("Set the corrective action"),
    "note_on_complaint": N_("Noted a talk or a progress"),
    "resolve_complaint": N_("Resolved the complaint"),
    "record_complaint_answer": N_("Recorded the customer's word"),
    "close_complaint": N_("Closed the complaint"),
    "find_unfounded": N_("Found it unfounded"),
    "merge_complaint": N_("Merged it into another complaint"),
    "take_in_complaint": N_("Took a duplicate in"),
    "reopen_complaint": N_("Opened the complaint again"),
    "feedback_late": N_("Told those responsible that the first feedback is late"),
}
