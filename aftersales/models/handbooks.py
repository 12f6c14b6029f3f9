"""Handbooks of sign types, who was given which, and known answers to common questions (1.5, 4(2))."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.handbook import BookLanguage


class HandbookVersion(Base, table=True):
    """One version, never changed once it is there: either the clause's parts as texts, or a PDF as it came."""

    __tablename__ = "handbook_version"
    __table_args__ = (UniqueConstraint("sign_type_id", "number", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    sign_type_id: int = Field(foreign_key="sign_type.id")
    number: str = Field(max_length=24)
    language: BookLanguage = Field(sa_type=Word(BookLanguage))
    valid_from: date
    construction: str = Field(default="", max_length=4000)
    functions: str = Field(default="", max_length=4000)
    usage: str = Field(default="", max_length=4000)
    care: str = Field(default="", max_length=4000)
    cautions: str = Field(default="", max_length=4000)
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")
    added_at: datetime = Field(sa_type=Moment)
    added_by_id: int | None = Field(default=None, foreign_key="staff.id")


class HandbookDelivery(Base, table=True):
    """One handing over at one project: to all its signs of the version's type, or to one of them."""

    __tablename__ = "handbook_delivery"
    __table_args__ = (Index("ix_handbook_delivery_place", "project_id", "sign_type_id"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    project_id: int = Field(foreign_key="project.id")
    sign_type_id: int = Field(foreign_key="sign_type.id")
    sign_id: int | None = Field(default=None, foreign_key="sign.id", index=True)
    version_id: int = Field(foreign_key="handbook_version.id", index=True)
    delivered_on: date
    from_at: datetime = Field(sa_type=Moment, index=True)  # when that day began: what was closed before had none
    received_by: str = Field(max_length=80)
    signature_id: int | None = Field(default=None, foreign_key="attachment.id")
    unsigned_reason: str = Field(default="", max_length=400)
    handed_over_by_id: int | None = Field(default=None, foreign_key="staff.id")
    remark: str = Field(default="", max_length=400)
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")


class KnownAnswer(Base, table=True):
    """What to say to a common question; retired rather than deleted."""

    __tablename__ = "known_answer"

    id: int | None = Field(default=None, primary_key=True)
    sign_type_id: int | None = Field(default=None, foreign_key="sign_type.id")  # None: for every type
    question: str = Field(default="", max_length=200)
    question_en: str = Field(default="", max_length=200)
    answer: str = Field(default="", max_length=2000)
    answer_en: str = Field(default="", max_length=2000)
    added_at: datetime = Field(sa_type=Moment)
    added_by_id: int | None = Field(default=None, foreign_key="staff.id")
    retired_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    retired_by_id: int | None = Field(default=None, foreign_key="staff.id")
    version: int = Field(default=1)
