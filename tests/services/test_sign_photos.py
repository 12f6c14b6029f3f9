"""A sign's photo: the newest counts, older ones stay, and the same again changes nothing."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.models import Attachment, Event
from aftersales.queries.sign_look import get_sign_look
from aftersales.services.attachments import read_attachment
from aftersales.services.sign_photos import set_sign_photo
from tests.builders import DAY, NOON, Firm
from tests.services.test_attachments import picture


def events_of(firm: Firm) -> int:
    firm.session.flush()
    return firm.session.exec(select(func.count()).select_from(Event).where(Event.name == "set_sign_photo")).one()


def test_the_newest_photo_is_the_signs_and_the_older_stays(firm: Firm) -> None:
    sign_id = firm.sign.id or 0
    assert get_sign_look(firm.session, firm.technician, sign_id).photo is None
    for day, colour in enumerate(("red", "blue", "blue")):
        set_sign_photo(
            firm.session, actor=firm.hotline, now=NOON + day * DAY, sign_id=sign_id, name="牌子.jpg",
            content=picture(colour=colour),
        )  # fmt: skip
    found = get_sign_look(firm.session, firm.technician, sign_id).photo
    assert found is not None
    assert firm.session.exec(select(func.count()).select_from(Attachment)).one() == 2
    assert events_of(firm) == 2  # the third was the same
    assert read_attachment(firm.session, firm.technician, found[0])


def test_who_keeps_no_register_changes_no_photo(firm: Firm) -> None:
    for actor in (firm.technician, firm.leadership):
        with pytest.raises(NotAllowed):
            set_sign_photo(
                firm.session, actor=actor, now=NOON, sign_id=firm.sign.id or 0, name="a.jpg", content=picture()
            )


def test_what_is_no_picture_or_no_sign_is_told(firm: Firm) -> None:
    with pytest.raises(InvalidInput):
        set_sign_photo(
            firm.session, actor=firm.hotline, now=NOON, sign_id=firm.sign.id or 0, name="a.jpg", content=b"no picture"
        )
    with pytest.raises(NotFound):
        set_sign_photo(firm.session, actor=firm.hotline, now=NOON, sign_id=999_999, name="a.jpg", content=picture())
    assert firm.sign.photo_id is None
