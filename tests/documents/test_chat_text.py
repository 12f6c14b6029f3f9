"""What the customer reads in the chat: the number, the promise said as today or tomorrow, and nothing that isn't so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.documents.chat_text import ChatFacts, ChatMoment, chat_moment, chat_text
from aftersales.rules.lifecycle import RequestState

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
SIX = NOON + timedelta(hours=6)
DAY = timedelta(days=1)


def facts(**values):  # type: ignore[no-untyped-def]
    usual = {"number": "FW20261124-0007", "needs_visit": True, "answer_by": None, "arrive_by": SIX}
    return ChatFacts(**usual | values)


@pytest.mark.parametrize(
    ("arrive_by", "language", "text"),
    [
        (SIX, "zh", "您的服务单 FW20261124-0007 已受理，维修人员承诺今天 18:00 前到场。"),
        (SIX + DAY, "zh", "您的服务单 FW20261124-0007 已受理，维修人员承诺明天 18:00 前到场。"),
        (
            SIX,
            "en",
            "We have received your service request FW20261124-0007; "
            "our technician promises to be there by today 18:00.",
        ),
        (NOON, "zh", "您的服务单 FW20261124-0007 已受理，维修人员承诺今天 12:00 前到场。"),
        # What is past isn't promised again, and while the clock stands still nothing is.
        (NOON - timedelta(minutes=1), "zh", "您的服务单 FW20261124-0007 已受理，到场时间将另行与您约定。"),
        (None, "zh", "您的服务单 FW20261124-0007 已受理，到场时间将另行与您约定。"),
    ],
)
def test_a_registered_request_names_the_promise(arrive_by: datetime | None, language: str, text: str) -> None:
    assert chat_text(ChatMoment.REGISTERED, facts(arrive_by=arrive_by), NOON, language) == text


def test_the_crew_is_named_once_it_is_sent() -> None:
    sent = facts(crew=("王强", "李军"))
    assert chat_text(ChatMoment.DISPATCHED, sent, NOON, "zh") == (
        "您的服务单 FW20261124-0007 已派遣维修人员 王强和李军，承诺今天 18:00 前到场。"
    )
    assert "王强" in chat_text(ChatMoment.ON_THE_WAY, sent, NOON, "zh")
    assert "{" not in chat_text(ChatMoment.ON_THE_WAY, facts(), NOON, "en")


def test_done_asks_for_the_survey_where_there_is_a_link() -> None:
    done = facts(finished_at=NOON, survey_link="https://x.example/survey/abc")
    text = chat_text(ChatMoment.DONE, done, NOON + timedelta(hours=1), "zh")
    assert text.startswith("您的服务单 FW20261124-0007 已于今天 12:00 完工，感谢您的配合。")
    assert text.endswith("https://x.example/survey/abc")
    assert "survey" not in chat_text(ChatMoment.DONE, facts(finished_at=NOON), NOON, "en")


def test_a_question_is_answered_not_visited() -> None:
    asked = facts(needs_visit=False, answer_by=SIX, arrive_by=None)
    assert "将在今天 18:00 前答复您" in chat_text(ChatMoment.REGISTERED, asked, NOON, "zh")
    assert "technician" not in chat_text(ChatMoment.DONE, asked, NOON, "en")


@pytest.mark.parametrize("moment", ChatMoment)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_leaves_a_place_open(moment: ChatMoment, language: str) -> None:
    for some in (facts(), facts(crew=("王强",)), facts(arrive_by=None), facts(needs_visit=False, arrive_by=None)):
        text = chat_text(moment, some, NOON, language)
        assert text and "{" not in text and "None" not in text


def test_the_moment_follows_the_state() -> None:
    assert [chat_moment(state) for state in (RequestState.ON_HOLD, RequestState.DISPATCHED, RequestState.CLOSED)] == [
        ChatMoment.REGISTERED,
        ChatMoment.DISPATCHED,
        ChatMoment.DONE,
    ]
