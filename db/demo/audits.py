"""The demo company's audits: some of each office's closed requests, month by month, and what was found (5.2(3))."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.models import Audit, AuditFinding, AuditLine, AuditSample
from aftersales.rules.audit import AuditAnswer, AuditCheck, draw_sample
from aftersales.rules.periods import Period, midnight, month_before, month_of
from aftersales.rules.roles import Actor
from aftersales.services.attachments import add_attachment
from aftersales.services.audit_draw import NewSample, closed_in, draw_audits, usual_seed
from aftersales.services.audit_findings import NewFinding, note_audit_finding
from aftersales.services.audit_follow_up import check_finding, see_to_finding, send_back_finding
from aftersales.services.audits import NewAnswer, NewAnswers, answer_audit, finish_audit
from aftersales.services.rows import rows_by
from db.demo.desk import Desk, by_day

MONTHS = 5  # so many are audited, the last one while the story ends
SIZE = 3
DRAWN_ON = 3  # the day of the month after
DONE_ALL = -1
K, Y, N = AuditCheck, AuditAnswer.YES, AuditAnswer.NO
WORDS: dict[AuditCheck, str] = {
    K.ANSWERED_IN_TIME: "首次答复超过四小时，需查明值班安排。",
    K.ARRIVED_AS_PROMISED: "到场晚于承诺时间，且未提前告知客户。",
    K.RECORDED_WHOLE: "登记缺少标识牌编号，今后须当场补全。",
    K.REPORT_COMPLETE: "报告单未写明客户未签字的原因。",
    K.PHOTOS: "缺维修前后照片，请班组补拍存档。",
    K.CHARGED_BY_RULES: "收费与规定不一致，请复核。",
    K.QUOTE_BEFORE_REPAIR: "先修后报价，须向班组重申规定。",
    K.SURVEY_ASKED: "未做满意度调查，请补做回访。",
    K.MANNER: "客户对现场整洁打分偏低，请与班组沟通。",
    K.CAUSE_ANALYSED: "纠正措施过于笼统，请补充具体做法。",
    K.WORDS_UNDERSTANDABLE: "处理经过只写“已修好”，看不出做了什么。",
}
DONE = ("已补齐并存档。", "已与班组当面重申，本周起抽查。", "已联系客户说明，客户表示理解。", "已修订值班表。")
REMARKS = ("", "整体规范。", "到场及时，记录清楚。", "档案较完整，照片需加强。")


def live_audits(desk: Desk) -> Iterator[datetime]:
    """On the third of each month: draw, let the auditors answer, and see to what was found. The last month's stand
    in every state, some of them late."""
    chance = Random("audits")
    month = month_of(local_day(desk.ends_at))
    months: list[Period] = []
    while len(months) < MONTHS:
        month = month_before(month.from_on)
        months.insert(0, month)
    for place, each in enumerate(months):
        day = each.to_on + timedelta(days=DRAWN_ON)
        yield max(desk.now, midnight(day, service_zone()) + timedelta(hours=9))
        audits = [audit for branch in desk.firm.branches for audit in _draw(desk, chance, branch.office_id, each)]
        is_last = place == len(months) - 1
        for number, audit in enumerate(audits):
            desk.born.append(
                _live_audit(desk, Random(f"audit {audit.number}"), audit, number % 5 if is_last else DONE_ALL)
            )


def _draw(desk: Desk, chance: Random, office_id: int, month: Period) -> list[Audit]:
    """Most of the requests that will be drawn have their crew's photos in the file."""
    ids = closed_in(desk.session, office_id, month)
    if not ids:
        return []
    drawn = draw_sample(ids, min(SIZE, len(ids)), seed=usual_seed(office_id, month.from_on))
    for request_id in drawn:
        if chance.random() < 0.7:
            for purpose, is_lit in (("photo_before", False), ("photo_after", True)):
                add_attachment(
                    desk.session, actor=desk.dispatcher(chance), now=desk.now, owner="request", owner_id=request_id,
                    purpose=purpose, name=f"{purpose}.jpg", content=_photo(request_id % 7, is_lit),
                )  # fmt: skip
    auditors = [desk.firm.manager, *desk.firm.dispatchers]
    new = NewSample(
        office_id=office_id, month=month.from_on, size=SIZE, auditor_ids=tuple(one.staff_id or 0 for one in auditors)
    )
    sample: AuditSample = draw_audits(desk.session, actor=desk.firm.manager, now=desk.now, new=new)
    return rows_by(desk.session, Audit, "sample_id", sample.id)


@lru_cache(maxsize=32)
def _photo(shade: int, is_lit: bool) -> bytes:
    """A wall in the evening with a row of letters, dark or lit."""
    wall = (52 + 4 * shade, 58 + 3 * shade, 70 + 2 * shade)
    picture = Image.new("RGB", (480, 320), wall)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 240, 480, 320), fill=(38, 40, 46))
    for place in range(4):
        left = 60 + 95 * place
        glow = (255, 222, 150) if is_lit else (74, 76, 82)
        if is_lit:
            pen.rectangle((left - 6, 104, left + 76, 186), fill=(150, 128, 84))
        pen.rectangle((left, 110, left + 70, 180), fill=glow)
        pen.rectangle((left + 28, 124, left + 42, 166), fill=wall)
        pen.rectangle((left + 14, 138, left + 56, 150), fill=wall)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def _live_audit(desk: Desk, chance: Random, audit: Audit, stays: int) -> Iterator[datetime]:
    """`stays`: of the last month's, 4 nobody has looked at, 1 is half answered, 2 has open findings, 3 unchecked."""
    auditor = _actor(desk, audit.auditor_id)
    if auditor is None or stays == 4:
        return
    yield by_day(desk.now + timedelta(days=chance.randint(0, 8), minutes=chance.randint(60, 500)))
    audit_id = audit.id or 0
    lines = rows_by(desk.session, AuditLine, "audit_id", audit_id)
    answers = [
        NewAnswer(question=line.question, answer=line.answer or (N if chance.random() < 0.12 else Y)) for line in lines
    ]
    if stays == 1:
        answers = answers[: len(answers) // 2]
    answer_audit(
        desk.session, actor=auditor, now=desk.now, audit_id=audit_id,
        new=NewAnswers(lines=tuple(answers), words=chance.choice(REMARKS)),
    )  # fmt: skip
    if stays == 1:
        return
    clerk = _clerk(desk, audit.office_id)
    noes = [line for line in lines if line.answer is N]
    for line in noes:
        is_action = stays == 2 and line.question is not K.PHOTOS  # photos are simply taken
        owner = clerk if chance.random() < 0.7 and not is_action else desk.firm.project
        days = chance.choice((7, 14, 30))
        note_audit_finding(
            desk.session, actor=auditor, now=desk.now, audit_id=audit_id,
            new=NewFinding(
                question=line.question, words=WORDS[line.question], owner_id=owner.staff_id or 0,
                due_on=local_day(desk.now + timedelta(days=days)), is_action=is_action,
            ),
        )  # fmt: skip
    finish_audit(desk.session, actor=auditor, now=desk.now, audit_id=audit_id)
    if stays == 2:
        return
    for finding in rows_by(desk.session, AuditFinding, "audit_id", audit_id):
        yield by_day(desk.now + timedelta(days=chance.choice((1, 2, 4)), minutes=chance.randint(10, 500)))
        _see_to(desk, chance, finding)
        if stays == 3:
            continue
        yield by_day(desk.now + timedelta(hours=chance.randint(2, 30)))
        if chance.random() < 0.15:
            due_on = local_day(desk.now + timedelta(days=5))
            send_back_finding(
                desk.session, actor=auditor, now=desk.now, finding_id=finding.id or 0, due_on=due_on,
                reason="存档里还是看不到，请补传。",
            )  # fmt: skip
            yield by_day(desk.now + timedelta(days=2, minutes=chance.randint(10, 500)))
            _see_to(desk, chance, finding)
            yield by_day(desk.now + timedelta(hours=chance.randint(2, 30)))
        check_finding(desk.session, actor=auditor, now=desk.now, finding_id=finding.id or 0)


def _see_to(desk: Desk, chance: Random, finding: AuditFinding) -> None:
    owner = _actor(desk, finding.owner_id)
    if owner is not None:
        see_to_finding(desk.session, actor=owner, now=desk.now, finding_id=finding.id or 0, words=chance.choice(DONE))


def _actor(desk: Desk, staff_id: int | None) -> Actor | None:
    return next((one for one in desk.firm.everybody if one.staff_id == staff_id), None)


def _clerk(desk: Desk, office_id: int) -> Actor:
    return next((one.clerk for one in desk.firm.branches if one.office_id == office_id), desk.firm.project)
