"""Phones and addresses: who sees them in full, who has to ask, and that every place holds to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Dispatch, Event, Office, Project, SealedEvent, SurveyWay
from aftersales.queries.complaints import get_complaint_view
from aftersales.queries.dispatch_slip import get_dispatch_slip
from aftersales.queries.find import find_customers, find_projects, find_requests
from aftersales.queries.history import list_history
from aftersales.queries.jobs import list_own_jobs
from aftersales.queries.look import get_look
from aftersales.queries.place import get_place, list_contacts
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, list_rows
from aftersales.queries.report_sheet import get_report_sheet
from aftersales.queries.request_view import get_request_view
from aftersales.queries.requests_at import list_requests_at
from aftersales.queries.surveys import SurveyFilter, list_surveys
from aftersales.queries.surveys_to_ask import list_to_ask
from aftersales.queries.trail import TrailFilter, list_trail
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.kinds import Role
from aftersales.rules.roles import MAY, Action, Actor
from aftersales.services.close import close_request
from aftersales.services.contacts import (
    reveal_complaint_contact,
    reveal_customer_contacts,
    reveal_request_contact,
)
from aftersales.services.register_place import NewContact, NewCustomer, NewProject, add_customer, add_project
from aftersales.services.report import file_report
from aftersales.services.survey import Answers, record_survey
from tests.builders import DAY, HOUR, NOON, Firm, person
from tests.services.complaint_deeds import complained

PHONE, SITE = "13812345678", "上海市徐汇区枫林路180号5楼502室"
SECRETS = (PHONE, "12345678", "180号", "502室")
DESK = MAY[Action.SEE_CONTACTS]


@pytest.fixture
def place(firm: Firm) -> dict[str, Any]:
    """A finished request of a customer whose phone and address are known."""
    told: dict[str, Any] = {"actor": firm.manager, "now": NOON}
    customer = add_customer(
        firm.session, **told,
        new=NewCustomer(name="枫林医院", office_id=firm.office_id, city="上海市", address=SITE,
                        contact=NewContact(name="周敏", phone=PHONE)),
    )  # fmt: skip
    project = add_project(
        firm.session, **told,
        new=NewProject(code="HT-FL", name="枫林院标识", customer_id=customer.id or 0, office_id=firm.office_id,
                       address=SITE, handover_on=(NOON - 100 * DAY).date(), warranty_months=24),
    )  # fmt: skip
    request = firm.done(
        sign_id=None, project_id=project.id, contact_name="周敏", contact_phone=PHONE, place="门诊大厅",
        description=f"灯不亮，请打{PHONE}",
    )  # fmt: skip
    dispatch_id = firm.session.exec(select(Dispatch.id).where(Dispatch.request_id == request.id)).one() or 0
    visit = firm.session.get_one(Dispatch, dispatch_id)
    visit.note, visit.needs = f"到了打{PHONE}", f"再约{PHONE}"
    firm.session.add(visit)
    file_report(
        firm.session, actor=firm.technician, now=NOON + 5 * HOUR, request_id=request.id or 0,
        new=firm.report_of(request, dispatch_id, customer_words=f"有事打{PHONE}"),
    )  # fmt: skip
    record_survey(
        firm.session, actor=firm.hotline, now=NOON + 6 * HOUR, request_id=request.id or 0, way=SurveyWay.TELEPHONE,
        answers=Answers(overall=5, words=f"谢谢，{PHONE}"),
    )  # fmt: skip
    return {"customer": customer.id, "project": project.id, "request": request}


def shown(firm: Firm, actor: Actor, place: dict[str, Any]) -> dict[str, str]:
    """Everything that this person's pages, lists, sheets and exports hold of it; a refused one holds nothing."""
    session, request = firm.session, place["request"]
    visit = session.execute(
        select(Event.data).where(Event.name == "dispatch", Event.subject_id == request.id)
    ).scalar()["dispatch"]
    complaint = complained(firm, customer_id=place["customer"], contact_phone=PHONE, words=f"打{PHONE}")
    now, month = NOON + 6 * HOUR, Selection(NOON - DAY, NOON + DAY)
    looks: dict[str, Callable[[], Any]] = {
        "request": lambda: [
            (view.request.contact_phone, view.request.description, view.customer.address,
             view.project.address if view.project else "", view.visits, view.survey.answer and view.survey.answer.words)
            for view in [get_request_view(session, actor, request.number, now=now)]
        ],
        "drawer": lambda: [
            (look.request.contact_phone, look.request.description, look.customer.address)
            for look in [get_look(session, actor, request.id, now=now)]
        ],
        "found requests": lambda: find_requests(session, actor, request.number),
        "found customers": lambda: find_customers(session, actor, "枫林"),
        "found projects": lambda: find_projects(session, actor, "HT-FL"),
        "by phone": lambda: find_requests(session, actor, PHONE[-4:]) and PHONE,
        "customer by phone": lambda: find_customers(session, actor, PHONE[-4:]) and PHONE,
        "place": lambda: get_place(session, actor, project_id=place["project"]),
        "contacts": lambda: list_contacts(session, actor, get_place(session, actor, customer_id=place["customer"])),
        "earlier": lambda: list_requests_at(session, actor, project_id=place["project"]),
        "jobs": lambda: list_own_jobs(session, actor, now=now),
        "to ask": lambda: list_to_ask(session, actor, now=now),
        "surveys": lambda: list_surveys(session, actor, SurveyFilter()),
        "register of surveys": lambda: list_rows(session, actor, REGISTERS["surveys"], month),
        "register of reports": lambda: list_rows(session, actor, REGISTERS["reports"], month),
        "history": lambda: list_history(session, actor, request.id),
        "trail": lambda: list_trail(session, actor, TrailFilter(), limit=500),
        "slip": lambda: get_dispatch_slip(session, actor, visit),
        "report": lambda: get_report_sheet(session, actor, visit),
        "complaint": lambda: (lambda view: (view.row.contact_phone, view.row.words, view.history))(
            get_complaint_view(session, actor, complaint.number)
        ),
        "register of calls": lambda: list_rows(session, actor, REGISTERS["calls"], month),
        "register of complaints": lambda: list_rows(session, actor, REGISTERS["complaints"], month),
    }  # fmt: skip
    found = {}
    for where, look in looks.items():
        try:
            found[where] = repr(look())
        except (NotAllowed, NotFound):
            found[where] = ""
    return found


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_every_place_masks_for_who_does_not_need_it(firm: Firm, place: dict[str, Any], role: Role) -> None:
    elsewhere = Office(name="北京", region="华北")
    firm.session.add(elsewhere)
    firm.session.flush()
    actor = person(firm.session, role, name="某人", office_id=elsewhere.id)
    said = shown(firm, actor, place)
    open_places = {where for where, words in said.items() if any(secret in words for secret in SECRETS)}
    if role in DESK:
        assert {"request", "drawer", "found customers", "contacts", "register of calls", "history"} <= open_places
    else:
        assert open_places == set()


def test_an_office_sees_its_own_in_full_and_another_offices_masked(firm: Firm, place: dict[str, Any]) -> None:
    own = shown(firm, firm.office, place)
    assert PHONE in own["request"]
    assert PHONE in own["contacts"]


def test_a_technician_sees_own_jobs_until_they_are_closed(firm: Firm) -> None:
    job = firm.closable(contact_phone=PHONE)
    session, number = firm.session, job.number
    assert get_request_view(session, firm.technician, number, now=NOON).request.contact_phone == PHONE
    close_request(session, actor=firm.hotline, now=NOON + 20 * HOUR, request_id=job.id or 0)
    assert get_request_view(session, firm.technician, number, now=NOON).request.contact_phone != PHONE
    with pytest.raises(NotAllowed):
        reveal_request_contact(session, actor=firm.technician, now=NOON, request_id=job.id or 0)


def test_a_click_shows_them_and_leaves_an_event_without_them(firm: Firm, place: dict[str, Any]) -> None:
    request_id = place["request"].id
    seen = reveal_request_contact(firm.session, actor=firm.leadership, now=NOON, request_id=request_id)
    assert (seen.people, seen.address) == ((("周敏", PHONE),), SITE)
    whole = reveal_customer_contacts(firm.session, actor=firm.business, now=NOON, customer_id=place["customer"])
    assert whole.people == (("周敏", PHONE),)
    told = firm.session.exec(select(Event).where(Event.name == "reveal_contact")).all()
    assert [(one.actor_id, one.subject, one.subject_id, one.data) for one in told] == [
        (firm.leadership.staff_id, "request", request_id, {"within_a_day": 1}),
        (firm.business.staff_id, "customer", place["customer"], {"within_a_day": 1}),
    ]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TECHNICIAN])
def test_who_has_no_business_with_customers_may_not_ask(firm: Firm, place: dict[str, Any], role: Role) -> None:
    actor = person(firm.session, role, name="某人", office_id=firm.office_id)
    with pytest.raises(NotAllowed):
        reveal_request_contact(firm.session, actor=actor, now=NOON, request_id=place["request"].id)
    with pytest.raises(NotAllowed):
        reveal_customer_contacts(firm.session, actor=actor, now=NOON, customer_id=place["customer"])


def test_how_often_somebody_looked_within_a_day_is_noted(firm: Firm, place: dict[str, Any]) -> None:
    told: dict[str, Any] = {"actor": firm.leadership, "request_id": place["request"].id}
    moments = [NOON, NOON + HOUR, NOON + DAY - HOUR, NOON + DAY, NOON + DAY + 2 * HOUR]
    for now in moments:
        reveal_request_contact(firm.session, now=now, **told)
    reveal_request_contact(firm.session, now=NOON, **told | {"actor": firm.business})
    counts = firm.session.exec(select(Event.data).where(Event.name == "reveal_contact").order_by(col(Event.id))).all()
    assert [one["within_a_day"] for one in counts] == [1, 2, 3, 3, 3, 1]


def test_a_complaints_contact_is_shown_and_told_in_the_complaints_own_trail(firm: Firm) -> None:
    plain, hidden = (
        complained(firm, contact_phone=PHONE),
        complained(firm, ComplaintKind.INTEGRITY, contact_phone=PHONE),
    )
    for one, trail in ((plain, Event), (hidden, SealedEvent)):
        seen = reveal_complaint_contact(firm.session, actor=firm.leadership, now=NOON, number=one.number)
        assert seen.people == ((one.contact_name, PHONE),)
        told = firm.session.exec(select(trail).where(trail.name == "reveal_contact")).all()
        assert [(event.actor_id, event.subject_id) for event in told] == [(firm.leadership.staff_id, one.id)]
    with pytest.raises(NotFound):
        reveal_complaint_contact(firm.session, actor=firm.business, now=NOON, number=hidden.number)


def test_of_a_site_that_names_no_city_the_customers_city_is_left(firm: Firm, place: dict[str, Any]) -> None:
    project = firm.session.get_one(Project, place["project"])
    project.address = "朝阳街584号"
    firm.session.add(project)
    firm.session.flush()
    session, number = firm.session, place["request"].number
    view = get_request_view(session, firm.leadership, number, now=NOON)
    assert view.project
    looked = get_look(session, firm.leadership, place["request"].id, now=NOON)
    assert looked.project
    seen = get_place(session, firm.leadership, project_id=place["project"])
    assert {view.project.address, looked.project.address, seen.project_address} == {"上海市****"}
