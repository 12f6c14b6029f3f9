"""A sign, or a part of it, exchanged for a new one of the same kind: its history, and the warranty it has (3(1)).

The new one carries on the rest of the old warranty, unless the contract gives what is exchanged months of its own
(2a); then it has them from the exchange on, and never less than the rest of the old.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.models import ReturnLine, Sign, SignExchange
from aftersales.rules.kinds import TermSource
from aftersales.rules.roles import Actor
from aftersales.rules.warranty import WarrantyDecision, WarrantyTerms, decide_warranty
from aftersales.services.decisions import Place, load_place
from aftersales.services.events import record_event
from aftersales.services.rows import forget, lock_row
from aftersales.services.terms import load_terms


def record_exchange(session: Session, line: ReturnLine, *, actor: Actor, now: datetime) -> SignExchange:
    """Of a line that was replaced and has arrived. A whole sign's own warranty changes with it; that of a part stands
    in the history."""
    assert line.sign_id is not None
    assert line.arrived_on is not None
    place = load_place(session, customer_id=None, sign_id=line.sign_id)
    sign = lock_row(session, Sign, line.sign_id)
    assert sign is not None
    day = line.arrived_on
    end_of_day = datetime.combine(day + timedelta(days=1), time(), service_zone())
    term = load_terms(session, sign.project_id).exchange_months(end_of_day)
    own = WarrantyTerms(day, term.value["months"], TermSource.CONTRACT) if term else None
    decided = _warranty(place, own, day)
    made = SignExchange(
        sign_id=line.sign_id, line_id=line.id or 0, exchanged_on=day, is_whole=line.is_whole, product=line.product,
        quantity=line.quantity, old_serials=line.serials, new_serials=line.new_serials,
        months=own.months if own is not None and decided.terms == own else None, ends_on=decided.ends_on,
    )  # fmt: skip
    session.add(made)
    if line.is_whole and own is not None and decided.terms == own:
        sign.exchanged_on, sign.exchange_months = own.handover_on, own.months
        sign.version += 1
        session.add(sign)
        forget(session)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="exchange_sign", subject="sign", subject_id=line.sign_id,
        data={
            "line": line.id, "number": line.number, "exchanged_on": day, "is_whole": line.is_whole,
            "quantity": line.quantity, "months": made.months, "ends_on": made.ends_on,
        },
    )  # fmt: skip
    return made


def _warranty(place: Place, own: WarrantyTerms | None, day: date) -> WarrantyDecision:
    """What holds from the exchange on: an earlier exchange's months count unless the new ones last longer."""
    sign, project = place.sign, place.project
    before = WarrantyTerms(sign.exchanged_on, sign.exchange_months, TermSource.CONTRACT) if sign else None
    terms: dict[str, WarrantyTerms | None] = {
        "sign": WarrantyTerms(sign.handover_on, sign.warranty_months, TermSource.SIGN) if sign else None,
        "project": WarrantyTerms(project.handover_on, project.warranty_months, project.warranty_source)
        if project
        else None,
    }
    old = decide_warranty(received_on=day, exchange=before, **terms)
    new = decide_warranty(received_on=day, exchange=own, **terms)
    if old.ends_on is not None and (new.ends_on is None or new.ends_on <= old.ends_on):
        return old
    return new
