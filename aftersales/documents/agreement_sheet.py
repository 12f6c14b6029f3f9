"""The supplementary agreement on paper (补充协议), for both sides to sign (2b)."""

from __future__ import annotations

from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.queries.agreements import AgreementView
from aftersales.rules.agreement import AGREEMENT, AgreementState
from aftersales.rules.message import N_, Money


def agreement_pdf(view: AgreementView, language: SheetLanguage, *, address: str | None, phone: str = "") -> bytes:
    """The sheet as a PDF. `address` is the agreement's full address for the QR code; None leaves the code out.

    `phone` is the contact's where its printer had it shown.
    """
    words, agreement = SheetWords(language), view.agreement
    title = words.label(N_("Supplementary agreement"))
    sheet = Sheet(words, title=title, number=agreement.number)
    numbers = f"{agreement.number}　{words.label(N_('Request number'))} {view.request.number}"
    state = f"{words.label(N_('State'))} {words.label(AGREEMENT.labels[agreement.state])}"
    sheet.letterhead(view.company, title, right=[numbers, state], qr=address)
    project = view.project
    _row(sheet, words, (N_("Customer"), view.customer.name))
    _row(sheet, words, (N_("Contact"), view.request.contact_name), (N_("Phone"), phone or view.request.contact_phone))
    _row(
        sheet, words, (N_("Project"), project.name if project else "—"),
        (N_("Contract number"), project.code if project else "—"),
    )  # fmt: skip
    _row(sheet, words, (N_("Reported need"), view.request.description))
    _row(sheet, words, (N_("What it is about"), agreement.subject))
    _row(sheet, words, (N_("Terms"), agreement.terms or "—"), least_mm=60)
    price = words.value(Money(agreement.price_fen)) if agreement.price_fen is not None else "—"
    _row(sheet, words, (N_("Price"), price))
    accepted = words.listed([part for part in (agreement.customer_side, words.value(agreement.accepted_at)) if part])
    _row(sheet, words, (N_("Accepted by the customer"), accepted or "—"))
    if agreement.state in (AgreementState.APPROVED, AgreementState.REFUSED) and view.approver:
        decided = words.listed([words.name(view.approver), words.value(agreement.ended_at)])
        _row(sheet, words, (AGREEMENT.labels[agreement.state], decided))
    sheet.heading(words.label(N_("Signatures")), keep_mm=50)
    sheet.grid(
        Cell(words.label(N_("For the customer (signature, seal, day)")), 1, is_label=True),
        Cell(words.label(N_("For us (signature, seal, day)")), 1, is_label=True),
    )
    sheet.grid(Cell("", 1), Cell(words.name(view.office), 1), least_mm=36)
    sheet.ln(2)
    sheet.note(
        words.say(
            N_("It supplements the contract and holds once both sides have signed; all else stays as agreed there.")
        )
    )
    return sheet.finished()


def _row(sheet: Sheet, words: SheetWords, *pairs: tuple[str, str], least_mm: float = 0) -> None:
    cells = []
    for key, text in pairs:
        cells += [Cell(words.tag(key), 0.17, is_label=True), Cell(text, 1 / len(pairs) - 0.17)]
    sheet.grid(*cells, least_mm=least_mm)
