"""Handbooks of sign types (1.5): what is a PDF, the newest one holds, and who may."""

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.models import Attachment, Event
from aftersales.queries.handbooks import get_handbook
from aftersales.services import handbooks
from aftersales.services.handbooks import add_handbook, read_handbook
from tests.builders import Firm


def book(text: str = "care") -> bytes:
    return b"%PDF-1.7\n" + text.encode() + b"\n%%EOF\n"


def add(firm: Firm, content: bytes, name: str = "发光字手册.pdf") -> Attachment:
    return add_handbook(
        firm.session, actor=firm.manager, now=firm.now, sign_type_id=firm.sign_type.id or 0, name=name, content=content
    )


def test_the_newest_handbook_of_the_type_holds(firm: Firm) -> None:
    assert get_handbook(firm.session, firm.technician, firm.sign.id or 0).attachment_id is None
    first = add(firm, book("first"))
    second = add(firm, book("second"), name="C:\\files\\second.pdf")
    held = get_handbook(firm.session, firm.technician, firm.sign.id or 0)
    assert (held.attachment_id, held.name, held.is_main) == (second.id, "second.pdf", True)
    assert read_handbook(firm.session, firm.technician, second.id or 0) == book("second")
    assert read_handbook(firm.session, firm.technician, first.id or 0) == book("first")


def test_the_same_file_is_stored_once_and_told_once(firm: Firm) -> None:
    assert add(firm, book()).id == add(firm, book()).id
    assert len(firm.session.exec(select(Event).where(Event.name == "add_handbook")).all()) == 1


@pytest.mark.parametrize("content", [b"", b"<html>%%EOF", b"%PDF-1.7 cut off", b"MZ%PDF-1.7 %%EOF"])
def test_what_is_no_whole_pdf_is_refused(firm: Firm, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        add(firm, content)


@pytest.mark.parametrize(("more", "is_refused"), [(-1, False), (0, False), (1, True)])
def test_a_handbook_has_a_largest_size(
    firm: Firm, more: int, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handbooks, "MOST_BYTES", len(book()) - more)
    if is_refused:
        with pytest.raises(InvalidInput):
            add(firm, book())
    else:
        add(firm, book())


def test_a_photo_is_no_handbook_and_an_unknown_type_has_none(firm: Firm) -> None:
    with pytest.raises(NotFound):
        read_handbook(firm.session, firm.manager, 999_999)
    with pytest.raises(NotFound):
        add_handbook(firm.session, actor=firm.manager, now=firm.now, sign_type_id=999_999, name="a.pdf", content=book())


def test_who_does_not_keep_the_register_stores_none(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        add_handbook(
            firm.session, actor=firm.technician, now=firm.now, sign_type_id=firm.sign_type.id or 0, name="a.pdf",
            content=book(),
        )  # fmt: skip
