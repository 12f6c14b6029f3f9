"""Handbooks, answers, care plans and revisits of the small firm, made through the services."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from aftersales.models import CarePlan, HandbookDelivery, HandbookVersion, KnownAnswer, Revisit
from aftersales.rules.care import PlanKind, RevisitWay
from aftersales.rules.handbook import PARTS, BookLanguage
from aftersales.services.answers import NewAnswer, add_answer
from aftersales.services.care_plans import NewPlan, add_plan
from aftersales.services.handbook_deliveries import NewDelivery, deliver_handbook
from aftersales.services.handbooks import UploadedVersion, WrittenVersion, upload_handbook, write_handbook
from aftersales.services.produce_revisits import produce_revisits
from aftersales.services.revisits import Heard
from tests.builders import NOON, Firm

WHOLE = dict.fromkeys(PARTS, "每季度用清水擦拭")
HEARD = Heard(way=RevisitWay.PHONE, heard_from="王芳", mark=5, words="亮度正常", wishes="希望加英文")


def written(firm: Firm, number: str = "V1.0", **values: Any) -> HandbookVersion:
    usual: dict[str, Any] = {
        "sign_type_id": firm.sign_type.id, "number": number, "language": BookLanguage.ZH,
        "valid_from": date(2025, 1, 1), **WHOLE,
    }  # fmt: skip
    return write_handbook(firm.session, actor=firm.manager, now=firm.now, new=WrittenVersion(**usual | values))


def uploaded(firm: Firm, content: bytes, number: str = "V1.0", name: str = "发光字手册.pdf") -> HandbookVersion:
    new = UploadedVersion(sign_type_id=firm.sign_type.id or 0, number=number, valid_from=date(2025, 1, 1), name=name)
    return upload_handbook(firm.session, actor=firm.manager, now=firm.now, new=new, content=content)


def delivery(firm: Firm, version: HandbookVersion, **values: Any) -> NewDelivery:
    usual: dict[str, Any] = {
        "project_id": firm.project.id, "version_id": version.id, "delivered_on": date(2026, 3, 9),
        "received_by": "王芳", "unsigned_reason": "当面收下，未带印章",
    }  # fmt: skip
    return NewDelivery(**usual | values)


def delivered(firm: Firm, version: HandbookVersion | None = None, **values: Any) -> HandbookDelivery:
    new = delivery(firm, version or written(firm), **values)
    return deliver_handbook(firm.session, actor=firm.office, now=firm.now, new=new)


def answer(firm: Firm, question: str = "可以自己擦洗吗？", **values: Any) -> KnownAnswer:
    new = NewAnswer(**{"question": question, "answer": "断电后用清水和软布。"} | values)
    return add_answer(firm.session, actor=firm.hotline, now=firm.now, new=new)


def plan(firm: Firm, kind: PlanKind = PlanKind.AFTER_HANDOVER, **values: Any) -> CarePlan:
    """By itself: nine months after the handover of June 2025, so on 1 March 2026."""
    rhythm = {
        PlanKind.AFTER_HANDOVER: {"months": 9}, PlanKind.KEY_CUSTOMERS: {"months": 3},
        PlanKind.WARRANTY_ENDS: {"days_before": 446}, PlanKind.TYPHOON_SEASON: {"month": 3, "day": 12},
    }[kind]  # fmt: skip
    usual: dict[str, Any] = {"name": kind.value, "kind": kind, "from_on": date(2026, 2, 1), **rhythm}
    return add_plan(firm.session, actor=firm.manager, now=firm.now, new=NewPlan(**usual | values))


def produced(firm: Firm, *, at: datetime = NOON) -> list[Revisit]:
    """What the plans ask for at a moment, all that there is of it."""
    produce_revisits(firm.session, now=at)
    return list(firm.session.exec(select(Revisit).order_by(col(Revisit.id))))


def due_revisit(firm: Firm, kind: PlanKind = PlanKind.AFTER_HANDOVER) -> Revisit:
    plan(firm, kind)
    return produced(firm)[-1]
