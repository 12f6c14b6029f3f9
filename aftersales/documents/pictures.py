"""Photos from phones: what they really are is found by decoding them, never by their name."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_

CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MAX_PIXELS = 60_000_000  # held in memory while decoding
MAX_JPEG_PIXELS = 250_000_000  # decoded at a fraction of its size, as the largest phone cameras write
THUMBNAIL_EDGE = 480


@dataclass(frozen=True, slots=True)
class PictureKind:
    content_type: str
    width: int
    height: int


def decode_picture(content: bytes) -> PictureKind:
    """What the bytes hold. Raises InvalidInput for anything that is no whole JPEG, PNG or WebP picture."""
    image = _opened(content)
    return PictureKind(CONTENT_TYPES[image.format or ""], *image.size)


def make_thumbnail(content: bytes, *, edge: int = THUMBNAIL_EDGE) -> bytes:
    """A small upright JPEG of a stored picture; `edge` is its longer side in pixels."""
    image = ImageOps.exif_transpose(_opened(content, edge))
    image.thumbnail((edge, edge))
    if image.mode in ("RGBA", "LA", "P", "PA"):
        clear = image.convert("RGBA")
        image = Image.new("RGB", clear.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _opened(content: bytes, edge: int = 64) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bounds stand below
            image = Image.open(io.BytesIO(content), formats=tuple(CONTENT_TYPES))
            most = MAX_JPEG_PIXELS if image.format == "JPEG" else MAX_PIXELS
            if image.width * image.height > most:
                raise InvalidInput(N_("This picture has too many pixels."), field="content")
            if image.format == "JPEG":
                image.draft("RGB", (edge, edge))
            image.load()
    except InvalidInput:
        raise
    except Image.DecompressionBombError:
        raise InvalidInput(N_("This picture has too many pixels."), field="content") from None
    except Exception:  # every format's reader has errors of its own, and each means the same
        raise InvalidInput(N_("This is no picture that can be read (JPEG, PNG or WebP)."), field="content") from None
    return image
