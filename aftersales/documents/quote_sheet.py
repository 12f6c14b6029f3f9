"""The quote on paper (报价单), as it goes to the customer before paid work (3(2), 4(5))."""

from __future__ import annotations

from aftersales.documents.dispatch_slip_sheet import pair
from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.models import QuoteState
from aftersales.queries.quote_sheet import QuoteSheet
from aftersales.rules.message import N_, Money


def quote_pdf(quote: QuoteSheet, language: SheetLanguage, *, address: str | None) -> bytes:
    """The sheet as a PDF. `address` is the request's full address for the QR code; None leaves the code out."""
    words = SheetWords(language)
    title = words.label(N_("Service quote"))
    sheet = Sheet(words, title=title, number=quote.number)
    sheet.letterhead(quote.company, title, right=[f"{words.label(N_('Request number'))} {quote.number}"], qr=address)
    pair(sheet, words, (N_("Customer"), quote.customer))
    pair(sheet, words, (N_("Contact"), quote.contact_name), (N_("Phone"), quote.contact_phone))
    pair(sheet, words, (N_("Address"), quote.address))
    pair(sheet, words, (N_("Project"), quote.project), (N_("Contract number"), quote.contract))
    pair(sheet, words, (N_("Sign code"), quote.sign_code), (N_("Place"), quote.place))
    pair(sheet, words, (N_("Fault"), words.value(quote.fault)), (N_("Warranty"), words.value(quote.warranty)))
    pair(sheet, words, (N_("Reported fault"), quote.description))
    pair(
        sheet, words, (N_("Quoted on"), words.value(quote.made_at)), (N_("Quoted by"), words.name(quote.made_by))
    )  # fmt: skip
    _draw_lines(sheet, words, quote)
    if quote.note:
        pair(sheet, words, (N_("Note"), quote.note))
    _draw_answer(sheet, words, quote)
    return sheet.finished()


def _draw_lines(sheet: Sheet, words: SheetWords, quote: QuoteSheet) -> None:
    sheet.heading(words.label(N_("Work and parts")))
    sheet.table(
        [
            Cell(words.tag(N_("What it was")), 0.44), Cell(words.tag(N_("Quantity")), 0.18, align="R"),
            Cell(words.tag(N_("Unit price")), 0.18, align="R"), Cell(words.tag(N_("Amount")), 0.2, align="R"),
        ],
        [
            [
                words.name(line.name), f"{line.quantity_milli / 1000:.10g} {words.name(line.unit)}",
                words.value(Money(line.unit_fen)),
                words.value(Money(line.total_fen)),
            ]
            for line in quote.lines
        ],
    )  # fmt: skip
    charge = words.value(quote.charge)
    sheet.grid(
        Cell(f"{words.label(N_('Total'))} · {charge}", 0.62, is_bold=True),
        Cell(words.value(Money(quote.total_fen)), 0.38, align="R", is_bold=True),
    )


def _draw_answer(sheet: Sheet, words: SheetWords, quote: QuoteSheet) -> None:
    """What the customer said, or the place to sign; the office's seal has its place."""
    sheet.heading(words.label(N_("Customer's confirmation")), keep_mm=52)
    if quote.answered_at is not None:
        pair(
            sheet, words, (N_("State"), words.value(quote.state)),
            (N_("Answered at"), words.listed([words.value(quote.answered_at), quote.answered_by])),
        )  # fmt: skip
    elif quote.state is not QuoteState.SENT:
        pair(sheet, words, (N_("State"), words.value(quote.state)))
    sheet.grid(
        *(Cell(words.label(key), 1, is_label=True) for key in (N_("Customer's signature"), N_("Seal of the office")))
    )
    sheet.grid(Cell("", 1), Cell(words.name(quote.office), 1), least_mm=30)
    sheet.ln(2)
    sheet.note(words.say(N_("Work begins once you accept this quote. Nothing beyond it is charged without a new one.")))
