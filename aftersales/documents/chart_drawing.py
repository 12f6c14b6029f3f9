"""Charts drawn with the PDF's own lines: sharp in print, nothing to install, no browser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from aftersales.documents.fonts import FAMILY
from aftersales.documents.sheet import GREY, INK, MARGIN_MM, RULE, Sheet

LINE, AIM, SECOND = (11, 107, 116), (208, 138, 29), (208, 138, 29)
LABEL_POINTS = 7.0


def draw_line_chart(
    sheet: Sheet,
    title: str,
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    goal: float | None,
    goal_label: str,
    texts: Sequence[str],
    height_mm: float = 36,
) -> None:
    """One line over the months with its goal; the last point carries its value. Gaps stay gaps."""
    sheet.room_for(height_mm + 16)
    _title(sheet, title)
    left, right = MARGIN_MM + 2, sheet.w - MARGIN_MM - 14
    top, bottom = sheet.get_y() + 3, sheet.get_y() + height_mm
    known = [value for value in values if value is not None] + ([goal] if goal is not None else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    reach = (high - low) or abs(high) or 1.0
    low, high = low - reach * 0.15, high + reach * 0.15

    def at(place: int, value: float) -> tuple[float, float]:
        x = left + (right - left) * (place / max(1, len(values) - 1))
        return x, bottom - (bottom - top) * (value - low) / (high - low)

    sheet.set_draw_color(*RULE)
    sheet.line(left, bottom, right, bottom)
    if goal is not None:
        y = at(0, goal)[1]
        sheet.set_draw_color(*AIM)
        sheet.set_dash_pattern(dash=1.2, gap=1)
        sheet.line(left, y, right, y)
        sheet.set_dash_pattern()
        _words(sheet, right + 1, y - 1.6, goal_label, AIM)
    points = [(place, *at(place, value)) for place, value in enumerate(values) if value is not None]
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.5)
    for (first, x1, y1), (second, x2, y2) in pairwise(points):
        if second == first + 1:
            sheet.line(x1, y1, x2, y2)
    sheet.set_line_width(0.2)
    sheet.set_fill_color(*LINE)
    for place, x, y in points:
        size = 1.8 if place == len(values) - 1 else 1.1
        sheet.ellipse(x - size / 2, y - size / 2, size, size, style="F")
        _words(sheet, x - 6, y - 4.4, texts[place], INK, width=12, align="C")
    for place, label in enumerate(labels):
        x = at(place, low)[0]
        _words(sheet, x - 7, bottom + 0.8, label, GREY, width=14, align="C")
    sheet.set_draw_color(*RULE)
    sheet.set_xy(MARGIN_MM, bottom + 7)


def draw_bar_chart(
    sheet: Sheet,
    title: str,
    rows: Sequence[tuple[str, float, float, str]],
    *,
    legend: tuple[str, str],
) -> None:
    """Two-part bars from zero: (label, first, second, text at the end)."""
    height = 5.4
    sheet.room_for(height * min(len(rows), 6) + 20)
    _title(sheet, title)
    x = MARGIN_MM
    for name, colour in zip(legend, (LINE, SECOND), strict=True):
        sheet.set_fill_color(*colour)
        sheet.rect(x, sheet.get_y() + 1, 2.4, 2.4, style="F")
        _words(sheet, x + 3.4, sheet.get_y() + 0.4, name, GREY)
        x += 8 + sheet.get_string_width(name)
    sheet.set_xy(MARGIN_MM, sheet.get_y() + 5)
    most = max((first + second for _, first, second, _ in rows), default=0) or 1
    left, width = MARGIN_MM + 44, sheet.epw - 44 - 26
    for label, first, second, text in rows:
        sheet.room_for(height)
        y = sheet.get_y()
        _words(sheet, MARGIN_MM, y + 0.6, label, INK, width=43, align="R")
        begin = left + 1
        for value, colour in ((first, LINE), (second, SECOND)):
            length = width * value / most
            sheet.set_fill_color(*colour)
            if length > 0:
                sheet.rect(begin, y + 0.7, length, height - 1.8, style="F")
            begin += length
        _words(sheet, begin + 1, y + 0.6, text, INK)
        sheet.set_xy(MARGIN_MM, y + height)
    sheet.ln(2)


def _title(sheet: Sheet, title: str) -> None:
    sheet.set_font(FAMILY, size=9.5)
    sheet.set_text_color(*INK)
    sheet.cell(sheet.epw, 5, title, new_x="LMARGIN", new_y="NEXT")


def _words(
    sheet: Sheet, x: float, y: float, text: str, colour: tuple[int, int, int], *, width: float = 40, align: str = "L"
) -> None:
    """Small words at a place; cut where they would run over their width."""
    sheet.set_font(FAMILY, size=LABEL_POINTS)
    sheet.set_text_color(*colour)
    while len(text) > 1 and sheet.get_string_width(text) > width:
        text = text[:-2] + "…"
    here = sheet.get_x(), sheet.get_y()
    sheet.set_xy(x, y)
    sheet.cell(width, 3.6, text, align=align)
    sheet.set_xy(*here)
