"""The service request, its stops, promises and rounds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.bill import CHARGED
from aftersales.rules.kinds import (
    Cause,
    Channel,
    Charge,
    FaultCategory,
    Kind,
    Remedy,
    Severity,
    StopReason,
    WarrantyStatus,
)
from aftersales.rules.lifecycle import OPEN_STATES, RequestState

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OPEN_STATES) + ")"
UNQUOTED_SQL = (
    "charge IN ("
    + ", ".join(f"'{charge.value}'" for charge in CHARGED)
    + (") AND arrived_at IS NOT NULL AND (quoted_charge IS NULL OR quoted_charge <> charge)")
)


class ServiceRequest(Base, table=True):
    """One reported need. The clock columns belong to the present round; older rounds keep theirs."""

    __tablename__ = "service_request"
    __table_args__ = (
        Index("ix_service_request_open", "due_at", sqlite_where=text(OPEN_SQL), postgresql_where=text(OPEN_SQL)),
        Index("ix_service_request_sign_fault", "sign_id", "fault"),
        Index("ix_service_request_project_id_id", "project_id", "id"),
        Index("ix_service_request_customer_id_id", "customer_id", "id"),
        Index("ix_service_request_received_at", "received_at"),
        # What an office closed in a month: audits are drawn from it (5.2(3)).
        Index(
            "ix_service_request_closed",
            "office_id",
            "closed_at",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        # Visited and to be paid for, without a quote that the customer accepted for it (1.4b, 3(2)).
        Index(
            "ix_service_request_unquoted",
            "arrived_at",
            sqlite_where=text(UNQUOTED_SQL),
            postgresql_where=text(UNQUOTED_SQL),
        ),
        # Recurrences of the time looked at (4(6)).
        Index(
            "ix_service_request_repeats",
            "received_at",
            sqlite_where=text("repeats_id IS NOT NULL"),
            postgresql_where=text("repeats_id IS NOT NULL"),
        ),
        # Those opened again: their clock did not begin with the receipt.
        Index(
            "ix_service_request_later_rounds",
            "clock_from_at",
            sqlite_where=text("round > 1"),
            postgresql_where=text("round > 1"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    state: RequestState = Field(sa_type=Word(RequestState))
    came_from: RequestState | None = Field(default=None, sa_type=Word(RequestState))
    version: int = Field(default=1)
    round: int = Field(default=1)

    channel: Channel = Field(sa_type=Word(Channel))
    kind: Kind = Field(sa_type=Word(Kind))
    severity: Severity = Field(sa_type=Word(Severity))
    customer_id: int = Field(foreign_key="customer.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    sign_id: int | None = Field(default=None, foreign_key="sign.id")
    office_id: int | None = Field(default=None, foreign_key="office.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    owner_id: int | None = Field(default=None, foreign_key="staff.id")  # in the after-sales department (2)
    registered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    contact_name: str = Field(default="", max_length=80)
    contact_phone: str = Field(default="", max_length=40)
    place: str = Field(default="", max_length=200)
    description: str = Field(max_length=2000)
    fault: FaultCategory = Field(sa_type=Word(FaultCategory))
    cause_reported: Cause = Field(default=Cause.UNKNOWN, sa_type=Word(Cause))
    cause_found: Cause | None = Field(default=None, sa_type=Word(Cause))
    fault_found: FaultCategory | None = Field(default=None, sa_type=Word(FaultCategory))
    needs_agreement: bool = Field(default=False)  # special or out of contract (2b)

    warranty: WarrantyStatus = Field(sa_type=Word(WarrantyStatus))
    warranty_ends_on: date | None = Field(default=None)
    charge: Charge = Field(sa_type=Word(Charge))
    remedy: Remedy | None = Field(default=None, sa_type=Word(Remedy))
    charge_by_hand: bool = Field(default=False)
    # Of the quote that the customer accepted last in this round; the repair waits until it is the charge's (3(2)).
    quoted_charge: Charge | None = Field(default=None, sa_type=Word(Charge))

    registered_at: datetime = Field(sa_type=Moment)
    received_at: datetime = Field(sa_type=Moment)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)  # the customer's wish
    promised_at: datetime | None = Field(default=None, sa_type=Moment)  # what we confirmed

    clock_from_at: datetime = Field(sa_type=Moment)  # receipt, or the reopening
    respond_due_at: datetime = Field(sa_type=Moment)
    responded_at: datetime | None = Field(default=None, sa_type=Moment)
    arrive_due_at: datetime | None = Field(default=None, sa_type=Moment)
    hours_due_at: datetime | None = Field(default=None, sa_type=Moment)  # the arrival by hours, kept beside a promise
    arrived_at: datetime | None = Field(default=None, sa_type=Moment)
    repair_due_at: datetime | None = Field(default=None, sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)  # the next promise to keep; None while none runs
    made_safe_at: datetime | None = Field(default=None, sa_type=Moment)
    escalated_at: datetime | None = Field(default=None, sa_type=Moment)  # since when a department owes feedback

    repeats_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)  # recurrence of (4(6))
    repeat_count: int = Field(default=1)  # how often within the window, this one included
    to_manager: bool = Field(default=False)
    root_cause: str = Field(default="", max_length=1000)
    corrective_action: str = Field(default="", max_length=1000)
    outcome: str = Field(default="", max_length=1000)
    merged_into_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)
    split_from_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)


class RequestStop(Base, table=True):
    """A time in which the arrival clock stood still; open while `to_at` is empty."""

    __tablename__ = "request_stop"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    round: int = Field(default=1)
    reason: StopReason = Field(sa_type=Word(StopReason))
    note: str = Field(default="", max_length=400)
    from_at: datetime = Field(sa_type=Moment)
    to_at: datetime | None = Field(default=None, sa_type=Moment)
    ask_again_on: date | None = Field(default=None)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id")  # begins and ends with it


class RequestPromise(Base, table=True):
    """A time that we confirmed to the customer, and when we did; none is overwritten."""

    __tablename__ = "request_promise"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    round: int = Field(default=1)
    at: datetime = Field(sa_type=Moment)
    promised_at: datetime = Field(sa_type=Moment)


class RequestRound(Base, table=True):
    """What an earlier round came to, before the request was reopened; the old results stand."""

    __tablename__ = "request_round"
    __table_args__ = (UniqueConstraint("request_id", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id")
    round: int
    clock_from_at: datetime = Field(sa_type=Moment, index=True)
    respond_due_at: datetime = Field(sa_type=Moment)
    responded_at: datetime | None = Field(default=None, sa_type=Moment)
    promised_at: datetime | None = Field(default=None, sa_type=Moment)
    arrive_due_at: datetime | None = Field(default=None, sa_type=Moment)
    hours_due_at: datetime | None = Field(default=None, sa_type=Moment)
    arrived_at: datetime | None = Field(default=None, sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(default="", max_length=400)
