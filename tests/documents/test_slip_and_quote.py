"""Dispatch slip and quote: every field in each language, whose they are, and what they look like."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from aftersales.documents.dispatch_slip_sheet import dispatch_slip_pdf
from aftersales.documents.quote_sheet import quote_pdf
from aftersales.documents.sheet_words import SheetLanguage
from aftersales.errors import NotFound
from aftersales.models import QuoteState
from aftersales.queries.dispatch_slip import DispatchSlip, get_dispatch_slip
from aftersales.queries.quote_sheet import QuoteSheet, QuoteSheetLine, get_quote_sheet
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity, WarrantyStatus
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from tests.builders import Firm
from tests.documents.letterhead import LETTERHEAD
from tests.documents.test_sheets import pages_of, words_of
from tests.screens.browser import ARTEFACTS
from tests.services.conftest import firm

__all__ = ["firm"]

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLIP = DispatchSlip(
    company=LETTERHEAD, office=("上海办事处", "Shanghai"),
    number="FW20261124-0007", dispatch_number="PG20261124-0003", visit=1, customer="O'Brien 医院",
    contact_name="王芳", contact_phone="13800001234", address="张江路1号", place="3号楼大堂",
    project="住院楼标识工程", contract="HT-2025-001", sign_code="S-0001", sign_type=("发光字", "Lit letters"),
    kind=Kind.REPAIR, severity=Severity.URGENT, fault=FaultCategory.DARK, cause_reported=Cause.UNKNOWN,
    description="大堂发光字不亮", warranty=WarrantyStatus.IN, charge=Charge.FREE, reported_at=AT,
    arrive_due_at=AT + 6 * HOUR, asked_at=AT + 3 * HOUR, promised_at=AT + 4 * HOUR, starts_at=AT + 2 * HOUR,
    minutes=90, dispatched_at=AT + HOUR, dispatched_by=("陈刚", "Chen Gang"), crew=(("王强", "Wang Qiang"),),
    needs="带200W电源", note="从东门进",
)  # fmt: skip
QUOTE = QuoteSheet(
    company=SLIP.company, office=SLIP.office, number=SLIP.number, customer=SLIP.customer,
    contact_name="王芳", contact_phone="13800001234", address="张江路1号", place="3号楼大堂",
    project="住院楼标识工程", contract="HT-2025-001", sign_code="S-0001", fault=FaultCategory.DARK,
    description="大堂发光字不亮", warranty=WarrantyStatus.OUT, charge=Charge.PAID, state=QuoteState.SENT, made_at=AT,
    made_by=("郑洁", "Zheng Jie"), note="含登高车",
    lines=(
        QuoteSheetLine(("人工", ""), 1500, ("小时", "hour"), 12_000, 18_000),
        QuoteSheetLine(("电源", "Power supply"), 2000, ("只", "piece"), 9_850, 19_700),
    ),
    total_fen=37_700, answered_at=None, answered_by="",
)  # fmt: skip
ADDRESS = "http://x/request?number=FW20261124-0007"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_dispatch_slip_carries_every_field(language: SheetLanguage, tmp_path: Path) -> None:
    pdf = dispatch_slip_pdf(SLIP, language, address=ADDRESS)
    words = words_of(pdf, tmp_path)
    for text in (
        SLIP.number, SLIP.dispatch_number, "400-820-1234", SLIP.customer, "王芳", "13800001234", "张江路1号",
        "3号楼大堂", "住院楼标识工程", "HT-2025-001", "S-0001", "大堂发光字不亮", "带200W电源", "从东门进",
    ):  # fmt: skip
        assert text.replace(" ", "") in words, text
    assert ("派遣单" in words) is (language != "en")
    assert ("Dispatchslip" in words) is (language != "zh")
    assert pages_of(pdf) == 1


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_quote_carries_every_field_and_its_sum(language: SheetLanguage, tmp_path: Path) -> None:
    pdf = quote_pdf(QUOTE, language, address=ADDRESS)
    words = words_of(pdf, tmp_path)
    for text in (
        QUOTE.number, "400-820-1234", QUOTE.customer, "王芳", "张江路1号", "HT-2025-001", "S-0001", "大堂发光字不亮",
        "人工", "120.00", "180.00", "98.50", "197.00", "377.00", "含登高车",
    ):  # fmt: skip
        assert text.replace(" ", "") in words, text
    assert ("维修报价单" in words) is (language != "en")
    assert ("1.5小时" in words, "2只" in words, "电源" in words) == ((language != "en"),) * 3
    assert ("hour" in words, "Powersupply" in words) == ((language != "zh"),) * 2
    assert ("Servicequote" in words) is (language != "zh")
    assert pages_of(pdf) == 1


def test_an_accepted_quote_says_who_accepted_it(tmp_path: Path) -> None:
    accepted = replace(QUOTE, state=QuoteState.ACCEPTED, answered_at=AT + HOUR, answered_by="王芳主任")
    words = words_of(quote_pdf(accepted, "zh", address=None), tmp_path)
    assert "客户已接受" in words or "已接受" in words
    assert "王芳主任" in words


def test_long_texts_and_many_lines_go_on_over_the_page() -> None:
    many = tuple(replace(QUOTE.lines[0], name=(f"项目{count} " + "很长的名称" * 8, "")) for count in range(60))
    assert pages_of(quote_pdf(replace(QUOTE, lines=many), "both", address=None)) > 1
    assert pages_of(dispatch_slip_pdf(replace(SLIP, description="灯不亮。" * 450), "both", address=None)) > 1


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_both_are_kept_as_pictures_to_look_at(language: SheetLanguage, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not here")
    ARTEFACTS.mkdir(exist_ok=True)
    for name, pdf in (
        ("slip", dispatch_slip_pdf(SLIP, language, address=ADDRESS)),
        ("quote", quote_pdf(QUOTE, language, address=ADDRESS)),
    ):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        target = ARTEFACTS / f"sheet_{name}_{language}"
        subprocess.run(
            ["pdftoppm", "-png", "-r", "70", "-singlefile", str(tmp_path / f"{name}.pdf"), str(target)], check=True
        )
        with Image.open(f"{target}.png") as picture:
            low, high = picture.convert("L").getextrema()
        assert low < 100 < high


def test_a_slip_is_the_crews_and_no_other_technicians(firm: Firm) -> None:
    request = firm.accepted()
    visit = firm.dispatch(request, note="从东门进")
    slip = get_dispatch_slip(firm.session, firm.technician, visit.id or 0)
    assert (slip.number, slip.dispatch_number, slip.note) == (request.number, visit.number, "从东门进")
    assert slip.crew == (("王强", ""),)
    assert slip.dispatched_by == ("陈刚", "")
    with pytest.raises(NotFound):
        get_dispatch_slip(firm.session, firm.second_technician, visit.id or 0)
    with pytest.raises(NotFound):
        get_dispatch_slip(firm.session, firm.manager, (visit.id or 0) + 1)


def test_a_quote_is_for_who_sees_quotes_and_the_accepted_one_for_the_crew_too(firm: Firm) -> None:
    request = firm.accepted(cause=Cause.CUSTOMER_USE)
    line = NewLine(price_item_id=firm.price_id, quantity_milli=1500)
    made = make_quote(
        firm.session, actor=firm.manager, now=firm.now + HOUR, request_id=request.id or 0, new=NewQuote(lines=(line,))
    )
    firm.session.flush()
    sheet = get_quote_sheet(firm.session, firm.manager, made.id or 0)
    assert (sheet.number, sheet.total_fen, sheet.lines[0].name[0]) == (request.number, made.total_fen, "人工")
    assert sheet.total_fen == sum(line.total_fen for line in sheet.lines) > 0
    assert get_quote_sheet(firm.session, firm.hotline, made.id or 0) == sheet
    with pytest.raises(NotFound):
        get_quote_sheet(firm.session, firm.office, made.id or 0)
    answer_quote(
        firm.session, actor=firm.hotline, now=firm.now + HOUR, quote_id=made.id or 0, accepted=True, answered_by="王芳"
    )
    firm.dispatch(request, at=firm.now + 2 * HOUR)
    assert get_quote_sheet(firm.session, firm.technician, made.id or 0).answered_by == "王芳"
    with pytest.raises(NotFound):
        get_quote_sheet(firm.session, firm.second_technician, made.id or 0)
