"""The answer of `aftersales explain`, as JSON for machines and as text for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aftersales.locale import cited, explain, format_value, sentence
from aftersales.rules.charge import ChargeDecision
from aftersales.rules.day_sum import DayLine
from aftersales.rules.deadlines import Deadline
from aftersales.rules.message import N_, Message, message
from aftersales.rules.recurrence import RecurrenceDecision
from aftersales.rules.warranty import WarrantyDecision


@dataclass(frozen=True, slots=True)
class Answer:
    warranty: WarrantyDecision
    charge: ChargeDecision
    recurrence: RecurrenceDecision
    response: Deadline
    arrival: Deadline

    @property
    def clauses(self) -> list[str]:
        """Those that gave the warranty, the charge and the two deadlines, each once. A recurrence that doesn't decide
        the charge stands apart."""
        parts = (self.warranty, self.charge, self.response, self.arrival)
        return list(dict.fromkeys(clause for part in parts for clause in part.clauses))


def answer_as_json(answer: Answer, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """The keys that the command promises first; durations in seconds, moments ISO 8601 with the zone's offset."""
    warranty, charge, recurrence = answer.warranty, answer.charge, answer.recurrence
    return {
        "in_warranty": warranty.result.in_warranty,
        "warranty_ends": warranty.ends_on.isoformat() if warranty.ends_on else None,
        "charge": charge.result.value,
        "respond_by": _iso(answer.response.due_at, zone),
        "arrive_by": _iso(answer.arrival.due_at, zone),
        "clauses": answer.clauses,
        "arrive_by_hours": _iso(answer.arrival.by_hours_at, zone),
        "warranty": warranty.result.value,
        "days_left": warranty.days_left,
        "remedies": [remedy.value for remedy in charge.remedies],
        "is_recurrence": recurrence.result,
        "provisional": answer.response.provisional or answer.arrival.provisional,
        "facts": {
            "warranty": explain(warranty.facts, language),
            "charge": explain(charge.facts, language),
            "recurrence": explain(recurrence.facts, language),
            "response": explain(answer.response.facts, language),
            "arrival": explain(answer.arrival.facts, language),
        },
        "sums": {
            "response": [_line_as_json(line, language) for line in answer.response.sum()],
            "arrival": [_line_as_json(line, language) for line in answer.arrival.sum()],
        },
    }


def answer_as_text(answer: Answer, zone: ZoneInfo, language: str) -> str:
    """A paragraph a decision: the result with its clauses, the facts below, for a deadline by hours its sum."""
    warranty, charge = answer.warranty, answer.charge
    lines = _part(N_("Warranty: {result}"), warranty.result, warranty.clauses, warranty.facts, language)
    if warranty.days_left is not None and warranty.days_left >= 0:
        lines.append("  " + sentence(message(N_("Days left: {count}."), count=warranty.days_left), language))
    lines += _part(N_("Charge: {result}"), charge.result, charge.clauses, charge.facts, language)
    if len(charge.remedies) == 2:
        remedy, other = charge.remedies
        lines.append(
            "  " + sentence(message(N_("Remedy: {remedy}, or {other}."), remedy=remedy, other=other), language)
        )
    elif charge.remedy:
        lines.append("  " + sentence(message(N_("Remedy: {remedy}."), remedy=charge.remedy), language))
    if answer.recurrence.result:
        recurrence = answer.recurrence
        lines += _part(N_("Recurrence: {result}"), True, recurrence.clauses, recurrence.facts, language)
    for key, deadline in ((N_("Answer by {result}"), answer.response), (N_("Arrive by {result}"), answer.arrival)):
        lines += _part(key, _local(deadline.due_at, zone), deadline.clauses, deadline.facts, language)
        lines += _sum_as_text(deadline.sum(), language)
    return "\n".join(lines)


def _part(key: str, result: Any, clauses: tuple[str, ...], facts: tuple[Message, ...], language: str) -> list[str]:
    head = sentence(message(key, result=result), language)
    if clauses:
        head = cited(head, ", ".join(clauses), language)
    return [head, *(f"  {text}" for text in explain(facts, language))]


def _sum_as_text(days: tuple[DayLine, ...], language: str) -> list[str]:
    """One line a day; days in a row that counted nothing for the same reason become one."""
    groups: list[list[DayLine]] = []
    for day in days:
        before = groups[-1][-1] if groups else None
        if before and not (before.counted or day.counted) and before.reason == day.reason:
            groups[-1].append(day)
        else:
            groups.append([day])
    lines = []
    for group in groups:
        first, last = group[0], group[-1]
        span = format_value(first.on, language)
        if len(group) > 1:
            span = f"{span} – {format_value(last.on, language)}"
        text = f"    {span}  {_clock(sum((day.counted for day in group), timedelta(0)))}"
        lines.append(text + (f"  {sentence(first.reason, language)}" if first.reason else ""))
    return lines


def _line_as_json(line: DayLine, language: str) -> dict[str, Any]:
    return {
        "on": line.on.isoformat(),
        "counted_seconds": line.counted.total_seconds(),
        "stood_still_seconds": line.stood_still.total_seconds(),
        "reason": sentence(line.reason, language) if line.reason else None,
    }


def _clock(length: timedelta) -> str:
    """Hours, minutes and seconds, so that the lines add up to the second."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if moment else "—"


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None
