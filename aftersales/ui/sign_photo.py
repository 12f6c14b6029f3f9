"""The photo of a sign on the warranty page: seen at once, added or changed by who keeps the register."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.attachments import MAX_BYTES, read_attachment, read_thumbnail
from aftersales.services.sign_photos import set_sign_photo
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import say, t
from aftersales.ui.upload import upload

TYPES = ("jpg", "jpeg", "png", "webp")


def draw_sign_photo(actor: Actor, sign_id: int, photo: tuple[int, str] | None) -> None:
    """The picture, its large one behind a button, and the way to another."""
    may_change = may(actor, Action.KEEP_REGISTER)
    if photo is None and not may_change:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="sign_photo"):
        if photo is not None:
            st.image(_thumbnail(photo[1], photo[0], actor), width=140)
            if st.button(t("Look"), key="sign_photo_look", icon=":material/zoom_in:", type="tertiary"):
                st.dialog(t("Photo of the sign"), width="large")(_draw_large)(photo[0], actor)
        if may_change:
            _draw_change(actor, sign_id, has_one=photo is not None)


def _draw_change(actor: Actor, sign_id: int, *, has_one: bool) -> None:
    turn_key = f"sign_photo_turn:{sign_id}"
    turn = int(st.session_state.get(turn_key, 0))
    label = t("Another photo") if has_one else t("Add a photo of the sign")
    with st.popover(label, icon=":material/add_a_photo:", type="tertiary", key=f"sign_photo_change_{turn}"):
        file = upload(
            t("Photo of the sign"), types=TYPES, key=f"sign_photo_{sign_id}_{turn}", most_mb=MAX_BYTES // 1024 // 1024,
            label_visibility="collapsed",
        )  # fmt: skip
        if file and _store(actor, sign_id, file):
            st.session_state[turn_key] = turn + 1  # a new uploader, so that nothing is stored twice
            st.rerun()


def _store(actor: Actor, sign_id: int, file: Any) -> bool:
    try:
        with unit_of_work() as session:
            set_sign_photo(
                session, actor=actor, now=utc_now(), sign_id=sign_id, name=file.name, content=file.getvalue()
            )
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return False
    return True


# By its hash: the same bytes always give the same small picture. Who may see it was asked by the page.
@st.cache_data(max_entries=500, show_spinner=False)
def _thumbnail(sha256: str, attachment_id: int, _actor: Actor) -> bytes:
    with reading() as session:
        return read_thumbnail(session, _actor, attachment_id)


def _draw_large(attachment_id: int, actor: Actor) -> None:
    with reading() as session:
        content = read_attachment(session, actor, attachment_id)
    st.image(content)
