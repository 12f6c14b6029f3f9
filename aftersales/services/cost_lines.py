"""Parts and cost lines of a service report: by the price list, and who bears them (1.4, 3, 4(5))."""

from __future__ import annotations

from pydantic import Field
from sqlmodel import Session, col, delete

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Bearer, CostLine, PriceItem, ReportPart
from aftersales.rules.kinds import Charge, CostKind
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.input import MOST_FEN, Input, needed_text, text
from aftersales.services.quote import line_total_fen
from aftersales.services.rows import rows_by


class NewPart(Input):
    name: needed_text(80)
    size: text(80) = ""
    count: int = Field(ge=1, le=100_000)
    old_returned: bool = False


class NewCost(Input):
    """From the price list by `price_item_id`, or in own words with a price. Quantity in thousandths.

    `keeps_id` names a line of the report as it stood, whose price stays: so that who sees no prices
    can correct a quantity. Who bears the line follows the charge unless said otherwise.
    """

    price_item_id: int | None = None
    keeps_id: int | None = None
    kind: CostKind | None = None
    name: text(120) = ""
    quantity_milli: int = Field(gt=0, le=100_000_000)
    unit: text(16) = ""
    unit_fen: int | None = Field(default=None, ge=0, le=MOST_FEN)
    bearer: Bearer | None = None


def write_parts(session: Session, report_id: int, parts: tuple[NewPart, ...]) -> None:
    """The parts as they stand now."""
    if rows_by(session, ReportPart, "report_id", report_id):
        session.exec(delete(ReportPart).where(col(ReportPart.report_id) == report_id))
    session.add_all([ReportPart(report_id=report_id, **part.model_dump()) for part in parts])
    session.flush()


def write_costs(session: Session, report_id: int, costs: tuple[NewCost, ...], *, actor: Actor, charge: Charge) -> int:
    """The cost lines as they stand now; gives their sum in fen."""
    old = {line.id: line for line in rows_by(session, CostLine, "report_id", report_id)}
    lines = [_priced(session, report_id, cost, old.get(cost.keeps_id), actor, charge) for cost in costs]
    if old:
        session.exec(delete(CostLine).where(col(CostLine.report_id) == report_id))
    session.add_all(lines)
    session.flush()
    return sum(line.total_fen for line in lines)


def usual_bearer(charge: Charge) -> Bearer:
    """Who bears a line when nothing else is said."""
    return Bearer.CUSTOMER if charge in (Charge.PAID, Charge.AT_COST) else Bearer.US


def _priced(
    session: Session, report_id: int, cost: NewCost, old: CostLine | None, actor: Actor, charge: Charge
) -> CostLine:
    bearer = cost.bearer or usual_bearer(charge)
    if bearer is Bearer.CUSTOMER and charge is Charge.FREE:
        raise InvalidInput(N_("The work is free; the customer can't bear a cost of it."), field="costs", clause="4(5)")
    kind, name, unit, unit_fen = cost.kind, cost.name, cost.unit, cost.unit_fen
    if cost.price_item_id is not None and not may(actor, Action.SEE_COSTS):
        unit_fen = None  # who sees no prices sets none
    if unit_fen is None and old is not None and old.price_item_id == cost.price_item_id:
        kind, name, unit, unit_fen = kind or old.kind, name or old.name, unit or old.unit, old.unit_fen
    elif cost.price_item_id is not None:
        item = session.get(PriceItem, cost.price_item_id)
        if item is None:
            raise NotFound(N_("This is not in the price list."))
        kind, name, unit = kind or item.kind, name or item.name, unit or item.unit
        if unit_fen is None:
            # What we bear, and work at cost, counts without our margin (1.4b).
            unit_fen = item.price_fen if bearer is Bearer.CUSTOMER and charge is Charge.PAID else item.cost_fen
    if not name or unit_fen is None:
        raise InvalidInput(N_("Each line needs a name and a price."), field="lines")
    return CostLine(
        report_id=report_id, price_item_id=cost.price_item_id, kind=kind or CostKind.PARTS, name=name,
        quantity_milli=cost.quantity_milli, unit=unit, unit_fen=unit_fen,
        total_fen=line_total_fen(cost.quantity_milli, unit_fen), bearer=bearer,
    )  # fmt: skip
