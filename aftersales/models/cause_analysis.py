"""Why a problem came back: how the root cause of a request's fault was looked for (4(6)).

The root cause itself stands on the request, where the closing gate and the registers read it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.cause_analysis import AnalysisMethod, Branch


class CauseAnalysis(Base, table=True):
    """One request's. `action_id` is the corrective action that answers it: its own, or one for the type or batch."""

    __tablename__ = "cause_analysis"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", unique=True)
    version: int = Field(default=1)
    method: AnalysisMethod = Field(sa_type=Word(AnalysisMethod))
    root_branch: Branch | None = Field(default=None, sa_type=Word(Branch))  # where on the fishbone it was found
    action_id: int | None = Field(default=None, foreign_key="corrective_action.id", index=True)
    made_at: datetime = Field(sa_type=Moment)
    made_by_id: int | None = Field(default=None, foreign_key="staff.id")


class CauseLine(Base, table=True):
    """One answer to a why, in their order, or one possible cause on a branch of the fishbone."""

    __tablename__ = "cause_line"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    branch: Branch | None = Field(default=None, sa_type=Word(Branch))  # None: a why
    place: int  # from 1
    words: str = Field(max_length=400)
