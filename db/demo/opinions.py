"""What customers think: heard by offices and on the hotline, routed to departments; and what is escalated to them.

Each stands in every state, some late; those of the past were answered, most of them in time (5.1(3), 5.2(1), 4(8)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aftersales.clock import local_day
from aftersales.models import Department, Escalation, OpinionRouting, ServiceRequest
from aftersales.queries.departments import list_departments
from aftersales.rules.escalation import OWED
from aftersales.rules.kinds import Channel, Kind
from aftersales.rules.opinion import OpinionWay
from aftersales.rules.roles import Actor
from aftersales.services.close import close_request
from aftersales.services.escalations import (
    NewEscalation,
    acknowledge_escalation,
    answer_escalation,
    close_escalation,
    escalate_request,
)
from aftersales.services.office_opinions import NewOfficeOpinion, send_office_opinion
from aftersales.services.opinions import (
    NewRouting,
    acknowledge_opinion,
    answer_opinion,
    route_opinion,
    send_back_opinion,
)
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.respond import resolve, respond
from aftersales.services.rows import rows_by
from db.demo.desk import Desk, by_day
from db.demo.register import Register, SignHere
from db.demo.story import DAYS

ROUTED = 46  # of the past, at full scale; every fifth of them an escalation
# Kind, the customer's words, what is asked, of whom, what they answer, what the customer is told.
CASES: tuple[tuple[Kind, str, str, tuple[str, ...], str, str], ...] = (
    (Kind.SUGGESTION, "{place}的发光字夜里太亮，住户有意见，能不能调暗一点？", "该款模组能否分时调光？",
     ("production", "design"), "可加装时控调光器，22点后降到40%，无需更换模组。",
     "已告知可加装调光器，客户同意下次保养时一并安装。"),
    (Kind.SUGGESTION, "导视牌的字偏小，老人看不清，下一批能不能放大？", "下一批版面字号调整意见",
     ("design",), "按无障碍标准字高不小于60毫米，已修订版式图。", "已告知新版式字高，客户表示满意。"),
    (Kind.INQUIRY, "你们的铝型材牌面能用多少年？想写进我们的设备台账。", "材料设计使用年限",
     ("quality",), "户外氟碳喷涂设计使用年限10年，可提供检测报告。", "已回复年限并发送检测报告。"),
    (Kind.INQUIRY, "想再加十几块同款门牌，多久能做好，怎么签合同？", "加单价格和工期",
     ("business", "production"), "可按原合同单价加单，排产后12个工作日交货。",
     "已告知单价和工期，转项目经营部签补充合同。"),
    (Kind.SUGGESTION, "师傅走后现场留了不少包装箱，希望施工完能带走。", "施工收尾要求",
     ("project",), "已列入班组收工检查，垃圾随车带离并拍照。", "已致歉并告知整改要求，客户认可。"),
    (Kind.SUGGESTION, "希望每年台风前能主动上门检查一次。", "是否可列入年度巡检计划",
     ("project", "quality"), "已列入台风季前巡检名单，六月底前完成。", "已告知巡检安排，客户表示感谢。"),
)  # fmt: skip
# Asked on the hotline, and too much for it: the words, why it goes up, to whom, the feedback.
HARD: tuple[tuple[str, str, str, str], ...] = (
    ("{place}那块屏的控制软件打不开，你们的人说要问厂家？", "控制软件授权到期，现场无法处理", "purchasing",
     "已向供应商取得长期授权码，远程激活完成。"),
    ("同一批牌子三块都起泡了，是不是材料有问题？", "疑似批次材料问题，客户要求书面说明", "quality",
     "抽检确认该批背胶不合格，出具说明并安排整批更换。"),
    ("立柱能不能再承重一块广告牌？请给个说法。", "涉及结构安全，客服不能答复", "design",
     "经复核原立柱不可加挂，已出具结构意见。"),
)  # fmt: skip
FEEDBACK = (
    "已到现场复核，确认原因，整改方案已发项目部执行。",
    "同批产品已全部排查，问题件当天更换。",
    "已通知供应商并更换批次，质量部跟踪一个月。",
)


@dataclass(frozen=True, slots=True)
class OpinionPlan:
    """`stops_at` is the state in which it stands open now; None: as far as time lets it."""

    begins_at: datetime
    sign: SignHere
    is_hard: bool
    from_office: bool
    stops_at: str | None
    seed: int


def plan_opinions(chance: Random, register: Register, *, now: datetime, count: int) -> list[OpinionPlan]:
    """`count` of the past two years, and one for each state that it can stand in now."""
    hour = timedelta(hours=1)
    plans = []
    for number in range(count):
        at = by_day(now - timedelta(days=chance.randint(14, DAYS - 10), minutes=chance.randint(1, 600)))
        plans.append(
            OpinionPlan(at, chance.choice(register.signs), number % 5 == 4, number % 3 == 0, None, number)
        )  # fmt: skip
    standing = (
        (2 * hour, False, True, "sent"), (3 * hour, False, False, "sent"), (8 * hour, False, True, "routed"),
        (96 * hour, False, True, "forgotten"), (97 * hour, False, False, "forgotten"),
        (30 * hour, False, False, "acknowledged"), (50 * hour, False, True, "answered"),
        (53 * hour, False, False, "sent back"), (2 * hour, True, False, "routed"), (9 * hour, True, False, "routed"),
        (26 * hour, True, False, "acknowledged"), (40 * hour, True, False, "answered"),
    )  # fmt: skip
    plans += [
        OpinionPlan(now - ago, chance.choice(register.signs), is_hard, from_office, stage, 100 + number)
        for number, (ago, is_hard, from_office, stage) in enumerate(standing)
    ]
    return plans


def live_opinion(desk: Desk, plan: OpinionPlan) -> Iterator[datetime]:
    """From the customer's words to the outcome, or as far as this one has come."""
    chance = Random(f"opinion {plan.seed}")
    if plan.is_hard:
        yield from _hard_question(desk, chance, plan)
        return
    case = CASES[plan.seed % len(CASES)]
    request = _begin(desk, chance, plan, case[0], case[1])
    request_id, clerk = request.id or 0, desk.clerk(chance)
    yield desk.now + timedelta(minutes=chance.randint(5, 50))
    desk.take(respond, clerk, request_id, note="已致电致谢，告知将转相关部门答复。")
    if plan.stops_at == "sent":
        return
    yield desk.now + timedelta(minutes=chance.randint(10, 55))
    days = 1 if plan.stops_at == "forgotten" else 3
    new = NewRouting(
        department_ids=tuple(_id(desk, code) for code in case[3]), question=case[2],
        due_on=local_day(desk.now) + timedelta(days=days),
    )  # fmt: skip
    rows = desk.take(route_opinion, clerk, request_id, new=new)
    if plan.stops_at in ("routed", "forgotten"):
        return
    for row in rows:
        yield from _department_answers(desk, chance, plan, row, case[4])
    if plan.stops_at:
        return
    yield by_day(desk.now + timedelta(hours=chance.randint(1, 20)))
    desk.take(resolve, clerk, request_id, outcome=case[5])
    yield desk.now + timedelta(minutes=chance.randint(1, 600))
    desk.take(close_request, clerk, request_id)


def _begin(desk: Desk, chance: Random, plan: OpinionPlan, kind: Kind, said: str) -> ServiceRequest:
    """By the office's short form, some of them too late; or on the hotline."""
    contact, phone = chance.choice(plan.sign.customer.contacts)
    words = said.format(place=plan.sign.place)
    if plan.from_office:
        days_ago = chance.randint(6, 9) if plan.seed % 15 == 3 else chance.randint(0, 1)
        heard = NewOfficeOpinion(
            kind=kind, sign_id=plan.sign.id, contact_name=contact, contact_phone=phone, words=words,
            way=chance.choice(list(OpinionWay)), collected_on=local_day(desk.now) - timedelta(days=days_ago),
        )  # fmt: skip
        return send_office_opinion(desk.session, actor=plan.sign.branch.clerk, now=desk.now, new=heard)
    called = NewRequest(
        channel=chance.choice((Channel.HOTLINE, Channel.WEBSITE, Channel.MAIL)), kind=kind, sign_id=plan.sign.id,
        contact_name=contact, contact_phone=phone, description=words,
    )  # fmt: skip
    return register_request(desk.session, actor=desk.clerk(chance), now=desk.now, new=called)


def _department_answers(
    desk: Desk, chance: Random, plan: OpinionPlan, row: OpinionRouting, answer: str
) -> Iterator[datetime]:
    """One in seven acknowledges too late."""
    head = _head(desk, row.department_id)

    def take(step: Any, **values: Any) -> None:
        step(desk.session, actor=head, now=desk.now, opinion_id=row.id or 0, **values)

    late = plan.stops_at is None and chance.random() < 0.14
    yield by_day(desk.now + timedelta(minutes=chance.randint(1600, 2600) if late else chance.randint(20, 400)))
    if plan.stops_at == "sent back":
        take(send_back_opinion, reason="不属本部门，请转项目部。")
        return
    take(acknowledge_opinion)
    if plan.stops_at == "acknowledged":
        return
    yield by_day(desk.now + timedelta(hours=chance.randint(2, 30)))
    take(answer_opinion, answer=answer)


def _hard_question(desk: Desk, chance: Random, plan: OpinionPlan) -> Iterator[datetime]:
    """What the hotline can't answer goes up; the feedback is the outcome (4(2))."""
    said, reason, code, feedback = HARD[plan.seed % len(HARD)]
    request = _begin(desk, chance, plan, Kind.INQUIRY, said)
    request_id, clerk = request.id or 0, desk.clerk(chance)
    yield desk.now + timedelta(minutes=chance.randint(5, 40))
    desk.take(respond, clerk, request_id, note="已说明需责任部门答复，稍后回电。")
    yield desk.now + timedelta(minutes=chance.randint(5, 30))
    row = desk.take(
        escalate_request, clerk, request_id, new=NewEscalation(department_id=_id(desk, code), reason=reason)
    )
    if plan.stops_at == "routed":
        return
    yield from _attend(desk, row, chance, feedback, plan.stops_at)
    if plan.stops_at:
        return
    yield desk.now + timedelta(minutes=chance.randint(10, 200))
    desk.take(resolve, clerk, request_id, outcome=feedback)
    yield desk.now + timedelta(minutes=chance.randint(1, 600))
    desk.take(close_request, clerk, request_id)


def follow_escalations(desk: Desk, request: ServiceRequest) -> None:
    """What the severity *major* escalated by itself is dealt with from now on (4(8))."""
    for row in rows_by(desk.session, Escalation, "request_id", request.id):
        chance = Random(f"escalation {row.number}")
        desk.born.append(_attend(desk, row, chance, chance.choice(FEEDBACK), None))


def _attend(desk: Desk, row: Escalation, chance: Random, feedback: str, stops_at: str | None) -> Iterator[datetime]:
    """Acknowledged, one in eight too late; answered; closed. A request that was cancelled ends it."""
    head = _head(desk, row.department_id)

    def take(step: Any, actor: Actor = head, **values: Any) -> None:
        step(desk.session, actor=actor, now=desk.now, escalation_id=row.id or 0, **values)

    late = stops_at is None and chance.random() < 0.12
    yield desk.now + timedelta(minutes=chance.randint(250, 700) if late else chance.randint(8, 220))
    if row.state not in OWED:
        return
    take(acknowledge_escalation)
    if stops_at == "acknowledged":
        return
    yield by_day(desk.now + timedelta(hours=chance.randint(2, 30)))
    if row.state not in OWED:
        return
    take(answer_escalation, feedback=feedback)
    if stops_at == "answered":
        return
    yield by_day(desk.now + timedelta(minutes=chance.randint(10, 900)))
    take(close_escalation, desk.firm.manager)


def _id(desk: Desk, code: str) -> int:
    return next(row.id for row in list_departments(desk.session) if row.code == code)


def _head(desk: Desk, department_id: int) -> Actor:
    return desk.firm.heads[desk.session.get_one(Department, department_id).code]
