"""All registers, in the order in which they are offered."""

from __future__ import annotations

from aftersales.queries.registers.agreements import AGREEMENTS
from aftersales.queries.registers.audits import AUDITS
from aftersales.queries.registers.calls import CALLS
from aftersales.queries.registers.columns import Register
from aftersales.queries.registers.complaints import COMPLAINTS
from aftersales.queries.registers.corrective_actions import CORRECTIVE_ACTIONS
from aftersales.queries.registers.costs import COSTS
from aftersales.queries.registers.dispatches import DISPATCHES
from aftersales.queries.registers.escalations import ESCALATIONS
from aftersales.queries.registers.handbooks import HANDBOOKS
from aftersales.queries.registers.opinions import OPINIONS
from aftersales.queries.registers.reports import REPORTS
from aftersales.queries.registers.returns import RETURNS
from aftersales.queries.registers.revisits import REVISITS
from aftersales.queries.registers.surveys import SURVEYS
from aftersales.rules.roles import Actor, may

REGISTERS: dict[str, Register] = {
    each.key: each
    for each in (
        CALLS, DISPATCHES, REPORTS, SURVEYS, COSTS, AGREEMENTS, COMPLAINTS, OPINIONS, ESCALATIONS, RETURNS, REVISITS,
        HANDBOOKS, CORRECTIVE_ACTIONS, AUDITS,
    )
}  # fmt: skip


def registers_of(actor: Actor) -> list[Register]:
    """Those that this person may open."""
    return [each for each in REGISTERS.values() if each.needs is None or may(actor, each.needs)]
