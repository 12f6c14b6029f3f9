"""The delivery note of a handbook (使用维护手册交付单), which the customer signs (1.5)."""

from __future__ import annotations

from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.queries.handbook_deliveries import DeliveryNote
from aftersales.rules.handbook import PARTS
from aftersales.rules.message import N_

MOST_PLACES = 12


def handbook_note_pdf(note: DeliveryNote, language: SheetLanguage, *, address: str | None) -> bytes:
    """The sheet as a PDF. `address` is the delivery's full address for the QR code; None leaves the code out."""
    words, row = SheetWords(language), note.row
    title = words.label(N_("Handbook delivery note"))
    sheet = Sheet(words, title=title, number=row.number)
    sheet.letterhead(note.company, title, right=[row.number], qr=address)
    _row(sheet, words, (N_("Customer"), row.customer))
    _row(sheet, words, (N_("Address"), note.address or "—"))
    _row(sheet, words, (N_("Project"), row.project), (N_("Contract number"), row.project_code))
    _row(sheet, words, (N_("Sign type"), words.name(row.sign_type)), (N_("Signs"), str(note.signs)))
    if row.sign_code:
        _row(sheet, words, (N_("Sign code"), row.sign_code))
    places = words.listed(list(note.places[:MOST_PLACES])) + ("…" if len(note.places) > MOST_PLACES else "")
    _row(sheet, words, (N_("Place"), places or "—"))
    sheet.heading(words.label(N_("What was handed over")))
    kind = words.label(N_("Use and care handbook"))
    _row(sheet, words, (N_("Handbook"), f"{kind}　{words.name(row.sign_type)}"))
    _row(
        sheet, words, (N_("Version"), f"{row.number_of_version}　{words.value(row.language)}"),
        (N_("Valid from"), words.value(note.valid_from)),
    )  # fmt: skip
    _row(sheet, words, (N_("What it tells of"), words.listed([words.label(part) for part in PARTS.values()])))
    _row(
        sheet, words, (N_("Handed over on"), words.value(row.delivered_on)),
        (N_("Handed over by"), words.name(row.handed_over_by) if row.handed_over_by else "—"),
    )  # fmt: skip
    _row(sheet, words, (N_("Received by"), row.received_by))
    if note.unsigned_reason:
        _row(sheet, words, (N_("Why there is no signature"), note.unsigned_reason))
    if note.remark:
        _row(sheet, words, (N_("Remark"), note.remark))
    sheet.heading(words.label(N_("Signatures")), keep_mm=45)
    sheet.grid(
        Cell(words.label(N_("Received by (signature)")), 1, is_label=True),
        Cell(words.label(N_("Handed over by (signature)")), 1, is_label=True),
        Cell(words.label(N_("Date")), 1, is_label=True),
    )
    top = sheet.get_y()
    signed_on = words.value(row.delivered_on) if note.signature is not None else ""  # else to be written by hand
    sheet.grid(Cell("", 1), Cell("", 1), Cell(signed_on, 1), least_mm=22)
    if note.signature is not None:
        sheet.signature(note.signature, below=top)
    sheet.ln(2)
    sheet.note(words.say(N_("Signed for: the handbook was received, and its use and care were explained.")))
    return sheet.finished()


def _row(sheet: Sheet, words: SheetWords, *pairs: tuple[str, str]) -> None:
    cells = []
    for key, text in pairs:
        cells += [Cell(words.tag(key), 0.17, is_label=True), Cell(text, 1 / len(pairs) - 0.17)]
    sheet.grid(*cells)
