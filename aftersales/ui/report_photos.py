"""Photos before and after, and the signed sheet of paper: stored the moment they are taken."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.report_job import JobPhoto, ReportJob
from aftersales.rules.roles import Actor
from aftersales.services.attachments import add_attachment, read_attachment
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.report_state import ReportState
from aftersales.ui.text import say, t
from aftersales.ui.upload import upload

PICTURES = ("jpg", "jpeg", "png", "webp")
MOST_MB = 12


def draw_photos(actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState) -> None:
    """Two places to put pictures, and those that are there."""
    with st.grid(columns="auto", min_column_width=280):
        with st.container():
            _draw_pile(actor, job, photos, state, "photo_before", t("Photos before the work"))
        with st.container():
            _draw_pile(actor, job, photos, state, "photo_after", t("Photos after the work"))


def draw_signature_photo(actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState) -> None:
    """A picture of the sheet that the customer signed."""
    _draw_pile(actor, job, photos, state, "signature", t("Photo of the signed sheet (if signed on paper)"))


def _draw_pile(
    actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState, purpose: str, label: str
) -> None:
    turn = state.get("turn", purpose) or 0
    files = upload(label, types=PICTURES, key=state.key(purpose, turn), most_mb=MOST_MB, accept_multiple_files=True)
    if files:
        _store(actor, job, state, purpose, turn, files)
    mine = [photo for photo in photos if photo.purpose == purpose]
    if mine:
        with reading() as session:
            pictures = [read_attachment(session, actor, photo.id) for photo in mine[-6:]]
        with st.container(horizontal=True):
            for picture in pictures:
                st.image(picture, width=96)


def _store(actor: Actor, job: ReportJob, state: ReportState, purpose: str, turn: int, files: list) -> None:  # type: ignore[type-arg]
    try:
        with unit_of_work() as session:
            for file in files:
                add_attachment(
                    session, actor=actor, now=utc_now(), owner="request", owner_id=job.request_id, purpose=purpose,
                    name=file.name, content=file.getvalue(),
                )  # fmt: skip
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    state.put(turn + 1, "turn", purpose)  # a new uploader, so that nothing is stored twice
    st.rerun()
