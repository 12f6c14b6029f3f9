"""What the events of corrective actions are called."""

from __future__ import annotations

from aftersales.rules.message import N_

DEEDS: dict[str, str] = {
    "set_corrective_action": N_("Set a corrective action"),
    "begin_action": N_("Began a corrective action"),
    "carry_out_action": N_("Carried out a corrective action"),
    "find_effect_good": N_("Found the effect of a corrective action good"),
    "find_effect_not_good": N_("Found the effect of a corrective action not good"),
    "plan_action_again": N_("Planned a corrective action again"),
    "move_action": N_("Changed a corrective action's owner or days"),
    "drop_action": N_("Dropped a corrective action"),
}
