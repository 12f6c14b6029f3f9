"""Who sees phone numbers and addresses in full, and who has to ask for them by a click that leaves an event."""

from __future__ import annotations

from dataclasses import dataclass

from aftersales.rules.kinds import Role
from aftersales.rules.lifecycle import OPEN_STATES
from aftersales.rules.personal import mask_address, mask_email, mask_phone, mask_text
from aftersales.rules.roles import Action, Actor, may


@dataclass(frozen=True, slots=True)
class ContactSight:
    """Of one record, to one person: as stored, or masked."""

    is_whole: bool

    def phone(self, phone: str) -> str:
        return phone if self.is_whole else mask_phone(phone)

    def address(self, address: str, city: str = "") -> str:
        return address if self.is_whole else mask_address(address, city)

    def email(self, email: str) -> str:
        return email if self.is_whole else mask_email(email)

    def text(self, text: str) -> str:
        """Free text in which somebody may have written a number."""
        return text if self.is_whole else mask_text(text)


WHOLE, MASKED = ContactSight(True), ContactSight(False)


def sees_all_contacts(actor: Actor) -> bool:
    return may(actor, Action.SEE_CONTACTS)


def is_own_office(actor: Actor, office_id: int | None) -> bool:
    """An office's own customers and requests; another role beside it doesn't take them away."""
    return Role.OFFICE in actor.roles and actor.office_id is not None and office_id == actor.office_id


def sight_of_request(
    actor: Actor,
    *,
    office_id: int | None,
    registered_by_id: int | None,
    state: object,
    is_own_job: bool = False,
) -> ContactSight:
    """The desk's always; an office's of its own requests; a technician's of own jobs until they are closed.

    Who sees no requests but own jobs is asked only about those: `is_own_job` is for who has another role beside it.
    Of records that aren't requests `state` is None.
    """
    if sees_all_contacts(actor) or is_own_office(actor, office_id):
        return WHOLE
    if Role.OFFICE in actor.roles and registered_by_id is not None and registered_by_id == actor.staff_id:
        return WHOLE
    is_own = is_own_job or not may(actor, Action.SEE_REQUESTS)
    return WHOLE if Role.TECHNICIAN in actor.roles and is_own and state in OPEN_STATES else MASKED


def sight_of_lists(actor: Actor) -> ContactSight:
    """Of lists, which don't ask for each row whose it is, and of records that belong to no single office."""
    return WHOLE if sees_all_contacts(actor) else MASKED


def sight_of_customer(actor: Actor, office_id: int | None) -> ContactSight:
    """Of a customer, its contacts and its projects' addresses; `office_id` is the customer's (or the project's)."""
    return WHOLE if sees_all_contacts(actor) or is_own_office(actor, office_id) else MASKED
