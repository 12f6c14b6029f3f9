"""What somebody has begun to fill in and not saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.models.base import Base, Moment


class FormDraft(Base, table=True):
    """One person's draft of one form. It survives a reload, a dead battery and another device."""

    __tablename__ = "form_draft"

    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    form: str = Field(primary_key=True, max_length=64)  # "service_report:17"
    content: dict[str, Any] = Field(sa_type=JSON)
    kept_at: datetime = Field(sa_type=Moment, index=True)
