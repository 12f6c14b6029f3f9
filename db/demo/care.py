"""The demo company's care plans, and what came of the revisits that they asked for (5.2(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.models import Customer, Revisit
from aftersales.rules.care import Caller, PlanKind, RevisitState, RevisitWay
from aftersales.rules.care_rhythm import working_day
from aftersales.rules.kinds import Channel, FaultCategory, Kind
from aftersales.rules.periods import midnight
from aftersales.services.care_plans import NewPlan, add_plan
from aftersales.services.close import close_request
from aftersales.services.produce_revisits import produce_revisits
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.respond import resolve, respond
from aftersales.services.revisits import Heard, finish_revisit, link_request, move_revisit, skip_revisit
from aftersales.services.rows import rows_by
from aftersales.services.working_days import working_days
from db.demo.desk import Desk, by_day

BEFORE_END = timedelta(days=285)  # the plans are as old as that
UNDONE = timedelta(days=4)  # what fell due since then, nobody has come to yet
LATE = timedelta(days=45)  # and of what fell due since then, the first ones were forgotten
MOST_FORGOTTEN = 4
LISTENERS = ("王主任", "李科长", "张工", "陈经理", "刘站长", "赵老师", "孙院长")
PRAISE = (
    "使用正常，对服务满意。", "上次维修来得很快，师傅也讲解了保养方法。", "没有问题，感谢回访。",
    "亮度不错，来访客人都说好。", "响应及时，希望保持。",
)  # fmt: skip
BLAME = ("上次维修等了两天，偏慢。", "有两块牌褪色明显，希望看看。", "师傅手艺不错，但没有清理现场。")
WISHES = (
    "希望楼层索引牌能自己换插条，科室常变动。", "希望导视牌增加英文。", "希望每年台风前主动来检查一次。",
    "希望能在手机上查维修进度。",
)  # fmt: skip
SKIPPED = ("客户正在装修停业，三个月后再访。", "该项目已整体拆除。", "本周刚上门维修并做过满意度调查，不再重复打扰。")
MOVED = ("联系人出差，约下周。", "电话未接通，改天再打。", "客户要求月底再联系。")


def live_care(desk: Desk) -> Iterator[datetime]:
    """Plans nine months before the story's end; revisits produced each week and made when they are due."""
    chance = Random("care")
    yield by_day(max(desk.now, desk.ends_at - BEFORE_END))
    _add_plans(desk)
    zone, forgotten = service_zone(), set[int]()
    while True:
        produce_revisits(desk.session, now=desk.now, most=400)
        week_ends = desk.now + timedelta(days=7)
        due = rows_by(desk.session, Revisit, "state", RevisitState.DUE)
        moments = []
        for revisit in sorted(due, key=lambda one: (one.due_on, one.id or 0)):
            at = midnight(revisit.due_on, zone) + timedelta(minutes=chance.randint(540, 1020))
            if at > desk.ends_at - LATE and len(forgotten) < MOST_FORGOTTEN:
                forgotten.add(revisit.id or 0)
            if revisit.id not in forgotten and at < min(week_ends, desk.ends_at - UNDONE * (0.5 + chance.random())):
                moments.append((max(at, desk.now + timedelta(minutes=20)), revisit.id or 0))
        for at, revisit_id in sorted(moments):
            yield max(at, desk.now)
            _make(desk, chance, revisit_id)
        # On weekdays, so that a morning at the end of the week's rest isn't missed; the last look is today's.
        if week_ends >= desk.ends_at:
            break
        yield max(week_ends, desk.now)
    last = desk.ends_at - timedelta(minutes=90)
    if desk.now < last:
        yield last
        produce_revisits(desk.session, now=desk.now, most=400)


def _add_plans(desk: Desk) -> None:
    today = local_day(desk.now)
    coast = tuple(sorted({branch.region for branch in desk.firm.branches if branch.is_coast}))
    for values in (
        {"name": "重点客户季度回访", "kind": PlanKind.KEY_CUSTOMERS, "months": 3, "caller": Caller.AFTER_SALES},
        {"name": "交工一个月回访", "kind": PlanKind.AFTER_HANDOVER, "months": 1},
        {"name": "保修到期前两个月回访", "kind": PlanKind.WARRANTY_ENDS, "days_before": 60},
        {"name": "台风季前安全回访", "kind": PlanKind.TYPHOON_SEASON, "month": 6, "day": 1, "regions": coast},
    ):
        usual: dict[str, Any] = {"from_on": today, "caller": Caller.OFFICE}
        add_plan(desk.session, actor=desk.firm.manager, now=desk.now, new=NewPlan(**usual | values))


def _make(desk: Desk, chance: Random, revisit_id: int) -> None:
    """Most are made; some put off once, a few skipped; a wish now and then becomes a suggestion."""
    revisit = desk.session.get_one(Revisit, revisit_id)
    clerks = {branch.office_id: branch.clerk for branch in desk.firm.branches}
    actor = clerks.get(revisit.office_id or 0, desk.firm.manager)
    known: dict[str, Any] = {"actor": actor, "now": desk.now, "revisit_id": revisit_id}
    fate = chance.random()
    if fate < 0.05:
        skip_revisit(desk.session, reason=chance.choice(SKIPPED), **known)
        return
    if fate < 0.14:
        later = local_day(desk.now) + timedelta(days=chance.randint(2, 8))
        due_on = working_day(later, working_days(desk.session))
        move_revisit(desk.session, due_on=due_on, reason=chance.choice(MOVED), **known)
        return
    mark = chance.choices((5, 4, 3, 2), (52, 34, 10, 4))[0]
    wishes = chance.choice(WISHES) if revisit_id % 4 == 1 else ""
    heard = Heard(
        way=chance.choices(tuple(RevisitWay), (70, 20, 10))[0], heard_from=chance.choice(LISTENERS), mark=mark,
        words=chance.choice(PRAISE if mark >= 4 else BLAME), wishes=wishes,
    )  # fmt: skip
    finish_revisit(desk.session, heard=heard, **known)
    if revisit_id % 8 == 1:
        _register(desk, revisit, wishes)


def _register(desk: Desk, revisit: Revisit, wishes: str) -> None:
    clerk = desk.firm.hotline[0]
    customer = desk.session.get_one(Customer, revisit.customer_id)
    request = register_request(
        desk.session, actor=clerk, now=desk.now,
        new=NewRequest(
            channel=Channel.OFFICE, kind=Kind.SUGGESTION, customer_id=customer.id, project_id=revisit.project_id,
            contact_name=revisit.heard_from, description=wishes, fault=FaultCategory.OTHER,
        ),
    )  # fmt: skip
    request_id = request.id or 0
    link_request(desk.session, actor=clerk, now=desk.now, revisit_id=revisit.id or 0, request_id=request_id)
    desk.born.append(_settle(desk, request_id))


def _settle(desk: Desk, request_id: int) -> Iterator[datetime]:
    clerk = desk.firm.hotline[0]
    yield desk.now + timedelta(minutes=70)
    desk.take(respond, clerk, request_id, note="已记录您的建议，三个工作日内给您回音。")
    yield by_day(desk.now + timedelta(days=2))
    desk.take(resolve, clerk, request_id, outcome="已转相关部门研究，采纳情况电话告知客户。")
    yield desk.now + timedelta(minutes=30)
    desk.take(close_request, clerk, request_id)
