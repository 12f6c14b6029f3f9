"""Analysis and corrective actions on the screen: written on the request, carried out, checked; in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.models import CauseAnalysis, CauseLine, CorrectiveAction
from aftersales.rules.cause_analysis import AnalysisMethod, Branch
from aftersales.rules.corrective_action import ActionState
from aftersales.rules.kinds import FaultCategory, Role
from aftersales.services.cause_analysis import record_cause_analysis
from tests.builders import DAY, Firm
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_agreements import by_key, firm_of_session
from tests.services.quality_deeds import analysis, carried_out, of_type

S = ActionState
WORDS = "整批更换 <b>*电源*</b>"


def opened(open_app: OpenApp, role: Role, language: str = "en", page: str = "recurrences.py", **asked: str) -> AppTest:
    app = open_app(language=language, role=role)
    app.switch_page(page)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, part: str) -> None:
    by_key(app.button, part).click().run()
    assert not app.exception, app.exception


def shown(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*app.markdown, *app.title])


def stored(number: str) -> CorrectiveAction:
    with firm_of_session() as session:
        found: CorrectiveAction = session.exec(select(CorrectiveAction).where(CorrectiveAction.number == number)).one()
        return found


def again(firm: Firm) -> Any:
    firm.done(at=firm.now - 20 * DAY, fault=FaultCategory.DARK)
    return firm.done(fault=FaultCategory.DARK)


def made(step: str = "planned", **values: Any) -> str:
    """An action for the sign type, brought to a state; its owner is of the project department."""
    with firm_of() as firm:
        at = firm.now - 60 * DAY
        row = of_type(firm, at=at, words=WORDS, **values)
        if step == "done":
            carried_out(firm, row, at=at + DAY)
        number: str = row.number
        return number


@pytest.mark.parametrize(
    ("language", "empty"), [("en", "No corrective action is open."), ("zh", "没有未结的纠正措施。")]
)
def test_an_empty_list_says_so(open_app: OpenApp, language: str, empty: str) -> None:
    app = opened(open_app, Role.LEADERSHIP, language)
    by_key(app.segmented_control, "recurrence_part").set_value("actions").run()
    assert empty in app.info[0].value


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("step", ["planned", "done"])
def test_list_and_page_draw_it(open_app: OpenApp, step: str, language: str) -> None:
    open_app()
    number = made(step)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language)
    by_key(app.segmented_control, "recurrence_part").set_value("actions").run()
    assert number in shown(app)
    assert "<b>*电源*" not in shown(app)  # typed signs stay signs
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, number=number)
    assert app.title[0].value == number


def test_a_number_that_was_never_given_is_said(open_app: OpenApp) -> None:
    app = opened(open_app, Role.LEADERSHIP, number="JZ20200101-0001")
    assert "JZ20200101" in app.error[0].value


def test_it_goes_from_the_plan_to_the_check_of_its_effect(open_app: OpenApp) -> None:
    open_app()
    number = made()
    app = opened(open_app, Role.PROJECT_DEPARTMENT, number=number)
    press(app, "begin_action:0:press")
    by_key(app.text_area, "carry_out_action:1:done").input("已更换12套")
    press(app, "carry_out_action:1:submit")
    assert stored(number).state is S.DONE
    assert not [one for one in app.button if "find_effect" in str(one.key)]  # nobody checks their own
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    by_key(app.text_area, "find_effect_not_good:0:check_words").input("又坏一次")
    press(app, "find_effect_not_good:0:submit")
    assert (stored(number).state, stored(number).check_words) == (S.NOT_GOOD, "又坏一次")
    by_key(app.text_area, "plan_action_again:1:words").input("换用防水电源")
    by_key(app.selectbox, "plan_action_again:1:owner").set_value(stored(number).owner_id)
    press(app, "plan_action_again:1:submit")
    row = stored(number)
    assert (row.state, row.round, row.words) == (S.PLANNED, 2, "换用防水电源")


def test_what_is_missing_is_said_and_nothing_typed_is_lost(open_app: OpenApp) -> None:
    open_app()
    number = made()
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    press(app, "drop_action:0:submit")
    assert "needs a reason" in app.error[0].value
    by_key(app.text_area, "move_action:0:reason").input("材料晚到")
    due = by_key(app.date_input, "move_action:0:due")
    due.set_value(due.value + timedelta(days=2000))
    press(app, "move_action:0:submit")
    assert app.error
    assert by_key(app.text_area, "move_action:0:reason").value == "材料晚到"
    assert stored(number).state is S.PLANNED


def test_one_is_set_for_a_sign_type(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        type_id, owner_id = firm.sign_type.id, firm.quality.staff_id
    app = opened(open_app, Role.AFTER_SALES_MANAGER)
    by_key(app.segmented_control, "recurrence_part").set_value("actions").run()
    by_key(app.selectbox, "new_corrective_action:type").set_value(type_id)
    by_key(app.text_area, "new_corrective_action:words").input("图纸改版")
    press(app, "new_corrective_action:submit")
    assert "is needed" in app.error[0].value
    by_key(app.selectbox, "new_corrective_action:fault").set_value(FaultCategory.WATER)
    by_key(app.selectbox, "new_corrective_action:owner").set_value(owner_id)
    press(app, "new_corrective_action:submit")
    with firm_of_session() as session:
        row = session.exec(select(CorrectiveAction)).one()
    assert (row.sign_type_id, row.words, row.fault) == (type_id, "图纸改版", FaultCategory.WATER)
    assert app.title[0].value == row.number


def dialog_of(open_app: OpenApp, number: str) -> AppTest:
    app = opened(open_app, Role.DISPATCHER, page="request.py", number=number)
    press(app, "take_analyse")
    return app


def typed(app: AppTest, kind: str, field: str) -> Any:
    """A field of the open dialog."""
    return next(
        one for one in getattr(app, kind) if str(one.key).startswith("step:analyse:") and one.key.endswith(f":{field}")
    )


def test_five_whys_and_an_action_are_written_on_the_request(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        number, owner_id = again(firm).number, firm.quality.staff_id
    app = dialog_of(open_app, number)
    for place, why in enumerate(("电源烧毁", "散热不足")):
        typed(app, "text_input", f"why{place}").input(why)
    typed(app, "text_area", "root").input("选型未核对温度等级")
    press(app, "step:analyse:")
    assert any("corrective action" in error.value for error in app.error)
    typed(app, "text_area", "words").input("改用宽温电源")
    typed(app, "selectbox", "owner").set_value(owner_id)
    press(app, "step:analyse:")
    with firm_of_session() as session:
        row = session.exec(select(CauseAnalysis)).one()
        lines = [line.words for line in session.exec(select(CauseLine).order_by(CauseLine.place))]  # type: ignore[arg-type]
        action = session.get_one(CorrectiveAction, row.action_id)
    assert lines == ["电源烧毁", "散热不足"]
    said = shown(app)
    assert action.number in said and "选型未核对温度等级" in said and "1\\. " not in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_fishbone_is_shown_and_its_chain_beside_it(open_app: OpenApp, language: str) -> None:
    open_app()
    with firm_of() as firm:
        request = again(firm)
        fishbone = analysis(
            firm, at=firm.now, method=AnalysisMethod.FISHBONE, root_branch=Branch.METHOD,
            branches={Branch.METHOD: ("未做淋水试验",), Branch.PEOPLE: ("新人",)},
        )  # fmt: skip
        record_cause_analysis(
            firm.session, actor=firm.dispatcher, now=firm.now + DAY / 8, request_id=request.id or 0, new=fishbone
        )
        number, action = request.number, request.corrective_action
    app = opened(open_app, Role.LEADERSHIP, language, page="request.py", number=number)
    said = shown(app)
    assert {"en": "**method**: 未做淋水试验", "zh": "**方法**：未做淋水试验"}[language] in said
    assert "未做淋水试验" in said and action in said
    assert {"en": "this request", "zh": "本单"}[language] in said


def test_one_that_stands_for_the_type_is_chosen_on_the_request(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        number = again(firm).number
        standing = of_type(firm, at=firm.now).number
    app = dialog_of(open_app, number)
    typed(app, "text_input", "why0").input("电源烧毁")
    typed(app, "text_area", "root").input("批次不良")
    press(app, "step:analyse:")
    with firm_of_session() as session:
        row = session.exec(select(CauseAnalysis)).one()
        assert session.get_one(CorrectiveAction, row.action_id).number == standing
