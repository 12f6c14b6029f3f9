"""The deeds of analyses and corrective actions, and the actions that they are done on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aftersales.rules.cause_analysis import AnalysisMethod
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.roles import SYSTEM, Action, Actor
from aftersales.services import cause_analysis, corrective_action_steps, corrective_actions
from tests.builders import DAY, NOON, Firm

A = Action
TODAY = NOON + 40 * DAY
CHECK = TODAY + 40 * DAY
F = FaultCategory


def plan(firm: Firm, *, at: Any = TODAY, owner: Actor | None = None, **values: Any) -> corrective_actions.ActionPlan:
    usual = {
        "words": "整批更换电源", "owner_id": (owner or firm.project_department).staff_id,
        "due_on": (at + 5 * DAY).date(), "check_on": (at + 35 * DAY).date(),
    }  # fmt: skip
    return corrective_actions.ActionPlan(**usual | values)


def analysis(firm: Firm, *, at: Any = TODAY, **values: Any) -> cause_analysis.NewAnalysis:
    usual = {
        "method": AnalysisMethod.FIVE_WHYS, "whys": ("电源失效", "散热不足"), "root_cause": "电源批次不良",
        "action": plan(firm, at=at),
    }  # fmt: skip
    return cause_analysis.NewAnalysis(**usual | values)


def of_type(firm: Firm, *, at: Any = TODAY, **values: Any) -> Any:
    """A corrective action for the firm's sign type as a whole."""
    new = corrective_actions.NewCorrectiveAction(
        **plan(firm, at=at).model_dump() | {"fault": F.DARK, "sign_type_id": firm.sign_type.id} | values
    )
    return corrective_actions.set_corrective_action(firm.session, actor=firm.manager, now=at, new=new)


def carried_out(firm: Firm, row: Any, *, at: Any = TODAY + DAY) -> Any:
    return corrective_action_steps.carry_out_action(
        firm.session, actor=SYSTEM, now=at, action_id=row.id, done_words="已更换12套"
    )


def set_quality(firm: Firm) -> dict[str, int]:
    """One planned for each who may be an owner, one done, one whose effect wasn't good."""
    owners = (firm.hotline, firm.dispatcher, firm.manager, firm.office, firm.business, firm.project_department,
              firm.quality)  # fmt: skip
    ids = {f"action_{owner.staff_id}": of_type(firm, owner_id=owner.staff_id).id for owner in owners}
    ids["action_planned"] = of_type(firm).id
    # Owned by somebody who checks no effects, so that each who does may.
    ids["action_done"] = carried_out(firm, of_type(firm, owner_id=firm.quality.staff_id)).id
    failed = carried_out(firm, of_type(firm, owner_id=firm.quality.staff_id))
    corrective_action_steps.find_effect_not_good(
        firm.session, actor=SYSTEM, now=TODAY + 2 * DAY, action_id=failed.id, check_words="又坏了"
    )
    ids["action_failed"] = failed.id
    return ids


def _own(function: Any, **values: Any) -> Callable[[Any, Any], Any]:
    """On the action of whoever does it."""
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY + 3 * DAY, **values | scene.said,
        action_id=scene.ids.get(f"action_{actor.staff_id}", scene.ids["action_planned"]),
    )  # fmt: skip


def _on(function: Any, name: str, *, at: Any = TODAY + 3 * DAY, **values: Any) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=at, action_id=scene.ids[f"action_{name}"], **values | scene.said
    )


def _again(scene: Any, actor: Any) -> Any:
    return corrective_action_steps.plan_action_again(
        scene.session, actor=actor, now=TODAY + 3 * DAY, action_id=scene.ids["action_failed"],
        plan=plan(scene.firm, at=TODAY + 3 * DAY),
    )  # fmt: skip


def _moved(scene: Any, actor: Any) -> Any:
    new = corrective_action_steps.Moved(
        owner_id=scene.firm.quality.staff_id, due_on=(TODAY + 9 * DAY).date(), check_on=(TODAY + 50 * DAY).date()
    )
    return corrective_action_steps.move_action(
        scene.session, actor=actor, now=TODAY + 3 * DAY, action_id=scene.ids["action_planned"], new=new,
        **{"reason": "材料晚到"} | scene.said,
    )  # fmt: skip


def _set(scene: Any, actor: Any) -> Any:
    new = corrective_actions.NewCorrectiveAction(
        **plan(scene.firm).model_dump(), fault=F.WATER, sign_type_id=scene.ids["type"]
    )
    return corrective_actions.set_corrective_action(scene.session, actor=actor, now=TODAY, new=new)


def _analysed(scene: Any, actor: Any) -> Any:
    return cause_analysis.record_cause_analysis(
        scene.session, actor=actor, now=TODAY, request_id=scene.ids["done"], new=analysis(scene.firm)
    )


S = corrective_action_steps
QUALITY_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "cause_analysis.record_cause_analysis": (A.RECORD_CAUSE_ANALYSIS, _analysed),
    "corrective_actions.set_corrective_action": (A.SET_CORRECTIVE_ACTION, _set),
    "corrective_action_steps.begin_action": (A.DO_CORRECTIVE_ACTION, _own(S.begin_action)),
    "corrective_action_steps.carry_out_action": (A.DO_CORRECTIVE_ACTION, _own(S.carry_out_action, done_words="已换")),
    "corrective_action_steps.find_effect_good": (A.CHECK_EFFECT, _on(
        S.find_effect_good, "done", at=CHECK, check_words="未再发生")),
    "corrective_action_steps.find_effect_not_good": (A.CHECK_EFFECT, _on(
        S.find_effect_not_good, "done", check_words="又坏了")),
    "corrective_action_steps.plan_action_again": (A.SET_CORRECTIVE_ACTION, _again),
    "corrective_action_steps.move_action": (A.SET_CORRECTIVE_ACTION, _moved),
    "corrective_action_steps.drop_action": (A.SET_CORRECTIVE_ACTION, _on(
        S.drop_action, "planned", reason="已整体拆除")),
}  # fmt: skip
QUALITY_INNER = {"corrective_actions.make_action", "corrective_actions.action_facts", "corrective_actions.tell_owner"}
QUALITY_WORDS = (
    ("corrective_action_steps.carry_out_action", "done_words", 1000),
    ("corrective_action_steps.find_effect_good", "check_words", 1000),
    ("corrective_action_steps.find_effect_not_good", "check_words", 1000),
    ("corrective_action_steps.move_action", "reason", 400),
    ("corrective_action_steps.drop_action", "reason", 400),
)
