"""The desk at one simulated moment: who acts, which technician is free, and steps taken through the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.rules.roles import Actor
from db.demo.company import Branch, Firm


@dataclass(slots=True)
class Desk:
    """`now` is the simulated moment; `session` the transaction under way."""

    firm: Firm
    now: datetime
    session: Session
    ends_at: datetime
    planned: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    born: list[Iterator[datetime]] = field(default_factory=list)  # lives begun by other lives
    begun: int = 0  # how many there were
    billed: int = 0  # how many invoices were written
    open_by_customer: dict[int, list[int]] = field(default_factory=dict)

    def take(self, step: Callable[..., Any], actor: Actor, request_id: int, **values: Any) -> Any:
        """One step on a request, now."""
        return step(self.session, actor=actor, now=self.now, request_id=request_id, **values)

    def clerk(self, chance: Random) -> Actor:
        return chance.choice(self.firm.hotline)

    def dispatcher(self, chance: Random) -> Actor:
        return chance.choice(self.firm.dispatchers)

    def plan_crew(self, branch: Branch, starts_at: datetime, minutes: int, size: int) -> tuple[datetime, list[Actor]]:
        """The least busy technicians who are free, at `starts_at` or as soon after as can be."""
        while True:
            ends_at = starts_at + timedelta(minutes=minutes)
            free = [person for person in branch.technicians if self._is_free(person, starts_at, ends_at)]
            if len(free) >= size:
                break
            starts_at += timedelta(minutes=15)
        free.sort(key=lambda person: (len(self.planned.get(person.staff_id or 0, ())), person.staff_id))
        for person in free[:size]:
            self.planned.setdefault(person.staff_id or 0, []).append((starts_at, ends_at))
        return starts_at, free[:size]

    def _is_free(self, person: Actor, starts_at: datetime, ends_at: datetime) -> bool:
        old = self.planned.get(person.staff_id or 0, ())
        kept = [slot for slot in old if slot[1] > self.now - timedelta(days=1)]
        self.planned[person.staff_id or 0] = kept
        return all(end <= starts_at or start >= ends_at for start, end in kept)


def by_day(moment: datetime, *, from_hour: int = 8, to_hour: int = 19) -> datetime:
    """The same moment, or the next morning where people would be asleep."""
    local = moment.astimezone(service_zone())
    if local.hour < from_hour:
        local = local.replace(hour=from_hour, minute=local.minute // 2)
    elif local.hour >= to_hour:
        local = (local + timedelta(days=1)).replace(hour=from_hour, minute=local.minute // 2)
    return max(moment, local.astimezone(moment.tzinfo))
