"""Every file and picture that the product serves is made only after its record's sight was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Attachment, Dispatch, ProductReturn, ReturnLine, Survey
from aftersales.places import product_folder
from aftersales.queries.agreements import get_agreement_view
from aftersales.queries.dispatch_slip import get_dispatch_slip
from aftersales.queries.figures.monthly import get_monthly_report
from aftersales.queries.handbook_deliveries import get_delivery_note
from aftersales.queries.handbooks import get_version_text
from aftersales.queries.person_data import export_person
from aftersales.queries.person_reach import Person
from aftersales.queries.quote_sheet import get_quote_sheet
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, each_batch
from aftersales.queries.report_sheet import get_report_sheet
from aftersales.queries.returns import get_return_view
from aftersales.queries.survey_sheet import get_answered_sheet, get_blank_sheet
from aftersales.queries.trail import TrailFilter, list_whole_trail
from aftersales.rules.kinds import Cause, Role
from aftersales.rules.periods import Period
from aftersales.rules.roles import Actor
from aftersales.services.attachments import add_attachment, read_attachment, read_thumbnail
from aftersales.services.handbooks import read_handbook
from aftersales.services.quote import NewLine, NewQuote, make_quote
from tests.builders import DAY, HOUR, NOON, Firm, new_sign, person
from tests.care_desk import delivered, uploaded
from tests.returns_desk import requested
from tests.services.test_agreements import begun
from tests.services.test_attachments import picture
from tests.services.test_sight import abroad, bound

# Where a screen hands out a file or shows a picture, and what is asked for it. Those of nobody's record: none.
ASKED: dict[str, tuple[str, ...]] = {
    "agreement_view.py": ("agreement",),
    "company_data.py": (),  # our own logo
    "handbook_deliver.py": (),  # the signature just drawn
    "handbook_links.py": ("handbook", "handbook's text"),
    "handbook_note.py": ("delivery note",),
    "keep.py": (),  # a pixel that makes the browser keep a choice
    "import_preview.py": (),  # the template, and the file just uploaded with what is to be mended
    "monthly_download.py": ("monthly report",),
    "own_account.py": (),  # one's own second factor
    "personal_data.py": ("person",),
    "register_export.py": ("register",),
    "report_photos.py": ("thumbnail",),
    "report_view.py": ("report",),
    "request_photos.py": ("photo", "thumbnail"),
    "return_photos.py": ("return's photo",),
    "return_view.py": ("return",),
    "sheet_print.py": ("slip", "quote"),
    "sign_photo.py": ("sign's photo",),
    "survey_answers.py": ("answered survey",),
    "survey_link.py": (),  # a QR code of the address beside it
    "survey_paper.py": ("blank survey",),
    "trail.py": ("trail",),
}
SERVES = ("st.download_button(", "st.image(", "st.pdf(", "st.video(", "st.audio(", "<img")


@pytest.fixture
def files(firm: Firm) -> dict[str, Callable[[Actor], Any]]:
    """Each asks for one file of a job of another region, as this person."""
    session, there = firm.session, abroad(firm)
    crew = person(session, Role.TECHNICIAN, name="广州师傅", office_id=there["office"].id)
    home, firm.technician = firm.technician, crew
    job = firm.closable(sign_id=there["sign_id"])
    firm.technician = home
    visit = session.exec(select(Dispatch.id).where(Dispatch.request_id == job.id)).one() or 0
    survey = session.exec(select(Survey.id).where(Survey.request_id == job.id)).one() or 0
    open_job = firm.accepted(sign_id=new_sign(session, firm).id, at=NOON + DAY, cause=Cause.CUSTOMER_USE)
    quote = make_quote(
        session, actor=firm.manager, now=NOON + DAY + HOUR, request_id=open_job.id or 0,
        new=NewQuote(lines=(NewLine(name="人工", quantity_milli=1000, unit_fen=100),)),
    )  # fmt: skip
    special = firm.accepted(needs_agreement=True, sign_id=new_sign(session, firm, code="S-B").id, at=NOON + 2 * DAY)
    line = requested(firm)
    told: dict[str, Any] = {"now": NOON + DAY, "name": "a.jpg"}
    photo = add_attachment(
        session, actor=firm.manager, owner="request", owner_id=job.id or 0, content=picture(), **told
    )
    of_line = add_attachment(
        session, actor=firm.office, owner="return_line", owner_id=line.id or 0, content=picture(colour="blue"), **told
    )
    of_sign = add_attachment(
        session, actor=firm.manager, owner="sign", owner_id=there["sign_id"], content=picture(colour="green"), **told
    )
    book = uploaded(firm, b"%PDF-1.4 book %%EOF")
    note, agreement = delivered(firm, book), begun(firm, special)
    number = session.get_one(ReturnLine, line.id).return_id
    returned = session.get_one(ProductReturn, number).number
    return {
        "agreement": lambda a: get_agreement_view(session, a, agreement.number),
        "answered survey": lambda a: get_answered_sheet(session, a, survey),
        "blank survey": lambda a: get_blank_sheet(session, a, job.number),
        "delivery note": lambda a: get_delivery_note(session, a, note.number),
        "handbook": lambda a: read_handbook(session, a, book.attachment_id or 0),
        "handbook's text": lambda a: get_version_text(session, a, book.id or 0),
        "monthly report": lambda a: get_monthly_report(
            session, a, Period(date(2026, 3, 1), date(2026, 3, 31)), now=NOON + 40 * DAY
        ),
        "person": lambda a: export_person(session, a, Person("王芳", "13800001234")),
        "photo": lambda a: read_attachment(session, a, photo.id or 0),
        "quote": lambda a: get_quote_sheet(session, a, quote.id or 0),
        "register": lambda a: [
            row for batch in each_batch(session, a, REGISTERS["reports"], Selection()) for row in batch
        ],
        "report": lambda a: get_report_sheet(session, a, visit),
        "return": lambda a: get_return_view(session, a, returned),
        "return's photo": lambda a: read_attachment(session, a, of_line.id or 0),
        "sign's photo": lambda a: read_attachment(session, a, of_sign.id or 0),
        "slip": lambda a: get_dispatch_slip(session, a, visit),
        "thumbnail": lambda a: read_thumbnail(session, a, photo.id or 0),
        "trail": lambda a: list_whole_trail(session, a, TrailFilter()),
    }  # fmt: skip


def given(files: dict[str, Callable[[Actor], Any]], actor: Actor) -> set[str]:
    """Which of them this person gets; an empty register is none."""
    found = set()
    for name, ask in files.items():
        try:
            if ask(actor):
                found.add(name)
        except (NotAllowed, NotFound):
            continue
    return found


def test_the_manager_gets_all_of_them(firm: Firm, files: dict[str, Callable[[Actor], Any]]) -> None:
    assert given(files, firm.manager) == files.keys()


def test_a_technician_gets_no_file_of_others_jobs(firm: Firm, files: dict[str, Callable[[Actor], Any]]) -> None:
    """What belongs to products and signs is everybody's who looks up a warranty."""
    assert given(files, firm.technician) == {"handbook", "handbook's text", "delivery note", "sign's photo"}


def test_an_office_bound_to_its_region_gets_none_of_another(
    firm: Firm, files: dict[str, Callable[[Actor], Any]]
) -> None:
    others = {"photo", "thumbnail", "report", "slip", "answered survey", "blank survey", "register"}
    assert not given(files, bound(firm)) & others


def test_the_administrator_gets_no_file_of_a_request(firm: Firm, files: dict[str, Callable[[Actor], Any]]) -> None:
    assert given(files, firm.administrator) == {"person", "trail"}


def test_somebody_without_any_role_gets_nothing(firm: Firm, files: dict[str, Callable[[Actor], Any]]) -> None:
    nobody = Actor(staff_id=firm.hotline.staff_id, name="谁", roles=frozenset(), office_id=firm.office_id)
    assert given(files, nobody) == set()


def test_a_signature_of_a_delivery_is_not_served_as_a_requests_picture(firm: Firm) -> None:
    """Its owner's number may be that of some request."""
    job = firm.done()
    stray = Attachment(
        owner="handbook_delivery", owner_id=job.id or 0, purpose="signature", name="x", content_type="image/png",
        size=1, sha256="0" * 64, added_at=NOON,
    )  # fmt: skip
    firm.session.add(stray)
    firm.session.flush()
    with pytest.raises(NotFound):
        read_attachment(firm.session, firm.manager, stray.id or 0)


def test_every_place_of_the_screens_that_serves_a_file_is_known_here(
    firm: Firm, files: dict[str, Callable[[Actor], Any]]
) -> None:
    folders: tuple[Path, ...] = (product_folder() / "pages", product_folder() / "aftersales" / "ui")
    serving = {
        path.name
        for folder in folders
        for path in folder.rglob("*.py")
        if any(word in path.read_text("utf-8") for word in SERVES)
    }
    assert serving == ASKED.keys()
    assert {name for names in ASKED.values() for name in names} == files.keys()
