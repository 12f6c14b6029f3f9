"""Photos, signatures and files. The bytes stand in the database: one backup, nothing half written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from aftersales.models.base import Base, Moment


class Attachment(Base, table=True):
    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_owner", "owner", "owner_id"),)

    id: int | None = Field(default=None, primary_key=True)
    owner: str = Field(max_length=24)  # "request", "sign", "report"
    owner_id: int
    purpose: str = Field(default="photo", max_length=24)  # photo_before, photo_after, photo, signature, file
    name: str = Field(max_length=160)
    content_type: str = Field(max_length=80)
    size: int
    sha256: str = Field(max_length=64)
    added_at: datetime = Field(sa_type=Moment)
    added_by_id: int | None = Field(default=None, foreign_key="staff.id")


class AttachmentBytes(Base, table=True):
    """Apart from the row that lists them, so that a list never loads a picture."""

    __tablename__ = "attachment_bytes"

    attachment_id: int = Field(foreign_key="attachment.id", primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
