"""How a page is drawn with one of its records open: what stands behind its address, for every page that opens one.

The tests that count queries go by this list too.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

_LAST = "SELECT number FROM {} ORDER BY id DESC LIMIT 2"
_OF_A_REQUEST = "SELECT r.number FROM {0} JOIN service_request r ON r.id = {0}.request_id ORDER BY {0}.id DESC LIMIT 2"
_SIGN = (
    "SELECT s.code FROM service_request r JOIN sign s ON s.id = r.sign_id WHERE r.repeats_id IS NOT NULL "
    "ORDER BY r.id DESC LIMIT 2"
)
# A page's file, the name in its address, and queries for values of it.
RECORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "agreements.py": ("number", (_LAST.format("agreement"),)),
    "audits.py": ("number", (_LAST.format("audit"),)),
    "care.py": ("number", (_LAST.format("revisit"),)),
    "complaints.py": ("number", (_LAST.format("complaint"), _LAST.format("integrity_complaint"))),
    "handbooks.py": ("number", (_LAST.format("handbook_delivery"),)),
    "intake.py": ("sign", (_SIGN,)),
    "recurrences.py": ("number", (_LAST.format("corrective_action"),)),
    "reports.py": ("number", (_OF_A_REQUEST.format("service_report"),)),
    "request.py": (
        "number",
        (
            _LAST.format("service_request"),
            "SELECT number FROM service_request WHERE repeats_id IS NOT NULL ORDER BY id DESC LIMIT 2",
            *map(_OF_A_REQUEST.format, ("agreement", "cause_analysis", "complaint", "escalation", "opinion_routing",
                                        "product_return")),
        ),
    ),
    "returns.py": ("number", (_LAST.format("product_return"),)),
    "warranty.py": ("sign", (_SIGN,)),
}  # fmt: skip


def addresses_of(session: Session, file: str) -> list[dict[str, str]]:
    """What to ask of a page for records that are stored, each once."""
    if file not in RECORDS:
        return []
    name, queries = RECORDS[file]
    found = [str(value) for query in queries for value in session.connection().execute(text(query)).scalars()]
    return [{name: value} for value in dict.fromkeys(found)]
