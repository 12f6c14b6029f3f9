"""Taking what a camera wrote about place, time and owner out of a photo, without touching the picture itself."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

_ORIENTATION = 0x0112
_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}
_WEBP_WORDS = {b"EXIF", b"XMP "}
_JPEG_KEPT = {0xE0, 0xE2, 0xEE}  # JFIF, the colour profile, Adobe's colours


def without_metadata(content: bytes, content_type: str) -> bytes:
    """The same picture, pixel for pixel, of which only its own upright direction is still told.

    `content` is a whole picture of that type. One without metadata comes back as it is.
    """
    if content_type == "image/png":
        return _png(content)
    if content_type == "image/webp":
        return _webp(content)
    return _jpeg(content)


def _direction(content: bytes) -> bytes:
    """The Exif part that says how the picture is turned; empty for one that stands upright."""
    turned = Image.open(io.BytesIO(content)).getexif().get(_ORIENTATION, 1)
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    return exif.tobytes()


def _jpeg(content: bytes) -> bytes:
    """Walks the parts before the picture's own data; what follows the end of the picture goes as well."""
    kept, place, dropped = [], 2, False
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # a filling byte
            place += 1
            continue
        if marker == 0xDA:
            break
        length = 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
        is_about = (0xE0 <= marker <= 0xEF and marker not in _JPEG_KEPT) or marker == 0xFE
        is_preview = marker == 0xE2 and not content[place + 4 :].startswith(b"ICC_PROFILE")
        if is_about or is_preview:
            dropped = True
        else:
            kept.append(content[place : place + length])
        place += length
    if not dropped:
        return content
    turned = _direction(content)
    head = b"\xff\xe1" + struct.pack(">H", len(turned) + 2) + turned if turned else b""
    return content[:2] + head + b"".join(kept) + content[place:]


def _png(content: bytes) -> bytes:
    kept, place, dropped = [], len(_PNG_SIGN), False
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        if content[place + 4 : place + 8] in _PNG_WORDS:
            dropped = True
        else:
            kept.append(content[place : place + length + 12])
        place += length + 12
    if not dropped:
        return content
    turned = _direction(content).removeprefix(b"Exif\0\0")
    if turned:
        part = b"eXIf" + turned
        kept.insert(1, struct.pack(">I", len(turned)) + part + struct.pack(">I", zlib.crc32(part)))
    return _PNG_SIGN + b"".join(kept)


def _webp(content: bytes) -> bytes:
    kept, place, dropped = [], 12, False
    while place + 8 <= len(content):
        name, length = content[place : place + 4], struct.unpack("<I", content[place + 4 : place + 8])[0]
        part = content[place : place + 8 + length + length % 2]
        if name in _WEBP_WORDS:
            dropped = True
        elif name == b"VP8X":  # its flags say which parts there are
            kept.append(part[:8] + bytes([part[8] & ~0x0C]) + part[9:])
        else:
            kept.append(part)
        place += len(part)
    if not dropped:
        return content
    turned = _direction(content)
    if turned and kept[0].startswith(b"VP8X"):
        kept[0] = kept[0][:8] + bytes([kept[0][8] | 0x08]) + kept[0][9:]
        kept.append(b"EXIF" + struct.pack("<I", len(turned)) + turned + b"\0" * (len(turned) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
