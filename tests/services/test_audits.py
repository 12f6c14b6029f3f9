"""Audits drawn, answered, followed up and closed; who may, and what the product answers by itself (5.2(3))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, RuleBroken
from aftersales.models import (
    Audit,
    AuditFinding,
    AuditLine,
    AuditSample,
    CorrectiveAction,
    Event,
    Notice,
    NoticeKind,
    SurveyWay,
)
from aftersales.rules.audit import AuditAnswer, AuditCheck, AuditState, FindingState, draw_sample
from aftersales.rules.kinds import Cause, Charge, Kind, Role
from aftersales.services.attachments import add_attachment
from aftersales.services.audit_draw import NewSample, draw_audits
from aftersales.services.audit_facts import answers_from_facts
from aftersales.services.audit_findings import note_audit_finding
from aftersales.services.audit_follow_up import check_finding, see_to_finding, send_back_finding
from aftersales.services.audits import NewAnswer, NewAnswers, answer_audit, close_audit, finish_audit, give_audit
from aftersales.services.classify import change_charge
from aftersales.services.close import close_request, reopen_request
from aftersales.services.corrective_action_steps import carry_out_action
from aftersales.services.respond import resolve, respond
from aftersales.services.survey import Answers, record_survey
from aftersales.services.working_days import end_of
from tests.builders import DAY, HOUR, NOON, Firm, new_sign, person
from tests.services.audit_deeds import APRIL, MARCH, TODAY, answered, checked, closed, drawn, found, new_finding, see_to
from tests.services.test_attachments import picture

K, Y, N, X = AuditCheck, AuditAnswer.YES, AuditAnswer.NO, AuditAnswer.NOT_APPLICABLE


def sample(firm: Firm, **values: Any) -> NewSample:
    usual = {"office_id": firm.office_id, "month": MARCH, "size": 2, "auditor_ids": (firm.manager.staff_id,)}
    return NewSample(**usual | values)


def draw(firm: Firm, **values: Any) -> AuditSample:
    return draw_audits(firm.session, actor=firm.manager, now=TODAY, new=sample(firm, **values))


def test_a_draw_takes_a_reproducible_sample_of_what_the_office_closed_that_month(firm: Firm) -> None:
    ids = sorted(one.id or 0 for one in closed(firm, 6))
    firm.closable(at=NOON + 20 * DAY)  # done, but its file is open
    rows = drawn(firm, size=3, seed=7)
    assert [row.request_id for row in rows] == draw_sample(ids, 3, seed=7)
    assert [row.number for row in rows] == [f"SH20260419-000{place}" for place in (1, 2, 3)]
    assert {(row.state, row.auditor_id) for row in rows} == {(AuditState.TO_DO, firm.manager.staff_id)}
    kept = firm.session.exec(select(AuditSample)).one()
    assert (kept.population, kept.drawn, kept.seed, kept.month) == (6, 3, 7, MARCH.replace(day=1))


def test_a_share_is_drawn_too(firm: Firm) -> None:
    closed(firm, 5)
    assert draw(firm, size=None, percent=25).drawn == 2


@pytest.mark.parametrize(
    "wrong",
    [{"size": None}, {"percent": 10}, {"size": 0}, {"size": 101}, {"size": None, "percent": 101}, {"auditor_ids": ()}],
)
def test_a_draw_asks_for_a_number_or_a_share_and_somebody_to_audit(firm: Firm, wrong: dict[str, Any]) -> None:
    closed(firm, 1)
    with pytest.raises(InvalidInput):
        draw(firm, **wrong)


def test_a_month_that_is_not_over_is_not_drawn(firm: Firm) -> None:
    closed(firm, 1)
    with pytest.raises(RuleBroken) as refusal:
        draw(firm, month=APRIL)
    assert refusal.value.clause == "5.2(3)"
    last_evening = NOON.replace(day=31, hour=15, minute=59)  # 23:59 in Shanghai
    with pytest.raises(RuleBroken):
        draw_audits(firm.session, actor=firm.manager, now=last_evening, new=sample(firm))
    draw_audits(firm.session, actor=firm.manager, now=last_evening + timedelta(minutes=1), new=sample(firm))


def test_an_office_and_month_are_drawn_once_and_only_where_something_was_closed(firm: Firm) -> None:
    with pytest.raises(RuleBroken):
        draw(firm)
    closed(firm, 2)
    draw(firm)
    with pytest.raises(RuleBroken):
        draw(firm, seed=9)


def test_the_double_click_draws_once(firm: Firm) -> None:
    closed(firm, 2)
    assert draw(firm, once="a-1").id == draw(firm, once="a-1").id
    assert len(firm.session.exec(select(AuditSample)).all()) == 1


def test_nobody_audits_what_they_did_or_closed(firm: Firm) -> None:
    requests = [
        firm.closable(at=NOON + place * DAY, sign_id=new_sign(firm.session, firm).id) for place in (1, 2, 3)
    ]  # fmt: skip
    for request, closer in zip(requests, (firm.manager, firm.dispatcher, firm.hotline), strict=True):
        close_request(firm.session, actor=closer, now=NOON + 10 * DAY, request_id=request.id or 0)
    rows = drawn(firm, firm.manager, firm.dispatcher)
    given = {row.request_id: row.auditor_id for row in rows}
    assert given[requests[0].id or 0] == firm.dispatcher.staff_id
    assert given[requests[1].id or 0] == firm.manager.staff_id
    with pytest.raises(InvalidInput):
        give_audit(
            firm.session, actor=firm.manager, now=TODAY, audit_id=rows[0].id or 0,
            auditor_id=firm.manager.staff_id or 0,
        )  # fmt: skip
    with pytest.raises(RuleBroken):  # not theirs, even where they had no hand in it
        answered(firm, rows[0])


def test_a_technician_who_became_a_dispatcher_does_not_audit_an_own_job(firm: Firm) -> None:
    both = person(firm.session, Role.TECHNICIAN, Role.DISPATCHER, name="何平", office_id=firm.office_id)
    firm.technician = both
    request = firm.closable(at=NOON + DAY)
    close_request(firm.session, actor=firm.hotline, now=NOON + 2 * DAY, request_id=request.id or 0)
    assert drawn(firm, both, firm.manager)[0].auditor_id == firm.manager.staff_id


def test_where_everybody_had_a_hand_in_it_the_audit_waits_to_be_given(firm: Firm) -> None:
    request = firm.closable(at=NOON + DAY)
    close_request(firm.session, actor=firm.manager, now=NOON + 2 * DAY, request_id=request.id or 0)
    row = drawn(firm, firm.manager)[0]
    assert row.auditor_id is None
    give_audit(
        firm.session, actor=firm.manager, now=TODAY, audit_id=row.id or 0, auditor_id=firm.dispatcher.staff_id or 0
    )
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.AUDITS_GIVEN)).one()
    assert (told.staff_id, told.number) == (firm.dispatcher.staff_id, row.number)


def test_only_somebody_who_may_audit_is_given_one(firm: Firm) -> None:
    closed(firm, 1)
    for wrong in (firm.technician, firm.office, firm.leadership):
        with pytest.raises(InvalidInput):
            draw(firm, auditor_ids=(wrong.staff_id,))


def facts_of_one(firm: Firm, request: Any) -> dict[AuditCheck, AuditAnswer | None]:
    return answers_from_facts(firm.session, request, now=TODAY)


def test_the_facts_answer_what_they_can(firm: Firm) -> None:
    answers = facts_of_one(firm, closed(firm, 1)[0])
    assert answers.keys() == set(AuditCheck)
    assert {K.ANSWERED_IN_TIME, K.ARRIVED_AS_PROMISED, K.REPORT_COMPLETE, K.CHARGED_BY_RULES, K.SURVEY_ASKED} <= {
        question for question, answer in answers.items() if answer is Y
    }
    assert answers[K.PHOTOS] is N
    assert (answers[K.QUOTE_BEFORE_REPAIR], answers[K.CAUSE_ANALYSED]) == (X, X)
    assert answers[K.WORDS_UNDERSTANDABLE] is None


def test_photos_before_and_after_are_both_needed(firm: Firm) -> None:
    request = firm.closable(at=NOON + DAY)
    for purpose, expected in (("photo_before", N), ("photo_after", Y)):
        add_attachment(
            firm.session, actor=firm.manager, now=NOON + 2 * DAY, owner="request", owner_id=request.id or 0,
            name="a.jpg", content=picture(colour="red" if expected is N else "blue"), purpose=purpose,
        )  # fmt: skip
        assert facts_of_one(firm, request)[K.PHOTOS] is expected


def test_a_late_answer_of_an_earlier_round_stays_late(firm: Firm) -> None:
    late = firm.register(at=NOON)
    respond(firm.session, actor=firm.hotline, now=NOON + 4 * HOUR + timedelta(seconds=1), request_id=late.id or 0)
    assert facts_of_one(firm, late)[K.ANSWERED_IN_TIME] is N
    in_time = firm.register(at=NOON)
    respond(firm.session, actor=firm.hotline, now=NOON + 4 * HOUR, request_id=in_time.id or 0)
    assert facts_of_one(firm, in_time)[K.ANSWERED_IN_TIME] is Y
    request = firm.closable(at=NOON + 3 * DAY)
    reopen_request(firm.session, actor=firm.hotline, now=NOON + 5 * DAY, request_id=request.id or 0, reason="又坏了")
    assert facts_of_one(firm, request)[K.ANSWERED_IN_TIME] is N  # the new round has no answer yet


def test_a_charge_by_hand_is_left_to_the_auditor(firm: Firm) -> None:
    request = firm.closable(at=NOON + DAY)
    change_charge(
        firm.session, actor=firm.manager, now=NOON + 2 * DAY, request_id=request.id or 0, charge=Charge.AT_COST,
        reason="合同另有约定",
    )  # fmt: skip
    answers = facts_of_one(firm, request)
    assert answers[K.CHARGED_BY_RULES] is None
    assert answers[K.QUOTE_BEFORE_REPAIR] is N


@pytest.mark.parametrize(("mark", "expected"), [(1, N), (2, N), (3, None), (4, Y), (5, Y)])
def test_a_mark_for_manners_answers_unless_it_is_in_between(
    firm: Firm, mark: int, expected: AuditAnswer | None
) -> None:
    request = firm.done(at=NOON + DAY)
    assert facts_of_one(firm, request)[K.MANNER] is None
    record_survey(
        firm.session, actor=firm.hotline, now=NOON + 2 * DAY, request_id=request.id or 0, way=SurveyWay.TELEPHONE,
        answers=Answers(overall=5, manners=mark),
    )  # fmt: skip
    assert facts_of_one(firm, request)[K.MANNER] is expected


def test_an_inquiry_is_not_asked_for_a_visit(firm: Firm) -> None:
    request = firm.accepted(kind=Kind.INQUIRY, at=NOON + DAY)
    resolve(firm.session, actor=firm.hotline, now=NOON + 2 * DAY, request_id=request.id or 0, outcome="已解释")
    answers = facts_of_one(firm, request)
    assert {question for question, answer in answers.items() if answer is X} == {
        K.ARRIVED_AS_PROMISED, K.REPORT_COMPLETE, K.PHOTOS, K.CHARGED_BY_RULES, K.QUOTE_BEFORE_REPAIR, K.SURVEY_ASKED,
        K.CAUSE_ANALYSED,
    }  # fmt: skip


def test_what_was_said_about_somebodys_integrity_changes_no_audit(firm: Firm) -> None:
    plain, told = firm.done(at=NOON + DAY), firm.done(at=NOON + 2 * DAY, cause_found=Cause.MATERIAL)
    for request, asked_extra in ((plain, False), (told, True)):
        record_survey(
            firm.session, actor=firm.hotline, now=NOON + 3 * DAY, request_id=request.id or 0,
            way=SurveyWay.TELEPHONE, answers=Answers(overall=5, manners=5, asked_extra=asked_extra),
        )  # fmt: skip
    ignored = {K.CAUSE_ANALYSED}  # the second is the first one's recurrence
    same, other = facts_of_one(firm, plain), facts_of_one(firm, told)
    assert {key: one for key, one in same.items() if key not in ignored} == {
        key: one for key, one in other.items() if key not in ignored
    }


def one_audit(firm: Firm) -> Audit:
    closed(firm, 1)
    return drawn(firm)[0]


def test_an_audit_goes_from_the_checklist_to_its_finding_and_is_closed(firm: Firm) -> None:
    audit = one_audit(firm)
    answered(firm, audit, (K.PHOTOS,))
    known: dict[str, Any] = {"actor": firm.manager, "audit_id": audit.id or 0}
    with pytest.raises(RuleBroken) as refusal:
        finish_audit(firm.session, now=TODAY + HOUR, **known)
    assert refusal.value.clause == "5.2(3)"
    finding = found(firm, audit, K.PHOTOS, firm.office)
    assert (finding.number, finding.state) == (f"{audit.number}-05", FindingState.OPEN)
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.AUDIT_FINDING)).one()
    assert (told.staff_id, told.number, told.page) == (firm.office.staff_id, audit.number, "audits.py")
    finish_audit(firm.session, now=TODAY + 3 * HOUR, **known)
    assert (audit.state, audit.good, audit.asked) == (AuditState.FOLLOW_UP, len(AuditCheck) - 1, len(AuditCheck))
    with pytest.raises(RuleBroken):
        close_audit(firm.session, now=TODAY + 4 * HOUR, **known)
    see_to(firm, finding, firm.office)
    with pytest.raises(RuleBroken):  # nobody has checked it
        close_audit(firm.session, now=TODAY + 2 * DAY, **known)
    checked(firm, finding)
    assert finding.state is FindingState.CHECKED
    assert (audit.state, audit.closed_at) == (AuditState.CLOSED, TODAY + 2 * DAY)
    names = firm.session.exec(select(Event.name).where(Event.subject == "audit")).all()
    assert list(names) == ["answer_audit", "note_audit_finding", "finish_audit", "close_audit"]


def test_without_a_finding_it_is_closed_at_once(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm))
    finish_audit(firm.session, actor=firm.manager, now=TODAY + HOUR, audit_id=audit.id or 0)
    assert (audit.state, audit.closed_at) == (AuditState.CLOSED, TODAY + HOUR)


def test_all_questions_are_answered_before_it_is_finished(firm: Firm) -> None:
    audit = one_audit(firm)
    answer_audit(
        firm.session, actor=firm.manager, now=TODAY, audit_id=audit.id or 0,
        new=NewAnswers(lines=(NewAnswer(question=K.PHOTOS, answer=X),), words="先看一半"),
    )  # fmt: skip
    with pytest.raises(RuleBroken):
        finish_audit(firm.session, actor=firm.manager, now=TODAY, audit_id=audit.id or 0)
    assert (audit.state, audit.words) == (AuditState.UNDER_WAY, "先看一半")


def test_an_answer_that_the_auditor_changed_is_the_auditors(firm: Firm) -> None:
    audit = one_audit(firm)
    lines = (NewAnswer(question=K.PHOTOS, answer=X, note="室内小件"), NewAnswer(question=K.REPORT_COMPLETE, answer=Y))
    answer_audit(firm.session, actor=firm.manager, now=TODAY, audit_id=audit.id or 0, new=NewAnswers(lines=lines))
    kept = {one.question: one for one in firm.session.exec(select(AuditLine))}
    assert (kept[K.PHOTOS].answer, kept[K.PHOTOS].note, kept[K.PHOTOS].from_facts) == (X, "室内小件", False)
    assert kept[K.REPORT_COMPLETE].from_facts is True


def test_a_finding_whose_no_was_taken_back_falls_away(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm), (K.PHOTOS, K.MANNER))
    found(firm, audit, K.PHOTOS, firm.office)
    found(firm, audit, K.MANNER, firm.office)
    answered(firm, audit, (K.MANNER,))
    assert [one.question for one in firm.session.exec(select(AuditFinding))] == [K.MANNER]


def test_a_finding_needs_a_no_an_owner_and_a_day_that_can_be_kept(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm), (K.PHOTOS,))
    known: dict[str, Any] = {"actor": firm.manager, "now": TODAY, "audit_id": audit.id or 0}
    with pytest.raises(RuleBroken):
        note_audit_finding(firm.session, new=new_finding(firm.office.staff_id or 0, question=K.MANNER), **known)
    with pytest.raises(InvalidInput):
        note_audit_finding(firm.session, new=new_finding(firm.technician.staff_id or 0), **known)
    for days, is_fine in ((-1, False), (0, True), (180, True), (181, False)):
        new = new_finding(firm.office.staff_id or 0, due_on=TODAY.date() + timedelta(days=days))
        if is_fine:
            assert note_audit_finding(firm.session, new=new, **known).due_on == new.due_on
        else:
            with pytest.raises(InvalidInput):
                note_audit_finding(firm.session, new=new, **known)
    assert len(firm.session.exec(select(AuditFinding)).all()) == 1


def test_a_finding_is_seen_to_by_its_owner_only(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm), (K.PHOTOS,))
    finding = found(firm, audit, K.PHOTOS, firm.office)
    known: dict[str, Any] = {"now": TODAY + DAY, "finding_id": finding.id or 0}
    for other in (firm.hotline, firm.manager):
        with pytest.raises(RuleBroken):
            see_to_finding(firm.session, actor=other, words="已补拍", **known)
    with pytest.raises(NotAllowed):
        see_to_finding(firm.session, actor=firm.technician, words="已补拍", **known)
    with pytest.raises(InvalidInput):
        see_to_finding(firm.session, actor=firm.office, words=" ", **known)
    see_to_finding(firm.session, actor=firm.office, words="已补拍", **known)
    assert (finding.state, finding.seen_to_by_id) == (FindingState.SEEN_TO, firm.office.staff_id)
    with pytest.raises(RuleBroken):  # what is said to be done is checked, not changed
        note_audit_finding(
            firm.session,
            actor=firm.manager,
            now=TODAY,
            audit_id=audit.id or 0,
            new=new_finding(firm.office.staff_id or 0),
        )


def test_a_finding_is_checked_by_the_auditor_who_did_not_see_to_it(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm), (K.PHOTOS, K.MANNER))
    theirs, own = found(firm, audit, K.PHOTOS, firm.office), found(firm, audit, K.MANNER, firm.manager)
    finish_audit(firm.session, actor=firm.manager, now=TODAY + 3 * HOUR, audit_id=audit.id or 0)
    see_to(firm, theirs, firm.office)
    see_to(firm, own, firm.manager)
    for actor, finding in ((firm.dispatcher, theirs), (firm.manager, own)):
        with pytest.raises(RuleBroken) as refusal:
            checked(firm, finding, actor)
        assert refusal.value.clause == "5.2(3)"
    with pytest.raises(NotAllowed):
        checked(firm, theirs, firm.office)
    checked(firm, theirs)
    assert audit.state is AuditState.FOLLOW_UP
    give_audit(
        firm.session, actor=firm.manager, now=TODAY, audit_id=audit.id or 0, auditor_id=firm.dispatcher.staff_id or 0
    )
    checked(firm, own, firm.dispatcher)
    assert audit.state is AuditState.CLOSED


def test_what_is_not_so_goes_back_with_another_day_and_its_owner_is_told(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm), (K.PHOTOS,))
    finding = found(firm, audit, K.PHOTOS, firm.office)
    finish_audit(firm.session, actor=firm.manager, now=TODAY + 3 * HOUR, audit_id=audit.id or 0)
    see_to(firm, finding, firm.office)
    assert finding.due_at == end_of((TODAY + 8 * DAY).date())
    known: dict[str, Any] = {"actor": firm.manager, "now": TODAY + 2 * DAY, "finding_id": finding.id or 0}
    again = (TODAY + 9 * DAY).date()
    for wrong in ({"reason": " ", "due_on": again}, {"reason": "看不到", "due_on": (TODAY + DAY).date()}):
        with pytest.raises(InvalidInput):
            send_back_finding(firm.session, **known, **wrong)
    send_back_finding(firm.session, reason="存档里看不到照片", due_on=again, **known)
    assert (finding.state, finding.due_on, finding.seen_to_at) == (FindingState.OPEN, again, None)
    assert finding.due_at == end_of(again)
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.AUDIT_FINDING)).all()
    assert [(one.staff_id, one.about_at) for one in told][-1] == (firm.office.staff_id, end_of(again))
    with pytest.raises(RuleBroken):
        close_audit(firm.session, actor=firm.manager, now=TODAY + 3 * DAY, audit_id=audit.id or 0)
    see_to(firm, finding, firm.office, at=TODAY + 4 * DAY)
    check_finding(firm.session, actor=firm.manager, now=TODAY + 5 * DAY, finding_id=finding.id or 0, words="照片已看到")
    assert (audit.state, audit.closed_at) == (AuditState.CLOSED, TODAY + 5 * DAY)


def test_who_answers_second_is_told(firm: Firm) -> None:
    audit = one_audit(firm)
    seen = audit.version
    new = NewAnswers(lines=(NewAnswer(question=K.MANNER, answer=Y),))
    known: dict[str, Any] = {"actor": firm.manager, "now": TODAY, "audit_id": audit.id or 0, "new": new}
    answer_audit(firm.session, expected_version=seen, **known)
    with pytest.raises(ChangedMeanwhile):
        answer_audit(firm.session, expected_version=seen, **known)


def test_a_finding_is_followed_up_by_a_corrective_action_too(firm: Firm) -> None:
    audit = answered(firm, one_audit(firm), (K.PHOTOS,))
    known: dict[str, Any] = {"actor": firm.manager, "now": TODAY, "audit_id": audit.id or 0}
    new = new_finding(firm.project_department.staff_id or 0, is_action=True)
    finding = note_audit_finding(firm.session, new=new, **known)
    action = firm.session.exec(select(CorrectiveAction)).one()
    assert (action.id, action.request_id, action.words) == (finding.action_id, audit.request_id, "没有照片")
    assert (action.owner_id, action.due_on) == (finding.owner_id, finding.due_on)
    assert [one.kind for one in firm.session.exec(select(Notice).where(Notice.staff_id == action.owner_id))] == [
        NoticeKind.ACTION_GIVEN
    ]
    with pytest.raises(RuleBroken):  # it is changed there
        note_audit_finding(firm.session, new=new_finding(firm.office.staff_id or 0), **known)
    finish_audit(firm.session, **known)
    seen: dict[str, Any] = {"actor": firm.project_department, "finding_id": finding.id or 0, "words": "已补拍"}
    with pytest.raises(RuleBroken) as refusal:
        see_to_finding(firm.session, now=TODAY + DAY, **seen)
    assert refusal.value.clause == "4(6)"
    carry_out_action(
        firm.session, actor=firm.project_department, now=TODAY + DAY, action_id=action.id or 0, done_words="已补拍"
    )
    see_to_finding(firm.session, now=TODAY + 2 * DAY, **seen)
    checked(firm, finding)
    assert audit.state is AuditState.CLOSED
