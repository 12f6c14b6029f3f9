"""Photos of a returned product: as it was sent, as it came, what was found."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.returns import PHOTOS, LineView
from aftersales.rules.roles import Actor, may
from aftersales.services.attachments import (
    ADDING_TO_RETURNS,
    MAX_BYTES,
    add_attachment,
    read_attachment,
    read_thumbnail,
)
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import as_typed, say, t
from aftersales.ui.upload import upload

TYPES = ("jpg", "jpeg", "png", "webp")


def draw_line_photos(one: LineView, actor: Actor) -> None:
    """Small pictures that open, and a place to add more."""
    if one.photos:
        with st.container(horizontal=True, gap="small"):
            for id_, digest in one.photos:
                with st.container(width=110, gap="xsmall"):
                    st.image(_thumbnail(digest, id_, actor), width=104)
                    if st.button(t("Look"), key=f"return_photo_{id_}", icon=":material/zoom_in:", type="tertiary"):
                        st.dialog(as_typed(one.line.number), width="large")(_draw_large)(id_, actor)
    if not any(may(actor, action) for action in ADDING_TO_RETURNS):
        return
    turn_key = f"return_photo_turn:{one.id}"
    turn = int(st.session_state.get(turn_key, 0))
    with st.popover(t("Add photos"), icon=":material/add_a_photo:", type="tertiary", key=f"return_add_photos_{one.id}"):
        files = upload(
            t("Photos"), types=TYPES, key=f"return_photos_{one.id}_{turn}", most_mb=MAX_BYTES // 1024 // 1024,
            accept_multiple_files=True, label_visibility="collapsed",
        )  # fmt: skip
        if files and _store(one, actor, files):
            st.session_state[turn_key] = turn + 1  # a new uploader, so that nothing is stored twice
            st.rerun()


# By its hash: the same bytes always give the same small picture. Who may see it was asked by the page.
@st.cache_data(max_entries=500, show_spinner=False)
def _thumbnail(sha256: str, attachment_id: int, _actor: Actor) -> bytes:
    with reading() as session:
        return read_thumbnail(session, _actor, attachment_id)


def _draw_large(attachment_id: int, actor: Actor) -> None:
    with reading() as session:
        content = read_attachment(session, actor, attachment_id)
    st.image(content)


def _store(one: LineView, actor: Actor, files: list[Any]) -> bool:
    """All of them, or none where one can't be taken: then it is named."""
    name = ""
    try:
        with unit_of_work() as session:
            for file in files:
                name = file.name
                add_attachment(
                    session, actor=actor, now=utc_now(), owner=PHOTOS, owner_id=one.id, name=file.name,
                    content=file.getvalue(),
                )  # fmt: skip
    except AftersalesError as error:
        st.error(f"{as_typed(name)}: {say(error)}", icon=":material/error:")
        return False
    return True
