"""The deeds of handbooks, known answers, care plans and revisits, and the records to do them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from aftersales.rules.care import PlanKind, RevisitWay
from aftersales.rules.handbook import PARTS, BookLanguage
from aftersales.rules.roles import Action
from aftersales.services import answers, care_plans, handbook_deliveries, handbooks, revisits
from tests import care_desk
from tests.builders import DAY, NOON, Firm

A = Action
TODAY = NOON + 40 * DAY
PDF = b"%PDF-1.4 book %%EOF"


def set_care(firm: Firm) -> dict[str, int]:
    """The ids that the deeds begin with."""
    old = care_desk.uploaded(firm, b"%PDF-1.4 old %%EOF", number="V0.1")
    written = care_desk.written(firm)
    plan = care_desk.plan(firm)
    due = care_desk.produced(firm)[0]
    made = care_desk.due_revisit(firm, PlanKind.WARRANTY_ENDS)
    revisits.finish_revisit(firm.session, actor=firm.office, now=NOON, revisit_id=made.id or 0, heard=care_desk.HEARD)
    retired = care_desk.answer(firm, "怎么报修？")
    answers.retire_answer(firm.session, actor=firm.hotline, now=NOON, answer_id=retired.id or 0)
    return {
        "handbook": old.attachment_id or 0, "handbook_version": written.id or 0, "plan": plan.id or 0,
        "revisit": due.id or 0, "revisit_made": made.id or 0, "answer": care_desk.answer(firm).id or 0,
        "answer_retired": retired.id or 0,
    }  # fmt: skip


def _call(function: Callable[..., Any], name: str, id_name: str, **values: Any) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, **{id_name: scene.ids[name]}, **values | scene.said
    )


def _texts(make: Any, scene: Any, /, **values: Any) -> Any:
    return make(**values | scene.said)


def _version(scene: Any) -> dict[str, Any]:
    return {
        "sign_type_id": scene.ids["type"], "number": "V9", "language": BookLanguage.ZH, "valid_from": date(2026, 1, 1)
    }  # fmt: skip


def _plan(scene: Any) -> Any:
    return _texts(
        care_plans.NewPlan, scene, name="回访", kind=PlanKind.KEY_CUSTOMERS, months=3, from_on=date(2026, 1, 1)
    )


def _answer(scene: Any) -> Any:
    return _texts(answers.NewAnswer, scene, question="可以自己改字吗？", answer="可以换插条。")


def _heard(scene: Any) -> Any:
    return _texts(revisits.Heard, scene, way=RevisitWay.PHONE, heard_from="王芳", mark=5)


def _delivery(scene: Any) -> Any:
    return _texts(
        handbook_deliveries.NewDelivery, scene, project_id=scene.ids["project"],
        version_id=scene.ids["handbook_version"], delivered_on=TODAY.date() - timedelta(days=1), received_by="王芳",
        unsigned_reason="未带印章",
    )  # fmt: skip


CARE_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "handbooks.write_handbook": (A.KEEP_HANDBOOKS, lambda s, a: handbooks.write_handbook(
        s.session, actor=a, now=TODAY,
        new=_texts(handbooks.WrittenVersion, s, **_version(s), **dict.fromkeys(PARTS, "x")))),
    "handbooks.upload_handbook": (A.KEEP_HANDBOOKS, lambda s, a: handbooks.upload_handbook(
        s.session, actor=a, now=TODAY,
        new=_texts(handbooks.UploadedVersion, s, **_version(s), name="手册.pdf"), content=PDF)),
    "handbooks.read_handbook": (A.SEE_WARRANTY, lambda s, a: handbooks.read_handbook(
        s.session, a, s.ids["handbook"])),
    "handbook_deliveries.deliver_handbook": (
        A.DELIVER_HANDBOOK, lambda s, a: handbook_deliveries.deliver_handbook(
            s.session, actor=a, now=TODAY, new=_delivery(s))),
    "answers.add_answer": (A.KEEP_HANDBOOKS, lambda s, a: answers.add_answer(
        s.session, actor=a, now=TODAY, new=_answer(s))),
    "answers.change_answer": (A.KEEP_HANDBOOKS, lambda s, a: answers.change_answer(
        s.session, actor=a, now=TODAY, answer_id=s.ids["answer"], new=_answer(s))),
    "answers.retire_answer": (A.KEEP_HANDBOOKS, _call(answers.retire_answer, "answer", "answer_id")),
    "answers.restore_answer": (A.KEEP_HANDBOOKS, _call(answers.restore_answer, "answer_retired", "answer_id")),
    "care_plans.add_plan": (A.KEEP_CARE_PLANS, lambda s, a: care_plans.add_plan(
        s.session, actor=a, now=TODAY, new=_plan(s))),
    "care_plans.change_plan": (A.KEEP_CARE_PLANS, lambda s, a: care_plans.change_plan(
        s.session, actor=a, now=TODAY, plan_id=s.ids["plan"], new=_plan(s))),
    "care_plans.set_plan_active": (A.KEEP_CARE_PLANS, _call(
        care_plans.set_plan_active, "plan", "plan_id", is_active=False)),
    "revisits.finish_revisit": (A.DO_REVISIT, lambda s, a: revisits.finish_revisit(
        s.session, actor=a, now=TODAY, revisit_id=s.ids["revisit"], heard=_heard(s))),
    "revisits.move_revisit": (A.DO_REVISIT, _call(
        revisits.move_revisit, "revisit", "revisit_id", due_on=TODAY.date() + timedelta(days=2), reason="出差")),
    "revisits.assign_revisit": (A.DO_REVISIT, lambda s, a: revisits.assign_revisit(
        s.session, actor=a, now=TODAY, revisit_id=s.ids["revisit"], owner_id=s.firm.office.staff_id or 0)),
    "revisits.skip_revisit": (A.DO_REVISIT, _call(
        revisits.skip_revisit, "revisit", "revisit_id", reason="停业装修")),
    "revisits.link_request": (A.DO_REVISIT, lambda s, a: revisits.link_request(
        s.session, actor=a, now=TODAY, revisit_id=s.ids["revisit_made"], request_id=s.ids["accepted"])),
}  # fmt: skip
