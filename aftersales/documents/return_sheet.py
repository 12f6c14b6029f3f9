"""The return slip on paper (退换货单), which goes with the goods and is signed where they are handed over (5.1(4))."""

from __future__ import annotations

from aftersales.documents.dispatch_slip_sheet import pair
from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.queries.returns import LineView, ReturnView
from aftersales.rules.message import N_, Money
from aftersales.rules.product_return import RETURN


def return_pdf(view: ReturnView, language: SheetLanguage, *, address: str | None) -> bytes:
    """The sheet as a PDF. `address` is the return's full address for the QR code; None leaves the code out."""
    words, head = SheetWords(language), view.head
    title = words.label(N_("Return slip"))
    sheet = Sheet(words, title=title, number=head.number)
    state = f"{words.label(N_('State'))} {words.label(RETURN.labels[head.state])}"
    sheet.letterhead(view.company, title, right=[head.number, state], qr=address)
    project = view.project
    pair(sheet, words, (N_("Office"), words.name(view.office)), (N_("Requested"), words.value(head.requested_at)))
    pair(sheet, words, (N_("Customer"), view.customer or "—"))
    pair(
        sheet, words, (N_("Project"), project.name if project else "—"),
        (N_("Contract number"), project.code if project else "—"),
    )  # fmt: skip
    if view.request_number:
        pair(sheet, words, (N_("Request number"), view.request_number))
    if head.remark:
        pair(sheet, words, (N_("Remark"), head.remark))
    for one in view.lines:
        _draw_line(sheet, words, one)
    sheet.heading(words.label(N_("Handed over")), keep_mm=44)
    sheet.grid(
        Cell(words.label(N_("Handed over by (signature, day)")), 1, is_label=True),
        Cell(words.label(N_("Received by (signature, day)")), 1, is_label=True),
    )
    sheet.grid(Cell("", 1), Cell("", 1), least_mm=24)
    return sheet.finished()


def _draw_line(sheet: Sheet, words: SheetWords, one: LineView) -> None:
    line = one.line
    sheet.heading(f"{line.number}　{line.product} ×{line.quantity}", keep_mm=30)
    pair(sheet, words, (N_("Sign code"), one.sign_code or "—"), (N_("What the customer wants"), words.value(line.wish)))
    pair(sheet, words, (N_("Why it comes back"), line.reason))
    pair(
        sheet, words, (N_("State"), words.label(RETURN.labels[line.state])),
        (N_("Whereabouts"), words.value(line.whereabouts)),
    )  # fmt: skip
    if line.received_at is not None:
        pair(sheet, words, (N_("Condition"), line.condition), (N_("Serial numbers"), line.serials or "—"))
    if line.finding:
        cause = words.value(line.cause) if line.cause else "—"
        pair(sheet, words, (N_("Finding"), line.finding))
        pair(sheet, words, (N_("Cause"), cause), (N_("Warranty"), words.value(line.warranty)))
    if line.outcome is not None:
        outcome = words.value(line.outcome)
        if line.refund_fen is not None:
            outcome += f" {words.value(Money(line.refund_fen))}"
        pair(sheet, words, (N_("Decision"), outcome), (N_("Charge"), words.value(line.charge)))
    if line.refusal:
        pair(sheet, words, (N_("Reason"), line.refusal))
    if line.shipped_on is not None:
        pair(
            sheet, words, (N_("Carrier and waybill"), f"{line.carrier} {line.waybill}"),
            (N_("Shipped on"), words.value(line.shipped_on)),
        )  # fmt: skip
    if line.new_serials:
        pair(sheet, words, (N_("New serial numbers"), line.new_serials))
