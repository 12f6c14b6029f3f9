"""One person's data: found, handed out, erased; promises, sums, registers and the trail's proof stay."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import LargeBinary, String, cast, func, select

from aftersales.documents.person_text import person_text
from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.locale import Language
from aftersales.models import (
    Attachment,
    Base,
    Contact,
    Event,
    EventWords,
    IntegrityComplaint,
    ServiceReport,
    ServiceRequest,
)
from aftersales.queries.find import find_customers, find_requests
from aftersales.queries.person_data import export_person, find_people, get_person_of_contact
from aftersales.queries.person_reach import Person, rows_of_person
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, count_rows
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.kinds import Role
from aftersales.rules.names import digits_of
from aftersales.rules.personal import ERASED
from aftersales.rules.roles import MAY, Action
from aftersales.services.drafts import keep_draft
from aftersales.services.erase_person import erase_person
from aftersales.services.hand_out_person import hand_out_person
from aftersales.services.register_place import NewContact, add_contact
from aftersales.services.report import file_report
from aftersales.services.verify_trail import verify_sealed_trail, verify_trail
from tests.builders import DAY, HOUR, NOON, Firm, new_sign, person
from tests.services.complaint_deeds import complained

NAME, PHONE = "欧阳晓云", "139 1234 5678"
ONE = Person(NAME, digits_of(PHONE))


@pytest.fixture
def known(firm: Firm) -> dict[str, Any]:
    """A contact who called, complained, and signed; her name and number stand in words, too."""
    session = firm.session
    contact = add_contact(
        session, actor=firm.hotline, now=NOON, customer_id=firm.customer.id or 0,
        new=NewContact(name=NAME, phone=PHONE, title="主任", email="oyxy@example.com"),
    )  # fmt: skip
    request = firm.done(
        contact_name=NAME, contact_phone="+86 139-1234-5678", description=f"灯不亮，找{NAME}，电话13912345678"
    )
    visit = Base.metadata.tables["dispatch"]
    dispatch_id = session.execute(select(visit.c.id).where(visit.c.request_id == request.id)).scalar_one()
    file_report(
        session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id or 0,
        new=firm.report_of(request, dispatch_id, signed_by=NAME, customer_words=f"{NAME}说很好"),
    )  # fmt: skip
    complaint = complained(firm, contact_name=NAME, contact_phone=PHONE, words="太慢了")
    hidden = complained(firm, ComplaintKind.INTEGRITY, contact_name=NAME, contact_phone=PHONE, words=f"{NAME}被索要")
    keep_draft(session, actor=firm.hotline, now=NOON, form="intake:1", content={"contact_name": NAME})
    return {"contact": contact.id, "request": request, "complaint": complaint, "hidden": hidden}


def text_of_everything(firm: Firm) -> str:
    """Every text and JSON value of the whole database."""
    said = []
    for table in Base.metadata.sorted_tables:
        columns = [cast(column, String) for column in table.columns if not isinstance(column.type, LargeBinary)]
        for row in firm.session.connection().execute(select(*columns)):
            said += [str(value) for value in row if value]
    return json.dumps(said, ensure_ascii=False)


def test_nothing_of_the_person_is_left_anywhere(firm: Firm, known: dict[str, Any]) -> None:
    assert NAME in text_of_everything(firm)
    erase_person(firm.session, actor=firm.manager, now=NOON + DAY, person=ONE, reason=f"{NAME}本人要求")
    left = text_of_everything(firm)
    for secret in (NAME, "1391234", "1234 5678", "1234-5678", "12345678", "oyxy"):
        assert secret not in left
    assert ERASED in left


def test_what_was_promised_done_and_paid_stays_and_the_trail_is_whole(firm: Firm, known: dict[str, Any]) -> None:
    month = Selection(NOON - DAY, NOON + 40 * DAY)

    def measured() -> list[Any]:
        request = firm.session.get_one(ServiceRequest, known["request"].id)
        counts = [count_rows(firm.session, firm.manager, each, month) for each in REGISTERS.values()]
        money = firm.session.execute(
            select(func.count(), func.sum(Base.metadata.tables["cost_line"].c.total_fen))
        ).one()
        return [
            counts, tuple(money), request.number, request.respond_due_at, request.arrived_at, request.charge,
            verify_trail(firm.session).count,
        ]  # fmt: skip

    before = measured()
    told = erase_person(firm.session, actor=firm.manager, now=NOON + DAY, person=ONE, reason="本人要求")
    after = measured()
    assert after[:-1] == before[:-1]
    assert after[-1] == before[-1] + 1  # that it was erased
    report = verify_trail(firm.session)
    assert (report.ok, report.erased) == (True, told["event_words"])
    assert told["event_words"] >= 3
    assert verify_sealed_trail(firm.session).ok


def test_a_second_run_finds_nothing_and_changes_nothing(firm: Firm, known: dict[str, Any]) -> None:
    erase_person(firm.session, actor=firm.manager, now=NOON + DAY, person=ONE, reason="本人要求")
    with pytest.raises(NotFound):
        erase_person(firm.session, actor=firm.manager, now=NOON + DAY, person=ONE, reason="本人要求")


def test_they_are_not_found_by_name_or_number_any_more(firm: Firm, known: dict[str, Any]) -> None:
    session, number = firm.session, known["request"].number
    assert [one.number for one in find_requests(session, firm.hotline, "晓云")] == [number]
    assert find_customers(session, firm.hotline, "5678")
    erase_person(session, actor=firm.administrator, now=NOON + DAY, person=ONE, reason="本人要求")
    assert find_requests(session, firm.hotline, "晓云") == []
    assert find_customers(session, firm.hotline, "5678") == []
    assert [one.number for one in find_requests(session, firm.hotline, number)] == [number]


def test_another_person_with_the_same_phone_or_the_same_name_stays(firm: Firm, known: dict[str, Any]) -> None:
    session = firm.session
    same_phone = firm.register(contact_name="李雷", contact_phone=PHONE, sign_id=new_sign(session, firm).id)
    same_name = firm.register(contact_name=NAME, contact_phone="13700000000", sign_id=new_sign(session, firm).id)
    found = {one.person for one in find_people(session, firm.manager, PHONE)}
    assert found == {ONE, Person("李雷", ONE.digits)}
    erase_person(session, actor=firm.manager, now=NOON + DAY, person=ONE, reason="本人要求")
    kept = session.get_one(ServiceRequest, same_phone.id)
    assert (kept.contact_name, kept.contact_phone) == ("李雷", PHONE)
    assert session.get_one(ServiceRequest, same_name.id).contact_name == NAME


def test_all_of_it_is_handed_out_but_for_what_does_not_exist_for_them(firm: Firm, known: dict[str, Any]) -> None:
    told = export_person(firm.session, firm.administrator, ONE)
    text = json.dumps(told, ensure_ascii=False)
    assert {"contact", "service_request", "service_report", "complaint"} <= told["rows"].keys()
    assert known["request"].number in text
    assert known["complaint"].number in text
    assert known["hidden"].number not in text
    assert "被索要" not in text
    assert [event for event in told["events"] if event["event"] == "register"]
    assert "integrity_complaint" not in rows_of_person(firm.session, firm.administrator, ONE).count()


def test_a_signature_goes_and_photos_only_when_asked(firm: Firm, known: dict[str, Any]) -> None:
    session = firm.session
    report = session.execute(select(ServiceReport)).scalar_one()
    erase_person(session, actor=firm.manager, now=NOON + DAY, person=ONE, reason="本人要求")
    session.refresh(report)
    assert (report.signature_id, report.signed_by) == (None, ERASED)
    assert session.execute(select(func.count()).where(Attachment.purpose == "signature")).scalar_one() == 0


def test_it_needs_a_reason(firm: Firm, known: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        erase_person(firm.session, actor=firm.manager, now=NOON, person=ONE, reason="  ")
    assert firm.session.get_one(Contact, known["contact"]).name == NAME


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_only_two_roles_may(firm: Firm, known: dict[str, Any], role: Role) -> None:
    actor = person(firm.session, role, name="某人", office_id=firm.office_id)
    if role in MAY[Action.ERASE_PERSON]:
        assert find_people(firm.session, actor, NAME)
        return
    for refused in (
        lambda: find_people(firm.session, actor, NAME),
        lambda: export_person(firm.session, actor, ONE),
        lambda: erase_person(firm.session, actor=actor, now=NOON, person=ONE, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_the_hidden_complaint_is_erased_too_and_nobody_is_told(firm: Firm, known: dict[str, Any]) -> None:
    told = erase_person(firm.session, actor=firm.administrator, now=NOON + DAY, person=ONE, reason="本人要求")
    assert "integrity_complaint" not in told
    row = firm.session.get_one(IntegrityComplaint, known["hidden"].id)
    assert (row.contact_name, row.contact_phone, NAME in row.words) == (ERASED, "", False)
    assert firm.session.execute(select(func.count()).select_from(EventWords)).scalar_one() > 0


def test_handing_it_out_is_noted_without_the_person(firm: Firm, known: dict[str, Any]) -> None:
    told = hand_out_person(firm.session, actor=firm.administrator, now=NOON + DAY, person=ONE)
    assert told == export_person(firm.session, firm.administrator, ONE)
    noted = firm.session.execute(select(Event).where(Event.name == "hand_out_person")).scalar_one()
    assert noted.data["rows"]["service_request"] == 1
    assert NAME not in json.dumps(noted.data, ensure_ascii=False)


@pytest.mark.parametrize(("language", "label"), [("zh", "服务单"), ("en", "Service requests")])
def test_it_can_be_read(firm: Firm, known: dict[str, Any], language: Language, label: str) -> None:
    text = person_text(export_person(firm.session, firm.administrator, ONE), language)
    assert label in text
    assert known["request"].number in text
    assert NAME in text
    assert "registered_at" not in text or "2026-03-10T" not in text


def test_a_contact_of_the_register_names_its_person(firm: Firm, known: dict[str, Any]) -> None:
    assert get_person_of_contact(firm.session, firm.manager, known["contact"]) == ONE
    erase_person(firm.session, actor=firm.manager, now=NOON + DAY, person=ONE, reason="本人要求")
    for contact_id in (known["contact"], 999_999):
        with pytest.raises(NotFound):
            get_person_of_contact(firm.session, firm.manager, contact_id)
