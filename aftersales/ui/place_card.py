"""Who and what was chosen, in a few lines; and its warranty in words."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.place import PlaceView
from aftersales.rules.charge import ChargeDecision
from aftersales.rules.kinds import Charge, WarrantyStatus
from aftersales.rules.message import N_
from aftersales.rules.warranty import WarrantyDecision
from aftersales.ui.text import as_typed, named, show, t

_WARRANTY_LOOKS = {
    WarrantyStatus.IN: ("green", ":material/verified_user:"),
    WarrantyStatus.BEFORE_HANDOVER: ("green", ":material/verified_user:"),
    WarrantyStatus.OUT: ("gray", ":material/gpp_bad:"),
    WarrantyStatus.UNKNOWN: ("orange", ":material/help:"),
}
_CHARGE_LOOKS = {
    Charge.FREE: ("green", ":material/money_off:"),
    Charge.AT_COST: ("blue", ":material/payments:"),
    Charge.PAID: ("blue", ":material/payments:"),
    Charge.UNDECIDED: ("gray", ":material/hourglass_empty:"),
}
_LEFT = {
    "left": N_("{days} days left, the last one is {ends_on}"),
    "today": N_("today, {ends_on}, is the last day"),
    "over": N_("ended {days} days ago, on {ends_on}"),
}


def warranty_badge(warranty: WarrantyDecision) -> str:
    colour, icon = _WARRANTY_LOOKS[warranty.result]
    return f":{colour}-badge[{icon} {show(warranty.result)}]"


def charge_badge(charge: ChargeDecision) -> str:
    colour, icon = _CHARGE_LOOKS[charge.result]
    return f":{colour}-badge[{icon} {t('Charge: {charge}', charge=charge.result)}]"


def days_left(warranty: WarrantyDecision) -> str:
    """ "412 days left, the last one is 1 Jun 2027"; empty where no end is known."""
    days, ends_on = warranty.days_left, warranty.ends_on
    if days is None or ends_on is None:
        return ""
    key = "left" if days > 0 else "today" if days == 0 else "over"
    return t(_LEFT[key], days=abs(days), ends_on=ends_on)


def draw_place(place: PlaceView) -> None:
    """Customer, project and sign, one line each."""
    key = f" :orange-badge[:material/star: {t('Key customer')}]" if place.is_key else ""
    where = place.project_address or place.customer_address or place.city
    lines = [
        f"**{as_typed(place.customer_name)}**{key}" + (f"  :gray[{as_typed(where)}]" if where else ""),
    ]
    if place.project_id is not None:
        served = " · ".join(
            filter(None, (named(place.office_name or "", place.office_name_en or ""),
                          named(place.team_name or "", place.team_name_en or "")))
        )  # fmt: skip
        project = f"{as_typed(place.project_name or '')} :gray[{as_typed(place.project_code or '')}]"
        lines.append(f":material/folder: {project}" + (f"  :gray[{as_typed(served)}]" if served else ""))
    if place.sign_id is not None:
        kind = named(place.sign_type_name or "", place.sign_type_name_en or "")
        rest = " · ".join(as_typed(part) for part in (kind, place.sign_place or "") if part)
        main = f" :gray-badge[{t('Main sign')}]" if place.is_main_sign else ""
        lines.append(f":material/signpost: **{as_typed(place.sign_code or '')}** {rest}{main}")
    st.markdown("  \n".join(lines))


__all__ = ["charge_badge", "days_left", "draw_place", "warranty_badge"]
