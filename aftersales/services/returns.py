"""Returns and exchanges as the offices ask for them (5.1(4)): requested, on the way, withdrawn."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Office, ProductReturn, ReturnLine, ServiceRequest, SignType
from aftersales.queries.visible import sees_own_returns_only
from aftersales.rules.message import N_
from aftersales.rules.product_return import BEFORE_RECEIPT, RETURN, Whereabouts, Wish, step_due_at
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.decisions import Place, load_place
from aftersales.services.events import record_event
from aftersales.services.input import MOST_REASON, Input, ensure_text, needed_text, text
from aftersales.services.numbers import RETURN as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.return_lines import MOST_LINES, next_position, taking_line
from aftersales.services.rows import rows_by
from aftersales.services.steps import ensure_own_job, load_request

MOST_PIECES = 10_000


class NewReturnLine(Input):
    """So many pieces of one product, and what the customer wants for them."""

    sign_id: int | None = None
    is_whole: bool = False
    product: needed_text(120)
    quantity: int = Field(default=1, ge=1, le=MOST_PIECES)
    wish: Wish
    reason: needed_text(400)
    whereabouts: Whereabouts = Whereabouts.AT_CUSTOMER
    carrier_in: text(80) = ""
    waybill_in: text(60) = ""


class NewReturn(Input):
    """`office_id` is whose return it is; an office's own is always its own."""

    office_id: int | None = None
    request_id: int | None = None
    customer_id: int | None = None
    project_id: int | None = None
    remark: text(400) = ""
    lines: tuple[NewReturnLine, ...] = Field(min_length=1, max_length=MOST_LINES)
    once: str | None = None


class ReturnMove(Input):
    """Where the goods are before they are received; a carrier where they are on the way."""

    whereabouts: Whereabouts
    carrier_in: text(80) = ""
    waybill_in: text(60) = ""


def request_return(session: Session, *, actor: Actor, now: datetime, new: NewReturn) -> ProductReturn:
    """Write down what an office sends in, a line a product.

    A `once` key that was used already returns what it made. Raises NotAllowed, InvalidInput, NotFound.
    """
    ensure_may(actor, Action.REQUEST_RETURN)
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(ProductReturn, made)
    request = None
    if new.request_id is not None:
        request = load_request(session, new.request_id)
        ensure_own_job(session, actor, new.request_id)
    places = [_place_of(session, line, new, request) for line in new.lines]
    found = next((place for place in places if place is not None), None)
    if len({place.project.id for place in places if place is not None and place.project is not None}) > 1:
        raise InvalidInput(N_("The signs of one return belong to one project."), field="sign_id")
    head = _add(session, actor, now, new.remark, request=request, place=found, office_id=new.office_id, at=now)
    for line in new.lines:
        _ensure_line(line)
        _add_line(session, head, line, now)
    return _written(session, actor, now, head, new.once)


def land_return(session: Session, request: ServiceRequest, *, actor: Actor, now: datetime) -> ProductReturn | None:
    """A return that came in as a call or letter: the request of that kind gets its return, of one line to be told in
    more detail. None where one hangs on it already."""
    ensure_may(actor, Action.REQUEST_RETURN)
    if any(one.ended_at is None for one in rows_by(session, ProductReturn, "request_id", request.id)):
        return None
    place = load_place(session, customer_id=request.customer_id, project_id=request.project_id, sign_id=request.sign_id)
    kind = session.get(SignType, place.sign.sign_type_id) if place.sign is not None else None
    head = _add(
        session, actor, now, "", request=request, place=place, office_id=request.office_id, at=request.received_at
    )
    line = NewReturnLine(
        sign_id=request.sign_id, product=kind.name if kind else request.description[:120], wish=Wish.NOT_SAID,
        reason=request.description[:400],
    )  # fmt: skip
    _add_line(session, head, line, now)
    return _written(session, actor, now, head, None)


def move_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, new: ReturnMove, expected_version: int | None = None
) -> ReturnLine:
    """Where it is before it is received: at the customer's, at the office, on the way by whom."""
    _ensure_before(new.whereabouts)
    with taking_line(session, "move", actor=actor, now=now, line_id=line_id, expected_version=expected_version) as work:
        line = work.row
        line.whereabouts = new.whereabouts
        line.carrier_in, line.waybill_in = new.carrier_in, new.waybill_in
        work.data |= {"whereabouts": new.whereabouts, "carrier": new.carrier_in, "waybill": new.waybill_in}
        return line


def withdraw_return_line(
    session: Session, *, actor: Actor, now: datetime, line_id: int, reason: str, expected_version: int | None = None
) -> ReturnLine:
    """It isn't sent in after all."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking_line(
        session, "withdraw", actor=actor, now=now, line_id=line_id, expected_version=expected_version, reason=reason
    ) as work:
        if work.row.whereabouts is Whereabouts.ON_THE_WAY:
            work.row.whereabouts = Whereabouts.AT_OFFICE
        return work.row


def _place_of(session: Session, line: NewReturnLine, new: NewReturn, request: ServiceRequest | None) -> Place | None:
    project_id = new.project_id or (request.project_id if request else None)
    if line.sign_id is None and project_id is None:
        customer_id = new.customer_id or (request.customer_id if request else None)
        return load_place(session, customer_id=customer_id) if customer_id is not None else None
    return load_place(session, customer_id=new.customer_id, project_id=project_id, sign_id=line.sign_id)


def _ensure_line(line: NewReturnLine) -> None:
    _ensure_before(line.whereabouts)
    if line.is_whole and line.sign_id is None:
        raise InvalidInput(N_("Choose the sign that comes back as a whole."), field="sign_id")
    if line.is_whole and line.quantity != 1:
        raise InvalidInput(N_("A whole sign is one piece."), field="quantity")


def _ensure_before(whereabouts: Whereabouts) -> None:
    if whereabouts not in BEFORE_RECEIPT:
        raise InvalidInput(
            N_("Before it is received it is at the customer's, at the office or on the way."), field="whereabouts"
        )


def _add(
    session: Session, actor: Actor, now: datetime, remark: str, *, request: ServiceRequest | None,
    place: Place | None, office_id: int | None, at: datetime,
) -> ProductReturn:  # fmt: skip
    project = place.project if place else None
    if sees_own_returns_only(actor):
        office_id = actor.office_id
    elif office_id is None:
        office_id = project.office_id if project else (place.customer.office_id if place else actor.office_id)
    if office_id is not None and session.get(Office, office_id) is None:
        raise NotFound(N_("This office does not exist."))
    head = ProductReturn(
        number=next_number(session, NUMBER, now), state=RETURN.initial, office_id=office_id,
        request_id=request.id if request else None, customer_id=place.customer.id if place else None,
        project_id=project.id if project else None, remark=remark, requested_at=at, requested_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(head)
    session.flush()
    return head


def _add_line(session: Session, head: ProductReturn, new: NewReturnLine, now: datetime) -> None:
    line = ReturnLine(
        **new.model_dump(), return_id=head.id or 0, number=next_position(head), state=RETURN.initial,
        due_at=step_due_at(RETURN.initial, now),
    )  # fmt: skip
    session.add(line)
    session.flush()


def _written(session: Session, actor: Actor, now: datetime, head: ProductReturn, once: str | None) -> ProductReturn:
    session.add(head)
    session.flush()
    assert head.id is not None
    use_up(session, once, now=now, result_id=head.id)
    lines = rows_by(session, ReturnLine, "return_id", head.id)
    record_event(
        session, actor=actor, now=now, name="request_return", subject="return", subject_id=head.id,
        data={
            "number": head.number, "office": head.office_id, "request": head.request_id, "project": head.project_id,
            "lines": [
                {"id": line.id, "sign": line.sign_id, "quantity": line.quantity, "wish": line.wish,
                 "whereabouts": line.whereabouts}
                for line in lines
            ],
        },
        words={"remark": head.remark, "reason": "\n".join(line.reason for line in lines)},
    )  # fmt: skip
    return head
