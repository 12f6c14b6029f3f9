"""docs/clauses.md, printed from the table of clauses and the declared workflows."""

from __future__ import annotations

from collections import Counter

from aftersales.rules.agreement import AGREEMENT
from aftersales.rules.audit import AUDIT, FINDING
from aftersales.rules.care import REVISIT
from aftersales.rules.clause import Built, Clause
from aftersales.rules.clauses import CLAUSES
from aftersales.rules.complaint import COMPLAINT
from aftersales.rules.corrective_action import CORRECTIVE_ACTION
from aftersales.rules.escalation import ESCALATION
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.opinion import OPINION
from aftersales.rules.product_return import RETURN
from aftersales.rules.visit import VISIT

_TEXT = """# The clauses of the service promise

Printed from `aftersales/rules/clauses.py` by `tools/write_clauses.py`; do not edit. The tests check that every name,
page and test cited here exists. {counts}

| clause | what it asks | state | where enforced | screens | proved by |
|---|---|---|---|---|---|
{rows}

## What is missing

{missing}

## The workflows

Each is declared once; checks, buttons and these diagrams come from the declaration.
{diagrams}"""


def clauses_page() -> str:
    built = Counter(clause.built for clause in CLAUSES)
    counts = ", ".join(f"{built[state]} {state.value}" for state in Built)
    missing = "\n".join(f"- **{clause.number}** {clause.lacking}" for clause in CLAUSES if clause.lacking)
    workflows = (
        ("A service request", LIFECYCLE), ("A visit", VISIT), ("A supplementary agreement (2b)", AGREEMENT),
        ("An audit (5.2(3))", AUDIT), ("What an audit found (5.2(3))", FINDING),
        ("A complaint (5.2(4)); one about integrity has the same, apart", COMPLAINT),
        ("An opinion with a department (5.1(3))", OPINION), ("An escalation (4(2), 4(8))", ESCALATION),
        ("A revisit (5.2(2))", REVISIT), ("A line of a return or exchange (5.1(4))", RETURN),
        ("A corrective action (4(6))", CORRECTIVE_ACTION),
    )  # fmt: skip
    diagrams = "".join(
        f"\n### {title}\n\n```mermaid\n{workflow.mermaid(lambda key: key)}\n```\n" for title, workflow in workflows
    )
    return _TEXT.format(
        counts=f"Of {len(CLAUSES)} clauses: {counts}.", rows="\n".join(map(_row, CLAUSES)), missing=missing,
        diagrams=diagrams,
    )  # fmt: skip


def _row(clause: Clause) -> str:
    cells = (
        clause.number, clause.asks, clause.built.value, *(
            "<br>".join(f"`{name.removeprefix('aftersales.')}`" for name in names)
            for names in (clause.enforced, tuple(f"/{screen}" for screen in clause.screens), clause.tests)
        ),
    )  # fmt: skip
    return "| " + " | ".join(cell or "—" for cell in cells) + " |"
