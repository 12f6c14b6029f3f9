"""What a process of its own does in the tests of several writers; run as a module."""

from __future__ import annotations

import sys

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.errors import RuleBroken
from aftersales.rules.kinds import Channel
from aftersales.services.company import get_actor
from aftersales.services.dispatch import NewDispatch, dispatch_crew
from aftersales.services.register_request import NewRequest, register_request
from tests.builders import HOUR, NOON


def register_many(store: Store, staff_id: int, sign_id: int, times: int) -> None:
    """Each in a transaction of its own; every third is rolled back, and must leave no gap."""
    for turn in range(times):
        try:
            with store.unit_of_work() as session:
                actor = get_actor(session, staff_id)
                new = NewRequest(channel=Channel.HOTLINE, sign_id=sign_id, description="灯不亮")
                register_request(session, actor=actor, now=NOON, new=new)
                if turn % 3 == 2:
                    raise RuntimeError("the power went")
        except RuntimeError:
            pass


def dispatch_same(store: Store, staff_id: int, request_id: int, technician_id: int) -> None:
    """Try to plan the technician; print what came of it."""
    try:
        with store.unit_of_work() as session:
            new = NewDispatch(staff_ids=(technician_id,), starts_at=NOON + 2 * HOUR)
            dispatch_crew(session, actor=get_actor(session, staff_id), now=NOON + HOUR, request_id=request_id, new=new)
        print("planned")
    except RuleBroken:
        print("refused")


if __name__ == "__main__":
    deed, url, *numbers = sys.argv[1:]
    utc_now()
    {"register": register_many, "dispatch": dispatch_same}[deed](Store.open(url), *map(int, numbers))
