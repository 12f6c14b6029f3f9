"""Photos: what they are is found by decoding, who may add and see them, and the event beside each."""

import io

import pytest
from PIL import Image
from sqlmodel import select

from aftersales.documents.pictures import decode_picture
from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.models import Attachment, Event
from aftersales.services import attachments
from aftersales.services.attachments import add_attachment, read_attachment, read_thumbnail
from tests.builders import HOUR, Firm


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def add(firm: Firm, request_id: int, *, actor=None, content: bytes | None = None, **values):
    usual = {"owner": "request", "owner_id": request_id, "purpose": "photo_before", "name": "IMG_0001.jpg"}
    return add_attachment(
        firm.session, actor=actor or firm.technician, now=firm.now + 4 * HOUR, content=content or picture(),
        **usual | values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_what_its_bytes_say_whatever_its_name(firm: Firm, kind: str, content_type: str) -> None:
    request = firm.on_site()
    stored = add(firm, request.id, content=picture(kind), name="C:\\photos\\rechnung.exe")
    assert (stored.content_type, stored.name) == (content_type, "rechnung.exe")
    assert read_attachment(firm.session, firm.technician, stored.id) == picture(kind)


def test_storing_a_picture_writes_an_event_and_leaves_the_request_alone(firm: Firm) -> None:
    request = firm.on_site()
    version = request.version
    stored = add(firm, request.id)
    event = firm.session.exec(select(Event).order_by(Event.id.desc())).first()
    assert (event.name, event.subject_id, event.data["attachment"]) == ("add_attachment", request.id, stored.id)
    assert request.version == version


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:400], picture("GIF")]
)
def test_what_is_no_whole_picture_is_refused(firm: Firm, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode_picture(content)


def test_the_size_limit_is_kept_to_the_byte(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    request = firm.on_site()
    content = picture()
    monkeypatch.setattr(attachments, "MAX_BYTES", len(content) - 1)
    with pytest.raises(InvalidInput):
        add(firm, request.id, content=content)
    monkeypatch.setattr(attachments, "MAX_BYTES", len(content))
    assert add(firm, request.id, content=content).size == len(content)


def test_the_same_picture_for_the_same_purpose_is_stored_once(firm: Firm) -> None:
    request = firm.on_site()
    first, again = add(firm, request.id), add(firm, request.id)
    other = add(firm, request.id, purpose="photo_after")
    assert first.id == again.id != other.id
    assert len(firm.session.exec(select(Attachment)).all()) == 2


def test_a_technician_neither_adds_to_nor_sees_anothers_job(firm: Firm) -> None:
    request = firm.on_site()
    stored = add(firm, request.id)
    with pytest.raises(NotAllowed):
        add(firm, request.id, actor=firm.second_technician)
    with pytest.raises(NotFound):
        read_attachment(firm.session, firm.second_technician, stored.id)


def test_leadership_sees_and_does_not_add(firm: Firm) -> None:
    request = firm.on_site()
    stored = add(firm, request.id)
    assert read_attachment(firm.session, firm.leadership, stored.id)
    with pytest.raises(NotAllowed):
        add(firm, request.id, actor=firm.leadership)


def test_a_thumbnail_is_small_and_upright(firm: Firm) -> None:
    request = firm.on_site()
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    Image.new("RGB", (1200, 800), "blue").save(out, "JPEG", exif=exif)
    stored = add(firm, request.id, content=out.getvalue())
    small = Image.open(io.BytesIO(read_thumbnail(firm.session, firm.technician, stored.id)))
    assert small.format == "JPEG"
    assert small.height == 480 and small.height > small.width


def test_a_picture_of_nothing_is_refused(firm: Firm) -> None:
    with pytest.raises(NotFound):
        add(firm, 999_999, actor=firm.manager)
    with pytest.raises(InvalidInput):
        add(firm, 1, actor=firm.manager, owner="customer")


@pytest.mark.parametrize("keeps", ["", "0", "1"])
def test_a_photo_loses_its_place_unless_the_setting_keeps_it(
    firm: Firm, keeps: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.documents.test_picture_metadata import GPS, photo

    monkeypatch.setenv("AFTERSALES_KEEP_PHOTO_PLACE", keeps)
    taken = photo("JPEG")
    stored = add(firm, firm.on_site().id, content=taken)
    kept = read_attachment(firm.session, firm.technician, stored.id)
    assert (kept == taken) is (keeps == "1")
    assert bool(Image.open(io.BytesIO(kept)).getexif().get_ifd(GPS)) is (keeps == "1")
    assert stored.size == len(kept)
