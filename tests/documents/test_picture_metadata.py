"""Photos lose where and by whom they were taken, and keep every pixel and their direction."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageOps

from aftersales.documents.picture_metadata import without_metadata
from aftersales.documents.pictures import CONTENT_TYPES

GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112


def photo(kind: str, *, turned: int = 1, **more: object) -> bytes:
    """Red above, blue below, taken at a place by a phone."""
    image = Image.new("RGB", (40, 30), "red")
    image.paste("blue", (0, 20, 40, 30))
    exif = Image.Exif()
    exif[MAKER] = "SECRET-PHONE"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 1.0)})
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", CONTENT_TYPES)
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_loses_its_place_and_keeps_its_pixels(kind: str, turned: int) -> None:
    content = photo(kind, turned=turned)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)
    clean = without_metadata(content, CONTENT_TYPES[kind])
    image = Image.open(io.BytesIO(clean))
    assert not image.getexif().get_ifd(GPS)
    assert b"SECRET-PHONE" not in clean
    assert image.format == kind
    assert image.tobytes() == Image.open(io.BytesIO(content)).tobytes()
    upright, before = (ImageOps.exif_transpose(Image.open(io.BytesIO(one))) for one in (clean, content))
    assert (upright.size, upright.tobytes()) == (before.size, before.tobytes())


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_a_picture_without_words_comes_back_as_it_is(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind)
    assert without_metadata(out.getvalue(), CONTENT_TYPES[kind]) == out.getvalue()


def test_a_comment_and_other_words_go_as_well() -> None:
    content = photo("JPEG", comment=b"at home", xmp=b"<x:xmpmeta>31.23N</x:xmpmeta>")
    assert b"xmpmeta" in content
    clean = without_metadata(content, "image/jpeg")
    assert b"at home" not in clean
    assert b"xmpmeta" not in clean
    assert Image.open(io.BytesIO(clean)).size == (40, 30)
