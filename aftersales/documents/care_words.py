"""What the events of handbooks, known answers and customer care are called."""

from __future__ import annotations

from aftersales.rules.message import N_

DEEDS: dict[str, str] = {
    "add_handbook": N_("Stored a handbook"),
    "deliver_handbook": N_("Handed over a handbook"),
    "add_answer": N_("Added a known answer"),
    "change_answer": N_("Changed a known answer"),
    "retire_answer": N_("Retired a known answer"),
    "restore_answer": N_("Put a known answer to use again"),
    "add_plan": N_("Added a care plan"),
    "change_plan": N_("Changed a care plan"),
    "stop_plan": N_("Stopped a care plan"),
    "resume_plan": N_("Let a care plan go on"),
    "produce_revisit": N_("A care plan asked for a revisit"),
    "hear_customer": N_("Made the revisit"),
    "put_off": N_("Put off the revisit"),
    "give_revisit": N_("Gave the revisit to somebody"),
    "skip_revisit": N_("Skipped the revisit"),
    "register_from_revisit": N_("Registered a request from the revisit"),
}
