"""A company's head for sheets in tests, without a logo; `logo_picture` draws one."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from aftersales.queries.letterhead import Letterhead

LETTERHEAD = Letterhead(
    ("明远标识有限公司", "Mingyuan Signs"), ("上海市浦东新区张江路1号", "1 Zhangjiang Road, Shanghai"), "400-820-1234"
)


def logo_picture(size: tuple[int, int] = (600, 200)) -> bytes:
    """A blue bar on nothing, as a PNG with a transparent ground."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), size[1] // 4, fill=(20, 90, 160, 255))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
