"""Audits on the screen: drawn, answered, followed up; each role's own view of them; in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.locale import translate
from aftersales.locale.labels import label_key
from aftersales.models import Audit, AuditFinding, AuditLine, AuditSample, ServiceRequest
from aftersales.queries.figures.groups import By
from aftersales.rules.audit import AuditAnswer, AuditCheck, AuditState, FindingState
from aftersales.rules.kinds import Role
from aftersales.services.audit_draw import NewSample, draw_audits
from aftersales.services.audit_findings import note_audit_finding
from aftersales.services.audits import NewAnswer, NewAnswers, answer_audit, finish_audit
from aftersales.services.close import close_request
from aftersales.services.company import add_team
from tests.builders import HOUR
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_agreements import by_key, firm_of_session
from tests.services.audit_deeds import new_finding

K = AuditCheck
FILE = "audits.py"


def last_month() -> date:
    return utc_now().astimezone(service_zone()).date().replace(day=1) - timedelta(days=1)


def closed_last_month(firm: Any) -> int:
    """A request that the hotline closed; its file is then dated back into the month before."""
    request = firm.closable(at=firm.now)
    close_request(firm.session, actor=firm.hotline, now=firm.now + 6 * HOUR, request_id=request.id or 0)
    kept = firm.session.get_one(ServiceRequest, request.id)
    noon = datetime.combine(last_month(), datetime.min.time(), service_zone()) + 12 * HOUR
    kept.closed_at = noon
    team = add_team(firm.session, actor=firm.manager, now=firm.now, name="一班", office_id=firm.office_id)
    kept.team_id = team.id
    firm.session.add(kept)
    firm.session.flush()
    return int(firm.office_id)


def drawn(*, noes: tuple[AuditCheck, ...] = (), is_answered: bool = False, is_finished: bool = False) -> str:
    """The manager's audit, as far as it is told; the office sees to what was found."""
    with firm_of() as firm:
        office_id, now = closed_last_month(firm), utc_now()
        new = NewSample(
            office_id=office_id, month=last_month(), size=1, auditor_ids=(firm.manager.staff_id,)
        )  # fmt: skip
        sample = draw_audits(firm.session, actor=firm.manager, now=now, new=new)
        audit = firm.session.exec(select(Audit).where(Audit.sample_id == sample.id)).one()
        known: dict[str, Any] = {"actor": firm.manager, "now": now, "audit_id": audit.id or 0}
        if is_answered:
            lines = tuple(
                NewAnswer(question=one, answer=AuditAnswer.NO if one in noes else AuditAnswer.YES) for one in K
            )
            answer_audit(firm.session, new=NewAnswers(lines=lines), **known)
        if is_finished:
            for question in noes:
                due_on = now.astimezone(service_zone()).date() + timedelta(days=7)
                finding = new_finding(
                    firm.office.staff_id or 0, question=question, words="缺 <b>*照片*</b>", due_on=due_on
                )
                note_audit_finding(firm.session, new=finding, **known)
            finish_audit(firm.session, **known)
        return audit.number


def opened(open_app: OpenApp, role: Role, language: str = "en", **asked: str) -> AppTest:
    app = open_app(language=language, role=role)
    app.switch_page(FILE)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, part: str) -> None:
    by_key(app.button, part).click().run()
    assert not app.exception, app.exception


def shown(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.markdown)


def only(kind: Any) -> Any:
    with firm_of_session() as session:
        return session.exec(select(kind)).one()


@pytest.mark.parametrize(("language", "title"), [("en", "Draw audits"), ("zh", "抽取稽核")])
def test_the_manager_draws_audits_and_finds_them_among_the_own_ones(
    open_app: OpenApp, language: str, title: str
) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    with firm_of() as firm:
        office_id = closed_last_month(firm)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, new="1")
    assert app.title[0].value == title
    by_key(app.selectbox, "draw_office").set_value(office_id).run()
    assert not by_key(app.button, "draw_save").disabled
    press(app, "draw_save")
    assert not app.error
    sample = only(AuditSample)
    assert (sample.population, sample.drawn, sample.office_id) == (1, 1, office_id)
    assert only(Audit).number in shown(app)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, new="1")
    by_key(app.selectbox, "draw_office").set_value(office_id).run()
    assert by_key(app.button, "draw_save").disabled  # that month is drawn


def test_a_draw_without_an_auditor_is_told_and_nothing_is_lost(open_app: OpenApp) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    with firm_of() as firm:
        office_id = closed_last_month(firm)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, new="1")
    by_key(app.selectbox, "draw_office").set_value(office_id).run()
    by_key(app.multiselect, "draw_auditors").set_value([]).run()
    by_key(app.number_input, "draw_size").set_value(3).run()
    press(app, "draw_save")
    assert len(app.error) == 1
    assert by_key(app.number_input, "draw_size").value == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_auditor_answers_notes_a_finding_and_finishes(open_app: OpenApp, language: str) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    number = drawn()
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, number=number)
    assert app.title[0].value == number
    for question in K:
        answer = AuditAnswer.NO if question is K.PHOTOS else AuditAnswer.YES
        by_key(app.button_group, f"answer:{question}").set_value(translate(label_key(answer), language))
    by_key(app.text_input, f"note:{K.PHOTOS}").input("室外 <b>*大字*</b>")
    press(app, "answer_audit:0:submit")
    assert not app.error
    assert only(Audit).state is AuditState.UNDER_WAY
    assert not any("finish_audit" in str(button.key) for button in app.button)  # the no has no finding yet
    press(app, f"note:{K.PHOTOS}:1:submit")
    assert len(app.error) == 1  # nobody to see to it
    owner = by_key(app.selectbox, f"note:{K.PHOTOS}:1:owner")
    by_key(app.text_area, f"note:{K.PHOTOS}:1:words").input("补拍")
    owner.select_index(0)
    press(app, f"note:{K.PHOTOS}:1:submit")
    assert not app.error
    finding = only(AuditFinding)
    assert (finding.words, finding.state) == ("补拍", FindingState.OPEN)
    press(app, "finish_audit:2:press")
    audit = only(Audit)
    assert (audit.state, audit.good, audit.asked) == (AuditState.FOLLOW_UP, len(K) - 1, len(K))


@pytest.mark.parametrize(("language", "mine"), [("en", "yours"), ("zh", "由您落实")])
def test_a_finding_is_seen_to_sent_back_and_checked(open_app: OpenApp, language: str, mine: str) -> None:
    opened(open_app, Role.OFFICE)
    number = drawn(noes=(K.PHOTOS,), is_answered=True, is_finished=True)
    app = open_app("today.py", language=language, role=Role.OFFICE)
    assert only(AuditFinding).number not in [button.label for button in app.button]  # a week is far ahead
    app = opened(open_app, Role.OFFICE, language)
    assert mine in shown(app)
    app = opened(open_app, Role.OFFICE, language, number=number)
    assert not any("answer_audit" in str(button.key) for button in app.button)
    finding = only(AuditFinding)
    press(app, f"finding:{finding.id}:see_to_finding:0:submit")
    assert len(app.error) == 1  # what was done is needed
    by_key(app.text_area, f"finding:{finding.id}:see_to_finding:0:words").input("已补拍")
    press(app, f"finding:{finding.id}:see_to_finding:0:submit")
    assert not app.error
    assert only(AuditFinding).state is FindingState.SEEN_TO
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, number=number)
    assert not any("close_audit" in str(button.key) for button in app.button)  # it isn't checked yet
    press(app, f"finding:{finding.id}:send_back_finding:0:submit")
    assert len(app.error) == 1  # what is still wrong is needed
    by_key(app.text_area, f"finding:{finding.id}:send_back_finding:0:reason").input("存档里看不到")
    press(app, f"finding:{finding.id}:send_back_finding:0:submit")
    assert only(AuditFinding).state is FindingState.OPEN
    app = opened(open_app, Role.OFFICE, language, number=number)
    assert "存档里看不到" in shown(app)
    by_key(app.text_area, f"finding:{finding.id}:see_to_finding:0:words").input("已补传")
    press(app, f"finding:{finding.id}:see_to_finding:0:submit")
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, number=number)
    press(app, f"finding:{finding.id}:check_finding:0:submit")
    assert only(AuditFinding).state is FindingState.CHECKED
    assert only(Audit).state is AuditState.CLOSED


def test_what_was_typed_stays_when_somebody_else_changed_it(open_app: OpenApp) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    number = drawn()
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    by_key(app.text_area, "answer_audit:0:words").input("整体规范")
    with firm_of_session_writing() as session:
        audit = session.exec(select(Audit)).one()
        audit.version += 1
        session.add(audit)
    press(app, "answer_audit:0:submit")
    assert len(app.warning) == 1
    assert by_key(app.text_area, "answer_audit:0:words").value == "整体规范"
    press(app, "answer_audit:0:submit")
    assert only(Audit).words == "整体规范"


def firm_of_session_writing() -> Any:
    from aftersales.config import settings
    from aftersales.database import Store

    return Store.open(settings().database_url).unit_of_work()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.DISPATCHER, Role.HOTLINE, Role.PROJECT_DEPARTMENT])
def test_others_look_only(open_app: OpenApp, role: Role) -> None:
    opened(open_app, role)
    number = drawn(noes=(K.PHOTOS,), is_answered=True)
    app = opened(open_app, role, number=number)
    assert app.title[0].value == number
    assert not any(str(button.key).startswith("audit:") for button in app.button)
    assert not opened(open_app, role, new="1").multiselect  # nobody but the manager draws


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_tab_is_drawn_full_and_empty(open_app: OpenApp, language: str) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language)
    tabs = [tab.label for tab in app.tabs]
    assert len(tabs) == 4
    for is_full in (False, True):
        if is_full:
            drawn(noes=(K.PHOTOS,), is_answered=True, is_finished=True)
        for tab in tabs:
            app = open_app(language=language, role=Role.AFTER_SALES_MANAGER)
            app.session_state["audit_tabs"] = tab
            app.switch_page(FILE).run()
            assert not app.exception, app.exception
            assert is_full or app.info
            if is_full and tab == tabs[2]:
                app.session_state["audits_by"] = By.TEAM
                app.run()
                assert not app.exception, app.exception
                assert translate("Team", language) in app.dataframe[0].value.columns


def test_a_number_that_was_never_given_is_told_above_the_list(open_app: OpenApp) -> None:
    app = opened(open_app, Role.LEADERSHIP, number="SH1")
    assert "SH1" in app.error[0].value
    assert app.title[0].value == "Audits"


def test_the_facts_are_marked_until_the_auditor_answers_otherwise(open_app: OpenApp) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    number = drawn()
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    before = shown(app).count("from the facts")
    with firm_of_session() as session:
        assert before == len([one for one in session.exec(select(AuditLine)) if one.from_facts])
    by_key(app.button_group, f"answer:{K.PHOTOS}").set_value("not applicable")
    press(app, "answer_audit:0:submit")
    assert shown(app).count("from the facts") == before - 1
