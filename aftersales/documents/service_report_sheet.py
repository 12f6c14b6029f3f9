"""The service report on paper (售后服务报告单), as it is handed to the customer (4(7))."""

from __future__ import annotations

from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.models import Bearer
from aftersales.queries.report_sheet import ReportSheet, SheetPhoto
from aftersales.rules.message import N_, Money

_CAPTIONS = {"photo_before": N_("Before the work"), "photo_after": N_("After the work"), "photo": N_("Photo")}


def service_report_pdf(report: ReportSheet, language: SheetLanguage, *, address: str | None) -> bytes:
    """The sheet as a PDF. `address` is the request's full address for the QR code; None leaves the code out."""
    words = SheetWords(language)
    title = words.label(N_("After-sales service report"))
    sheet = Sheet(words, title=title, number=report.number)
    numbers = f"{words.label(N_('Request number'))} {report.number}"
    if report.dispatch_number:
        numbers += f"　{words.label(N_('Dispatch record'))} {report.dispatch_number}"
    sheet.letterhead(report.company, title, right=[numbers], qr=address)
    _draw_whose(sheet, words, report)
    _draw_times(sheet, words, report)
    _draw_work(sheet, words, report)
    _draw_parts(sheet, words, report)
    _draw_costs(sheet, words, report)
    _draw_photos(sheet, words, report.photos)
    _draw_signatures(sheet, words, report)
    return sheet.finished()


def _pair(sheet: Sheet, words: SheetWords, *pairs: tuple[str, str]) -> None:
    cells = []
    for key, text in pairs:
        cells += [Cell(words.tag(key), 0.17, is_label=True), Cell(text, 1 / len(pairs) - 0.17)]
    sheet.grid(*cells)


def _draw_whose(sheet: Sheet, words: SheetWords, report: ReportSheet) -> None:
    _pair(sheet, words, (N_("Customer"), report.customer))
    _pair(sheet, words, (N_("Contact"), report.contact_name), (N_("Phone"), report.contact_phone))
    _pair(sheet, words, (N_("Address"), report.address))
    _pair(sheet, words, (N_("Project"), report.project), (N_("Contract number"), report.contract))
    sign = " ".join(filter(None, (report.sign_code, words.name(report.sign_type))))
    _pair(sheet, words, (N_("Sign code and type"), sign), (N_("Place"), report.place))
    warranty = words.value(report.warranty)
    if report.warranty_ends_on:
        warranty += "\n" + words.say(N_("until {day}"), day=report.warranty_ends_on).split("\n")[0]
    _pair(sheet, words, (N_("Handover"), words.value(report.handover_on)), (N_("Warranty"), warranty))


def _draw_times(sheet: Sheet, words: SheetWords, report: ReportSheet) -> None:
    reported = words.listed([part for part in (words.value(report.reported_at), report.contact_name) if part])
    _pair(sheet, words, (N_("Reported at and by"), reported), (N_("Time asked for"), words.value(report.asked_at)))
    _pair(
        sheet, words, (N_("Time promised"), words.value(report.promised_at)),
        (N_("Dispatched at"), words.value(report.dispatched_at)),
    )  # fmt: skip
    _pair(
        sheet,
        words,
        (N_("Departed at"), words.value(report.departed_at)),
        (N_("Arrived at"), words.value(report.arrived_at)),
    )
    crew = words.listed([words.name(names) for names in report.crew])
    ended = N_("Finished at") if report.is_finished else N_("Left at")
    _pair(sheet, words, (ended, words.value(report.ended_at)), (N_("Technicians"), crew))


def _draw_work(sheet: Sheet, words: SheetWords, report: ReportSheet) -> None:
    _pair(sheet, words, (N_("Reported fault"), report.description))
    _pair(
        sheet, words, (N_("Fault seen"), words.value(report.fault_seen)),
        (N_("Cause found"), words.value(report.cause_found)),
    )  # fmt: skip
    for key, text, least in (
        (N_("What was found"), report.findings, 14.0),
        (N_("What was done"), report.work_done, 14.0),
        (N_("Safety measures"), report.safety_measures, 0.0),
        (N_("Left to do"), report.left_to_do or words.label(N_("nothing")), 0.0),
    ):
        sheet.grid(Cell(words.tag(key), 0.17, is_label=True), Cell(text, 0.83), least_mm=least)


def _draw_parts(sheet: Sheet, words: SheetWords, report: ReportSheet) -> None:
    if not report.parts:
        return
    sheet.heading(words.label(N_("Parts used")))
    sheet.table(
        [
            Cell(words.tag(N_("Part")), 0.4), Cell(words.tag(N_("Size")), 0.3),
            Cell(words.tag(N_("Count")), 0.12, align="R"),
            Cell(words.tag(N_("Old part returned")), 0.18, align="C"),
        ],
        [
            [words.name(part.name), part.size, f"{part.count:,}", words.value(part.old_returned)]
            for part in report.parts
        ],
    )  # fmt: skip


def _draw_costs(sheet: Sheet, words: SheetWords, report: ReportSheet) -> None:
    """What we bear is named without money; what the customer bears is what they accepted (4(5))."""
    sheet.heading(words.label(N_("Costs")))
    if report.costs:
        sheet.table(
            [
                Cell(words.tag(N_("Cost of")), 0.16), Cell(words.tag(N_("What it was")), 0.34),
                Cell(words.tag(N_("Quantity")), 0.16, align="R"), Cell(words.tag(N_("Borne by")), 0.16, align="C"),
                Cell(words.tag(N_("Amount")), 0.18, align="R"),
            ],
            [
                [
                    words.value(cost.kind), words.name(cost.name),
                    f"{cost.quantity_milli / 1000:g} {words.name(cost.unit)}",
                    words.value(cost.bearer), _amount(words, cost.bearer, cost.total_fen),
                ]
                for cost in report.costs
            ],
        )  # fmt: skip
    _pair(
        sheet, words, (N_("Charge"), words.value(report.charge)),
        (N_("Quote accepted by the customer"),
         words.value(Money(report.quote_fen)) if report.quote_fen is not None else "—"),
    )  # fmt: skip


def _amount(words: SheetWords, bearer: Bearer, total_fen: int | None) -> str:
    if bearer is Bearer.US:
        return words.label(N_("free"))
    return words.value(Money(total_fen)) if total_fen is not None else words.label(N_("as quoted"))


def _draw_photos(sheet: Sheet, words: SheetWords, photos: tuple[SheetPhoto, ...]) -> None:
    if photos:
        sheet.heading(words.label(N_("Photos")), keep_mm=60)
        captions = [(words.label(_CAPTIONS.get(photo.purpose, N_("Photo"))), photo.content) for photo in photos]
        sheet.pictures(captions)


def _draw_signatures(sheet: Sheet, words: SheetWords, report: ReportSheet) -> None:
    """The customer's words and signature; the office's seal has its place."""
    sheet.heading(words.label(N_("Customer's confirmation")), keep_mm=62)
    _pair(sheet, words, (N_("Customer's words"), report.customer_words or "—"))
    top = sheet.get_y()
    signed = words.label(N_("Customer's signature"))
    seal = words.label(N_("Seal of the office"))
    crew = words.label(N_("Technicians' signature"))
    names = words.listed([words.name(each) for each in report.crew])
    sheet.grid(*(Cell(text, 1, is_label=True) for text in (signed, crew, seal)))
    by = report.signed_by
    if by and report.signed_at:
        by += "\n" + words.value(report.signed_at)
    if not by:
        by = words.say(N_("Not signed: {reason}"), reason=report.unsigned_reason)
    sheet.grid(Cell(by, 1), Cell(names, 1), Cell(words.name(report.office), 1), least_mm=30)
    if report.signature:
        sheet.signature(report.signature, below=top)
    sheet.ln(2)
    sheet.note(
        words.say(
            N_("No charge beyond the accepted quote is asked of you. If anybody did, please call us: {hotline}."),
            hotline=report.company.hotline or words.name(report.company.names),
        )
    )
