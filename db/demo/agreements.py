"""Requests beyond the contract and the supplementary agreements about them, in every state (2b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aftersales.rules.kinds import Cause, Channel, FaultCategory, Kind, Severity
from aftersales.services.agreements import (
    AgreementTerms,
    accept_agreement,
    approve_agreement,
    note_talk,
    refuse_agreement,
    start_agreement,
    submit_agreement,
    write_terms,
)
from db.demo.desk import Desk, by_day
from db.demo.register import Register
from db.demo.story import DAYS, Plan

DONE = "approved"  # and the work is done
OPEN = ("waiting", "draft", "negotiating", "accepted", "submitted", "submitted", "refused")  # where it stands now
WISHES = (
    (
        "{place}的牌子想改成夜间也能亮的，合同里没有，能做吗？", "加装夜间照明",
        "原牌面加装LED模组及电源，夜间施工两晚，含高空作业。", 860_000,
    ),
    (
        "科室合并了，{place}要换一批新名字，数量比较多。", "科室更名，批量更换版面",
        "更换版面36块，字体与原设计一致，旧版面回收。", 1_260_000,
    ),
    (
        "{place}的牌要移到新门口去，帮我们拆装一下。", "标识移位安装",
        "拆除、移位、重新安装及墙面修补，电源由客户方提供。", 420_000,
    ),
    (
        "想给{place}加一块双语的，和现在的配套。", "增加双语标识",
        "新增双语标识一块，材料工艺与原标识一致，保修期12个月。", 580_000,
    ),
)  # fmt: skip
TALKS = ("客户希望周末施工，价格可谈。", "已发报价单，客户内部走流程。", "客户要求分两次付款。")
REFUSALS = ("报价未含高空作业费用，请重新核价。", "工期承诺过紧，班组排不开，请重新协商。")


def plan_special(chance: Random, register: Register, taken: set[int], *, now: datetime, count: int) -> list[Plan]:
    """About `count` of the past, whose work was done, and one for each state that can stand open now."""
    signs = [sign for sign in register.signs if sign.id not in taken]
    stages = [*OPEN, *[DONE] * count]
    plans = []
    for number, stage in enumerate(stages):
        sign = chance.choice(signs)
        if stage == DONE:
            received_at = by_day(now - timedelta(days=chance.randint(20, DAYS - 10), minutes=chance.randint(1, 600)))
        else:
            received_at = now - timedelta(hours=20 + 3 * number, minutes=chance.randint(1, 100))
        plans.append(
            Plan(
                received_at=received_at, registered_at=received_at, sign=sign, channel=Channel.HOTLINE,
                kind=Kind.REPAIR, fault=FaultCategory.TEXT_CHANGE, cause=Cause.UNKNOWN, severity=Severity.NORMAL,
                description=WISHES[number % len(WISHES)][0].format(place=sign.place), seed=2_000_000 + number,
                calm=True, special=stage,
            )
        )  # fmt: skip
    return plans


def negotiate(desk: Desk, chance: Random, plan: Plan, request_id: int) -> Iterator[datetime]:
    """From the draft to the decision, or as far as this one has come."""
    if plan.special == "waiting":
        return
    _, subject, terms, price_fen = WISHES[(plan.seed - 2_000_000) % len(WISHES)]
    business, manager = desk.firm.business, desk.firm.manager
    yield _later(desk, chance, plan)
    made = desk.take(start_agreement, business, request_id, subject=subject)
    known: dict[str, Any] = {"agreement_id": made.id or 0}

    def take(step: Any, actor: Any = business, **values: Any) -> None:
        step(desk.session, actor=actor, now=desk.now, **known, **values)

    if plan.special == "draft":
        return
    yield _later(desk, chance, plan)
    take(note_talk, note=chance.choice(TALKS))
    yield _later(desk, chance, plan)
    take(write_terms, new=AgreementTerms(terms=terms, price_fen=price_fen))
    if plan.special == "negotiating":
        return
    yield _later(desk, chance, plan)
    contact, _ = plan.sign.customer.contacts[0]
    take(accept_agreement, answered_by=contact)
    if plan.special == "accepted":
        return
    yield _later(desk, chance, plan)
    take(submit_agreement)
    if plan.special == "submitted":
        return
    yield _later(desk, chance, plan)
    if plan.special == "refused":
        take(refuse_agreement, manager, reason=chance.choice(REFUSALS))
        return
    take(approve_agreement, manager)


def _later(desk: Desk, chance: Random, plan: Plan) -> datetime:
    """Some hours later by day; those that stand open now came there within a day."""
    if plan.special != DONE:
        return desk.now + timedelta(minutes=chance.randint(30, 140))
    return by_day(desk.now + timedelta(minutes=chance.randint(60, 1500)))
