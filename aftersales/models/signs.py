"""The things installed and serviced."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field

from aftersales.models.base import Base


class SignType(Base, table=True):
    __tablename__ = "sign_type"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    name_en: str = Field(default="", max_length=80)
    is_main: bool = Field(default=False)  # main signs get a handbook (1.5)


class Sign(Base, table=True):
    """One installed sign. Its own handover and months win over the project's, field by field."""

    __tablename__ = "sign"
    __table_args__ = (
        # The few that were handed over apart from their project.
        Index(
            "ix_sign_handover_on",
            "handover_on",
            sqlite_where=text("handover_on IS NOT NULL"),
            postgresql_where=text("handover_on IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    sign_type_id: int = Field(foreign_key="sign_type.id", index=True)
    place: str = Field(default="", max_length=160)  # building, floor, side
    batch: str = Field(default="", max_length=40, index=True)
    handover_on: date | None = Field(default=None)
    warranty_months: int | None = Field(default=None)
    exchanged_on: date | None = None  # the whole sign, for a new one whose own months the contract gives
    exchange_months: int | None = None
    is_main: bool | None = Field(default=None)  # None: as its type says
    photo_id: int | None = Field(default=None, foreign_key="attachment.id")
    remark: str = Field(default="", max_length=400)
    version: int = Field(default=1)
