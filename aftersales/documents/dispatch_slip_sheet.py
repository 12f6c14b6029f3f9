"""The dispatch slip on paper (派遣单), as the crew takes it along (4(9))."""

from __future__ import annotations

from datetime import timedelta

from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.queries.dispatch_slip import DispatchSlip
from aftersales.rules.message import N_

LABEL = 0.17


def dispatch_slip_pdf(slip: DispatchSlip, language: SheetLanguage, *, address: str | None) -> bytes:
    """The sheet as a PDF. `address` is the request's full address for the QR code; None leaves the code out."""
    words = SheetWords(language)
    title = words.label(N_("Dispatch slip"))
    sheet = Sheet(words, title=title, number=slip.dispatch_number)
    numbers = f"{words.label(N_('Dispatch record'))} {slip.dispatch_number}　"
    numbers += f"{words.label(N_('Request number'))} {slip.number}"
    sheet.letterhead(slip.company, title, right=[numbers], qr=address)
    _draw_who_goes(sheet, words, slip)
    sheet.heading(words.label(N_("Where to")))
    pair(sheet, words, (N_("Customer"), slip.customer))
    pair(sheet, words, (N_("Contact"), slip.contact_name), (N_("Phone"), slip.contact_phone))
    pair(sheet, words, (N_("Address"), slip.address))
    pair(sheet, words, (N_("Project"), slip.project), (N_("Contract number"), slip.contract))
    sign = " ".join(filter(None, (slip.sign_code, words.name(slip.sign_type))))
    pair(sheet, words, (N_("Sign code and type"), sign), (N_("Place"), slip.place))
    sheet.heading(words.label(N_("What is to be done")))
    pair(sheet, words, (N_("Kind"), words.value(slip.kind)), (N_("Severity"), words.value(slip.severity)))
    pair(sheet, words, (N_("Fault"), words.value(slip.fault)), (N_("Cause"), words.value(slip.cause_reported)))
    pair(sheet, words, (N_("Reported fault"), slip.description))
    pair(sheet, words, (N_("Warranty"), words.value(slip.warranty)), (N_("Charge"), words.value(slip.charge)))
    for key, text in ((N_("To do"), slip.needs), (N_("Note"), slip.note)):
        if text:
            pair(sheet, words, (key, text))
    _draw_on_site(sheet, words)
    return sheet.finished()


def pair(sheet: Sheet, words: SheetWords, *pairs: tuple[str, str], least_mm: float = 0) -> None:
    """A row of labels with what belongs to each."""
    cells = []
    for key, text in pairs:
        cells += [Cell(words.tag(key), LABEL, is_label=True), Cell(text, 1 / len(pairs) - LABEL)]
    sheet.grid(*cells, least_mm=least_mm)


def _draw_who_goes(sheet: Sheet, words: SheetWords, slip: DispatchSlip) -> None:
    crew = words.listed([words.name(names) for names in slip.crew])
    pair(sheet, words, (N_("Technicians"), crew), (N_("Office"), words.name(slip.office)))
    pair(
        sheet, words, (N_("Dispatched by"), words.name(slip.dispatched_by)),
        (N_("Dispatched at"), words.value(slip.dispatched_at)),
    )  # fmt: skip
    planned = words.value(slip.starts_at)
    if planned:
        planned += f" · {words.value(timedelta(minutes=slip.minutes))}"
    pair(sheet, words, (N_("Planned start"), planned), (N_("Arrival due"), words.value(slip.arrive_due_at)))
    pair(
        sheet, words, (N_("Time asked for"), words.value(slip.asked_at)),
        (N_("Time promised"), words.value(slip.promised_at)),
    )  # fmt: skip


def _draw_on_site(sheet: Sheet, words: SheetWords) -> None:
    """To be written by hand at the sign; the service report follows from it."""
    sheet.heading(words.label(N_("At the sign")), keep_mm=48)
    pair(sheet, words, (N_("Arrived at"), ""), (N_("Left at"), ""), least_mm=9)
    pair(sheet, words, (N_("What was done"), ""), least_mm=18)
    pair(sheet, words, (N_("Technicians' signature"), ""), (N_("Customer's signature"), ""), least_mm=16)
    sheet.ln(2)
    sheet.note(words.say(N_("Nobody may ask the customer for money, gifts or favours outside the accepted quote.")))
