"""What an office heard from a customer, sent in by its short form (5.2(1))."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput
from aftersales.models import OfficeOpinion, ServiceRequest
from aftersales.rules.kinds import Channel, Kind
from aftersales.rules.message import N_, message
from aftersales.rules.opinion import OpinionWay, send_by
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import FIELDS, Input, needed_text, phone_text, text
from aftersales.services.once import result_of
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.working_days import working_days

MOST_DAYS_AGO = 366


class NewOfficeOpinion(Input):
    """Whose, in their words, when it was heard and how. `once` makes a double click harmless."""

    kind: Kind = Kind.SUGGESTION
    customer_id: int | None = None
    project_id: int | None = None
    sign_id: int | None = None
    contact_name: text(80) = ""
    contact_phone: phone_text(40) = ""
    words: needed_text(2000)
    way: OpinionWay
    collected_on: date
    once: str | None = None


def send_office_opinion(session: Session, *, actor: Actor, now: datetime, new: NewOfficeOpinion) -> ServiceRequest:
    """Register it as a request of the office's channel and keep when it was heard and when it was sent.

    The clock of the answer begins with the sending: that is when we were asked. Raises NotAllowed, NotFound,
    InvalidInput (a day to come, a kind that needs a visit).
    """
    ensure_may(actor, Action.COLLECT_OPINION)
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(ServiceRequest, made)
    if not new.kind.is_opinion:
        raise InvalidInput(
            N_("What an office collects is an inquiry or a suggestion; a fault is registered as a request."),
            field="kind", clause="5.2(1)",
        )  # fmt: skip
    today = local_day(now)
    if not 0 <= (today - new.collected_on).days <= MOST_DAYS_AGO:
        raise InvalidInput(
            N_("“{label}” is today or an earlier day within a year."), field="collected_on",
            label=message(FIELDS["collected_on"]),
        )  # fmt: skip
    request = register_request(
        session, actor=actor, now=now,
        new=NewRequest(
            channel=Channel.OFFICE, kind=new.kind, customer_id=new.customer_id, project_id=new.project_id,
            sign_id=new.sign_id, contact_name=new.contact_name, contact_phone=new.contact_phone,
            description=new.words, once=new.once,
        ),
    )  # fmt: skip
    send_by_on = send_by(new.collected_on, working_days(session))
    row = OfficeOpinion(
        request_id=request.id or 0, office_id=actor.office_id or request.office_id, way=new.way,
        collected_on=new.collected_on, collected_by_id=actor.staff_id, send_by_on=send_by_on, sent_at=now,
        is_late=today > send_by_on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="send_office_opinion", subject="request", subject_id=request.id or 0,
        data={"collected_on": new.collected_on, "send_by_on": send_by_on, "is_late": row.is_late,
              "opinion_way": new.way},
    )  # fmt: skip
    return request
