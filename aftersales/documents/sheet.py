"""Drawing a form on A4: a grid of labelled cells, tables, pictures, and the QR code in its corner."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import segno
from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont
from PIL import Image, ImageOps

from aftersales.documents.fonts import FAMILY, add_fonts, broken_lines, printable
from aftersales.documents.sheet_words import CONTINUED, SheetWords
from aftersales.queries.letterhead import Letterhead
from aftersales.rules.message import N_

MARGIN_MM = 15.0
PAD_MM = 1.4
SMALL, TEXT, HEAD, TITLE = 7.5, 9.5, 11.0, 18.0  # points
LINE_MM = {SMALL: 3.6, TEXT: 4.6, HEAD: 5.4, TITLE: 8.5}
INK, GREY, RULE, FILL = (29, 43, 46), (96, 110, 113), (150, 160, 163), (242, 245, 245)
LOGO_MM = (42.0, 11.0)  # the most that a logo takes
LOW_ROW_MM = 13.0  # text in a lower row stands in its middle
PICTURE_PIXELS = 900
KEPT_TOGETHER_MM = 40.0  # a higher row may be cut by the end of a page


@dataclass(frozen=True, slots=True)
class Cell:
    """`share` of the row's width; a label is small and on a tint."""

    text: str
    share: float
    is_label: bool = False
    align: Literal["L", "C", "R"] = "L"
    is_bold: bool = False


class Sheet(FPDF):
    """One printed form. Every page repeats the number and counts the pages."""

    def __init__(self, words: SheetWords, *, title: str, number: str) -> None:
        super().__init__(format="A4")
        self.words = words
        self.number = number
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(False)
        self.set_title(f"{title} {number}")
        self.set_lang("zh-CN" if words.main == "zh" else "en")
        self.alias_nb_pages()
        add_fonts(self)
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.add_page()

    @property
    def bottom(self) -> float:
        return self.h - MARGIN_MM - 4

    def normalize_text(self, text: str) -> str:
        """No box and no gap where the font lacks a sign."""
        font = self.current_font
        return printable(text, font.cmap) if isinstance(font, TTFFont) else super().normalize_text(text)

    def footer(self) -> None:
        self.set_y(self.h - MARGIN_MM)
        self._font(SMALL, GREY)
        self.cell(self.epw / 2, 4, self.number)
        text = self.words.say(CONTINUED, page=self.page_no(), pages="{nb}").replace("\n", " ")
        # The count of pages is put in later, and takes less room than its mark.
        marks = text.count("{nb}")
        slack = (self.get_string_width("{nb}") - self.get_string_width("1")) * marks
        self.cell(self.epw / 2 + slack, 4, text, align="R")

    def letterhead(self, company: Letterhead, title: str, *, right: Sequence[str], qr: str | None) -> None:
        """Logo, company with its address and hotline, title, numbers; the QR code leads to what the sheet is about."""
        top, side, below_logo = self.get_y(), 20.0, 0.0
        if qr:
            self.image(_qr_picture(qr), x=self.w - MARGIN_MM - side, y=top, w=side, h=side)
        width = self.epw - (side + 4 if qr else 0)
        indent = 0.0
        if company.logo is not None:
            indent, below_logo = self._logo(company.logo, top)
        self._font(TEXT, INK)
        for line in broken_lines(self.words.name(company.names), width - indent, self.get_string_width):
            self.set_x(MARGIN_MM + indent)
            self.cell(width - indent, 5, line, new_x="LMARGIN", new_y="NEXT")
        self._font(SMALL, GREY)
        for line in broken_lines(self._where(company), width - indent, self.get_string_width):
            self.set_x(MARGIN_MM + indent)
            self.cell(width - indent, LINE_MM[SMALL], line, new_x="LMARGIN", new_y="NEXT")
        self.set_y(max(self.get_y(), below_logo) + 1)
        self._font(TITLE, INK)
        for line in broken_lines(title, width, self.get_string_width):
            self._bold_cell(width, LINE_MM[TITLE], line)
        self._font(TEXT, INK)
        for text in right:
            for line in broken_lines(text, width, self.get_string_width):
                self.cell(width, 5, line, new_x="LMARGIN", new_y="NEXT")
        self.set_y(max(self.get_y(), top + (side if qr else 0)) + 2)

    def _logo(self, content: bytes, top: float) -> tuple[float, float]:
        """The logo at the left edge; gives how far the words beside it begin, and where it ends."""
        picture = scaled_picture(content)
        scale = min(LOGO_MM[0] / picture.width, LOGO_MM[1] / picture.height)
        width, height = picture.width * scale, picture.height * scale
        self.image(picture, x=MARGIN_MM, y=top, w=width, h=height)
        return width + 4, top + height

    def _where(self, company: Letterhead) -> str:
        """Address and hotline in a line."""
        hotline = f"{self.words.label(N_('Service hotline'))} {company.hotline}" if company.hotline else ""
        chinese, english = company.addresses
        if self.words.language == "both":
            address = "　".join(part for part in (chinese, english) if part)
        else:
            address = chinese if self.words.main == "zh" else english or chinese
        return "　".join(part for part in (address, hotline) if part)

    def heading(self, text: str, *, keep_mm: float = 20) -> None:
        self.room_for(keep_mm)
        self.ln(2)
        self._font(HEAD, INK)
        self._bold_cell(self.epw, LINE_MM[HEAD] + 1, text)

    def grid(self, *cells: Cell, least_mm: float = 0, again: Sequence[Cell] = ()) -> None:
        """One row of cells, as high as its longest; a row too high for the page goes on on the next one.

        `again` is the row of headings that a new page begins with.
        """
        total = sum(cell.share for cell in cells)
        widths = [self.epw * cell.share / total for cell in cells]
        lines = []
        for cell, width in zip(cells, widths, strict=True):
            self._font(SMALL if cell.is_label else TEXT, INK)
            lines.append(broken_lines(cell.text, width - 2 * PAD_MM, self.get_string_width))
        whole = max(self._height(cell, len(each)) for cell, each in zip(cells, lines, strict=True))
        if self.get_y() + min(max(whole, least_mm), KEPT_TOGETHER_MM) > self.bottom:
            self.add_page()
            if again:
                self.grid(*again)
        while True:
            room = max(1, int((self.bottom - self.get_y() - 2 * PAD_MM) / LINE_MM[TEXT]))
            now, lines = [each[:room] for each in lines], [each[room:] for each in lines]
            height = max(self._height(cell, len(each)) for cell, each in zip(cells, now, strict=True))
            self._draw_row(cells, widths, now, min(max(height, least_mm), self.bottom - self.get_y()))
            if not any(lines):
                return
            self.add_page()
            if again:
                self.grid(*again)

    def table(self, titles: Sequence[Cell], rows: Sequence[Sequence[str]]) -> None:  # type: ignore[override]
        """A titled table; `titles` carry the shares and the alignment, and stand again on each further page."""
        headings = [Cell(cell.text, cell.share, is_label=True, align=cell.align) for cell in titles]
        self.grid(*headings)
        for row in rows:
            cells = [Cell(text, cell.share, align=cell.align) for text, cell in zip(row, titles, strict=True)]
            self.grid(*cells, again=headings)

    def pictures(self, pictures: Sequence[tuple[str, bytes]], *, a_row: int = 3) -> None:
        """Pictures with a caption below, three a row, scaled down for print."""
        gap = 3.0
        width = (self.epw - gap * (a_row - 1)) / a_row
        for start in range(0, len(pictures), a_row):
            drawn = [(text, scaled_picture(content)) for text, content in pictures[start : start + a_row]]
            height = max(width * picture.height / picture.width for _, picture in drawn)
            height = min(height, width * 1.1)
            self.room_for(height + 8)
            top = self.get_y()
            for place, (text, picture) in enumerate(drawn):
                left = MARGIN_MM + place * (width + gap)
                self.image(picture, x=left, y=top, w=width, h=height, keep_aspect_ratio=True)
                self.set_xy(left, top + height + 0.5)
                self._font(SMALL, GREY)
                self.cell(width, 4, text, align="C")
            self.set_xy(MARGIN_MM, top + height + 6)

    def signature(self, content: bytes, *, below: float) -> None:
        """The signature's picture in the first of three boxes of the row that was drawn last."""
        picture = scaled_picture(content)
        width, height = self.epw / 3 - 2 * PAD_MM, 17.0
        top = max(below, self.get_y() - height - PAD_MM)
        self.image(picture, x=self.l_margin + PAD_MM, y=top, w=width, h=height, keep_aspect_ratio=True)

    def note(self, text: str) -> None:
        """Small grey words below a block."""
        self._font(SMALL, GREY)
        for line in broken_lines(text, self.epw, self.get_string_width):
            self.room_for(LINE_MM[SMALL])
            self.cell(self.epw, LINE_MM[SMALL], line, new_x="LMARGIN", new_y="NEXT")

    def room_for(self, height_mm: float) -> None:
        if self.get_y() + height_mm > self.bottom:
            self.add_page()

    def finished(self) -> bytes:
        return bytes(self.output())

    def _height(self, cell: Cell, lines: int) -> float:
        return lines * LINE_MM[SMALL if cell.is_label else TEXT] + 2 * PAD_MM

    def _draw_row(
        self, cells: Sequence[Cell], widths: Sequence[float], lines: Sequence[list[str]], height: float
    ) -> None:
        left, top = self.l_margin, self.get_y()
        for cell, width, each in zip(cells, widths, lines, strict=True):
            if cell.is_label:
                self.set_fill_color(*FILL)
            self.rect(left, top, width, height, style="DF" if cell.is_label else "D")
            size = SMALL if cell.is_label else TEXT
            self._font(size, GREY if cell.is_label else INK)
            is_middle = cell.is_label or height < LOW_ROW_MM
            offset = max(PAD_MM, (height - len(each) * LINE_MM[size]) / 2) if is_middle else PAD_MM
            for place, line in enumerate(each):
                self.set_xy(left + PAD_MM, top + offset + place * LINE_MM[size])
                if cell.is_bold:
                    self._bold_cell(width - 2 * PAD_MM, LINE_MM[size], line, align=cell.align)
                else:
                    self.cell(width - 2 * PAD_MM, LINE_MM[size], line, align=cell.align)
            left += width
        self.set_xy(self.l_margin, top + height)

    def _bold_cell(self, width: float, height: float, text: str, *, align: str = "L") -> None:
        """The font has one weight: bolder by a thin stroke of the same ink."""
        with self.local_context(text_mode=TextMode.FILL_STROKE, line_width=0.12, draw_color=INK):
            self.cell(width, height, text, align=align, new_x="LMARGIN", new_y="NEXT")

    def _font(self, points: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, size=points)
        self.set_text_color(*colour)


def scaled_picture(content: bytes) -> Image.Image:
    """A stored photo upright, in print's resolution, without its metadata."""
    with Image.open(io.BytesIO(content)) as opened:
        opened.draft("RGB", (PICTURE_PIXELS, PICTURE_PIXELS))
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((PICTURE_PIXELS, PICTURE_PIXELS))
        if picture.mode in ("RGBA", "LA", "P"):
            picture = picture.convert("RGBA")
            white = Image.new("RGBA", picture.size, "white")
            white.alpha_composite(picture)
            picture = white
        return picture.convert("RGB")


def _qr_picture(text: str) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=1)
    return Image.open(out)
