"""Every service function that somebody can call, with what it needs, and the company to call it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pyotp
from sqlmodel import col, select

from aftersales.models import Dispatch, Staff, SurveyWay, TermName
from aftersales.queries.person_reach import Person
from aftersales.queries.staff import list_people
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Role, Severity, StopReason
from aftersales.rules.roles import Action, Actor
from aftersales.services import (
    accounts,
    agreements,
    anonymous_staff,
    attachments,
    classify,
    close,
    company,
    company_settings,
    contacts,
    departments,
    dispatch,
    drafts,
    erase_person,
    hand_out_person,
    hold,
    import_signs,
    merge,
    notices,
    office_sight,
    quote,
    register_place,
    register_request,
    report,
    respond,
    second_factor,
    sessions,
    set_terms,
    sign_photos,
    staff,
    survey,
    verify_trail,
    visit,
)
from tests.builders import DAY, HOUR, NOON, Firm, department_id, new_sign
from tests.services.audit_deeds import AUDIT_DEEDS, AUDIT_INNER, set_audits
from tests.services.bill_deeds import BILL_DEEDS, set_bills
from tests.services.care_deeds import CARE_DEEDS, set_care
from tests.services.complaint_deeds import COMPLAINT_DEEDS, COMPLAINT_INNER, set_complaints
from tests.services.matter_deeds import MATTER_DEEDS, MATTER_INNER, set_matters
from tests.services.quality_deeds import QUALITY_DEEDS, QUALITY_INNER, set_quality
from tests.services.return_deeds import RETURN_DEEDS, RETURN_INNER, set_returns
from tests.services.test_attachments import picture

A = Action
PASSWORD = "blaue-Leiter-47"
LATER = NOON + 40 * DAY  # after all that the scene tells


@dataclass
class Scene:
    """A firm with a request in every state, as numbers: each deed is undone, and no object outlives that."""

    firm: Firm
    ids: dict[str, int] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)  # in the place of a deed's own words

    @property
    def session(self) -> Any:
        return self.firm.session


def _left(firm: Firm) -> int:
    """Somebody who doesn't work here any more."""
    gone = Staff(name="离开", office_id=firm.office_id, is_active=False)
    firm.session.add(gone)
    firm.session.flush()
    return gone.id or 0


def set_scene(firm: Firm) -> Scene:
    """One request in each state, each of a sign of its own, a day apart."""
    scene, day = Scene(firm), 0

    def keep(name: str, make: Callable[..., Any], **values: Any) -> Any:
        nonlocal day
        day += 1
        request = make(at=NOON + day * DAY, sign_id=new_sign(firm.session, firm).id, **values)
        scene.ids[name] = request.id
        found = firm.session.exec(select(Dispatch).where(Dispatch.request_id == request.id)).first()
        if found is not None:
            scene.visits[name] = found.id
        return request

    def sent(*, at: datetime, **values: Any) -> Any:
        request = firm.accepted(at=at, **values)
        firm.dispatch(request, at=at + HOUR)
        return request

    def departed(*, at: datetime, **values: Any) -> Any:
        request = sent(at=at, **values)
        return visit.depart(firm.session, actor=firm.technician, now=at + 2 * HOUR, request_id=request.id)

    keep("registered", firm.register)
    keep("accepted", firm.accepted)
    keep("other", firm.accepted)
    keep("inquiry", firm.accepted, kind=Kind.INQUIRY)
    held = keep("held", firm.accepted)
    hold.hold_request(
        firm.session, actor=firm.hotline, now=LATER, request_id=held.id, reason=StopReason.CUSTOMER,
        note="客户出差", ask_again_on=LATER.date() + DAY,
    )  # fmt: skip
    keep("sent", sent)
    keep("departed", departed)
    keep("on_site", firm.on_site)
    keep("danger", firm.on_site, severity=Severity.DANGER)
    found = keep("found", firm.on_site)
    visit.record_finding(
        firm.session, actor=firm.technician, now=NOON + day * DAY + 3 * HOUR, request_id=found.id,
        cause=Cause.MATERIAL, fault=FaultCategory.DARK,
    )  # fmt: skip
    keep("done", firm.done)
    keep("closable", firm.closable)
    closed = keep("closed", firm.closable)
    close.close_request(firm.session, actor=firm.hotline, now=NOON + day * DAY + 8 * HOUR, request_id=closed.id)
    quoted = keep("quoted", firm.accepted, cause=Cause.CUSTOMER_USE)
    made = quote.make_quote(firm.session, actor=firm.manager, now=LATER, request_id=quoted.id, new=new_quote(scene))
    scene.ids["quote"] = made.id
    photo = attachments.add_attachment(
        firm.session, actor=firm.technician, now=LATER, owner="request", owner_id=scene.ids["on_site"],
        name="a.jpg", content=picture(),
    )  # fmt: skip
    scene.ids |= {"photo": photo.id, "sign": firm.sign.id or 0, "project": firm.project.id or 0}
    scene.ids |= {"customer": firm.customer.id or 0, "type": firm.sign_type.id or 0, "price": firm.price_id}
    for name, steps in (("draft", 0), ("talked", 1), ("agreed", 2), ("handed_in", 3)):
        special = keep(f"special_{name}", firm.accepted, needs_agreement=True)
        scene.ids[name] = _negotiated(firm, special.id, steps)
    keep("special", firm.accepted, needs_agreement=True)
    scene.ids |= set_returns(firm)
    scene.ids |= set_care(firm)
    scene.ids |= set_complaints(firm)
    scene.ids |= set_matters(firm)
    scene.ids |= set_audits(firm)
    scene.ids |= set_quality(firm)
    scene.ids |= set_bills(firm)
    calendar = set_terms.add_calendar(firm.session, actor=firm.manager, now=LATER, new=new_calendar("一"))
    scene.ids["calendar"] = calendar.id or 0
    scene.ids["left"] = _left(firm)
    for person in list_people(firm.session):
        accounts.add_account(
            firm.session, actor=firm.administrator, now=LATER, staff_id=person.staff_id or 0,
            name=f"name{person.staff_id}", password=PASSWORD,
        )  # fmt: skip
    # One more person, without an account, and one whose row is changed.
    extra = company.add_staff(
        firm.session, actor=firm.manager, now=LATER, new=company.NewStaff(name="新人", roles=(Role.TECHNICIAN,))
    )
    scene.ids["new_person"] = extra.id or 0
    firm.session.flush()
    return scene


def _negotiated(firm: Firm, request_id: int, steps: int) -> int:
    """An agreement after so many steps: begun, terms written, accepted, submitted."""
    made = agreements.start_agreement(
        firm.session, actor=firm.business, now=LATER, request_id=request_id, subject="加装照明"
    )
    known: dict[str, Any] = {"actor": firm.business, "now": LATER, "agreement_id": made.id or 0}
    if steps > 0:
        agreements.write_terms(firm.session, new=new_terms(), **known)
    if steps > 1:
        agreements.accept_agreement(firm.session, answered_by="王芳", **known)
    if steps > 2:
        agreements.submit_agreement(firm.session, **known)
    return made.id or 0


def new_terms() -> agreements.AgreementTerms:
    return agreements.AgreementTerms(terms="夜间施工", price_fen=100_000)


def new_quote(scene: Scene) -> quote.NewQuote:
    return quote.NewQuote(lines=(quote.NewLine(price_item_id=scene.firm.price_id, quantity_milli=1000),))


def new_calendar(name: str) -> set_terms.NewCalendar:
    return set_terms.NewCalendar(name=name, week=tuple(((540, 1080),) for _ in range(7)))


@dataclass(frozen=True)
class Deed:
    """`needs`: any of these actions is enough; empty: everybody, for what is their own."""

    needs: frozenset[Action]
    do: Callable[[Scene, Actor], Any]


def _on(function: Callable[..., Any], name: str, **values: Any) -> Callable[[Scene, Actor], Any]:
    """The function called for the scene's request of this name."""
    return lambda scene, actor: function(
        scene.session, actor=actor, now=LATER, request_id=scene.ids[name], **values | scene.said
    )


def _deed(*needs: Action, do: Callable[[Scene, Actor], Any]) -> Deed:
    return Deed(frozenset(needs), do)


def _call(function: Callable[..., Any], **values: Any) -> Callable[[Scene, Actor], Any]:
    return lambda scene, actor: function(scene.session, actor=actor, now=LATER, **values | scene.said)


def _of(function: Callable[..., Any], name: str, **values: Any) -> Callable[[Scene, Actor], Any]:
    """The function called for the scene's agreement of this name."""
    return lambda scene, actor: function(
        scene.session, actor=actor, now=LATER, agreement_id=scene.ids[name], **values | scene.said
    )


def _crew(scene: Scene, actor: Actor) -> dict[str, Any]:
    """Whoever isn't on the crew acts for the one who is."""
    return {} if actor.staff_id == scene.firm.technician.staff_id else {"staff_id": scene.firm.technician.staff_id}


def _own_notice(scene: Scene, actor: Actor) -> Any:
    return notices.mark_read(scene.session, actor=actor, now=LATER)


def _end_own(scene: Scene, actor: Actor) -> None:
    begun, _ = sessions.begin_session(scene.session, actor=actor, now=LATER, device="x", how="password")
    sessions.end_session(scene.session, actor=actor, now=LATER, session_id=begun)


def _second_factor(scene: Scene, actor: Actor) -> None:
    secret = second_factor.new_second_factor()
    second_factor.turn_on_second_factor(
        scene.session, actor=actor, now=LATER, password=PASSWORD, secret=secret, code=pyotp.TOTP(secret).at(LATER)
    )


def _change_staff(scene: Scene, actor: Actor) -> None:
    person = scene.session.exec(select(Staff).where(col(Staff.id) == scene.ids["new_person"])).one()
    change = staff.StaffChange(name="改名", roles=(Role.HOTLINE,))
    staff.change_staff(
        scene.session, actor=actor, now=LATER, staff_id=person.id, expected_version=person.version, change=change
    )


DEEDS: dict[str, Deed] = {
    "accounts.add_account": _deed(A.MANAGE_STAFF, do=lambda s, a: accounts.add_account(
        s.session, actor=a, now=LATER, staff_id=s.ids["new_person"], name="newname")),
    "accounts.reset_account": _deed(A.MANAGE_STAFF, do=lambda s, a: accounts.reset_account(
        s.session, actor=a, now=LATER, staff_id=s.firm.hotline.staff_id or 0)),
    "accounts.change_password": _deed(do=_call(accounts.change_password, old=PASSWORD, new="gruene-Leiter-48")),
    "agreements.start_agreement": _deed(A.NEGOTIATE, do=_on(agreements.start_agreement, "special", subject="加装照明")),
    "agreements.write_terms": _deed(A.NEGOTIATE, do=_of(agreements.write_terms, "draft", new=new_terms())),
    "agreements.note_talk": _deed(A.NEGOTIATE, do=_of(agreements.note_talk, "draft", note="客户要求夜间施工")),
    "agreements.accept_agreement": _deed(A.NEGOTIATE, do=_of(
        agreements.accept_agreement, "talked", answered_by="王芳")),
    "agreements.submit_agreement": _deed(A.NEGOTIATE, do=_of(agreements.submit_agreement, "agreed")),
    "agreements.withdraw_agreement": _deed(A.NEGOTIATE, do=_of(
        agreements.withdraw_agreement, "draft", reason="客户不要了")),
    "agreements.approve_agreement": _deed(A.APPROVE_AGREEMENT, do=_of(agreements.approve_agreement, "handed_in")),
    "agreements.refuse_agreement": _deed(A.APPROVE_AGREEMENT, do=_of(
        agreements.refuse_agreement, "handed_in", reason="价格太低")),
    "attachments.add_attachment": _deed(A.REGISTER, A.DO_VISIT, A.FILE_REPORT, do=lambda s, a:
        attachments.add_attachment(s.session, actor=a, now=LATER, owner="request", owner_id=s.ids["on_site"],
                                   **{"name": "b.jpg"} | s.said, content=picture(colour="blue"))),
    "attachments.read_attachment": _deed(A.SEE_REQUESTS, A.SEE_OWN_JOBS, do=lambda s, a:
        attachments.read_attachment(s.session, a, s.ids["photo"])),
    "attachments.read_thumbnail": _deed(A.SEE_REQUESTS, A.SEE_OWN_JOBS, do=lambda s, a:
        attachments.read_thumbnail(s.session, a, s.ids["photo"])),
    "classify.classify_request": _deed(A.CLASSIFY, do=_on(
        classify.classify_request, "accepted", change=classify.Classification(severity=Severity.URGENT))),
    "classify.change_charge": _deed(A.CHANGE_CHARGE, do=_on(
        classify.change_charge, "accepted", charge=Charge.PAID, reason="合同另有约定")),
    "close.close_request": _deed(A.CLOSE, do=_on(close.close_request, "closable")),
    "close.reopen_request": _deed(A.REOPEN, do=_on(close.reopen_request, "closed", reason="又坏了")),
    "close.cancel_request": _deed(A.CANCEL, do=_on(close.cancel_request, "accepted", reason="客户撤销")),
    "company.add_office": _deed(A.MANAGE_STAFF, do=_call(company.add_office, name="北京办事处", region="华北")),
    "company.add_team": _deed(A.MANAGE_STAFF, do=lambda s, a: company.add_team(
        s.session, actor=a, now=LATER, **{"name": "二班"} | s.said, office_id=s.firm.office_id)),
    "company.add_staff": _deed(A.MANAGE_STAFF, do=_call(
        company.add_staff, new=company.NewStaff(name="小李", roles=(Role.HOTLINE,)))),
    "company.add_sign_type": _deed(A.KEEP_REGISTER, do=_call(company.add_sign_type, name="灯箱")),
    "company.add_price": _deed(A.MANAGE_PRICES, do=_call(
        company.add_price, new=company.NewPrice(code="CAR", name="车费", unit="次", price_fen=100, cost_fen=50))),
    "company_settings.change_company": _deed(A.MANAGE_COMPANY, do=_call(
        company_settings.change_company, expected_version=1,
        new=company_settings.CompanyWords(name="新名标识", address="张江路1号"))),
    "company_settings.set_logo": _deed(A.MANAGE_COMPANY, do=lambda s, a: company_settings.set_logo(
        s.session, actor=a, now=LATER, expected_version=1, **{"name": "logo.png"} | s.said,
        content=picture(colour="green"))),
    "company_settings.remove_logo": _deed(A.MANAGE_COMPANY, do=_call(
        company_settings.remove_logo, expected_version=1)),
    "company_settings.set_goals": _deed(A.SET_GOALS, do=_call(
        company_settings.set_goals, goals={"satisfaction": 4600})),
    "departments.set_department_lead": _deed(A.MANAGE_STAFF, do=lambda s, a: departments.set_department_lead(
        s.session, actor=a, now=LATER, department_id=department_id(s.session, "quality"),
        staff_id=s.firm.quality.staff_id)),
    "dispatch.dispatch_crew": _deed(A.DISPATCH, do=lambda s, a: dispatch.dispatch_crew(
        s.session, actor=a, now=LATER, request_id=s.ids["accepted"],
        new=dispatch.NewDispatch(staff_ids=(s.firm.second_technician.staff_id,), starts_at=LATER + HOUR))),
    "dispatch.accept_job": _deed(A.DO_VISIT, do=lambda s, a: dispatch.accept_job(
        s.session, actor=a, now=LATER, request_id=s.ids["sent"], **_crew(s, a))),
    "dispatch.hand_back": _deed(A.DO_VISIT, do=lambda s, a: dispatch.hand_back(
        s.session, actor=a, now=LATER, request_id=s.ids["sent"], **{"reason": "车坏了"} | s.said, **_crew(s, a))),
    "dispatch.recall_visit": _deed(A.DISPATCH, do=_on(dispatch.recall_visit, "sent", reason="改期")),
    "drafts.keep_draft": _deed(do=_call(drafts.keep_draft, form="f", content={"a": 1})),
    "drafts.find_draft": _deed(do=lambda s, a: drafts.find_draft(s.session, actor=a, form="f")),
    "drafts.drop_draft": _deed(do=lambda s, a: drafts.drop_draft(s.session, actor=a, form="f")),
    "hold.hold_request": _deed(A.HOLD, do=_on(
        hold.hold_request, "accepted", reason=StopReason.CUSTOMER, note="等客户",
        ask_again_on=LATER.date() + timedelta(days=2))),
    "hold.resume_request": _deed(A.HOLD, do=_on(hold.resume_request, "held")),
    "import_signs.foresee_import": _deed(A.IMPORT, do=lambda s, a:
        import_signs.foresee_import(s.session, actor=a, rows=())),
    "import_signs.import_signs": _deed(A.IMPORT, do=_call(import_signs.import_signs, rows=())),
    "merge.merge_request": _deed(A.MERGE, do=lambda s, a: merge.merge_request(
        s.session, actor=a, now=LATER, request_id=s.ids["other"], into_id=s.ids["accepted"],
        **{"reason": "重复"} | s.said)),
    "merge.split_request": _deed(A.MERGE, do=_on(
        merge.split_request, "accepted", description="另一块也不亮", fault=FaultCategory.DARK, reason="两件事")),
    "notices.mark_read": _deed(do=_own_notice),
    "office_sight.set_office_sight": _deed(A.MANAGE_STAFF, do=lambda s, a: office_sight.set_office_sight(
        s.session, actor=a, now=LATER, office_id=s.firm.office_id, sees_region_only=True)),
    "quote.make_quote": _deed(A.QUOTE, do=lambda s, a: quote.make_quote(
        s.session, actor=a, now=LATER, request_id=s.ids["quoted"], new=new_quote(s))),
    "quote.answer_quote": _deed(A.ACCEPT_QUOTE, do=lambda s, a: quote.answer_quote(
        s.session, actor=a, now=LATER, quote_id=s.ids["quote"], accepted=True, **{"answered_by": "王芳"} | s.said)),
    "register_place.add_customer": _deed(A.KEEP_REGISTER, do=_call(
        register_place.add_customer, new=register_place.NewCustomer(name="某大学"))),
    "register_place.add_contact": _deed(A.KEEP_REGISTER, do=lambda s, a: register_place.add_contact(
        s.session, actor=a, now=LATER, customer_id=s.ids["customer"], new=register_place.NewContact(name="张三"))),
    "register_place.add_project": _deed(A.KEEP_REGISTER, do=lambda s, a: register_place.add_project(
        s.session, actor=a, now=LATER, new=register_place.NewProject(
            code="HT-9", name="二期", customer_id=s.ids["customer"], office_id=s.firm.office_id))),
    "register_place.add_sign": _deed(A.KEEP_REGISTER, do=lambda s, a: register_place.add_sign(
        s.session, actor=a, now=LATER, new=register_place.NewSign(
            code="S-9", project_id=s.ids["project"], sign_type_id=s.ids["type"]))),
    "register_request.preview_request": _deed(A.REGISTER, do=lambda s, a: register_request.preview_request(
        s.session, actor=a, now=LATER, new=_new_request(s))),
    "register_request.register_request": _deed(A.REGISTER, do=lambda s, a: register_request.register_request(
        s.session, actor=a, now=LATER, new=_new_request(s))),
    "report.file_report": _deed(A.FILE_REPORT, do=lambda s, a: report.file_report(
        s.session, actor=a, now=LATER, request_id=s.ids["done"], new=_new_report(s))),
    "respond.respond": _deed(A.RESPOND, do=_on(respond.respond, "registered", note="已联系")),
    "respond.promise_time": _deed(A.PROMISE, do=_on(respond.promise_time, "accepted", promised_at=LATER + DAY)),
    "respond.resolve": _deed(A.RESPOND, do=_on(respond.resolve, "inquiry", outcome="已解释")),
    "second_factor.turn_on_second_factor": _deed(do=_second_factor),
    "second_factor.turn_off_second_factor": _deed(do=_call(second_factor.turn_off_second_factor, password=PASSWORD)),
    "sessions.end_session": _deed(do=_end_own),
    "sessions.end_all_sessions": _deed(A.MANAGE_STAFF, do=lambda s, a: sessions.end_all_sessions(
        s.session, actor=a, now=LATER, staff_id=s.ids["new_person"])),
    "set_terms.set_term": _deed(A.CHANGE_TERMS, do=lambda s, a: set_terms.set_term(
        s.session, actor=a, now=LATER, project_id=s.ids["project"],
        new=set_terms.NewTerm(name=TermName.RESPONSE_HOURS, value={"hours": 6}, from_at=LATER))),
    "set_terms.add_calendar": _deed(A.CHANGE_TERMS, do=_call(set_terms.add_calendar, new=new_calendar("二"))),
    "set_terms.copy_year": _deed(A.CHANGE_TERMS, do=lambda s, a: set_terms.copy_year(
        s.session, actor=a, now=LATER, calendar_id=s.ids["calendar"], year=2026)),
    "set_terms.set_day": _deed(A.CHANGE_TERMS, do=lambda s, a: set_terms.set_day(
        s.session, actor=a, now=LATER, calendar_id=s.ids["calendar"], on=date(2026, 5, 4), is_working=False, **s.said)),
    "sign_photos.set_sign_photo": _deed(A.KEEP_REGISTER, do=lambda s, a: sign_photos.set_sign_photo(
        s.session, actor=a, now=LATER, sign_id=s.ids["sign"], name="sign.jpg", content=picture(colour="green"))),
    "staff.change_staff": _deed(A.MANAGE_STAFF, do=_change_staff),
    "survey.ask_survey": _deed(A.ASK_SURVEY, do=_on(survey.ask_survey, "done")),
    "survey.record_survey": _deed(A.RECORD_SURVEY, do=_on(
        survey.record_survey, "done", way=SurveyWay.PAPER, answers=survey.Answers(overall=4))),
    "survey.refuse_survey": _deed(A.RECORD_SURVEY, do=_on(survey.refuse_survey, "done", reason="没时间")),
    "verify_trail.verify_trail": _deed(A.VERIFY_TRAIL, do=lambda s, a: verify_trail.verify_trail(s.session, actor=a)),
    "visit.depart": _deed(A.DO_VISIT, do=_on(visit.depart, "sent")),
    "visit.arrive": _deed(A.DO_VISIT, do=_on(visit.arrive, "departed")),
    "visit.make_safe": _deed(A.DO_VISIT, do=_on(visit.make_safe, "danger", measures="断电围挡")),
    "visit.record_finding": _deed(A.DO_VISIT, do=_on(
        visit.record_finding, "on_site", cause=Cause.MATERIAL, fault=FaultCategory.DARK)),
    "visit.finish": _deed(A.DO_VISIT, do=_on(visit.finish, "found")),
    "visit.leave_half_done": _deed(A.DO_VISIT, do=_on(visit.leave_half_done, "on_site", missing="缺电源")),
}  # fmt: skip

DEEDS |= {
    name: Deed(frozenset({needs}), do)
    for name, (needs, do) in (
        RETURN_DEEDS | CARE_DEEDS | COMPLAINT_DEEDS | MATTER_DEEDS | QUALITY_DEEDS | AUDIT_DEEDS | BILL_DEEDS
    ).items()
}
DEEDS |= {
    "erase_person.erase_person": _deed(A.ERASE_PERSON, do=lambda s, a: erase_person.erase_person(
        s.session, actor=a, now=LATER, person=Person("王芳", "13800001234"), **{"reason": "本人要求"} | s.said)),
    "contacts.reveal_request_contact": _deed(A.REVEAL_CONTACTS, do=_on(contacts.reveal_request_contact, "registered")),
    "contacts.reveal_customer_contacts": _deed(A.REVEAL_CONTACTS, do=lambda s, a: contacts.reveal_customer_contacts(
        s.session, actor=a, now=LATER, customer_id=s.ids["customer"])),
    "anonymous_staff.make_staff_anonymous": _deed(
        A.MANAGE_STAFF, do=lambda s, a: anonymous_staff.make_staff_anonymous(
            s.session, actor=a, now=LATER, staff_id=s.ids["left"])),
    "hand_out_person.hand_out_person": _deed(A.ERASE_PERSON, do=lambda s, a: hand_out_person.hand_out_person(
        s.session, actor=a, now=LATER, person=Person("王芳", "13800001234"))),
    "contacts.note_export": _deed(A.SEE_CONTACTS, do=lambda s, a: contacts.note_export(
        s.session, actor=a, now=LATER, register="calls", from_on=None, to_on=None)),
    "contacts.reveal_complaint_contact": _deed(A.REVEAL_CONTACTS, do=lambda s, a: contacts.reveal_complaint_contact(
        s.session, actor=a, now=LATER, number=s.ids["complaint_organise"])),
}  # fmt: skip

# Parts of the deeds above. They ask nobody, so no screen, route or command may reach for them.
INNER = RETURN_INNER | COMPLAINT_INNER | MATTER_INNER | QUALITY_INNER | AUDIT_INNER | {
    "agreement_stops.go_on_after", "agreement_stops.stop_for", "agreements.agreement_facts",
    "workflow_steps.taking_step",
    "cost_lines.write_costs", "dispatch.own_assignment", "dispatch.move_visit", "dispatch.end_visit",
    "events.record_event", "register_request.owner_for", "register_request.team_for", "second_factor.own_account",
    "sessions.begin_session", "set_terms.replay_open", "steps.ensure_own_job", "steps.ensure_own_region",
    "steps.taking",
}  # fmt: skip


def _new_request(scene: Scene) -> register_request.NewRequest:
    return scene.firm.new_request(sign_id=scene.ids["sign"])


def _new_report(scene: Scene) -> report.NewReport:
    return report.NewReport(
        dispatch_id=scene.visits["done"], fault_seen=FaultCategory.DARK, cause_found=Cause.MATERIAL,
        findings="开关电源损坏", work_done="更换", signed_by="王芳",
    )  # fmt: skip
