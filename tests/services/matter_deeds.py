"""The deeds of opinions and escalations, and what each department was asked to do them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aftersales.rules.kinds import Kind
from aftersales.rules.opinion import OpinionWay
from aftersales.rules.roles import Action
from aftersales.services import escalations, office_opinions, opinions
from tests.builders import DAY, NOON, Firm, department_id

A = Action
TODAY = NOON + 40 * DAY
CODES = ("after_sales", "business", "project", "quality")
ANSWERED = "design"


def set_matters(firm: Firm) -> dict[str, int]:
    """One opinion and one escalation with each department that somebody here belongs to."""
    request = firm.accepted(kind=Kind.SUGGESTION, description="夜里太亮")
    other = firm.accepted(kind=Kind.INQUIRY, description="材料能用多久？")
    units = {code: department_id(firm.session, code) for code in (*CODES, ANSWERED)}
    rows = opinions.route_opinion(
        firm.session, actor=firm.hotline, now=TODAY, request_id=request.id or 0, new=_routing(tuple(units.values()))
    )
    ids = {f"opinion_{row.department_id}": row.id or 0 for row in rows}
    ids |= {"matter_request": other.id or 0, "matter_unit": department_id(firm.session, "production")}
    for unit in units.values():
        row = escalations.escalate_request(
            firm.session, actor=firm.hotline, now=TODAY, request_id=request.id or 0, new=_escalation(unit)
        )
        ids[f"escalation_{unit}"] = row.id or 0
    ids["escalation_answered"] = ids[f"escalation_{units[ANSWERED]}"]
    ids["opinion_any"], ids["escalation_any"] = rows[-1].id or 0, ids[f"escalation_{units['quality']}"]
    escalations.answer_escalation(
        firm.session, actor=firm.manager, now=TODAY, escalation_id=ids["escalation_answered"], feedback="已排查"
    )
    return ids


def _routing(units: tuple[int, ...], **said: Any) -> Any:
    return opinions.NewRouting(**{"department_ids": units, "due_on": (TODAY + 3 * DAY).date()} | said)


def _escalation(unit: int, **said: Any) -> Any:
    return escalations.NewEscalation(**{"department_id": unit, "reason": "客户要求书面说明"} | said)


def _own(function: Any, kind: str, **values: Any) -> Callable[[Any, Any], Any]:
    """For the department of whoever does it."""
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, **values | scene.said,
        **{f"{kind}_id": scene.ids.get(f"{kind}_{actor.department_id}", scene.ids[f"{kind}_any"])},
    )  # fmt: skip


def _call(function: Any, kind: str, name: str, **values: Any) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, **{f"{kind}_id": scene.ids[f"{kind}_{name}"]}, **values | scene.said
    )


def _heard(scene: Any) -> Any:
    usual = {"customer_id": scene.ids["customer"], "words": "字太小", "way": OpinionWay.VISIT,
             "collected_on": TODAY.date() - timedelta(days=1)}  # fmt: skip
    return office_opinions.NewOfficeOpinion(**usual | scene.said)


MATTER_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "opinions.route_opinion": (A.ROUTE_MATTER, lambda s, a: opinions.route_opinion(
        s.session, actor=a, now=TODAY, request_id=s.ids["matter_request"],
        new=_routing((s.ids["matter_unit"],), **s.said))),
    "opinions.acknowledge_opinion": (A.ANSWER_MATTER, _own(opinions.acknowledge_opinion, "opinion")),
    "opinions.answer_opinion": (A.ANSWER_MATTER, _own(opinions.answer_opinion, "opinion", answer="可以")),
    "opinions.send_back_opinion": (A.ANSWER_MATTER, _own(opinions.send_back_opinion, "opinion", reason="不属本部门")),
    "opinions.withdraw_opinion": (A.ROUTE_MATTER, _call(opinions.withdraw_opinion, "opinion", "any", reason="已问清")),
    "office_opinions.send_office_opinion": (
        A.COLLECT_OPINION, lambda s, a: office_opinions.send_office_opinion(
            s.session, actor=a, now=TODAY, new=_heard(s))),
    "escalations.escalate_request": (A.ESCALATE, lambda s, a: escalations.escalate_request(
        s.session, actor=a, now=TODAY, request_id=s.ids["sent"], new=_escalation(s.ids["matter_unit"], **s.said))),
    "escalations.acknowledge_escalation": (A.ANSWER_MATTER, _own(escalations.acknowledge_escalation, "escalation")),
    "escalations.answer_escalation": (A.ANSWER_MATTER, _own(
        escalations.answer_escalation, "escalation", feedback="已排查")),
    "escalations.pass_on_escalation": (A.ROUTE_MATTER, lambda s, a: escalations.pass_on_escalation(
        s.session, actor=a, now=TODAY, escalation_id=s.ids["escalation_any"], department_id=s.ids["matter_unit"],
        **{"reason": "属生产"} | s.said)),
    "escalations.ask_more_of_escalation": (A.ROUTE_MATTER, _call(
        escalations.ask_more_of_escalation, "escalation", "answered", reason="请附检测报告")),
    "escalations.close_escalation": (A.ROUTE_MATTER, _call(escalations.close_escalation, "escalation", "answered")),
    "escalations.withdraw_escalation": (A.ROUTE_MATTER, _call(
        escalations.withdraw_escalation, "escalation", "any", reason="已解决")),
}  # fmt: skip
MATTER_INNER = {"matters.matter_facts"}
MATTER_WORDS = (
    ("opinions.answer_opinion", "answer", 2000),
    ("opinions.send_back_opinion", "reason", 400),
    ("opinions.withdraw_opinion", "reason", 400),
    ("escalations.answer_escalation", "feedback", 2000),
    ("escalations.pass_on_escalation", "reason", 400),
    ("escalations.ask_more_of_escalation", "reason", 400),
    ("escalations.withdraw_escalation", "reason", 400),
)
