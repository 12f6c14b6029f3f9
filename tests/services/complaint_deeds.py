"""The deeds of complaints, and one in each stage to do them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aftersales.rules.complaint import ComplaintKind, CustomerAnswer
from aftersales.rules.roles import Action, Actor
from aftersales.services import complaint_merge, complaint_steps, complaints
from tests.builders import DAY, NOON, Firm, department_id

A, K = Action, ComplaintKind
TODAY = NOON + 40 * DAY


def department(firm: Firm) -> int:
    return department_id(firm.session, "project")


def complained(firm: Firm, kind: ComplaintKind = K.CUSTOMER, **values: Any) -> Any:
    """One that has just come in."""
    usual = {"customer_id": firm.customer.id, "words": "太慢了", "contact_name": "王芳"}
    new = complaints.NewComplaint(kind=kind, **usual | values)
    return complaints.register_complaint(firm.session, actor=firm.hotline, now=NOON, new=new)


def brought(firm: Firm, stage: str, kind: ComplaintKind = K.CUSTOMER, actor: Actor | None = None, **values: Any) -> Any:
    """One that stands in `stage`: organise, filter, verify, track, ready (to be resolved), resolved, answered."""
    row = complained(firm, kind, **values)
    owner = (actor or firm.manager).staff_id or 0

    def take(step: Any, **values: Any) -> Any:
        return step(firm.session, actor=actor or firm.manager, now=NOON, number=row.number, **values)

    steps: dict[str, Callable[[], Any]] = {
        "organise": lambda: None,
        "filter": lambda: take(
            complaint_steps.organise_complaint,
            new=complaint_steps.Responsible(department_id=department(firm), owner_id=owner),
        ),
        "verify": lambda: take(complaint_steps.filter_complaint, kind=kind),
        "track": lambda: take(
            complaint_steps.verify_complaint, new=complaint_steps.Finding(finding="派工延误", cause="未留机动")
        ),
        "ready": lambda: (
            take(complaint_steps.give_first_feedback, feedback="已致歉"),
            take(complaint_steps.plan_complaint_action, new=_action(owner)),
        ),
        "resolved": lambda: take(complaint_steps.resolve_complaint, outcome="已修好"),
        "answered": lambda: take(complaint_steps.record_complaint_answer, new=_answer()),
    }
    for name, step in steps.items():
        step()
        if name == stage:
            break
    return row


def _action(owner_id: int, **values: Any) -> Any:
    usual = {"action": "每日预留机动人员", "action_owner_id": owner_id, "action_due_on": (TODAY + 7 * DAY).date()}
    return complaint_steps.CorrectiveAction(**usual | values)


def _answer(**values: Any) -> Any:
    return complaint_steps.Answer(**{"answer": CustomerAnswer.CONFIRMED, "answered_by": "王芳"} | values)


def set_complaints(firm: Firm) -> dict[str, Any]:
    """The numbers that the deeds begin with."""
    stages = ("organise", "filter", "verify", "track", "ready", "resolved", "answered")
    return {f"complaint_{stage}": brought(firm, stage).number for stage in stages}


def _on(function: Any, stage: str, **values: Any) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, number=scene.ids[f"complaint_{stage}"], **values | scene.said
    )


def _with(function: Any, stage: str, make: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, number=scene.ids[f"complaint_{stage}"], new=make(scene)
    )


def _new(scene: Any) -> Any:
    usual = {"customer_id": scene.ids["customer"], "words": "太慢了", "contact_name": "王芳"}
    return complaints.NewComplaint(kind=K.CUSTOMER, **usual | scene.said)


def _responsible(scene: Any) -> Any:
    return complaint_steps.Responsible(
        department_id=department(scene.firm), owner_id=scene.firm.manager.staff_id, **scene.said
    )


COMPLAINT_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "complaints.register_complaint": (A.REGISTER_COMPLAINT, lambda s, a: complaints.register_complaint(
        s.session, actor=a, now=TODAY, new=_new(s))),
    "complaint_steps.give_first_feedback": (A.ANSWER_COMPLAINT, _on(
        complaint_steps.give_first_feedback, "organise", feedback="已致歉")),
    "complaint_steps.note_on_complaint": (A.ANSWER_COMPLAINT, _on(
        complaint_steps.note_on_complaint, "organise", note="客户来电")),
    "complaint_steps.organise_complaint": (A.HANDLE_COMPLAINT, _with(
        complaint_steps.organise_complaint, "organise", _responsible)),
    "complaint_steps.filter_complaint": (A.HANDLE_COMPLAINT, _on(
        complaint_steps.filter_complaint, "filter", kind=K.CUSTOMER)),
    "complaint_steps.verify_complaint": (A.WORK_ON_COMPLAINT, _with(
        complaint_steps.verify_complaint, "verify",
        lambda s: complaint_steps.Finding(**{"finding": "延误", "cause": "排班"} | s.said))),
    "complaint_steps.plan_complaint_action": (A.WORK_ON_COMPLAINT, _with(
        complaint_steps.plan_complaint_action, "track", lambda s: _action(s.firm.manager.staff_id, **s.said))),
    "complaint_steps.resolve_complaint": (A.HANDLE_COMPLAINT, _on(
        complaint_steps.resolve_complaint, "ready", outcome="已修好")),
    "complaint_steps.record_complaint_answer": (A.ANSWER_COMPLAINT, _with(
        complaint_steps.record_complaint_answer, "resolved", lambda s: _answer(**s.said))),
    "complaint_steps.close_complaint": (A.HANDLE_COMPLAINT, _on(complaint_steps.close_complaint, "answered")),
    "complaint_steps.find_unfounded": (A.HANDLE_COMPLAINT, lambda s, a: complaint_steps.find_unfounded(
        s.session, actor=a, now=TODAY, number=_heard(s), **{"reason": "不是我们的牌"} | s.said)),
    "complaint_steps.reopen_complaint": (A.HANDLE_COMPLAINT, _on(
        complaint_steps.reopen_complaint, "answered", reason="又发生")),
    "complaint_merge.merge_complaint": (A.HANDLE_COMPLAINT, lambda s, a: complaint_merge.merge_complaint(
        s.session, actor=a, now=TODAY, number=s.ids["complaint_organise"],
        **{"into": s.ids["complaint_filter"], "reason": "同一件事"} | s.said)),
}  # fmt: skip


def _heard(scene: Any) -> str:
    """One in verification whose customer has heard of us."""
    number: str = scene.ids["complaint_verify"]
    complaint_steps.give_first_feedback(
        scene.session, actor=scene.firm.manager, now=TODAY, number=number, feedback="正在核实"
    )
    return number


# Reached through those above, or from another service.
COMPLAINT_INNER = {
    "complaints.keep_new",
    "complaint_steps.taking_complaint_step",
}
