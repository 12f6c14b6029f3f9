"""The satisfaction survey (4(7)), how often it was asked for, and the public link to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word


class SurveyWay(StrEnum):
    LINK = "link"
    PAPER = "paper"
    TELEPHONE = "telephone"


class SurveyAsk(Base, table=True):
    """One time the customer was asked. The link's token is kept as a hash only."""

    __tablename__ = "survey_ask"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    round: int = Field(default=1)
    way: SurveyWay = Field(sa_type=Word(SurveyWay))
    asked_at: datetime = Field(sa_type=Moment)
    asked_by_id: int | None = Field(default=None, foreign_key="staff.id")
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Survey(Base, table=True):
    """The customer's answer, or their refusal. Scores are one to five, empty where refused."""

    __tablename__ = "survey"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    round: int = Field(default=1)
    way: SurveyWay = Field(sa_type=Word(SurveyWay))
    answered_at: datetime = Field(sa_type=Moment, index=True)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")  # None: the customer
    is_refused: bool = Field(default=False)
    refusal: str = Field(default="", max_length=400)
    reply: int | None = None  # replied in time
    arrival: int | None = None  # arrived as promised
    skill: int | None = None  # skill and quality
    explained: int | None = None  # use and care explained
    manners: int | None = None  # manners and tidiness
    overall: int | None = None
    recommends: bool | None = None
    words: str = Field(default="", max_length=1000)
