"""Tell the story to the services in simulated time, some weeks in a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from aftersales.database import Store
from aftersales.models import Company
from aftersales.services.figures import rebuild_figures
from aftersales.services.notices import mark_read
from db.demo.agreements import plan_special
from db.demo.audits import live_audits
from db.demo.care import live_care
from db.demo.company import found_firm
from db.demo.complaints import CALLED_IN, live_complaint, plan_complaints
from db.demo.desk import Desk
from db.demo.handbooks import live_handbooks
from db.demo.life import Life, live
from db.demo.opinions import ROUTED, live_opinion, plan_opinions
from db.demo.register import fill_register
from db.demo.returns import CLOSED, live_return, plan_returns
from db.demo.settings import present_company, raise_goal
from db.demo.story import STORY, plan_requests

CUSTOMERS, PROJECTS, SIGNS, REQUESTS = 40, 120, 1500, 4000
BATCH = timedelta(days=30)
UNREAD = timedelta(hours=20)  # what people were told before that, they have read
SEED = "明远标识"

Due = tuple[datetime, int, Life]


def load_demo(store: Store, *, now: datetime, progress: Callable[[int, int], None], scale: float = 1.0) -> None:
    """Make the demo company in an empty, migrated `store`, its story ending `now`.

    `progress(done, total)` is told how far it is, month by month. The company counts as loaded only at
    the end. `scale` makes a smaller one; two loads of the same `now` and `scale` tell the same story.
    """
    chance = Random(SEED)
    now = now.replace(microsecond=0)
    begin = now - STORY

    def some(count: int, least: int) -> int:
        return max(least, round(count * scale))

    with store.bulk_load() as session:
        firm = found_firm(session, chance, now=begin, last_year=now.year)
        present_company(session, firm.manager, now=begin)
        register = fill_register(
            session, chance, firm, now=begin + timedelta(hours=1), customers=min(CUSTOMERS, some(CUSTOMERS, 18)),
            projects=some(PROJECTS, 24), signs=some(SIGNS, 120),
        )  # fmt: skip
        plans = plan_requests(chance, register, now=now, count=some(REQUESTS, 60))
        taken = {plan.sign.id for plan in plans if plan.stays}
        plans += plan_special(Random(f"{SEED} 2b"), register, taken, now=now, count=max(4, some(REQUESTS, 60) // 130))
        desk = Desk(firm, begin, session, now)
        due: list[Due] = [(plan.registered_at, number, live(desk, plan)) for number, plan in enumerate(plans)]
        returns = plan_returns(Random(f"{SEED} 5.1(4)"), register, now=now, count=max(4, round(CLOSED * scale)))
        due += [(plan.begins_at, plan.seed, live_return(desk, plan)) for plan in returns]
        complaints = plan_complaints(
            Random(f"{SEED} 5.2(4)"), register, now=now, count=max(4, round(CALLED_IN * scale))
        )
        due += [(one.begins_at, 5_000_000 + one.seed, live_complaint(desk, one)) for one in complaints]
        opinions = plan_opinions(Random(f"{SEED} 5.1(3)"), register, now=now, count=max(5, round(ROUTED * scale)))
        due += [(one.begins_at, 6_000_000 + one.seed, live_opinion(desk, one)) for one in opinions]
        first_day = begin + timedelta(days=1)
        due += [(first_day, 4_000_000, live_handbooks(desk)), (first_day, 4_000_001, live_care(desk))]
        due.append((first_day, 7_000_000, live_audits(desk)))
        heapify(due)
        months = list(_batches(begin, now))
        for done, until in enumerate(months):
            progress(done, len(months))
            _run_until(desk, due, until)
            if done == len(months) // 2:
                raise_goal(session, firm.manager, now=until)
            session.commit()
            if until == now - UNREAD:
                for person in firm.everybody:
                    mark_read(session, actor=person, now=until)
        company = session.get_one(Company, 1)
        company.is_loaded = True
        session.add(company)
    with store.unit_of_work() as plain:
        rebuild_figures(plain, months=6)
    progress(len(months), len(months))


def _batches(begin: datetime, end: datetime) -> Iterator[datetime]:
    until = begin
    while until < end - UNREAD:
        until = min(until + BATCH, end - UNREAD)
        yield until
    yield end


def _run_until(desk: Desk, due: list[Due], until: datetime) -> None:
    """Wake each life at its next moment, all of them in the order of time, up to and with `until`."""
    while due and due[0][0] <= until:
        at, number, life = heappop(due)
        desk.now = at
        following = next(life, None)
        for begun in desk.born:
            # A number of its own, so that two that begin at one moment are told apart; before all others then.
            desk.begun += 1
            heappush(due, (at, -desk.begun, begun))
        desk.born.clear()
        if following is not None:
            heappush(due, (max(following, at), number, life))
