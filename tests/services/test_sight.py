"""What a technician and an office bound to its region see and do, by every list and every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Event
from aftersales.queries.board import list_board
from aftersales.queries.find import find_requests
from aftersales.queries.history import list_history
from aftersales.queries.kept import Arrivals, get_kept, list_arrivals
from aftersales.queries.load import list_load
from aftersales.queries.look import get_look
from aftersales.queries.reports import ReportFilter, count_reports, list_lacking_reports, list_reports
from aftersales.queries.request_view import get_request_view
from aftersales.queries.requests_at import find_request_at, list_requests_at
from aftersales.queries.surveys import SurveyFilter, count_surveys, get_survey_figures, list_surveys
from aftersales.queries.surveys_to_ask import list_to_ask
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.attachments import add_attachment, read_attachment
from aftersales.services.company import add_office, get_actor
from aftersales.services.office_sight import set_office_sight
from aftersales.services.register_place import NewProject, add_project
from aftersales.services.register_request import register_request
from aftersales.services.respond import respond
from tests.builders import DAY, HOUR, NOON, Firm, new_sign, person
from tests.services.test_attachments import picture

LATER = NOON + 3 * DAY


def abroad(firm: Firm) -> dict[str, Any]:
    """A sign of the same customer at an office of another region, and who works there."""
    office = add_office(firm.session, actor=SYSTEM, now=NOON, name="广州办事处", region="华南")
    project = add_project(
        firm.session, actor=SYSTEM, now=NOON,
        new=NewProject(code="HT-GZ", name="广州标识", customer_id=firm.customer.id, office_id=office.id,
                       handover_on=date(2025, 6, 1), warranty_months=24),
    )  # fmt: skip
    return {"office": office, "sign_id": new_sign(firm.session, firm, project_id=project.id).id}


def bound(firm: Firm) -> Actor:
    set_office_sight(firm.session, actor=firm.manager, now=NOON, office_id=firm.office_id, sees_region_only=True)
    return get_actor(firm.session, firm.office.staff_id or 0)


def test_only_an_office_is_bound_and_only_where_so_set(firm: Firm) -> None:
    assert get_actor(firm.session, firm.office.staff_id or 0).only_region is None
    assert bound(firm).only_region == "华东"
    for other in (firm.hotline, firm.technician, firm.manager, firm.leadership):
        assert get_actor(firm.session, other.staff_id or 0).only_region is None
    both = person(firm.session, Role.OFFICE, Role.HOTLINE, name="双", office_id=firm.office_id)
    assert both.only_region is None
    fitter = person(firm.session, Role.OFFICE, Role.TECHNICIAN, name="兼", office_id=firm.office_id)
    assert fitter.only_region == "华东"


def test_the_setting_is_told_once(firm: Firm) -> None:
    bound(firm)
    bound(firm)
    told = firm.session.exec(select(Event.data).where(Event.name == "set_office_sight")).all()
    assert told == [{"sees_region_only": True}]
    with pytest.raises(NotFound):
        set_office_sight(firm.session, actor=firm.manager, now=NOON, office_id=999_999, sees_region_only=True)


# Each gives the numbers of the requests that somebody sees.
LISTS: dict[str, Callable[[Session, Actor], list[str]]] = {
    "board": lambda s, a: [card.number for column in list_board(s, a, now=LATER).columns for card in column.cards],
    "find": lambda s, a: [found.number for found in find_requests(s, a, "大堂")],
    "arrivals": lambda s, a: [one.number for one in list_arrivals(s, a, Arrivals.ALL, now=LATER)],
    "to ask": lambda s, a: [one.number for one in list_to_ask(s, a, now=LATER)],
    "lacking reports": lambda s, a: [one.number for one in list_lacking_reports(s, a)],
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_an_office_bound_to_its_region_sees_its_own_only(firm: Firm, name: str) -> None:
    here, other = firm.done().number, firm.done(at=NOON + DAY, sign_id=abroad(firm)["sign_id"]).number
    assert set(LISTS[name](firm.session, firm.hotline)) == {here, other}
    assert LISTS[name](firm.session, bound(firm)) == [here]


def test_what_it_wrote_down_itself_for_another_region_stays_in_its_sight(firm: Firm) -> None:
    office = bound(firm)
    own = register_request(firm.session, actor=office, now=NOON, new=firm.new_request(sign_id=abroad(firm)["sign_id"]))
    assert own.office_id != firm.office_id
    assert LISTS["board"](firm.session, office) == [own.number]
    assert get_request_view(firm.session, office, own.number, now=LATER).id == own.id


def test_one_record_of_another_region_is_not_shown_and_no_step_taken(firm: Firm) -> None:
    other = firm.done(sign_id=abroad(firm)["sign_id"])
    photo = add_attachment(
        firm.session, actor=firm.technician, now=LATER, owner="request", owner_id=other.id, name="a", content=picture()
    )
    office = bound(firm)
    for look in (
        lambda: get_request_view(firm.session, office, other.number, now=LATER),
        lambda: list_history(firm.session, office, other.id),
        lambda: respond(firm.session, actor=office, now=LATER, request_id=other.id),
        lambda: add_attachment(firm.session, actor=office, now=LATER, owner="request", owner_id=other.id,
                               name="b", content=picture(colour="blue")),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            look()
    for look in (
        lambda: get_look(firm.session, office, other.id, now=LATER),
        lambda: read_attachment(firm.session, office, photo.id),
    ):
        with pytest.raises(NotFound):
            look()
    assert find_request_at(firm.session, office, other.number) is None
    assert list_requests_at(firm.session, office, customer_id=firm.customer.id) == []
    assert list_requests_at(firm.session, firm.hotline, customer_id=firm.customer.id) != []


def test_sums_stop_at_the_region_too(firm: Firm) -> None:
    firm.closable()
    firm.closable(at=NOON + DAY, sign_id=abroad(firm)["sign_id"])
    office, every = bound(firm), SurveyFilter()
    starts, before = [NOON - DAY], LATER + DAY
    for actor, count in ((firm.hotline, 2), (office, 1)):
        assert get_kept(firm.session, actor, now=LATER).received == count
        assert count_surveys(firm.session, actor, every) == count
        assert len(list_surveys(firm.session, actor, every)) == count
        assert get_survey_figures(firm.session, actor, starts=starts, before=before).total.answered == count
        assert count_reports(firm.session, actor, ReportFilter()) == count
        assert len(list_reports(firm.session, actor, ReportFilter())) == count


def test_the_technicians_of_other_regions_are_out_of_sight_on_the_board(firm: Firm) -> None:
    there = abroad(firm)["office"]
    person(firm.session, Role.TECHNICIAN, name="广州师傅", office_id=there.id)
    names = [load.name for load in list_load(firm.session, bound(firm), from_at=NOON, to_at=LATER)]
    assert names == ["王强", "李军"]
    assert len(list_load(firm.session, firm.dispatcher, from_at=NOON, to_at=LATER)) == 3


def test_a_technician_sees_own_jobs_only(firm: Firm) -> None:
    own = firm.done()
    other = firm.accepted(at=NOON + DAY, sign_id=new_sign(firm.session, firm).id)
    firm.dispatch(other, at=NOON + DAY + HOUR, crew=(firm.second_technician,))
    assert [one.number for one in find_requests(firm.session, firm.technician, "大堂")] == [own.number]
    assert [one.number for one in list_requests_at(firm.session, firm.technician, customer_id=firm.customer.id)] == [
        own.number
    ]
    assert find_request_at(firm.session, firm.technician, other.number) is None
    for look in (
        lambda: get_request_view(firm.session, firm.technician, other.number, now=LATER),
        lambda: list_history(firm.session, firm.technician, other.id),
    ):
        with pytest.raises(NotAllowed):
            look()
    with pytest.raises(NotFound):
        get_look(firm.session, firm.technician, other.id, now=LATER)


def test_the_bound_is_the_regions_not_the_offices(firm: Firm) -> None:
    """Two offices of one region see each other's."""
    second = add_office(firm.session, actor=SYSTEM, now=NOON, name="杭州办事处", region="华东")
    request = firm.accepted()
    there = replace(bound(firm), office_id=second.id)
    assert LISTS["board"](firm.session, there) == [request.number]
