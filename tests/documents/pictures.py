"""Small pictures for tests."""

from __future__ import annotations

import io

from PIL import Image


def red_picture(shade: int = 0, *, size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200 + shade % 50, 30, 30)).save(out, kind)
    return out.getvalue()
