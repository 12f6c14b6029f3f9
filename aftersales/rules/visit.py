"""The life of one visit (dispatch record, 4(9)): planned, under way, at the sign, ended."""

from __future__ import annotations

from enum import StrEnum

from aftersales.rules.message import N_
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Step, Workflow


class VisitState(StrEnum):
    TO_PLAN = "to_plan"  # made by itself when a visit ends half done
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    FINISHED = "finished"
    HALF_DONE = "half_done"
    HANDED_BACK = "handed_back"
    RECALLED = "recalled"


V = VisitState
LIVE_VISITS = (V.ASSIGNED, V.ACCEPTED, V.EN_ROUTE, V.ON_SITE)

VISIT: Workflow[VisitState] = Workflow(
    name="visit",
    initial=V.TO_PLAN,
    final=frozenset({V.FINISHED, V.HALF_DONE, V.HANDED_BACK, V.RECALLED}),
    labels={
        V.TO_PLAN: N_("To plan"),
        V.ASSIGNED: N_("Assigned"),
        V.ACCEPTED: N_("Accepted by the technician"),
        V.EN_ROUTE: N_("On the way"),
        V.ON_SITE: N_("On site"),
        V.FINISHED: N_("Finished"),
        V.HALF_DONE: N_("Left half done"),
        V.HANDED_BACK: N_("Handed back"),
        V.RECALLED: N_("Recalled"),
    },
    steps=(
        Step("assign", N_("Dispatch"), Action.DISPATCH, {V.TO_PLAN: V.ASSIGNED}),
        Step("accept", N_("Accept the job"), Action.DO_VISIT, {V.ASSIGNED: V.ACCEPTED}),
        Step(
            "hand_back",
            N_("Refuse and hand back"),
            Action.DO_VISIT,
            dict.fromkeys((V.ASSIGNED, V.ACCEPTED), V.HANDED_BACK),
            reason_needed=True,
        ),
        Step(
            "recall",
            N_("Recall the visit"),
            Action.DISPATCH,
            dict.fromkeys((V.TO_PLAN, V.ASSIGNED, V.ACCEPTED, V.EN_ROUTE), V.RECALLED),
            reason_needed=True,
        ),
        Step("depart", N_("Depart"), Action.DO_VISIT, dict.fromkeys((V.ASSIGNED, V.ACCEPTED), V.EN_ROUTE)),
        Step("arrive", N_("Arrived"), Action.DO_VISIT, dict.fromkeys((V.ASSIGNED, V.ACCEPTED, V.EN_ROUTE), V.ON_SITE)),
        Step("finish", N_("Finish the work"), Action.DO_VISIT, {V.ON_SITE: V.FINISHED}),
        Step("leave_half_done", N_("Leave half done"), Action.DO_VISIT, {V.ON_SITE: V.HALF_DONE}, reason_needed=True),
    ),
)
