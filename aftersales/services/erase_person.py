"""Erase one person of a customer on their request: from the live tables and the words beside the trail.

What was promised, done, paid and judged stays: numbers, moments, sums and registers are the same afterwards, and the
trail's chain is whole; it knows erased words from changed ones. Copies made before hold the person until they go
(docs/security.md).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import (
    Attachment,
    AttachmentBytes,
    Base,
    Customer,
    Event,
    EventWords,
    FormDraft,
    HandbookDelivery,
    Project,
    SealedEvent,
    SealedEventWords,
    ServiceReport,
    ServiceRequest,
    Sign,
)
from aftersales.models.personal import OF_CUSTOMERS, Personal
from aftersales.queries.person_reach import OWN, Person, PersonRows, events_naming, rows_of_person, texts_in
from aftersales.rules.message import N_
from aftersales.rules.personal import ERASED
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.search_words import index_customer, index_request

P = Personal
MOST_OTHER, MOST_WORDS = 40, 10
_EMPTIED = (P.PHONE, P.DIGITS, P.EMAIL, P.TITLE)
# Whose signature a picture is: the table, and the column of the name.
_SIGNATURES: tuple[tuple[Any, str], ...] = ((ServiceReport, "signed_by"), (HandbookDelivery, "received_by"))


def other_words(typed: str) -> tuple[str, ...]:
    """Other words for one person, a line or a comma between them, each once. Raises InvalidInput.

    One sign alone, or a word of what stands for erased ones, would be found everywhere.
    """
    given = (ensure_text(one, MOST_OTHER, field="also") for one in re.split(r"[\n,;，；、]", typed))
    words = tuple(dict.fromkeys(one for one in given if one))
    for word in words:
        if len(word) < 2 or word.casefold() in ERASED:
            raise InvalidInput(N_("“{word}” would be found everywhere; write at least two signs."), word=word)
    if len(words) > MOST_WORDS:
        raise InvalidInput(N_("At most {most} other words are looked for."), field="also", most=MOST_WORDS)
    return words


def erase_person(
    session: Session, *, actor: Actor, now: datetime, person: Person, reason: str, with_photos: bool = False
) -> dict[str, int]:
    """Replace the person's name, number and address for mail wherever they stand; gives how many rows by table.

    Raises NotAllowed, InvalidInput without a reason, NotFound where nothing of theirs is stored: so a second run
    changes nothing. `with_photos` takes the photos of their requests, too; signatures go in any case.
    """
    ensure_may(actor, Action.ERASE_PERSON)
    reason = ensure_text(reason, MOST_REASON, field="reason", is_needed=True)
    other_words("\n".join(person.also))
    if not person.name.strip() or person.name == ERASED:
        raise InvalidInput(N_("“{label}” is needed."), field="name", label=N_("Name"))
    rows = rows_of_person(session, actor, person)
    told = rows.count()
    if not any(rows.own.values()) and not told:
        raise NotFound(N_("Nothing about this person is stored."))
    told["picture"] = _erase_pictures(session, rows, with_photos)
    _replace(session, rows)
    told["event_words"] = _erase_words(session, rows, Event, EventWords)
    _erase_words(session, rows, SealedEvent, SealedEventWords)
    told["form_draft"] = _drop_drafts(session, person)
    session.expire_all()
    _index(session, rows)
    told = {name: number for name, number in told.items() if number}
    record_event(
        session, actor=actor, now=now, name="erase_person", subject="company", subject_id=1, data={"rows": told},
        words={"reason": person.taken_out_of(reason)},
    )  # fmt: skip
    return told


def _replace(session: Session, rows: PersonRows) -> None:
    """The person's own rows lose name and number; others lose the name and the number in their words."""
    person, connection = rows.person, session.connection()
    for name, columns in OF_CUSTOMERS.items():
        table = Base.metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        own = set(rows.own.get(name, ()))
        for row_id in sorted(own | set(rows.naming.get(name, ()))):
            stored = connection.execute(select(table).where(key == row_id)).mappings().one()
            values: dict[str, Any] = {}
            for column, kind in columns.items():
                before = stored[column]
                if not before:
                    continue
                is_own = row_id in own and column in (*OWN.get(name, ()), "phone_digits", "email", "title")
                if is_own and kind in _EMPTIED:
                    values[column] = ""
                elif kind is P.NAME and is_own:
                    values[column] = ERASED
                elif kind is P.WORDS or (kind is P.NAME and column not in OWN.get(name, ())):
                    limit = getattr(table.c[column].type, "length", None)
                    after = person.taken_out_of(before)
                    if after != before:
                        values[column] = after[:limit] if limit else after
            if not values:
                continue
            if "version" in table.c:
                values["version"] = stored["version"] + 1  # an open form is told, and writes nothing back
            connection.execute(update(table).where(key == row_id).values(values))


def _erase_words(session: Session, rows: PersonRows, event: Any, words: Any) -> int:
    ids = [one.id for one, _ in events_naming(session, rows, event, words)]
    for row_id in ids:
        session.connection().execute(delete(words).where(words.event_id == row_id))
    return len(ids)


def _erase_pictures(session: Session, rows: PersonRows, with_photos: bool) -> int:
    """Signatures beside the person's name; on request the photos of their requests."""
    gone: set[int] = set()
    connection = session.connection()
    for kind, column in _SIGNATURES:
        table = kind.__table__
        for row_id in rows.naming.get(str(table.name), ()):
            asked = select(table.c.signature_id, table.c[column]).where(table.c.id == row_id)
            picture, signed_by = connection.execute(asked).one()
            if picture is not None and rows.person.is_in(signed_by):
                connection.execute(update(table).where(table.c.id == row_id).values(signature_id=None))
                gone.add(picture)
    if with_photos:
        for request_id in rows.own["service_request"]:
            asked = select(Attachment.id).where(  # type: ignore[call-overload]
                Attachment.owner == "request", Attachment.owner_id == request_id
            )
            gone |= set(connection.execute(asked).scalars())
    for picture in gone:
        connection.execute(delete(AttachmentBytes).where(AttachmentBytes.attachment_id == picture))  # type: ignore[arg-type]
        connection.execute(delete(Attachment).where(Attachment.id == picture))  # type: ignore[arg-type]
    return len(gone)


def _drop_drafts(session: Session, person: Person) -> int:
    """Forms that somebody began and that name the person."""
    dropped, plain = 0, Person(person.name, person.digits)
    drafts: Any = select(FormDraft.staff_id, FormDraft.form, FormDraft.content)  # type: ignore[call-overload]
    for staff_id, form, content in session.connection().execute(drafts).all():
        if any(plain.is_in(text) for text in texts_in(content)):
            session.connection().execute(
                delete(FormDraft).where(FormDraft.staff_id == staff_id, FormDraft.form == form)
            )
            dropped += 1
    return dropped


def _index(session: Session, rows: PersonRows) -> None:
    """They aren't found by their name and number any more."""
    customers: set[int] = set()
    for request_id in {*rows.own["service_request"], *rows.naming.get("service_request", ())}:
        request = session.get_one(ServiceRequest, request_id)
        customer = session.get_one(Customer, request.customer_id)
        project = session.get(Project, request.project_id) if request.project_id else None
        sign = session.get(Sign, request.sign_id) if request.sign_id else None
        index_request(
            session, request, customer=customer.name, project=f"{project.code} {project.name}" if project else "",
            sign_code=sign.code if sign else "",
        )  # fmt: skip
        customers.add(request.customer_id)
    contacts: Any = Base.metadata.tables["contact"]
    for contact_id in rows.own["contact"]:
        asked = select(contacts.c.customer_id).where(contacts.c.id == contact_id)
        customers.add(session.connection().execute(asked).scalar_one())
    for customer_id in customers:
        index_customer(session, session.get_one(Customer, customer_id))
