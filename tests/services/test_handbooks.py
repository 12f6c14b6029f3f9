"""Handbooks of sign types (1.5): versions that never change, which one holds, what is a PDF, and who may."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Event, HandbookVersion
from aftersales.queries.handbooks import get_handbook, get_version_text
from aftersales.rules.handbook import PARTS, BookLanguage
from aftersales.services import handbooks
from aftersales.services.handbooks import WrittenVersion, read_handbook
from tests.builders import Firm
from tests.care_desk import WHOLE, uploaded, written

TODAY = date(2026, 3, 10)


def book(text: str = "care") -> bytes:
    return b"%PDF-1.7\n" + text.encode() + b"\n%%EOF\n"


def test_the_newest_handbook_of_the_type_holds(firm: Firm) -> None:
    sign_id = firm.sign.id or 0
    assert get_handbook(firm.session, firm.technician, sign_id, today=TODAY).holds == ()
    first = uploaded(firm, book("first"))
    second = uploaded(firm, book("second"), number="V2.0", name="C:\\files\\second.pdf")
    (held,) = get_handbook(firm.session, firm.technician, sign_id, today=TODAY).holds
    assert (held.id, held.name, held.is_main) == (second.id, "second.pdf", True)
    assert read_handbook(firm.session, firm.technician, second.attachment_id or 0) == book("second")
    assert read_handbook(firm.session, firm.technician, first.attachment_id or 0) == book("first")


@pytest.mark.parametrize(("days", "number"), [(-1, "V1.0"), (0, "V2.0"), (1, "V2.0")])
def test_a_version_holds_from_its_day_on(firm: Firm, days: int, number: str) -> None:
    written(firm)
    written(firm, "V2.0", valid_from=TODAY)
    (held,) = get_handbook(firm.session, firm.office, firm.sign.id or 0, today=TODAY + timedelta(days=days)).holds
    assert held.number == number


def test_each_language_has_its_own_version(firm: Firm) -> None:
    written(firm)
    written(firm, language=BookLanguage.EN)
    held = get_handbook(firm.session, firm.office, firm.sign.id or 0, today=TODAY).holds
    assert [row.language for row in held] == [BookLanguage.ZH, BookLanguage.EN]


def test_a_new_version_leaves_the_old_ones_texts_as_they_were(firm: Firm) -> None:
    first = written(firm)
    written(firm, "V2.0", care="每月擦拭")
    old = get_version_text(firm.session, firm.office, first.id or 0)
    assert old.parts == WHOLE
    with pytest.raises(RuleBroken) as refusal:
        written(firm, care="悄悄改")
    assert refusal.value.clause == "1.5"
    assert len(firm.session.exec(select(HandbookVersion)).all()) == 2


@pytest.mark.parametrize("part", PARTS)
def test_every_part_that_the_clause_names_is_needed(part: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        WrittenVersion(sign_type_id=1, number="V1", valid_from=TODAY, **WHOLE | {part: "  "})
    assert refusal.value.field == part


def test_the_same_file_is_stored_once_and_told_once(firm: Firm) -> None:
    assert uploaded(firm, book()).id == uploaded(firm, book(), number="V1.1").id
    assert len(firm.session.exec(select(Event).where(Event.name == "add_handbook")).all()) == 1


@pytest.mark.parametrize("content", [b"", b"<html>%%EOF", b"%PDF-1.7 cut off", b"MZ%PDF-1.7 %%EOF"])
def test_what_is_no_whole_pdf_is_refused(firm: Firm, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        uploaded(firm, content)


@pytest.mark.parametrize(("more", "is_refused"), [(-1, False), (0, False), (1, True)])
def test_a_handbook_has_a_largest_size(
    firm: Firm, more: int, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handbooks, "MOST_BYTES", len(book()) - more)
    if is_refused:
        with pytest.raises(InvalidInput):
            uploaded(firm, book())
    else:
        uploaded(firm, book())


def test_a_photo_is_no_handbook_and_an_unknown_type_has_none(firm: Firm) -> None:
    with pytest.raises(NotFound):
        read_handbook(firm.session, firm.manager, 999_999)
    with pytest.raises(NotFound):
        written(firm, sign_type_id=999_999)


def test_who_does_not_keep_handbooks_writes_none(firm: Firm) -> None:
    new = WrittenVersion(sign_type_id=firm.sign_type.id or 0, number="V1", valid_from=TODAY, **WHOLE)
    with pytest.raises(NotAllowed):
        handbooks.write_handbook(firm.session, actor=firm.technician, now=firm.now, new=new)
