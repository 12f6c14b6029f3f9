"""Photos before and after, and the signed sheet of paper: stored the moment they are taken."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.report_job import JobPhoto, ReportJob
from aftersales.rules.roles import Actor
from aftersales.services.attachments import add_attachment, read_thumbnail
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.report_state import ReportState
from aftersales.ui.signature_pad import draw_signature_pad
from aftersales.ui.text import say, t
from aftersales.ui.upload import upload

PICTURES = ("jpg", "jpeg", "png", "webp")
MOST_MB = 12
GLASS, PAPER = "glass", "paper"


def draw_photos(actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState) -> None:
    """Two places to put pictures, and those that are there."""
    with st.grid(columns="auto", min_column_width=280):
        with st.container():
            _draw_pile(actor, job, photos, state, "photo_before", t("Photos before the work"))
        with st.container():
            _draw_pile(actor, job, photos, state, "photo_after", t("Photos after the work"))


def draw_signature(actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState) -> None:
    """Signed on the glass, or a picture of the sheet of paper that was signed; the newest one counts."""

    def signed(content: bytes) -> None:
        now = utc_now()
        _keep(actor, job, "signature", [(f"signature-{now:%Y%m%d-%H%M%S}.png", content)])

    ways = {GLASS: t("Sign here"), PAPER: t("Photo of the signed sheet")}
    way = st.segmented_control(
        t("How it is signed"), list(ways), default=GLASS, format_func=ways.__getitem__, key=state.key("signing"),
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    if way == PAPER:
        _draw_pile(actor, job, photos, state, "signature", t("Photo of the signed sheet"))
        return
    st.caption(t("Sign here with a finger"))
    draw_signature_pad(state.key("pad"), signed)
    _draw_pictures(actor, [photo for photo in photos if photo.purpose == "signature"][-1:], width=180)


def _draw_pile(
    actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState, purpose: str, label: str
) -> None:
    turn = state.get("turn", purpose) or 0
    files = upload(label, types=PICTURES, key=state.key(purpose, turn), most_mb=MOST_MB, accept_multiple_files=True)
    if files:
        _store(actor, job, state, purpose, turn, files)
    _draw_pictures(actor, [photo for photo in photos if photo.purpose == purpose][-6:], width=96)


def _draw_pictures(actor: Actor, photos: list[JobPhoto], *, width: int) -> None:
    if photos:
        with st.container(horizontal=True):
            for photo in photos:
                st.image(_thumbnail(photo.id, actor.staff_id, actor), width=width)


@st.cache_data(max_entries=500, ttl=3600, show_spinner=False)
def _thumbnail(attachment_id: int, staff_id: int | None, _actor: Actor) -> bytes:
    """Made once a person: the form is drawn again at every field."""
    with reading() as session:
        return read_thumbnail(session, _actor, attachment_id)


def _store(
    actor: Actor, job: ReportJob, state: ReportState, purpose: str, turn: int, files: Sequence[UploadedFile]
) -> None:
    if _keep(actor, job, purpose, [(file.name, file.getvalue()) for file in files]):
        state.put(turn + 1, "turn", purpose)  # a new uploader, so that nothing is stored twice
        st.rerun()


def _keep(actor: Actor, job: ReportJob, purpose: str, pictures: Sequence[tuple[str, bytes]]) -> bool:
    try:
        with unit_of_work() as session:
            for name, content in pictures:
                add_attachment(
                    session, actor=actor, now=utc_now(), owner="request", owner_id=job.request_id, purpose=purpose,
                    name=name, content=content,
                )  # fmt: skip
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return False
    return True
