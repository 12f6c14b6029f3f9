"""Handbooks handed over at the demo company's projects, some not yet; and the answers its desk has at hand (1.5)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from PIL import Image, ImageDraw

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.queries.handbook_deliveries import MissingDelivery, list_missing
from aftersales.queries.handbooks import holding_now, list_versions
from aftersales.rules.handbook import BookLanguage
from aftersales.rules.periods import midnight
from aftersales.rules.roles import SYSTEM
from aftersales.services.answers import NewAnswer, add_answer, retire_answer
from aftersales.services.handbook_deliveries import NewDelivery, deliver_handbook
from db.demo.desk import Desk, by_day
from db.demo.handbook import write_first_handbooks, write_second_handbook

SECOND_BEFORE_END = timedelta(days=240)
FORGOTTEN = 0.06  # so many of the deliveries were never made
SIGNED = 0.8
EVERY_LATE = 16
RECEIVERS = ("王主任", "李科长", "张工", "陈经理", "刘站长", "赵老师")
UNSIGNED = "客户当面收下，未带印章，未签字。"
# sign type or None, question, answer, question in English, answer in English
ANSWERS = (
    (None, "怎么报修？", "拨打服务热线 400-000-8260，或把标识编号和照片发给我们；4 小时内有人答复您。",
     "How do I report a fault?", "Call our hotline 400-000-8260, or send us the sign's code and a photo; a person "
     "answers within 4 hours."),
    (None, "保修期多长，从哪天算起？", "以合同为准，从交工验收的次日开始计算；报出标识编号，我们马上告诉您到哪一天。",
     "How long is the warranty, and from which day?", "As your contract says, from the day after the handover. Tell us "
     "the sign's code and we tell you the day."),
    (None, "维修要收费吗？", "保修期内属施工或材料质量问题的免费；其他原因或过保的，先报价，您同意后才施工。",
     "Does the repair cost anything?", "Free in warranty where our work or material is the cause. Otherwise we quote "
     "first and begin only when you have agreed."),
    (None, "可以自己擦洗标识吗？用什么清洁？", "可以。断电后用清水和软布，不要用稀释剂、酒精或硬刷；高处请由我们来做。",
     "Can I clean the sign myself, and with what?", "Yes: switched off, with water and a soft cloth; no thinner, "
     "alcohol or hard brush. Leave high ones to us."),
    (None, "台风前要做什么准备？", "检查有无松动、裂缝，清走下方物品，大风时断电；有疑问请预约巡检。",
     "What should I do before a typhoon?", "Look for anything loose or cracked, clear the ground below, switch off in "
     "strong wind. If in doubt, ask us for an inspection."),
    ("发光字", "发光字有几个字不亮了，怎么办？", "先看检修箱内对应支路是否跳闸；合上再跳请断电，我们来查。",
     "Some lit letters are dark, what now?", "Look whether their breaker in the service box has tripped. If it trips "
     "again, leave it off; we check the supply and the modules."),
    ("发光字", "发光字亮灯时间怎么改？", "在检修箱内的时控开关上设定；夏冬季各调一次，我们可以电话里一步步教您。",
     "How do I change the hours of the lit letters?", "On the timer in the service box, once for summer and once for "
     "winter; we talk you through it on the phone."),
    ("LED显示屏", "LED显示屏黑屏怎么办？", "先看控制器指示灯和网线，关屏等一分钟再开；仍黑屏请断电后报修，不要拆模组。",
     "The LED screen is black, what now?", "Check the controller's lamp and cable, switch off, wait a minute, switch "
     "on. If it stays black, switch it off and report it; don't take modules out."),
    ("LED显示屏", "显示屏怎么换播放内容？", "在控制电脑上用发布软件更换节目并发送；我们可以远程协助一次。",
     "How do I change what the screen shows?", "With the publishing program on the control computer. We help once "
     "remotely."),
    ("科室牌", "科室改名了，能只换牌上的字吗？", "可以只换面板插条，不动底板；属合同外项目，报价同意后三天内完成。",
     "A ward was renamed: can only the lettering be changed?", "Yes, the insert alone. It is outside the contract: "
     "done within three days once you agree to the quote."),
    ("灯箱", "灯箱进水了怎么处理？", "请先断开这一路电源并隔离下方区域，不要开盖；这属于危险情况，我们立即派人。",
     "Water got into the light box, what now?", "Switch off its circuit and keep people away from below; don't open "
     "it. This is a danger: we send somebody at once."),
    (None, "热线晚上有人接吗？", "有，24 小时有人接听。", "Is the hotline answered at night?", "Yes, day and night."),
)  # fmt: skip


def live_handbooks(desk: Desk) -> Iterator[datetime]:
    """The first versions, a delivery after each handover unless it was forgotten, and a second version on the way."""
    chance = Random("handbooks")
    firm, types = desk.firm, desk.firm.sign_types
    write_first_handbooks(desk.session, actor=firm.manager, now=desk.now, types=types)
    _add_answers(desk)
    clerks = {branch.name: branch.clerk for branch in firm.branches}
    deliveries = sorted(_plan(desk, chance), key=lambda one: one[0])
    second_at, is_second = desk.ends_at - SECOND_BEFORE_END, False
    versions = list_versions(desk.session, SYSTEM)
    for at, missing, receiver in deliveries:
        if not is_second and at > second_at:
            yield max(desk.now, second_at)
            write_second_handbook(desk.session, actor=firm.manager, now=desk.now, types=types)
            is_second, versions = True, list_versions(desk.session, SYSTEM)
        yield max(at, desk.now)
        today = local_day(desk.now)
        of_type = [row for row in versions if row.sign_type_id == missing.sign_type_id]
        held = [row for row in holding_now(of_type, today) if row.language is BookLanguage.ZH]
        if not held:
            continue
        clerk = clerks[missing.office[0]]
        deliver_handbook(
            desk.session, actor=clerk, now=desk.now,
            new=NewDelivery(
                project_id=missing.project_id, version_id=held[0].id, delivered_on=today, received_by=receiver,
                unsigned_reason=UNSIGNED,
            ),
            signature=draw_signature(chance) if chance.random() < SIGNED else None,
        )  # fmt: skip


def _plan(desk: Desk, chance: Random) -> Iterator[tuple[datetime, MissingDelivery, str]]:
    """Main signs of all handovers until the story's end: those from before are handed over in its first weeks."""
    zone = service_zone()
    found = list_missing(desk.session, SYSTEM, today=desk.ends_at.astimezone(zone).date())
    for place, missing in enumerate(found):
        handed_over = midnight(missing.handover_on, zone)
        at = by_day(max(handed_over, desk.now) + timedelta(days=chance.randint(2, 24), minutes=chance.randint(1, 400)))
        receiver = chance.choice(RECEIVERS)
        if place % EVERY_LATE == 5:  # only noticed lately, in the list of what is missing
            at = by_day(desk.ends_at - timedelta(days=chance.randint(3, 40)))
        if chance.random() >= FORGOTTEN and at < desk.ends_at - timedelta(days=1):
            yield at, missing, receiver


def draw_signature(chance: Random) -> bytes:
    """A hand's stroke from left to right, as the pad sends it."""
    picture = Image.new("RGB", (300, 100), "white")
    points = [(20 + 13 * step, 50 + chance.randint(-30, 30)) for step in range(20)]
    ImageDraw.Draw(picture).line(points, fill="#12263f", width=3, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _add_answers(desk: Desk) -> None:
    last = None
    for kind, question, answer, question_en, answer_en in ANSWERS:
        new = NewAnswer(
            sign_type_id=desk.firm.sign_types[kind] if kind else None, question=question, answer=answer,
            question_en=question_en, answer_en=answer_en,
        )  # fmt: skip
        last = add_answer(desk.session, actor=desk.firm.manager, now=desk.now, new=new)
    assert last is not None
    retire_answer(desk.session, actor=desk.firm.manager, now=desk.now, answer_id=last.id or 0)
