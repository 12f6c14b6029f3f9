"""When a service report is filled in with care (4(7))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aftersales.rules.kinds import Cause
from aftersales.rules.message import N_, Message, message


def missing_in_report(report: Mapping[str, Any], *, is_final: bool) -> list[Message]:
    """What a report still lacks. `is_final`: of the visit that finished the work, whose cause must be known."""
    missing = []
    if not report.get("findings"):
        missing.append(message(N_("what was found")))
    if not report.get("work_done"):
        missing.append(message(N_("what was done")))
    if is_final and report.get("cause_found") in (None, Cause.UNKNOWN):
        missing.append(message(N_("the cause found on site")))
    if not report.get("signed_by") and not report.get("unsigned_reason"):
        missing.append(message(N_("the customer's signature, or why there is none")))
    if not is_final and not report.get("left_to_do"):
        missing.append(message(N_("what is left to do")))
    return missing
