"""The trail: what happened, by whom, when; append-only and chained by hash.

Events hold ids and values that aren't personal. Personal words stand in `EventWords`, tied by a
salted hash, so that erasing a person's words keeps the trail provable.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from aftersales.models.base import Base, Moment


class EventRow(Base):
    """`id` counts without gaps from 1; `hash` covers the row and the hash before it."""

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment)
    actor_id: int | None = None  # staff; None: the system
    name: str = Field(max_length=48)
    subject: str = Field(max_length=24)
    subject_id: int
    data: dict[str, Any] = Field(sa_type=JSON)
    words_hash: str = Field(default="", max_length=64)
    hash: str = Field(max_length=64)


class Event(EventRow, table=True):
    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject", "subject", "subject_id"),)


class EventWords(Base, table=True):
    __tablename__ = "event_words"

    event_id: int = Field(foreign_key="event.id", primary_key=True)
    salt: str = Field(max_length=32)
    words: dict[str, Any] = Field(sa_type=JSON)


class SealedEvent(EventRow, table=True):
    """The trail of integrity complaints: a chain of its own, so that no gap in the common one tells of them."""

    __tablename__ = "sealed_event"
    __table_args__ = (Index("ix_sealed_event_subject", "subject", "subject_id"),)


class SealedEventWords(Base, table=True):
    __tablename__ = "sealed_event_words"

    event_id: int = Field(foreign_key="sealed_event.id", primary_key=True)
    salt: str = Field(max_length=32)
    words: dict[str, Any] = Field(sa_type=JSON)


COMMON_HEAD, SEALED_HEAD = 1, 2


class TrailHead(Base, table=True):
    """How long a trail is and how it ends: one row each."""

    __tablename__ = "trail_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int = 0
    hash: str = Field(default="", max_length=64)
