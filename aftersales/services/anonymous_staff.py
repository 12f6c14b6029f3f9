"""Make somebody who left anonymous: the deeds stay, by whom they were is told by a number only.

People who work here are not erased: the trail would say of half its deeds that nobody did them. After they left,
their name, address for mail, phone, account, sessions, drafts and the words in the trail about them go; what they did
stays theirs by the number that every event carries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from aftersales.errors import ChangedMeanwhile, NotFound, RuleBroken
from aftersales.models import Account, Event, EventWords, FormDraft, Staff, StaffSession
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.rows import forget, lock_row

FORMER, FORMER_EN = "离职员工", "Former employee"


def make_staff_anonymous(
    session: Session, *, actor: Actor, now: datetime, staff_id: int, expected_version: int | None = None
) -> Staff:
    """It can't be undone. Raises NotAllowed, NotFound, ChangedMeanwhile, and RuleBroken for who still works here."""
    ensure_may(actor, Action.MANAGE_STAFF)
    person = lock_row(session, Staff, staff_id)
    if person is None:
        raise NotFound(N_("Nobody with this number works here."))
    if expected_version is not None and person.version != expected_version:
        raise ChangedMeanwhile(N_("Somebody else changed this person meanwhile. Look again."))
    if person.is_active:
        raise RuleBroken(N_("Only who does not work here any more can be made anonymous."))
    person.name, person.name_en = f"{FORMER} {staff_id}", f"{FORMER_EN} {staff_id}"
    person.email, person.phone, person.version = None, "", person.version + 1
    session.add(person)
    session.flush()
    connection = session.connection()
    for kind in (Account, StaffSession, FormDraft):
        table: Any = kind
        connection.execute(delete(table).where(col(table.staff_id) == staff_id))
    about: Any = select(col(Event.id)).where(col(Event.subject) == "staff", col(Event.subject_id) == staff_id)
    words: Any = delete(EventWords).where(col(EventWords.event_id).in_(about))
    erased = connection.execute(words).rowcount
    session.expire_all()
    forget(session)
    record_event(
        session, actor=actor, now=now, name="make_staff_anonymous", subject="staff", subject_id=staff_id,
        data={"event_words": erased},
    )  # fmt: skip
    return person
