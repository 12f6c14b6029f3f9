"""The font of the printed sheets, which holds Chinese and Latin, and lines broken as Chinese wants them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Container
from unicodedata import category

import pylopdf_fonts_zh_cn
from fpdf import FPDF

FAMILY = "sheet"
# Latin words and numbers stay whole; each Chinese character may begin a line.
TOKENS = re.compile(r"[!-~\u00a0-\u024f\u2010-\u2027]+ ?| +|.", re.DOTALL)
NEVER_FIRST = frozenset("，。；：、！？）》」』】〉”’…—·％%,.;:!?)]}")
NEVER_LAST = frozenset("（《「『【〈“‘([{￥¥")

LACKING = "〓"  # what Chinese printers set where a character is still to come
# Signs that the font lacks are dealt with here; that is no news for the log.
logging.getLogger("fpdf").setLevel(logging.ERROR)


def add_fonts(pdf: FPDF) -> None:
    """Register the one font; only the glyphs that are used go into the file."""
    pdf.add_font(FAMILY, "", str(pylopdf_fonts_zh_cn.sans_path()))


def printable(text: str, known: Container[int]) -> str:
    """A letter that the font lacks (a rare surname's) becomes a mark to see; an emoji or control sign goes."""
    if all(ord(sign) in known or sign == "\n" for sign in text):
        return text
    return "".join(
        sign if ord(sign) in known or sign == "\n" else LACKING if category(sign)[0] == "L" else "" for sign in text
    )


def broken_lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """`text` as lines no wider than `width`; no line begins with a closing mark or ends with an opening one."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, width, measure)
    return lines


def _paragraph(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines, line = [], ""
    for token in _pieces(text, width, measure):
        hangs = bool(line) and token in NEVER_FIRST and line[-1] not in NEVER_FIRST
        if not line or hangs or measure((line + token).rstrip()) <= width:
            line += token
            continue
        carried = ""
        while len(line) > 1 and line[-1] in NEVER_LAST:
            line, carried = line[:-1], line[-1] + carried
        lines.append(line.rstrip())
        line = carried + token.lstrip(" ")
    return [*lines, line.rstrip()]


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The tokens, those too wide for a line cut into characters."""
    pieces: list[str] = []
    for token in TOKENS.findall(text):
        pieces += [token] if len(token) == 1 or measure(token.rstrip()) <= width else list(token)
    return pieces
