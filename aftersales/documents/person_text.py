"""What is stored about one person as a text that they can read, in either language: record by record, oldest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aftersales.documents.trail_words import DEEDS
from aftersales.locale import Language, translate
from aftersales.locale.sentences import format_value
from aftersales.rules.message import N_
from aftersales.services.input import FIELDS

TABLES: dict[str, str] = {
    "contact": N_("Contacts"), "service_request": N_("Service requests"), "complaint": N_("Complaints"),
    "service_report": N_("Service reports"), "survey": N_("Surveys"), "revisit": N_("Revisits"),
    "handbook_delivery": N_("Handbook deliveries"), "quote": N_("Quotes"), "agreement": N_("Supplementary agreements"),
    "corrective_action": N_("Corrective actions"),
    "event_words": N_("Words in the trail"), "picture": N_("Pictures"), "form_draft": N_("Drafts"),
}  # fmt: skip
_UNREAD = ("id", "version", "phone_digits")  # the product's own bookkeeping; the JSON has it


def person_text(told: dict[str, Any], language: Language) -> str:
    """`told` is what `queries/person_data.export_person` gives. Moments in the service time zone."""
    person = told["person"]
    lines = [translate(N_("What is stored about {name}"), language).format(name=person["name"]), person["phone"], ""]
    for table, rows in told["rows"].items():
        lines += ["", f"■ {translate(TABLES.get(table, N_('Elsewhere')), language)}"]
        for row in rows:
            lines += ["", *_row(row, language)]
    if told["events"]:
        lines += ["", f"■ {translate(TABLES['event_words'], language)}"]
    for event in told["events"]:
        deed = translate(DEEDS[event["event"]], language) if event["event"] in DEEDS else event["event"]
        lines += ["", f"{_read(event['at'], language)}  {deed}", *_row(event["words"], language)]
    return "\n".join(lines).strip() + "\n"


def _row(values: dict[str, Any], language: Language) -> list[str]:
    return [
        f"  {translate(FIELDS[name], language) if name in FIELDS else name}: {_read(value, language)}"
        for name, value in values.items()
        if name not in _UNREAD and not name.endswith("_id")
    ]


def _read(value: Any, language: Language) -> str:
    """A moment as people write it; everything else as it is stored."""
    if not isinstance(value, str):
        return str(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value.replace("\n", "\n    ")
    return format_value(moment, language) if moment.tzinfo is not None else value
