"""What a search gives: a sign, a project, a customer or a request as a line to choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.rules.kinds import FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState


@dataclass(frozen=True, slots=True)
class FoundSign:
    id: int
    code: str
    place: str
    type_name: str
    type_name_en: str
    project_id: int
    project_name: str
    customer_id: int
    customer_name: str


@dataclass(frozen=True, slots=True)
class FoundProject:
    id: int
    code: str
    name: str
    address: str
    customer_id: int
    customer_name: str


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """`contact_name` and `contact_phone`: whose name or number was typed, else the main contact's.

    Phone and address are masked for who doesn't see them.
    """

    id: int
    name: str
    is_key: bool
    city: str
    address: str
    contact_id: int | None
    contact_name: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class FoundRequest:
    id: int
    number: str
    state: RequestState
    kind: Kind
    severity: Severity
    fault: FaultCategory
    received_at: datetime
    description: str
    place: str
    sign_id: int | None
    sign_code: str | None
    project_id: int | None
    customer_id: int
    customer_name: str
    contact_name: str
    contact_phone: str
