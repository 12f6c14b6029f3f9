"""One filling-in of the intake form: what was chosen and typed, kept through reruns, reloads and other pages.

Each filling-in has a token of its own. It names the fields' keys, so that the next call begins with empty
ones; the draft in the store, so that a reload loses nothing; and it is the `once` key of the save.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.models import FormDraft
from aftersales.queries.intake_drafts import INTAKE
from aftersales.queries.place import PlaceView
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Kind, Severity
from aftersales.rules.roles import Actor
from aftersales.services.drafts import drop_draft, find_draft, keep_draft

DRAFTS = INTAKE
TOKEN, CHOSEN, KEPT = "intake_token", "intake_chosen", "intake_kept"
ENUMS: dict[str, type[Enum]] = {
    "channel": Channel, "kind": Kind, "severity": Severity, "fault": FaultCategory, "cause": Cause,
}  # fmt: skip
MOMENTS = ("asked_at", "received_at")
USUAL: dict[str, Any] = {
    "channel": Channel.HOTLINE, "kind": Kind.REPAIR, "severity": Severity.NORMAL, "fault": None, "cause": Cause.UNKNOWN,
    "description": "", "contact_name": "", "contact_phone": "", "place": "", "asked_at": None, "received_at": None,
    "needs_agreement": False,
    "revisit": "",  # the number of the one that this is registered from
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose request it is: the most exact one known, and what it belongs to."""

    customer_id: int
    project_id: int | None = None
    sign_id: int | None = None


def token() -> str:
    return str(st.session_state[TOKEN])


def key_of(field: str) -> str:
    return f"intake:{token()}:{field}"


def typed(field: str) -> Any:
    return st.session_state.get(key_of(field), USUAL[field])


def put(field: str, value: Any) -> None:
    """Fill a field; only before it is drawn, or in a callback."""
    st.session_state[key_of(field)] = value


def begin_anew() -> None:
    """Empty fields for the next call. A draft of the last one stays where it is."""
    st.session_state[TOKEN] = secrets.token_urlsafe(9)
    st.session_state[CHOSEN] = None
    st.session_state[KEPT] = None
    st.query_params.pop("draft", None)


def begin(session: Session, actor: Actor) -> None:
    """Go on with what this session or this address was filling in, or begin."""
    asked_for = st.query_params.get("draft")
    if TOKEN not in st.session_state or (asked_for and asked_for != token()):
        begin_anew()
        draft = find_draft(session, actor=actor, form=DRAFTS + asked_for) if asked_for else None
        if draft is not None:
            go_on_with(draft)


def go_on_with(draft: FormDraft) -> None:
    """Put a kept draft back into the fields."""
    begin_anew()
    st.session_state[TOKEN] = draft.form.removeprefix(DRAFTS)
    for field, value in draft.content["fields"].items():
        if value is not None and field in ENUMS:
            value = ENUMS[field](value)
        elif value is not None and field in MOMENTS:
            value = datetime.fromisoformat(value)
        put(field, value)
    chosen = draft.content["chosen"]
    st.session_state[CHOSEN] = Chosen(**chosen) if chosen else None
    st.session_state[KEPT] = draft.content
    st.query_params["draft"] = token()


def chosen() -> Chosen | None:
    found: Chosen | None = st.session_state.get(CHOSEN)
    return found


def choose(customer_id: int, project_id: int | None = None, sign_id: int | None = None) -> None:
    before = chosen()
    if before is not None and before.customer_id != customer_id:
        take_contact_back()
    st.session_state[CHOSEN] = Chosen(customer_id, project_id, sign_id)


def choose_view(place: PlaceView) -> None:
    choose(place.customer_id, place.project_id, place.sign_id)


def fill_contact(name: str, phone: str) -> None:
    """Fill in a contact for the clerk; it goes again with its customer, unless it was changed by hand."""
    put("contact_name", name)
    put("contact_phone", phone)
    st.session_state[key_of("filled")] = (name, phone)


def take_contact_back() -> None:
    if (typed("contact_name"), typed("contact_phone")) == st.session_state.pop(key_of("filled"), None):
        put("contact_name", "")
        put("contact_phone", "")


def was_filled() -> bool:
    """Whether a contact of this customer was filled in once already."""
    return key_of("filled") in st.session_state


def unchoose() -> None:
    """Search again; what was typed stays."""
    take_contact_back()
    st.session_state[CHOSEN] = None


def is_begun() -> bool:
    """Whether anything was typed that would be a pity to lose; a contact that we filled in ourselves isn't."""
    own: tuple[str, ...] = ("description", "place", "fault", "asked_at", "received_at")
    if chosen() is None:
        own = (*own, "contact_name", "contact_phone")
    return any(typed(field) for field in own)


def content_now(title: str) -> dict[str, Any]:
    """The present state as plain JSON values."""
    fields = {field: typed(field) for field in USUAL}
    for field, value in fields.items():
        if isinstance(value, Enum):
            fields[field] = value.value
        elif isinstance(value, datetime):
            fields[field] = value.isoformat()
    found = chosen()
    return {"title": title, "chosen": asdict(found) if found else None, "fields": fields}


def is_changed(title: str) -> bool:
    """Whether there is anything that isn't in the kept draft."""
    return is_begun() and content_now(title) != st.session_state.get(KEPT)


def keep(session: Session, actor: Actor, title: str) -> None:
    """Write the draft."""
    content = content_now(title)
    keep_draft(session, actor=actor, now=utc_now(), form=DRAFTS + token(), content=content)
    st.session_state[KEPT] = content


def drop(session: Session, actor: Actor) -> None:
    drop_draft(session, actor=actor, form=DRAFTS + token())
