"""Say more exactly what it is; change who pays by hand."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.place import Choice, list_signs_of
from aftersales.queries.where import list_places
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity
from aftersales.services.classify import Classification, change_charge, classify_request
from aftersales.ui.page import reading
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import named, show, t

BY_HAND = (Charge.FREE, Charge.AT_COST, Charge.PAID)


def draw_classify(step: StepDialog) -> None:
    request = step.view.request
    st.caption(t("Warranty, charge, recurrence and deadlines are decided again from what you choose."))
    with reading() as session:
        teams = list_places(session)[1]
        signs = list_signs_of(session, step.actor, request.project_id) if request.project_id else []
    with step.form():
        with st.grid(columns=2, min_column_width=180):
            kind = _choose(step, t("Kind"), "kind", tuple(Kind), request.kind)
            severity = _choose(step, t("Severity"), "severity", tuple(Severity), request.severity)
            fault = _choose(step, t("Fault"), "fault", tuple(FaultCategory), request.fault)
            cause = _choose(step, t("Cause as reported"), "cause", tuple(Cause), request.cause_reported)
        sign_id = _choose_sign(step, signs)
        team_id = None
        if teams:
            by_id = {team.id: named(team.name, team.name_en) for team in teams}
            team_id = st.selectbox(
                t("Team"), list(by_id), index=_place(list(by_id), request.team_id), key=step.key("team"),
                format_func=lambda id: by_id[id], placeholder=t("No team yet"), persist_state="page",
            )  # fmt: skip
        place = st.text_input(
            t("Place"), value=request.place, key=step.key("place"), max_chars=200, persist_state="page"
        )
        needs_agreement = st.checkbox(
            t("Special or out of contract: needs a supplementary agreement (2b)"), value=request.needs_agreement,
            key=step.key("agreement"), persist_state="page",
        )  # fmt: skip
        if step.submit(icon=":material/save:"):
            change = Classification(
                kind=kind, severity=severity, fault=fault, cause=cause, needs_agreement=needs_agreement, place=place,
                sign_id=sign_id if sign_id != request.sign_id else None, team_id=team_id,
            )  # fmt: skip
            step.take(
                lambda session, now, version: classify_request(
                    session, actor=step.actor, now=now, request_id=step.view.id, change=change,
                    expected_version=version,
                )
            )  # fmt: skip


def _choose(step: StepDialog, label: str, field: str, options: tuple, value):  # type: ignore[no-untyped-def, type-arg]
    return st.selectbox(
        label, options, index=options.index(value), format_func=show, key=step.key(field), persist_state="page"
    )


def _choose_sign(step: StepDialog, signs: list[Choice]) -> int | None:
    """Another sign of the same project; without a project there is nothing to choose from."""
    if not signs:
        return None
    names = {sign.id: f"{sign.code} · {sign.name}" if sign.name else sign.code for sign in signs}
    return st.selectbox(
        t("Sign"), list(names), index=_place(list(names), step.view.request.sign_id), key=step.key("sign"),
        format_func=lambda id: names[id], placeholder=t("No sign chosen"), persist_state="page",
    )  # fmt: skip


def _place(ids: list[int], id: int | None) -> int | None:
    return ids.index(id) if id in ids else None


def draw_change_charge(step: StepDialog) -> None:
    request = step.view.request
    st.caption(
        t(
            "By the rules it would be “{charge}”. The reason stands in the history.",
            charge=step.view.decided.charge.result,
        )
    )
    with step.form():
        charge = st.radio(
            t("Charge"), BY_HAND, index=BY_HAND.index(request.charge) if request.charge in BY_HAND else None,
            format_func=show, horizontal=True, key=step.key("charge"),
        )  # fmt: skip
        reason = st.text_area(t("Reason"), key=step.key("reason"), max_chars=400, height=96, persist_state="page")
        if step.submit(icon=":material/gavel:"):
            if charge is None:
                st.error(t("Choose who pays."), icon=":material/error:")
                return
            step.take(
                lambda session, now, version: change_charge(
                    session, actor=step.actor, now=now, request_id=step.view.id, charge=charge, reason=reason,
                    expected_version=version,
                )
            )  # fmt: skip
