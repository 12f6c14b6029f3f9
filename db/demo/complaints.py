"""Complaints: those that surveys begin, those that people call in; most are heard of within four hours (5.1(2))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from aftersales.clock import local_day
from aftersales.models import Complaint, Department, IntegrityComplaint
from aftersales.models.complaints import ComplaintRow
from aftersales.rules.complaint import ComplaintKind, ComplaintState, CustomerAnswer
from aftersales.rules.kinds import Channel
from aftersales.services.complaint_merge import merge_complaint
from aftersales.services.complaint_steps import (
    Answer,
    CorrectiveAction,
    Finding,
    Responsible,
    close_complaint,
    filter_complaint,
    find_unfounded,
    give_first_feedback,
    note_on_complaint,
    organise_complaint,
    plan_complaint_action,
    record_complaint_answer,
    reopen_complaint,
    resolve_complaint,
    verify_complaint,
)
from aftersales.services.complaints import NewComplaint, register_complaint
from aftersales.services.rows import rows_by
from db.demo.desk import Desk, by_day
from db.demo.register import Register, SignHere
from db.demo.story import DAYS

CALLED_IN = 34
K, C = ComplaintKind, ComplaintState
# What was said; what was found, why, and what is done about it; the department that answers for it.
CASES: dict[ComplaintKind, tuple[tuple[str, str, str, str, str], ...]] = {
    K.CUSTOMER: (
        ("报修三次，每次都说马上到，结果等到第二天才来人。", "两次派工延误，未及时告知客户。",
         "当日班组排满，未留机动人员。",
         "每日预留一组机动人员，延误须在约定时间前告知客户。", "project"),
        ("发光字装上不到半年就掉了一块亚克力面，差点砸到人。", "面板仅用结构胶粘接，未加机械固定。",
         "制作图纸未注明机械固定。",
         "图纸会签增加面板固定项，同批在用标识全部复查。", "design"),
        ("维修完第二天又不亮了，前台没法跟院长交代。", "接头未做防水处理。", "班组随车防水材料用完，现场凑合处理。",
         "随车备件清单增加防水接头，出车前点检。", "project"),
        ("报价单上的高空作业费没有提前说明，财务不认。", "报价口头告知，未附明细。", "报价模板缺少高空作业项。",
         "报价模板补充高空作业费明细，须客户书面确认后方可施工。", "business"),
    ),
    K.MARKET: (
        ("路过的市民反映公园路牌夜里太刺眼，影响开车。", "亮度超出该路段要求。", "调光参数按白天样板设置。",
         "同型号路牌统一下调亮度并复测。", "production"),
        ("有网友发帖说商场门头字缺笔画好几个月没人修。", "现场确认缺亮两个模组，客户未报修。", "巡检计划未覆盖该网点。",
         "将该网点列入季度巡检。", "after_sales"),
    ),
    K.CONDUCT: (
        ("", "回访客户，师傅在现场说话生硬、未戴鞋套。", "新人未参加服务礼仪培训。",
         "当事人向客户致歉并参加培训，班组晨会通报。", "project"),
        ("", "客户反映师傅中途离开未说明去向。", "去取备件，未告知客户。",
         "现场离开须向客户说明并登记，列入上门规范。", "project"),
    ),
    K.INTEGRITY: (
        ("师傅修完说要两百块辛苦费，发票也没有。", "已与客户当面核实，当事人承认暗示过“辛苦费”，未收取。",
         "个人行为，纪律教育不到位。",
         "当事人停岗学习并书面检查，全员重申服务纪律。", "after_sales"),
    ),
}  # fmt: skip
FEEDBACK = (
    "已致电道歉，说明核实安排和答复时间。",
    "已联系客户，确认诉求，当天安排专人跟进。",
    "已致歉，明天由主管上门当面沟通。",
)
OUTCOME = "已向客户说明原因及改进措施，客户表示接受。"


@dataclass(frozen=True, slots=True)
class ComplaintPlan:
    """`stops_at` is the stage in which it stands open now; None: as far as time lets it."""

    begins_at: datetime
    kind: ComplaintKind
    sign: SignHere
    stops_at: str | None
    seed: int


def plan_complaints(chance: Random, register: Register, *, now: datetime, count: int) -> list[ComplaintPlan]:
    """`count` of the past two years, and one for each stage that it can stand in now, two of them late."""
    plans = []
    for number in range(count):
        at = by_day(now - timedelta(days=chance.randint(12, DAYS - 10), minutes=chance.randint(1, 600)))
        kind = K.MARKET if number % 6 == 5 else K.CUSTOMER
        plans.append(ComplaintPlan(at, kind, chance.choice(register.signs), None, number))
    standing = (
        (timedelta(minutes=70), K.CUSTOMER, "new"), (timedelta(hours=5), K.CUSTOMER, "new"),
        (timedelta(hours=9), K.MARKET, "feedback"), (timedelta(days=3), K.CUSTOMER, "organised"),
        (timedelta(days=4), K.CUSTOMER, "filtered"), (timedelta(days=7), K.CUSTOMER, "verified"),
        (timedelta(days=32), K.MARKET, "planned"), (timedelta(days=24), K.CUSTOMER, "resolved"),
        (timedelta(hours=26), K.INTEGRITY, "feedback"),
    )  # fmt: skip
    plans += [
        ComplaintPlan(now - ago, kind, chance.choice(register.signs), stage, 100 + number)
        for number, (ago, kind, stage) in enumerate(standing)
    ]
    return plans


def live_complaint(desk: Desk, plan: ComplaintPlan) -> Iterator[datetime]:
    """Called in, then dealt with."""
    chance = Random(f"complaint {plan.seed}")
    case = CASES[plan.kind][plan.seed % len(CASES[plan.kind])]
    contact, phone = chance.choice(plan.sign.customer.contacts)
    new = NewComplaint(
        kind=plan.kind, channel=chance.choice((Channel.HOTLINE, Channel.HOTLINE, Channel.WEBSITE, Channel.LETTER)),
        sign_id=plan.sign.id, contact_name=contact, contact_phone=phone, words=case[0],
    )  # fmt: skip
    row = register_complaint(desk.session, actor=desk.clerk(chance), now=desk.now, new=new)
    if plan.seed % 11 == 4:  # the same person writes a letter, too
        again = new.model_copy(update={"channel": Channel.LETTER, "words": f"（来信）{case[0]}"})
        yield desk.now + timedelta(hours=1)
        twice = register_complaint(desk.session, actor=desk.clerk(chance), now=desk.now, new=again)
        merge_complaint(
            desk.session, actor=desk.firm.manager, now=desk.now, number=twice.number, into=row.number,
            reason="同一件事，客户又来信。",
        )  # fmt: skip
    yield from deal_with(desk, row, chance, stops_at=plan.stops_at)


def begun_by_survey(desk: Desk, survey_id: int | None) -> None:
    """What the answer opened is dealt with from now on."""
    for table in (Complaint, IntegrityComplaint):
        for row in rows_by(desk.session, table, "survey_id", survey_id):
            desk.born.append(_soon(desk, row))


def _soon(desk: Desk, row: ComplaintRow) -> Iterator[datetime]:
    yield desk.now
    yield from deal_with(desk, row, Random(f"complaint {row.number}"))


def deal_with(desk: Desk, row: ComplaintRow, chance: Random, *, stops_at: str | None = None) -> Iterator[datetime]:
    """From the first feedback to the customer's word; one in six customers hears of us too late."""
    firm = desk.firm
    manager = firm.manager
    _, finding, cause, action, code = CASES[row.kind][chance.randrange(len(CASES[row.kind]))]

    def take(step: Any, actor: Any = manager, **values: Any) -> Any:
        return step(desk.session, actor=actor, now=desk.now, number=row.number, **values)

    if stops_at == "new":
        return
    late = chance.random() < 0.16 and stops_at is None
    yield desk.now + timedelta(minutes=chance.randint(260, 700) if late else chance.randint(15, 200))
    is_sealed = row.kind is K.INTEGRITY
    take(give_first_feedback, manager if is_sealed else desk.clerk(chance), feedback=chance.choice(FEEDBACK))
    if stops_at == "feedback":
        return
    yield _days(desk, chance, 1)
    unit = desk.session.execute(select(col(Department.id)).where(col(Department.code) == code)).scalar_one()
    owner = manager if is_sealed else chance.choice((manager, *firm.dispatchers))
    take(organise_complaint, new=Responsible(department_id=unit, owner_id=owner.staff_id or 0))
    if stops_at == "organised":
        return
    yield _days(desk, chance, 1)
    if not is_sealed and stops_at is None and chance.random() < 0.08:
        take(find_unfounded, reason="经现场核实，非我司产品。")
        return
    take(filter_complaint, kind=row.kind)
    if stops_at == "filtered":
        return
    yield _days(desk, chance, 3)
    take(verify_complaint, new=Finding(finding=finding, cause=cause))
    if stops_at == "verified":
        return
    yield _days(desk, chance, 1)
    due_on = local_day(desk.now) + timedelta(days=chance.randint(5, 20))
    take(plan_complaint_action, new=CorrectiveAction(action=action, action_owner_id=owner.staff_id or 0,
                                                     action_due_on=due_on))  # fmt: skip
    if stops_at == "planned":
        return
    yield _days(desk, chance, 4)
    take(note_on_complaint, note="已电话告知客户进展。")
    yield _days(desk, chance, 3)
    take(resolve_complaint, outcome=OUTCOME)
    if stops_at == "resolved":
        return
    yield _days(desk, chance, 3)
    if chance.random() < 0.08:
        take(reopen_complaint, reason="客户反映又出现同样情况。")
        yield _days(desk, chance, 4)
        take(verify_complaint, new=Finding(finding="复查后已彻底处理。", cause=cause))
        take(resolve_complaint, outcome=OUTCOME)
        yield _days(desk, chance, 2)
    if chance.random() < 0.12:
        answer = Answer(answer=CustomerAnswer.REFUSED, answered_by=row.contact_name, words="结果可以，但等得太久。")
    else:
        answer = Answer(answer=CustomerAnswer.CONFIRMED, answered_by=row.contact_name)
    take(record_complaint_answer, new=answer)
    take(close_complaint)


def _days(desk: Desk, chance: Random, most: int) -> datetime:
    return by_day(desk.now + timedelta(hours=chance.randint(3, 24 * most)))
