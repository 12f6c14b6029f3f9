"""Integrity complaints: for whom they exist, and that for nobody else they do (*Opinions about people*)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import AftersalesError, InvalidInput, NotAllowed, NotFound
from aftersales.models import (
    Complaint,
    Event,
    IntegrityComplaint,
    Notice,
    SealedEvent,
    ServiceRequest,
    Survey,
    SurveyWay,
)
from aftersales.queries.complaints import (
    complaint_figures,
    count_complaints,
    get_complaint_view,
    list_complaints,
)
from aftersales.queries.due_records import list_due_records
from aftersales.queries.history import list_history
from aftersales.queries.notices import count_unread, list_notices
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, count_rows, list_rows
from aftersales.queries.request_view import get_request_view
from aftersales.queries.surveys import SurveyFilter, list_surveys
from aftersales.queries.trail import TrailFilter, list_trail
from aftersales.rules.complaint import ComplaintKind, ComplaintState
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.complaint_merge import merge_complaint
from aftersales.services.complaint_people import concerned_ids
from aftersales.services.complaint_steps import Responsible, note_on_complaint, organise_complaint
from aftersales.services.complaints_late import tell_late_feedback
from aftersales.services.survey import Answers, answer_by_link, ask_survey, record_survey
from aftersales.services.verify_trail import verify_sealed_trail, verify_trail
from tests.builders import DAY, HOUR, NOON, Firm, person
from tests.services.complaint_deeds import brought, complained, department

K = ComplaintKind
SEERS = {Role.AFTER_SALES_MANAGER, Role.LEADERSHIP}
SECRET = "他收了我两百块钱"


def actor_of(firm: Firm, role: Role) -> Actor:
    return person(firm.session, role, name=f"某{role.value}", office_id=firm.office_id)


def sealed(firm: Firm, *concerned: Actor, request_id: int | None = None) -> Any:
    return complained(
        firm, K.INTEGRITY, words=SECRET, request_id=request_id, concerned_ids=tuple(one.staff_id for one in concerned)
    )


def everywhere(firm: Firm, actor: Actor, row: Any, request_id: int) -> dict[str, Any]:
    """What each place that lists, counts, searches or tells shows of it to this person; refused: nothing."""
    session, now = firm.session, NOON + 6 * HOUR

    def seen(look: Callable[[], Any]) -> Any:
        try:
            return look()
        except (NotAllowed, NotFound):
            return None

    number = session.get_one(ServiceRequest, request_id).number
    everyday = Selection(NOON - DAY, NOON + 40 * DAY)
    found = {
        "list": seen(lambda: [one.number for one in list_complaints(session, actor)]),
        "count": seen(lambda: sum(count_complaints(session, actor).values())),
        "address": seen(lambda: get_complaint_view(session, actor, row.number).row.number),
        "request": seen(lambda: get_request_view(session, actor, number, now=now).links.complaints),
        "figures": seen(
            lambda: complaint_figures(session, actor, start=NOON - DAY, end=NOON + DAY, now=now).received
        ),
        "due": [one.number for one in list_due_records(session, actor, now=now).rows],
        "history": seen(lambda: [one for one in list_history(session, actor, request_id) if "compl" in one.name]),
        "trail": seen(lambda: [one for one in list_trail(session, actor, TrailFilter(), limit=500)
                               if "complaint" in one.name or SECRET in str(one.words)]),
        "register": seen(lambda: count_rows(session, actor, REGISTERS["complaints"], everyday)),
        "words": seen(lambda: [one.words for one in list_surveys(session, actor, SurveyFilter()) if one.words]),
        "notices": [one for one in session.exec(select(Notice).where(Notice.staff_id == actor.staff_id)).all()
                    if one.number == row.number],
    }  # fmt: skip
    return {place: what for place, what in found.items() if what}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_it_is_nowhere_for_whom_it_does_not_exist(firm: Firm, role: Role) -> None:
    actor = actor_of(firm, role)
    request = firm.done()
    row = sealed(firm, firm.technician, request_id=request.id)
    seen = everywhere(firm, actor, row, request.id or 0)
    assert bool(seen) is (role in SEERS)
    if role in SEERS:
        assert {"list", "count", "address", "request", "figures", "due", "notices"} == seen.keys()


@pytest.mark.parametrize("role", sorted(SEERS))
def test_whom_it_concerns_finds_nothing_either(firm: Firm, role: Role) -> None:
    actor = actor_of(firm, role)
    request = firm.done()
    row = sealed(firm, actor, request_id=request.id)
    assert everywhere(firm, actor, row, request.id or 0) == {}
    with pytest.raises(NotFound) as refusal:
        note_on_complaint(firm.session, actor=actor, now=NOON, number=row.number, note="不是我")
    with pytest.raises(NotFound) as other:
        note_on_complaint(firm.session, actor=actor, now=NOON, number="LZ20260310-0099", note="不是我")
    assert str(refusal.value).replace(row.number, "") == str(other.value).replace("LZ20260310-0099", "")


def test_its_number_leaves_no_gap_in_the_others(firm: Firm) -> None:
    first, hidden, second = complained(firm), sealed(firm), complained(firm)
    assert [one.number for one in (first, hidden, second)] == [
        "TS20260310-0001", "LZ20260310-0001", "TS20260310-0002",
    ]  # fmt: skip


def test_its_trail_is_a_chain_of_its_own_and_proved(firm: Firm) -> None:
    before = verify_trail(firm.session).count
    sealed(firm)
    assert verify_trail(firm.session).count == before
    report = verify_sealed_trail(firm.session)
    assert (report.count, report.first_problem) == (1, None)
    assert firm.session.exec(select(Event).where(Event.subject == "integrity")).all() == []


def test_it_is_merged_with_its_like_only(firm: Firm) -> None:
    hidden, other = sealed(firm), complained(firm)
    for one, into in ((hidden, other), (other, hidden)):
        with pytest.raises(AftersalesError):
            merge_complaint(
                firm.session, actor=firm.manager, now=NOON, number=one.number, into=into.number, reason="同一件事"
            )
    twin = sealed(firm, firm.technician)
    merge_complaint(firm.session, actor=firm.manager, now=NOON, number=twin.number, into=hidden.number, reason="重复")
    assert concerned_ids(firm.session, hidden) == {firm.technician.staff_id}


def test_leadership_sees_one_about_the_manager_through(firm: Firm) -> None:
    row = brought(firm, "answered", K.INTEGRITY, firm.leadership, concerned_ids=(firm.manager.staff_id,))
    assert row.state is ComplaintState.RESOLVED
    assert count_complaints(firm.session, firm.manager) == {}


def test_late_feedback_is_told_once_to_those_who_see_it(firm: Firm) -> None:
    row = sealed(firm, firm.manager)
    assert tell_late_feedback(firm.session, now=NOON + 4 * HOUR) == 0
    assert tell_late_feedback(firm.session, now=NOON + 5 * HOUR) == 1
    assert tell_late_feedback(firm.session, now=NOON + 6 * HOUR) == 0
    told = firm.session.exec(select(Notice).where(Notice.number == row.number)).all()
    assert {one.staff_id for one in told} == {firm.leadership.staff_id}
    assert "feedback_late" in {one.name for one in firm.session.exec(select(SealedEvent)).all()}


@pytest.mark.parametrize(("mark", "opened"), [(1, 1), (2, 1), (3, 0), (None, 0)])
def test_a_bad_mark_for_manners_opens_a_conduct_complaint_about_the_crew(
    firm: Firm, mark: int | None, opened: int
) -> None:
    request = firm.done()
    record_survey(
        firm.session, actor=firm.hotline, now=NOON + 6 * HOUR, request_id=request.id or 0, way=SurveyWay.TELEPHONE,
        answers=Answers(overall=4, manners=mark, words="态度不好"),
    )  # fmt: skip
    found = firm.session.exec(select(Complaint)).all()
    assert len(found) == opened
    for one in found:
        assert (one.kind, one.request_id, one.registered_by_id) == (K.CONDUCT, request.id, None)
        assert concerned_ids(firm.session, one) == {firm.technician.staff_id}
        assert "态度不好" in one.words


@pytest.mark.parametrize(("asked", "opened"), [(True, 1), (False, 0), (None, 0)])
def test_a_yes_to_having_been_asked_for_something_opens_an_integrity_complaint_alone(
    firm: Firm, asked: bool | None, opened: int
) -> None:
    request = firm.done()
    _, token = ask_survey(firm.session, actor=firm.hotline, now=NOON + 5 * HOUR, request_id=request.id or 0)
    answer_by_link(
        firm.session, now=NOON + 6 * HOUR, token=token or "",
        answers=Answers(overall=5, asked_extra=asked, words=SECRET if asked else "很好"),
    )  # fmt: skip
    found = firm.session.exec(select(IntegrityComplaint)).all()
    assert len(found) == opened
    assert firm.session.exec(select(Complaint)).all() == []
    survey = firm.session.exec(select(Survey)).one()
    assert survey.words == ("" if asked else "很好")
    assert all(SECRET not in one.words and one.words == survey.words for one in found) is (not opened)


def test_the_surveys_of_both_look_alike_to_who_may_not_see_it(firm: Firm) -> None:
    for extra, sign in ((True, 1), (False, 2)):
        request = firm.done(at=NOON + sign * DAY)
        record_survey(
            firm.session, actor=firm.hotline, now=NOON + sign * DAY + 6 * HOUR, request_id=request.id or 0,
            way=SurveyWay.PAPER, answers=Answers(overall=5, asked_extra=extra),
        )  # fmt: skip
    one, other = list_surveys(firm.session, firm.hotline, SurveyFilter())
    assert (one.overall, one.words, one.marks) == (other.overall, other.words, other.marks)
    told = firm.session.exec(select(Event).where(Event.name == "record_survey")).all()
    assert {tuple(sorted(event.data)) for event in told} == {tuple(sorted(told[0].data))}


def test_the_register_knows_no_such_kind(firm: Firm) -> None:
    sealed(firm)
    plain = complained(firm)
    everyday = Selection(NOON - DAY, NOON + DAY)
    rows = list_rows(firm.session, firm.leadership, REGISTERS["complaints"], everyday)
    assert plain.number in str(rows)
    assert count_rows(firm.session, firm.leadership, REGISTERS["complaints"], everyday) == 1


def test_only_these_two_roles_see_and_handle_it() -> None:
    assert {role for role in Role if may(Actor(1, "x", frozenset({role})), Action.SEE_INTEGRITY)} - {
        Role.SYSTEM
    } == SEERS


def test_what_was_told_of_it_goes_with_the_sight_of_it(firm: Firm) -> None:
    row = sealed(firm)
    mine = [one.number for one in list_notices(firm.session, firm.manager)]
    assert (mine, count_unread(firm.session, firm.manager)) == ([row.number], 1)
    other_work = replace(firm.manager, roles=frozenset({Role.DISPATCHER}))
    assert (list_notices(firm.session, other_work), count_unread(firm.session, other_work)) == ([], 0)
    new = Responsible(
        department_id=department(firm), owner_id=firm.leadership.staff_id or 0,
        concerned_ids=(firm.manager.staff_id or 0,),
    )  # fmt: skip
    organise_complaint(firm.session, actor=firm.leadership, now=NOON, number=row.number, new=new)
    assert (list_notices(firm.session, firm.manager), count_unread(firm.session, firm.manager)) == ([], 0)


def test_only_those_who_see_it_can_be_responsible(firm: Firm) -> None:
    row = sealed(firm)
    new = Responsible(department_id=department(firm), owner_id=firm.dispatcher.staff_id or 0)
    with pytest.raises(InvalidInput):
        organise_complaint(firm.session, actor=firm.manager, now=NOON, number=row.number, new=new)


def test_bad_manners_and_a_yes_open_two_and_the_words_stand_in_one(firm: Firm) -> None:
    request = firm.done()
    record_survey(
        firm.session, actor=firm.hotline, now=NOON + 6 * HOUR, request_id=request.id or 0, way=SurveyWay.PAPER,
        answers=Answers(overall=1, manners=1, asked_extra=True, words=SECRET),
    )  # fmt: skip
    conduct = firm.session.exec(select(Complaint)).one()
    hidden = firm.session.exec(select(IntegrityComplaint)).one()
    assert SECRET not in conduct.words
    assert SECRET in hidden.words
    assert all(SECRET not in str(one.words) for one in list_trail(firm.session, firm.manager, TrailFilter()))
