"""Photos of a request: several at once, from the phone's camera too, before and after."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.request_parts import PhotoView
from aftersales.queries.request_view import RequestView
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor, may
from aftersales.services.attachments import ADDING, MAX_BYTES, add_attachment, read_attachment, read_thumbnail
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import as_typed, say, show, t
from aftersales.ui.upload import upload

PILES = {
    "photo_before": N_("Before the work"),
    "photo_after": N_("After the work"),
    "photo": N_("Other photos"),
    "signature": N_("Signed sheets"),
}
ADDED = ("photo_before", "photo_after", "photo")
TYPES = ("jpg", "jpeg", "png", "webp")


def draw_photos(view: RequestView, actor: Actor) -> None:
    """What is there, by purpose, and a place to add more."""
    for purpose, label in PILES.items():
        mine = [photo for photo in view.photos if photo.purpose == purpose]
        if mine:
            st.markdown(f":gray[{t(label)}]")
            with st.grid(columns="auto", min_column_width=140):
                for photo in mine:
                    _draw_photo(photo, actor)
    if not view.photos:
        st.caption(t("There are no photos yet."))
    if any(may(actor, action) for action in ADDING):
        _draw_adding(view, actor)


def _draw_photo(photo: PhotoView, actor: Actor) -> None:
    with st.container():
        st.image(_thumbnail(photo.sha256, photo.id, actor), caption=show(photo.added_at))
        if st.button(t("Look"), key=f"photo_{photo.id}", icon=":material/zoom_in:", type="tertiary"):
            st.dialog(as_typed(photo.name), width="large")(_draw_large)(photo, actor)


# By its hash: the same bytes always give the same small picture. Who may see it was asked by the page.
@st.cache_data(max_entries=500, show_spinner=False)
def _thumbnail(sha256: str, attachment_id: int, _actor: Actor) -> bytes:
    with reading() as session:
        return read_thumbnail(session, _actor, attachment_id)


def _draw_large(photo: PhotoView, actor: Actor) -> None:
    with reading() as session:
        content = read_attachment(session, actor, photo.id)
    st.image(content)
    st.download_button(
        t("Download"), content, file_name=photo.name, icon=":material/download:", key=f"download_{photo.id}",
        on_click="ignore",
    )  # fmt: skip


def _draw_adding(view: RequestView, actor: Actor) -> None:
    purpose = st.segmented_control(
        t("Add photos"), ADDED, default=ADDED[0], format_func=lambda one: t(PILES[one]), key="photo_purpose"
    )
    turn_key = f"photo_turn:{view.id}"
    turn = int(st.session_state.get(turn_key, 0))
    files = upload(
        t("Photos"), types=TYPES, key=f"photos_{view.id}_{turn}", most_mb=MAX_BYTES // 1024 // 1024,
        accept_multiple_files=True, label_visibility="collapsed",
    )  # fmt: skip
    if files and _store(view, actor, purpose or ADDED[0], files):
        st.session_state[turn_key] = turn + 1  # a new uploader, so that nothing is stored twice
        st.rerun()


def _store(view: RequestView, actor: Actor, purpose: str, files: list[Any]) -> bool:
    """All of them, or none where one can't be taken: then it is named."""
    name = ""
    try:
        with unit_of_work() as session:
            for file in files:
                name = file.name
                add_attachment(
                    session, actor=actor, now=utc_now(), owner="request", owner_id=view.id, purpose=purpose,
                    name=file.name, content=file.getvalue(),
                )  # fmt: skip
    except AftersalesError as error:
        st.error(f"{as_typed(name)}: {say(error)}", icon=":material/error:")
        return False
    return True
