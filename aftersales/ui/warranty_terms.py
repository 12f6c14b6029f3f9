"""The terms that hold, where each comes from, and who pays for which cause."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import TermName
from aftersales.queries.warranty import TermView, WarrantyView
from aftersales.rules.kinds import Cause, Charge
from aftersales.rules.message import N_
from aftersales.rules.warranty import WarrantyDecision
from aftersales.ui.place_card import charge_badge, days_left, warranty_badge
from aftersales.ui.text import as_typed, labelled, show, t
from aftersales.ui.week_words import week_words
from aftersales.ui.why import reasons_popover, why_popover

TERMS = {
    TermName.RESPONSE_HOURS: N_("Answer within"),
    TermName.ARRIVAL_HOURS_IN_WARRANTY: N_("Arrival within, in warranty"),
    TermName.ARRIVAL_HOURS_OUT_OF_WARRANTY: N_("Arrival within, out of warranty"),
    TermName.REPAIR_HOURS: N_("Repair within"),
    TermName.CALENDAR: N_("Service hours"),
    TermName.EXCHANGE_MONTHS: N_("Warranty of what is exchanged"),
    TermName.COVERAGE: N_("Who pays, by the contract"),
}


def draw_status(warranty: WarrantyDecision) -> None:
    """The answer in one look: in or out, how long, from when, by what."""
    with st.container(border=True, key="warranty_status", gap="small"):
        st.markdown(f"{warranty_badge(warranty)} **{days_left(warranty)}**")
        terms = warranty.terms
        rows = [
            (
                t("Exchanged on") if warranty.is_exchange else t("Handover"),
                show(terms.handover_on) if terms and terms.handover_on else t("not known"),
            ),
            (t("Warranty months"), show(terms.months) if terms and terms.months is not None else t("not known")),
            (t("Source"), show(terms.source) if terms else t("not known")),
        ]
        columns = st.columns(3)
        for column, (label, value) in zip(columns, rows, strict=True):
            column.markdown(f":small[:gray[{label}]]  \n**{value}**")
        reasons_popover(warranty)


def draw_owed_now(view: WarrantyView) -> None:
    """What we would owe for a repair reported now, and who would pay."""
    decided = view.decided
    rows = [(t("Answer within"), decided.response), (t("Arrival within"), decided.arrival)]
    if decided.repair is not None:
        rows.append((t("Repair within"), decided.repair))
    with st.container(border=True, key="warranty_owed", gap="small"):
        st.markdown(f"**{t('A repair reported now')}**")
        lines = [f"{label} **{show(deadline.counted)}**" for label, deadline in rows if deadline is not None]
        if any(term.holds and term.name is TermName.CALENDAR for term in view.terms):
            lines.append(f":small[:gray[{t('The hours are counted within the service hours of the contract.')}]]")
        for charge in Charge:
            causes = tuple(cause for cause, decision in view.charges if decision.result is charge)
            if causes:
                decision = next(decision for _, decision in view.charges if decision.result is charge)
                lines.append(f"{charge_badge(decision)} {_causes(causes)}")
        st.markdown("  \n".join(lines))
        why_popover(decided)


def _causes(causes: tuple[Cause, ...]) -> str:
    if len(causes) == len(Cause) - 1:  # all but the unknown one
        return t("whatever the cause is")
    return t("if the cause is {causes}", causes=" / ".join(show(cause) for cause in causes))


def draw_terms(view: WarrantyView) -> None:
    """What the contract or the tender says instead of the service rules (2a), with its own words."""
    with st.container(border=True, key="warranty_terms", gap="small"):
        st.markdown(f"**{t('Terms of the contract')}**")
        terms = [term for term in view.terms if term.holds or term.from_at > utc_now()]
        if not terms:
            st.markdown(f":gray[{t('None of its own: the service rules hold.')}]")
        for term in terms:
            _draw_term(term)


def _draw_term(term: TermView) -> None:
    value = _value(term)
    told = f"{labelled(t(TERMS[term.name]), f'**{value}**')} :gray[· {show(term.source)}]"
    if not term.holds:
        told += " " + f":gray-badge[{t('from {day}', day=show(term.from_at))}]"
    st.markdown(told + (f"  \n:small[:gray[“{as_typed(term.quote)}”]]" if term.quote else ""))


def _value(term: TermView) -> str:
    if term.name is TermName.COVERAGE:
        parts = [f"{show(Cause(cause))} → {show(Charge(charge))}" for cause, charge in term.value.items()]
        return as_typed("; ".join(parts))
    if term.name is TermName.CALENDAR:
        if term.calendar is None:
            return "—"
        holidays = t("public holidays are days of rest") if term.calendar.holidays else ""
        return as_typed("; ".join([term.calendar.name, *week_words(term.calendar.week), *filter(None, [holidays])]))
    if term.name is TermName.EXCHANGE_MONTHS:
        return t("{months} months of its own from the exchange on", months=term.value["months"])
    return show(timedelta(hours=term.value["hours"]))
