"""A firm whose hotline clerk can sign in, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select

from aftersales.database import Store
from aftersales.models import Event
from aftersales.queries.sessions import find_standing
from aftersales.rules.roles import Actor
from aftersales.services.accounts import add_account
from aftersales.services.sign_in import Outcome, try_password
from tests.builders import NOON, build_firm

GOOD, BETTER = "blaue-Leiter-47", "gruene-Leiter-48"
TICK = timedelta(microseconds=1)
IDLE = 30


@dataclass
class Desk:
    """A firm in whose company the hotline clerk has an account under the name `liumin`."""

    store: Store
    clerk: Actor
    manager: Actor

    def try_in(
        self, password: str = GOOD, *, name: str = "liumin", now: datetime = NOON, address: str = "10.0.0.1"
    ) -> Outcome:
        return try_password(
            self.store.unit_of_work, name=name, password=password, address=address, device="Firefox", now=now
        )

    def stands(self, session_id: int | None, now: datetime = NOON) -> bool:
        with self.store.reading() as session:
            return find_standing(session, now=now, idle_minutes=IDLE, session_id=session_id) is not None

    def events(self) -> list[str]:
        with self.store.reading() as session:
            return list(session.exec(select(Event.name).where(Event.subject == "staff").order_by(Event.id)))  # type: ignore[arg-type]


def build_desk(store: Store) -> Desk:
    with store.unit_of_work() as session:
        firm = build_firm(session)
        add_account(
            session,
            actor=firm.administrator,
            now=NOON,
            staff_id=firm.hotline.staff_id or 0,
            name="LiuMin",
            password=GOOD,
        )
    return Desk(store, firm.hotline, firm.manager)
