"""Register a complaint: whose, about what, and by when the customer hears of us first (5.1(2), 5.2(4))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from aftersales.errors import InvalidInput
from aftersales.models import Customer, Project, ServiceRequest
from aftersales.models.complaints import ComplaintRow
from aftersales.rules.complaint import COMPLAINT, ComplaintKind, feedback_deadline, workflow_of
from aftersales.rules.kinds import Channel
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.complaint_people import set_concerned, table_of, tell_of_new
from aftersales.services.decisions import load_place
from aftersales.services.events import record_event
from aftersales.services.input import FIELDS, Input, Moment, ensure_moment_near, needed_text, phone_text, text
from aftersales.services.numbers import COMPLAINT as NUMBER
from aftersales.services.numbers import INTEGRITY as SEALED_NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.register_request import CLOCK_SLACK
from aftersales.services.steps import ensure_own_job, load_request


class NewComplaint(Input):
    """What was said, by whom, about what. `received_at` defaults to now; `once` makes a double click harmless.

    With a request, its customer, project and sign are the complaint's.
    """

    kind: ComplaintKind
    channel: Channel = Channel.HOTLINE
    request_id: int | None = None
    customer_id: int | None = None
    project_id: int | None = None
    sign_id: int | None = None
    contact_name: text(80) = ""
    contact_phone: phone_text(40) = ""
    words: needed_text(2000)
    concerned_ids: tuple[int, ...] = ()
    received_at: Moment | None = None
    once: str | None = None


def register_complaint(session: Session, *, actor: Actor, now: datetime, new: NewComplaint) -> ComplaintRow:
    """Write it down with its number and the deadline of the first feedback, and tell those responsible.

    Raises NotAllowed, NotFound, and InvalidInput: a customer's complaint needs the customer or somebody to answer.
    A `once` key that was used already returns the complaint it made.
    """
    ensure_may(actor, Action.REGISTER_COMPLAINT)
    made = result_of(session, new.once)
    if made is not None:
        kept: ComplaintRow = session.get_one(table_of(new.kind), made)
        return kept
    received_at = new.received_at or now
    if received_at > now + CLOCK_SLACK:
        raise InvalidInput(
            N_("The receipt can't lie in the future: {moment}."), field="received_at", moment=received_at
        )
    ensure_moment_near(new.received_at, now, field="received_at")
    row = _place(session, actor, new)
    if new.kind is not ComplaintKind.MARKET and row.customer_id is None and not new.contact_name:
        raise InvalidInput(
            N_("“{label}” is needed."), field="contact_name", clause="5.1(2)", label=message(FIELDS["contact_name"])
        )
    row.received_at, row.feedback_due_at = received_at, feedback_deadline(received_at)
    keep_new(session, row, actor=actor, now=now, concerned=new.concerned_ids)
    use_up(session, new.once, now=now, result_id=row.id or 0)
    return row


def _place(session: Session, actor: Actor, new: NewComplaint) -> ComplaintRow:
    """The row with what it hangs on; a request has to be one that this person sees."""
    request: ServiceRequest | None = None
    if new.request_id is not None:
        request = load_request(session, new.request_id)
        ensure_own_job(session, actor, new.request_id)
    where = request or new
    office_id = request.office_id if request else actor.office_id
    customer_id, project_id, sign_id = where.customer_id, where.project_id, where.sign_id
    if request is None and (customer_id or project_id or sign_id):
        place = load_place(session, customer_id=customer_id, project_id=project_id, sign_id=sign_id)
        office_id = office_of(place.customer, place.project) or actor.office_id
        customer_id, project_id = place.customer.id, place.project.id if place.project else None
        sign_id = place.sign.id if place.sign else None
    table: Any = table_of(new.kind)  # its number, state and moments come with `keep_new`
    made: ComplaintRow = table(
        kind=new.kind, channel=new.channel, request_id=new.request_id, customer_id=customer_id, project_id=project_id,
        sign_id=sign_id, office_id=office_id, words=new.words,
        contact_name=new.contact_name or (request.contact_name if request else ""),
        contact_phone=new.contact_phone or (request.contact_phone if request else ""),
    )  # fmt: skip
    return made


def office_of(customer: Customer, project: Project | None) -> int | None:
    return project.office_id if project else customer.office_id


def keep_new(session: Session, row: ComplaintRow, *, actor: Actor, now: datetime, concerned: tuple[int, ...]) -> None:
    """Number it, store it, tell those responsible, and write the event: in the sealed trail for integrity."""
    is_sealed = row.kind is ComplaintKind.INTEGRITY
    row.number = next_number(session, SEALED_NUMBER if is_sealed else NUMBER, now)
    row.state = COMPLAINT.initial
    row.registered_at, row.registered_by_id = now, actor.staff_id
    session.add(row)
    session.flush()
    set_concerned(session, row, concerned)
    tell_of_new(session, row, by_id=actor.staff_id, now=now)
    record_event(
        session, actor=actor, now=now, name="register_complaint", subject=workflow_of(row.kind).name,
        subject_id=row.id or 0,
        data={
            "number": row.number, "kind": row.kind, "channel": row.channel, "request": row.request_id,
            "received_at": row.received_at, "feedback_due_at": row.feedback_due_at, "concerned": sorted(concerned),
        },
        words={"words": row.words, "contact": row.contact_name, "phone": row.contact_phone},
    )  # fmt: skip
    if row.request_id is not None and not is_sealed:
        record_event(
            session, actor=actor, now=now, name="register_complaint", subject="request", subject_id=row.request_id,
            data={"complaint": row.id, "complaint_number": row.number},
        )  # fmt: skip
