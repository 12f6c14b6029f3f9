"""The satisfaction survey on paper (售后服务满意度调查表): blank with a QR code to the link, or as answered (4(7))."""

from __future__ import annotations

from aftersales.documents.sheet import Cell, Sheet
from aftersales.documents.sheet_words import SheetLanguage, SheetWords
from aftersales.documents.survey_questions import MARKS, SCORES, WORDS, YES_NO
from aftersales.queries.survey_sheet import SurveySheet
from aftersales.rules.message import N_

CHOSEN, OPEN = "✓", "□"


def survey_pdf(survey: SurveySheet, language: SheetLanguage, *, address: str | None) -> bytes:
    """The sheet as a PDF. `address` is the public link, drawn as a QR code; None leaves it out."""
    words = SheetWords(language)
    title = words.label(N_("Satisfaction survey"))
    sheet = Sheet(words, title=title, number=survey.number)
    sheet.letterhead(survey.company, title, right=[f"{words.label(N_('Request number'))} {survey.number}"], qr=address)
    label = 0.17
    sheet.grid(Cell(words.tag(N_("Customer")), label, is_label=True), Cell(survey.customer, 1 - label))
    sheet.grid(
        Cell(words.tag(N_("Place")), label, is_label=True), Cell(survey.place, 0.5 - label),
        Cell(words.tag(N_("Sign")), label, is_label=True), Cell(survey.sign_code, 0.5 - label),
    )  # fmt: skip
    crew = words.listed([words.name(names) for names in survey.crew])
    sheet.grid(
        Cell(words.tag(N_("Day of service")), label, is_label=True), Cell(words.value(survey.served_on), 0.5 - label),
        Cell(words.tag(N_("Technicians")), label, is_label=True), Cell(crew, 0.5 - label),
    )  # fmt: skip
    sheet.ln(2)
    if not survey.answers:
        sheet.note(words.say(N_("Please tick one mark a line: 1 very dissatisfied, 5 very satisfied.")))
        if address:
            sheet.note(words.say(N_("Or scan the code above with your phone; it takes less than a minute.")))
        sheet.ln(1)
    _draw_scores(sheet, words, survey)
    _draw_yes_no(sheet, words, survey)
    sheet.grid(Cell(words.tag(WORDS), 0.3, is_label=True), Cell(survey.words, 0.7), least_mm=34)
    if survey.answered_at and survey.way:
        answered = f"{words.value(survey.answered_at)}　{words.value(survey.way)}"
        sheet.grid(Cell(words.tag(N_("Answered")), 0.3, is_label=True), Cell(answered, 0.7))
    else:
        sheet.grid(
            Cell(words.tag(N_("Customer's signature")), 0.3, is_label=True), Cell("", 0.35),
            Cell(words.tag(N_("Date")), 0.12, is_label=True), Cell("", 0.23), least_mm=16,
        )  # fmt: skip
    sheet.ln(2)
    sheet.note(words.say(N_("Your answers go to our after-sales department, not to the technician.")))
    return sheet.finished()


def _draw_scores(sheet: Sheet, words: SheetWords, survey: SurveySheet) -> None:
    heads = [Cell(f"{mark} {words.tag(text)}", 0.12, is_label=True, align="C") for mark, text in MARKS.items()]
    sheet.grid(Cell(words.tag(N_("Question")), 0.4, is_label=True), *heads)
    for name, key in SCORES.items():
        chosen = survey.answers.get(name)
        marks = [Cell(CHOSEN if chosen == mark else OPEN, 0.12, align="C") for mark in MARKS]
        sheet.grid(Cell(words.tag(key), 0.4), *marks, least_mm=9)


def _draw_yes_no(sheet: Sheet, words: SheetWords, survey: SurveySheet) -> None:
    for name, key in YES_NO.items():
        if survey.answers and name not in survey.answers:
            continue  # such an answer is kept elsewhere, and nobody is to take it for an empty one
        chosen = survey.answers.get(name)
        cells = [
            Cell(f"{CHOSEN if chosen is value else OPEN} {words.label(text)}", 0.2, align="C")
            for value, text in ((True, N_("yes")), (False, N_("no")))
        ]
        sheet.grid(Cell(words.tag(key), 0.6), *cells, least_mm=9)
