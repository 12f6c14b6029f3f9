"""Handing a handbook to the customer: which version, when, to whom, by whom, with their signature (1.5)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from aftersales.bulk import BulkSession
from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.documents.pictures import decode_picture
from aftersales.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import (
    Attachment,
    AttachmentBytes,
    HandbookDelivery,
    HandbookVersion,
    Office,
    Project,
    ServiceRequest,
    Sign,
    Staff,
)
from aftersales.rules.message import N_
from aftersales.rules.periods import midnight
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.figures import mark_request
from aftersales.services.input import Input, needed_text, text
from aftersales.services.numbers import HANDBOOK_DELIVERY, next_number
from aftersales.services.once import result_of, use_up

MOST_SIGNATURE_BYTES = 2 * 1024 * 1024
OWNER, PURPOSE = "handbook_delivery", "signature"


class NewDelivery(Input):
    """To all signs of the version's type at a project, or to one of them. Without a signature it says why."""

    project_id: int
    version_id: int
    sign_id: int | None = None
    delivered_on: date
    received_by: needed_text(80)
    handed_over_by_id: int | None = None
    unsigned_reason: text(400) = ""
    remark: text(400) = ""


def deliver_handbook(
    session: Session, *, actor: Actor, now: datetime, new: NewDelivery, signature: bytes | None = None,
    once: str | None = None,
) -> HandbookDelivery:  # fmt: skip
    """Record it. `signature` is a picture (PNG, say). `handed_over_by_id` defaults to the actor.

    Raises NotFound, NotAllowed outside one's region, InvalidInput, and RuleBroken for a sign of another type or a
    version that didn't hold yet.
    """
    ensure_may(actor, Action.DELIVER_HANDBOOK)
    made = result_of(session, once)
    if made is not None:
        return session.get_one(HandbookDelivery, made)
    version = _ensure_fits(session, actor, now, new)
    if signature is None and not new.unsigned_reason:
        raise InvalidInput(N_("The customer signs for the handbook, or it is said why they didn't."), field="signature")
    delivery = HandbookDelivery(
        number=next_number(session, HANDBOOK_DELIVERY, now), project_id=new.project_id,
        sign_type_id=version.sign_type_id, sign_id=new.sign_id, version_id=new.version_id,
        delivered_on=new.delivered_on, from_at=midnight(new.delivered_on, service_zone()),
        received_by=new.received_by, unsigned_reason="" if signature else new.unsigned_reason,
        handed_over_by_id=new.handed_over_by_id or actor.staff_id, remark=new.remark, recorded_at=now,
        recorded_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(delivery)
    session.flush()
    assert delivery.id is not None
    if signature is not None:
        delivery.signature_id = _keep_signature(session, actor, now, delivery.id, signature)
        session.add(delivery)
        session.flush()
    use_up(session, once, now=now, result_id=delivery.id)
    _mark_requests(session, delivery)
    record_event(
        session, actor=actor, now=now, name="deliver_handbook", subject="handbook_delivery", subject_id=delivery.id,
        data={"number": delivery.number, "project": new.project_id, "sign_type": version.sign_type_id,
              "sign": new.sign_id, "version": version.id, "delivered_on": new.delivered_on,
              "handed_over_by": delivery.handed_over_by_id, "signature": delivery.signature_id},
        words={"received_by": new.received_by, "reason": delivery.unsigned_reason, "remark": new.remark},
    )  # fmt: skip
    return delivery


def _ensure_fits(session: Session, actor: Actor, now: datetime, new: NewDelivery) -> HandbookVersion:
    project, version = session.get(Project, new.project_id), session.get(HandbookVersion, new.version_id)
    if project is None:
        raise NotFound(N_("This project is not in the register."))
    if actor.only_region is not None:
        office = session.get(Office, project.office_id)
        if office is None or office.region != actor.only_region:
            raise NotAllowed(N_("This project belongs to another region."))
    if version is None:
        raise NotFound(N_("This handbook does not exist."))
    if new.handed_over_by_id is not None and session.get(Staff, new.handed_over_by_id) is None:
        raise NotFound(N_("There is no such person."))
    if new.delivered_on > local_day(now):
        raise InvalidInput(
            N_("The day of the delivery can't lie in the future: {day}."), field="delivered_on", day=new.delivered_on
        )
    if new.delivered_on < version.valid_from:
        raise RuleBroken(
            N_("Version {number} holds from {day} only; it can't have been handed over before."),
            clause="1.5", number=version.number, day=version.valid_from,
        )  # fmt: skip
    if new.sign_id is not None:
        sign = session.get(Sign, new.sign_id)
        fits = sign is not None and (sign.project_id, sign.sign_type_id) == (new.project_id, version.sign_type_id)
    else:
        fits = session.exec(
            select(Sign.id).where(Sign.project_id == new.project_id, Sign.sign_type_id == version.sign_type_id).limit(1)
        ).first() is not None  # fmt: skip
    if not fits:
        raise RuleBroken(N_("The project has no such sign of this handbook's type."), clause="1.5")
    return version


def _keep_signature(session: Session, actor: Actor, now: datetime, delivery_id: int, content: bytes) -> int:
    if len(content) > MOST_SIGNATURE_BYTES:
        raise InvalidInput(N_("The signature's picture is too large."), field="signature")
    kind = decode_picture(content)
    file = Attachment(
        owner=OWNER, owner_id=delivery_id, purpose=PURPOSE, name="signature", content_type=kind.content_type,
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), added_at=now, added_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(file)
    session.flush()
    assert file.id is not None
    session.add(AttachmentBytes(attachment_id=file.id, content=content))
    session.flush()
    return file.id


def _mark_requests(session: Session, delivery: HandbookDelivery) -> None:
    """*Complete* (1.1) of what was closed since that day at these signs is counted again."""
    if isinstance(session, BulkSession):
        return
    sign = delivery.sign_id
    of_sign = col(Sign.id) == sign if sign is not None else col(Sign.sign_type_id) == delivery.sign_type_id
    asked = (
        select(ServiceRequest)
        .where(
            ServiceRequest.project_id == delivery.project_id,
            or_(col(ServiceRequest.closed_at).is_not(None), col(ServiceRequest.round) > 1),
            exists().where(col(Sign.id) == ServiceRequest.sign_id, of_sign),
        )
        .limit(2000)
    )
    for request in session.exec(asked):
        mark_request(session, request)
