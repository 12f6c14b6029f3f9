"""What stands in the report form: begun from the draft or the stored report, kept at every change."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.report_job import FiledReport, JobVisit, ReportJob
from aftersales.rules.kinds import Cause, CostKind, FaultCategory
from aftersales.rules.roles import Actor
from aftersales.services.cost_lines import NewCost, NewPart
from aftersales.services.drafts import find_draft, keep_draft
from aftersales.services.report import NewReport
from aftersales.ui.page import reading, unit_of_work

TEXTS = ("findings", "work_done", "left_to_do", "safety_measures", "customer_words", "signed_by", "unsigned_reason")
CHOICES = ("fault_seen", "cause_found", "signature_way")
PART = ("name", "size", "count", "old_returned")
COST = ("item", "name", "kind", "quantity", "unit", "unit_yuan", "bearer", "keeps")
SIGNED, UNSIGNED = "signed", "unsigned"
OWN_WORDS = "own"


def form_name(dispatch_id: int) -> str:
    """The draft's name."""
    return f"service_report:{dispatch_id}"


class ReportState:
    """The fields of one visit's report in this browser session. Rows of parts and costs have numbers of their own."""

    def __init__(self, dispatch_id: int) -> None:
        self.dispatch_id = dispatch_id
        self.prefix = f"report_{dispatch_id}_"

    def key(self, *names: object) -> str:
        return self.prefix + "_".join(str(name) for name in names)

    def get(self, *names: object) -> Any:
        return st.session_state.get(self.key(*names))

    def put(self, value: Any, *names: object) -> None:
        st.session_state[self.key(*names)] = value

    @property
    def is_begun(self) -> bool:
        return self.key("findings") in st.session_state

    def rows(self, kind: str) -> list[int]:
        return self.get(f"{kind}_rows") or []

    def add_row(self, kind: str, values: dict[str, Any]) -> None:
        row = max(self.rows(kind), default=0) + 1
        for name, value in values.items():
            self.put(value, kind, row, name)
        self.put([*self.rows(kind), row], f"{kind}_rows")

    def drop_row(self, kind: str, row: int) -> None:
        self.put([other for other in self.rows(kind) if other != row], f"{kind}_rows")

    def content(self) -> dict[str, Any]:
        """All fields as plain values, for the draft."""
        return {
            **{name: self.get(name) for name in (*TEXTS, *CHOICES, "report_version")},
            "part": [{name: self.get("part", row, name) for name in PART} for row in self.rows("part")],
            "cost": [{name: self.get("cost", row, name) for name in COST} for row in self.rows("cost")],
        }

    def fill(self, content: dict[str, Any]) -> None:
        for name in TEXTS:
            self.put(content.get(name) or "", name)
        for name in (*CHOICES, "report_version"):
            self.put(content.get(name), name)
        for kind in ("part", "cost"):
            self.put([], f"{kind}_rows")
            for row in content.get(kind) or []:
                self.add_row(kind, row)

    def begin(self, actor: Actor, job: ReportJob, visit: JobVisit, filed: FiledReport | None) -> None:
        """From the actor's own draft, else from the stored report, else from what the request says."""
        with reading() as session:
            draft = find_draft(session, actor=actor, form=form_name(self.dispatch_id))
        self.fill(draft.content if draft else content_of(job, visit, filed))
        self.put(draft is not None, "from_draft")

    def keep(self, actor: Actor) -> None:
        """Write the draft; called at every change."""
        with unit_of_work() as session:
            keep_draft(session, actor=actor, now=utc_now(), form=form_name(self.dispatch_id), content=self.content())

    def forget(self) -> None:
        """Begin anew at the next look."""
        for key in [key for key in st.session_state if str(key).startswith(self.prefix)]:
            del st.session_state[key]

    def as_report(self) -> dict[str, Any]:
        """The fields by the names that `rules.report.missing_in_report` knows."""
        is_signed = self.get("signature_way") != UNSIGNED
        return {
            "findings": (self.get("findings") or "").strip(),
            "work_done": (self.get("work_done") or "").strip(),
            "left_to_do": (self.get("left_to_do") or "").strip(),
            "cause_found": Cause(self.get("cause_found") or Cause.UNKNOWN),
            "signed_by": (self.get("signed_by") or "").strip() if is_signed else "",
            "unsigned_reason": "" if is_signed else (self.get("unsigned_reason") or "").strip(),
        }

    def new_report(self, signature_id: int | None) -> NewReport:
        """The service's input. Raises InvalidInput."""
        return NewReport(
            dispatch_id=self.dispatch_id,
            fault_seen=FaultCategory(self.get("fault_seen")),
            safety_measures=self.get("safety_measures"),
            customer_words=self.get("customer_words"),
            signature_id=signature_id,
            report_version=self.get("report_version") or 0,
            parts=tuple(self._part(row) for row in self.rows("part") if (self.get("part", row, "name") or "").strip()),
            costs=tuple(self._cost(row) for row in self.rows("cost") if self.get("cost", row, "item")),
            **self.as_report(),
        )

    def _part(self, row: int) -> NewPart:
        values = {name: self.get("part", row, name) for name in PART}
        return NewPart(**values | {"count": values["count"] or 1, "old_returned": bool(values["old_returned"])})

    def _cost(self, row: int) -> NewCost:
        values = {name: self.get("cost", row, name) for name in COST}
        is_own = values["item"] == OWN_WORDS
        yuan = values["unit_yuan"]
        return NewCost(
            price_item_id=None if is_own else int(values["item"]),
            keeps_id=values["keeps"],
            kind=values["kind"] or CostKind.OUTSIDE if is_own else None,
            name=values["name"] if is_own else "",
            unit=values["unit"] if is_own else "",
            quantity_milli=round((values["quantity"] or 0) * 1000),
            unit_fen=None if yuan is None else round(yuan * 100),
            bearer=values["bearer"] or None,
        )


def content_of(job: ReportJob, visit: JobVisit, filed: FiledReport | None) -> dict[str, Any]:
    """The form of a stored report, or of one that begins."""
    if filed is None:
        return {
            "fault_seen": (job.fault_found or job.fault).value,
            "cause_found": job.cause_found.value if job.cause_found else None,
            "signature_way": SIGNED,
            "signed_by": job.contact_name,
            "report_version": 0,
        }
    report = filed.report
    return {
        **{name: getattr(report, name) for name in TEXTS},
        "fault_seen": report.fault_seen.value,
        "cause_found": report.cause_found.value,
        "signature_way": UNSIGNED if report.unsigned_reason and not report.signed_by else SIGNED,
        "report_version": report.version,
        "part": [{name: getattr(part, name) for name in PART} for part in filed.parts],
        "cost": [
            {
                "item": str(line.price_item_id) if line.price_item_id else OWN_WORDS,
                "name": line.name,
                "kind": line.kind.value,
                "quantity": line.quantity_milli / 1000,
                "unit": line.unit,
                "unit_yuan": None,  # the stored price stays unless another is typed
                "bearer": line.bearer.value,
                "keeps": line.id,
            }
            for line in filed.costs
        ],
    }
