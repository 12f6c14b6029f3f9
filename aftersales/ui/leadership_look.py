"""What every part of leadership's page looks at: who, when, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aftersales.clock import local_day
from aftersales.queries.where import OfficeName, Where
from aftersales.rules.figures import Sum
from aftersales.rules.goals import Goals
from aftersales.rules.roles import Actor
from aftersales.ui.figures_period import Compared

Sums = Mapping[str, Sum]


@dataclass(frozen=True, slots=True)
class Looked:
    """What every view needs."""

    actor: Actor
    compared: Compared
    where: Where
    now: datetime
    offices: list[OfficeName]
    by_office: Mapping[Any, Sums]
    goals: Goals

    @property
    def today(self) -> date:
        return local_day(self.now)
