"""A written handbook as a PDF (使用和日常维修与护理手册): the parts that the clause names, in its order (1.5)."""

from __future__ import annotations

from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetWords
from aftersales.queries.handbooks import VersionText
from aftersales.queries.letterhead import Letterhead
from aftersales.rules.handbook import PARTS
from aftersales.rules.message import N_


def handbook_pdf(text: VersionText, company: Letterhead) -> bytes:
    """In the version's own language."""
    words = SheetWords(text.language.value)
    title = f"{words.name(text.sign_type)} · {words.label(N_('Use and care handbook'))}"
    sheet = Sheet(words, title=title, number=text.number)
    valid = f"{words.label(N_('Valid from'))} {words.value(text.valid_from)}"
    sheet.letterhead(company, title, right=[f"{words.label(N_('Version'))} {text.number}　{valid}"], qr=None)
    for place, (part, heading) in enumerate(PARTS.items(), start=1):
        sheet.heading(f"{place}  {words.label(heading)}", keep_mm=30)
        sheet.grid(Cell(text.parts[part], 1))
    sheet.ln(4)
    sheet.note(words.say(N_("Please keep this handbook where those who use and clean the sign find it.")))
    return sheet.finished()
