"""Returns and exchanges from the offices, in every state that they can stand in, some of them overdue (5.1(4))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aftersales.clock import local_day
from aftersales.models import ProductReturn, ReturnLine
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Kind
from aftersales.rules.product_return import Outcome, Whereabouts, Wish
from aftersales.services.close import close_request
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.respond import resolve, respond
from aftersales.services.return_decisions import (
    Repayment,
    ReturnQuote,
    accept_return_quote,
    except_return_line,
    quote_return_line,
    refund_return_line,
    refuse_return_line,
    repair_return_line,
    replace_return_line,
)
from aftersales.services.return_inspection import Inspection, Receipt, inspect_return_line, receive_return_line
from aftersales.services.return_lines import decision_of
from aftersales.services.return_shipping import (
    Arrival,
    PaidRefund,
    Shipment,
    close_return_line,
    pay_return_refund,
    scrap_return_line,
    send_back_return_line,
    ship_return_line,
)
from aftersales.services.returns import NewReturn, NewReturnLine, ReturnMove, move_return_line, request_return
from aftersales.services.rows import rows_by
from db.demo.company import Firm
from db.demo.desk import Desk, by_day
from db.demo.register import EXCHANGE_TRADES, Register, SignHere
from db.demo.story import DAYS

# How far one goes, and how many days it then stands there.
OPEN: tuple[tuple[str, int], ...] = (
    ("requested", 0), ("requested", 14), ("on the way", 3), ("received", 1), ("received", 4), ("inspected", 0),
    ("inspected", 3), ("quoted", 1), ("quoted", 9), ("decided", 2), ("refund decided", 1), ("refused", 0),
    ("shipped", 3), ("shipped", 9), ("sent back", 2), ("refunded", 1),
)  # fmt: skip
CLOSED = 26
# product, why it comes back, what the workshop found, why it failed, pieces
GOODS = (
    ("LED模组 12V", "整串不亮，更换电源后仍不亮", "灯珠虚焊，批次问题", Cause.MATERIAL, 12),
    ("开关电源 350W", "通电后跳闸", "电容鼓包，输出短路", Cause.MATERIAL, 2),
    ("亚克力面板", "到货有裂纹", "运输包装不足，边角开裂", Cause.CONSTRUCTION, 3),
    ("铝型材边框", "喷涂起皮", "前处理不良，附着力不足", Cause.MATERIAL, 4),
    ("时控开关", "按键失灵", "外壳有撬痕，内部进水", Cause.CUSTOMER_USE, 1),
    ("导视牌版面", "颜色发黄", "正常老化", Cause.WEAR, 6),
)
_NOT_OURS = ("quoted", "refused", "sent back")
CARRIERS = ("顺丰", "德邦", "安能物流")
WORDS_OF_MANAGER = ("同款已停产，经与客户商定退款。", "重点客户，本次破例免费处理。")


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """`stage` is how far it goes; `by_call` where the hotline wrote it down first."""

    begins_at: datetime
    sign: SignHere
    stage: str
    goods: tuple[str, str, str, Cause, int]
    is_whole: bool
    by_call: bool
    seed: int


def plan_returns(chance: Random, register: Register, *, now: datetime, count: int) -> list[ReturnPlan]:
    """One for each way of standing open, and `count` of the past that are closed."""
    plans = []
    with_months = [sign for sign in register.signs if sign.customer.trade in EXCHANGE_TRADES] or register.signs
    stages = [*OPEN, *[("closed", 0)] * count]
    for number, (stage, stands_days) in enumerate(stages):
        is_whole = stage == "closed" and number % 4 == 0
        sign = chance.choice(with_months if is_whole and number % 8 == 0 else register.signs)
        goods = GOODS[number % len(GOODS)] if stage not in _NOT_OURS else GOODS[4 + number % 2]
        if stage == "closed":
            begins_at = by_day(now - timedelta(days=chance.randint(30, DAYS - 10), minutes=chance.randint(1, 600)))
        else:
            begins_at = by_day(now - timedelta(days=_STEPS[stage] * 2 + stands_days, hours=1))
        plans.append(ReturnPlan(begins_at, sign, stage, goods, is_whole, number % 7 == 3, 3_000_000 + number))
    return plans


_STEPS = {
    "requested": 0, "on the way": 1, "received": 2, "inspected": 3, "quoted": 4, "decided": 5, "refund decided": 5,
    "refused": 5, "shipped": 6, "sent back": 6, "refunded": 6, "closed": 7,
}  # fmt: skip


def live_return(desk: Desk, plan: ReturnPlan) -> Iterator[datetime]:
    """From the office's form to the office's word that it arrived, or as far as this one has come."""
    chance = Random(f"return {plan.seed}")
    firm, office = desk.firm, plan.sign.branch.clerk
    product, reason, finding, cause, pieces = plan.goods
    if plan.is_whole:
        product, cause, pieces = "整块标识牌", Cause.MATERIAL, 1
    request_id, line = _begin(desk, chance, plan, product, reason, pieces)
    steps = _STEPS[plan.stage]

    def take(step: Any, actor: Any, **values: Any) -> Any:
        return step(desk.session, actor=actor, now=desk.now, line_id=line.id or 0, **values)

    if steps < 1:
        return
    yield _later(desk, chance)
    carrier = chance.choice(CARRIERS)
    move = ReturnMove(whereabouts=Whereabouts.ON_THE_WAY, carrier_in=carrier, waybill_in=_waybill(chance))
    take(move_return_line, office, new=move)
    if steps < 2:
        return
    yield _later(desk, chance)
    came = (
        line.quantity if line.quantity < 6 or plan.stage == "closed" else line.quantity - 2
    )  # the others follow with the next parcel
    serials = "、".join(f"MY{chance.randint(24010, 25129)}-{chance.randint(100, 999)}" for _ in range(min(came, 2)))
    take(
        receive_return_line, firm.project, new=Receipt(quantity=came, condition="外包装完好，数量相符", serials=serials)
    )
    if steps < 3:
        return
    yield _later(desk, chance)
    take(inspect_return_line, firm.project, new=Inspection(quantity=line.quantity, finding=finding, cause=cause))
    if steps < 4:
        return
    yield _later(desk, chance)
    outcome = _wanted(chance, plan, cause)
    yield from _settle(desk, chance, plan, line, outcome, take)
    if steps < 5 or plan.stage == "quoted":
        return
    yield _later(desk, chance)
    _decide(chance, firm, line, outcome, take)
    if steps < 6:
        return
    yield _later(desk, chance)
    _send(desk, chance, line, outcome, take)
    if steps < 7:
        return
    yield _later(desk, chance)
    take(close_return_line, office, new=Arrival(arrived_on=local_day(desk.now)))
    if line.outcome is Outcome.REPLACE and chance.random() < 0.6:
        yield _later(desk, chance)
        take(scrap_return_line, firm.project)
    if request_id is not None:
        desk.take(resolve, firm.hotline[0], request_id, outcome="退换货已办结，客户已确认。")
        yield _later(desk, chance)
        desk.take(close_request, firm.hotline[0], request_id)


def _begin(
    desk: Desk, chance: Random, plan: ReturnPlan, product: str, reason: str, pieces: int
) -> tuple[int | None, ReturnLine]:
    wish = Wish.REFUND if plan.stage in ("refund decided", "refunded") else chance.choice((Wish.EXCHANGE, Wish.REPAIR))
    if plan.by_call:
        contact, phone = chance.choice(plan.sign.customer.contacts)
        new = NewRequest(
            channel=Channel.HOTLINE, kind=Kind.RETURN, sign_id=plan.sign.id, contact_name=contact,
            contact_phone=phone, description=f"{product}要退换：{reason}", fault=FaultCategory.OTHER,
        )  # fmt: skip
        clerk = desk.clerk(chance)
        request = register_request(desk.session, actor=clerk, now=desk.now, new=new)
        request_id = request.id or 0
        desk.take(respond, clerk, request_id, note="请办事处安排寄回。")
        head = rows_by(desk.session, ProductReturn, "request_id", request_id)[0]
        return request_id, rows_by(desk.session, ReturnLine, "return_id", head.id)[0]
    line = NewReturnLine(
        sign_id=plan.sign.id, is_whole=plan.is_whole, product=product, quantity=pieces, wish=wish, reason=reason,
        whereabouts=chance.choice((Whereabouts.AT_CUSTOMER, Whereabouts.AT_OFFICE)),
    )  # fmt: skip
    head = request_return(desk.session, actor=plan.sign.branch.clerk, now=desk.now, new=NewReturn(lines=(line,)))
    return None, rows_by(desk.session, ReturnLine, "return_id", head.id)[0]


def _wanted(chance: Random, plan: ReturnPlan, cause: Cause) -> Outcome:
    if plan.stage in ("refund decided", "refunded"):
        return Outcome.REFUND
    if plan.stage in ("refused", "sent back"):
        return Outcome.REFUSE
    if plan.is_whole:
        return Outcome.REPLACE
    if plan.stage == "closed" and chance.random() < 0.15:
        return Outcome.REFUSE if cause in (Cause.CUSTOMER_USE, Cause.WEAR) else Outcome.REFUND
    return Outcome.REPAIR if cause is not Cause.MATERIAL or chance.random() < 0.4 else Outcome.REPLACE


def _settle(
    desk: Desk, chance: Random, plan: ReturnPlan, line: ReturnLine, outcome: Outcome, take: Any
) -> Iterator[datetime]:
    """What isn't free: a quote that the customer accepts, or the manager's exception."""
    firm = desk.firm
    if outcome is Outcome.REFUSE:
        return
    if outcome is Outcome.REFUND:
        take(except_return_line, firm.manager, outcome=outcome, reason=WORDS_OF_MANAGER[0])
        return
    decision = decision_of(line)
    if decision is not None and outcome in decision.free and plan.stage != "quoted":
        return
    if chance.random() < 0.25 and plan.stage != "quoted":
        take(except_return_line, firm.manager, outcome=outcome, reason=WORDS_OF_MANAGER[1])
        return
    quote = ReturnQuote(outcome_for=outcome, price_fen=chance.randint(12, 90) * 1000)
    take(quote_return_line, firm.manager, new=quote)
    if plan.stage == "quoted":
        return
    yield _later(desk, chance)
    contact, _ = plan.sign.customer.contacts[0]
    take(accept_return_quote, plan.sign.branch.clerk, answered_by=contact)


def _decide(chance: Random, firm: Firm, line: ReturnLine, outcome: Outcome, take: Any) -> None:
    if outcome is Outcome.REFUND:
        new = Repayment(quantity=line.quantity, refund_fen=line.quantity * chance.randint(60, 400) * 100)
        take(refund_return_line, firm.manager, new=new)
    elif outcome is Outcome.REFUSE:
        take(refuse_return_line, firm.manager, quantity=line.quantity, reason="经检验为使用不当造成，不在保修范围内。")
    else:
        deed = repair_return_line if outcome is Outcome.REPAIR else replace_return_line
        take(deed, chance.choice(firm.dispatchers), quantity=line.quantity)


def _send(desk: Desk, chance: Random, line: ReturnLine, outcome: Outcome, take: Any) -> None:
    today = local_day(desk.now)
    if outcome is Outcome.REFUND:
        paid = PaidRefund(refunded_on=today, voucher=f"FK{today:%Y%m%d}-{chance.randint(1, 30):02d}")
        take(pay_return_refund, desk.firm.business, new=paid)
        return
    is_new = outcome is Outcome.REPLACE
    new = Shipment(
        carrier=chance.choice(CARRIERS), waybill=_waybill(chance), shipped_on=today,
        new_serials=f"MY26{chance.randint(101, 999)}-{chance.randint(100, 999)}" if is_new else "",
    )  # fmt: skip
    take(send_back_return_line if outcome is Outcome.REFUSE else ship_return_line, desk.firm.project, new=new)


def _waybill(chance: Random) -> str:
    return f"{chance.choice(('SF', 'DPK', 'ANE'))}{chance.randint(10**9, 10**10 - 1)}"


def _later(desk: Desk, chance: Random) -> datetime:
    """A day and a half later at the most, while people work."""
    return by_day(desk.now + timedelta(hours=chance.randint(14, 34)))
