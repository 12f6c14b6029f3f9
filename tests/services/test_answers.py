"""Known answers (4(2)): found by what the customer asks, for a sign type or all, retired rather than deleted."""

from __future__ import annotations

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, RuleBroken
from aftersales.models import KnownAnswer
from aftersales.queries.answers import find_answers, list_answers
from aftersales.rules.roles import SYSTEM
from aftersales.services.answers import NewAnswer, add_answer, change_answer, restore_answer, retire_answer
from aftersales.services.company import add_sign_type
from tests.builders import NOON, Firm, new_sign
from tests.care_desk import answer


def found(firm: Firm, asked: str, sign_id: int | None = None) -> list[str]:
    return [row.question for row in find_answers(firm.session, firm.hotline, asked, sign_id=sign_id)]


def test_the_fitting_answer_comes_first_and_what_does_not_fit_not_at_all(firm: Firm) -> None:
    answer(firm, "可以自己擦洗标识吗？", question_en="Can I clean the sign myself?", answer_en="Yes.")
    answer(firm, "保修期多长？")
    answer(firm, "发光字有几个字不亮了怎么办？")
    assert found(firm, "你好，我们大堂发光字有一半不亮") == ["发光字有几个字不亮了怎么办？"]
    assert found(firm, "我们保修期到什么时候") == ["保修期多长？"]
    assert found(firm, "how do we clean it") == ["可以自己擦洗标识吗？"]
    assert found(firm, "开发票") == []
    assert found(firm, "的 了 吗") == []


def test_an_answer_for_a_sign_type_is_offered_for_its_signs_only(firm: Firm) -> None:
    screen = add_sign_type(firm.session, actor=SYSTEM, now=NOON, name="显示屏", name_en="Screen", is_main=False)
    answer(firm, "显示屏黑屏怎么办？", sign_type_id=screen.id)
    of_screen = new_sign(firm.session, firm, sign_type_id=screen.id)
    assert found(firm, "黑屏了", of_screen.id) == ["显示屏黑屏怎么办？"]
    assert found(firm, "黑屏了", firm.sign.id) == []
    assert found(firm, "黑屏了") == ["显示屏黑屏怎么办？"]


def test_a_retired_one_is_kept_and_not_offered(firm: Firm) -> None:
    made = answer(firm)
    retire_answer(firm.session, actor=firm.hotline, now=NOON, answer_id=made.id or 0)
    assert found(firm, "擦洗") == []
    assert len(firm.session.exec(select(KnownAnswer)).all()) == 1
    (row,) = list_answers(firm.session, firm.hotline, with_retired=True)
    assert row.is_retired
    with pytest.raises(RuleBroken):
        retire_answer(firm.session, actor=firm.hotline, now=NOON, answer_id=made.id or 0)
    restore_answer(firm.session, actor=firm.hotline, now=NOON, answer_id=made.id or 0)
    assert found(firm, "擦洗") == ["可以自己擦洗吗？"]


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"question": "怎么报修？"},
        {"answer": "打热线。"},
        {"question": "怎么报修？", "answer": "打热线。", "question_en": "How?"},
    ],
)
def test_a_question_needs_what_to_say_in_its_language(firm: Firm, texts: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        add_answer(firm.session, actor=firm.hotline, now=NOON, new=NewAnswer(**texts))


def test_who_edits_second_is_told_and_an_office_only_reads(firm: Firm) -> None:
    made = answer(firm)
    seen, new = made.version, NewAnswer(question="怎么清洁？", answer="清水软布。")
    change_answer(firm.session, actor=firm.manager, now=NOON, answer_id=made.id or 0, new=new, expected_version=seen)
    with pytest.raises(ChangedMeanwhile):
        change_answer(
            firm.session, actor=firm.hotline, now=NOON, answer_id=made.id or 0, new=new, expected_version=seen
        )
    with pytest.raises(NotAllowed):
        add_answer(firm.session, actor=firm.office, now=NOON, new=new)
    assert found(firm, "怎么清洁") == ["怎么清洁？"]
