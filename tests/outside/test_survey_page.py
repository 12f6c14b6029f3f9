"""The public survey page: by link only, without signing in, in both languages, for one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Survey, SurveyAsk
from aftersales.outside.survey_page import SURVEY_ROUTES
from aftersales.services.survey import ask_survey
from tests.builders import DAY, HOUR, build_firm

WRONG = "a" * 32


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{(tmp_path / 'desk.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    opened = Store.open(url)
    opened.migrate(backed_up=True)
    yield opened
    opened.close()


@pytest.fixture
def token(store: Store) -> str:
    with store.unit_of_work() as session:
        firm = build_firm(session, now=utc_now() - 20 * DAY)
        request = firm.done(at=utc_now() - 10 * HOUR)
        _, made = ask_survey(session, actor=firm.hotline, now=utc_now(), request_id=request.id or 0)
    assert made
    return made


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=list(SURVEY_ROUTES)), follow_redirects=False)


def answers(store: Store) -> list[Survey]:
    with store.reading() as session:
        return list(session.exec(select(Survey)))


def test_the_page_names_the_service_and_nobody(client: TestClient, token: str) -> None:
    page = client.get(f"/survey/{token}", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    assert page.status_code == 200
    assert "售后服务满意度调查表" in page.text
    assert re.search(r"FW\d{8}-0001", page.text)
    assert "住院楼大堂" in page.text
    for personal in ("王芳", "1380000", "上海市第一人民医院", "王强"):
        assert personal not in page.text


def test_it_needs_no_script_and_allows_none(client: TestClient, token: str) -> None:
    page = client.get(f"/survey/{token}")
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "http" not in re.sub(r"<style>.*</style>", "", page.text)


@pytest.mark.parametrize(
    ("accepted", "query", "heading"),
    [
        ("zh-CN,zh;q=0.9", "", "售后服务满意度调查表"),
        ("en-US,en;q=0.9", "", "Satisfaction survey"),
        ("en;q=0.3,zh;q=0.7", "", "售后服务满意度调查表"),
        ("de-DE,fr;q=0.9", "", "Satisfaction survey"),
        ("", "", "售后服务满意度调查表"),
        ("en", "?lang=zh", "售后服务满意度调查表"),
        ("zh", "?lang=en", "Satisfaction survey"),
        ("zh", "?lang=<script>", "售后服务满意度调查表"),
        ("en;q=nonsense,zh", "", "售后服务满意度调查表"),
    ],
)
def test_the_language_is_the_browsers_until_it_is_switched(
    client: TestClient, token: str, accepted: str, query: str, heading: str
) -> None:
    page = client.get(f"/survey/{token}{query}", headers={"Accept-Language": accepted})
    assert f"<h1>{heading}</h1>" in page.text


def test_an_answer_is_stored_thanked_for_and_taken_once(client: TestClient, token: str, store: Store) -> None:
    filled = {"reply": "4", "overall": "5", "asked_extra": "no", "recommends": "yes", "words": "O'Brien <b>很好</b>"}
    answer = client.post(f"/survey/{token}?lang=zh", data=filled)
    assert (answer.status_code, answer.headers["location"]) == (303, "/survey/thanks?lang=zh")
    assert "感谢您的评价" in client.get(answer.headers["location"]).text
    (survey,) = answers(store)
    assert (survey.reply, survey.skill, survey.overall) == (4, None, 5)
    assert (survey.recommends, survey.words) == (True, "O'Brien <b>很好</b>")
    assert survey.recorded_by_id is None
    assert client.post(f"/survey/{token}", data=filled).status_code == 404
    assert client.get(f"/survey/{token}").status_code == 404
    assert len(answers(store)) == 1


def test_without_the_overall_mark_what_was_typed_comes_back(client: TestClient, token: str, store: Store) -> None:
    page = client.post(f"/survey/{token}?lang=en", data={"reply": "2", "words": "</textarea><script>"})
    assert page.status_code == 422
    assert "Please choose a mark for “All in all”." in page.text
    assert 'name="reply" value="2" checked' in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert answers(store) == []


@pytest.mark.parametrize("overall", ["0", "6", "five", "5.0", "", "９"])
def test_a_mark_that_is_none_is_refused(client: TestClient, token: str, store: Store, overall: str) -> None:
    assert client.post(f"/survey/{token}", data={"overall": overall}).status_code == 422
    assert answers(store) == []


def test_more_than_a_page_of_text_is_refused(client: TestClient, token: str, store: Store) -> None:
    assert client.post(f"/survey/{token}", data={"overall": "5", "words": "字" * 1001}).status_code == 422
    assert client.post(f"/survey/{token}", data={"overall": "5", "words": "字" * 20_000}).status_code == 413
    assert client.post(f"/survey/{token}", content="&".join(["a=b"] * 500)).status_code == 422
    assert answers(store) == []


@pytest.mark.parametrize("wrong", [WRONG, "x", "..%2f..", "%00", "é" * 20, "a" * 500])
def test_a_wrong_link_gets_a_polite_page(client: TestClient, token: str, wrong: str) -> None:
    page = client.get(f"/survey/{wrong}", headers={"Accept-Language": "zh"})
    assert page.status_code == 404
    if "/" not in wrong and "%2f" not in wrong:
        assert "链接已失效" in page.text


def test_a_link_that_is_too_old_looks_like_a_wrong_one(client: TestClient, token: str, store: Store) -> None:
    with store.unit_of_work() as session:
        ask = session.exec(select(SurveyAsk)).one()
        ask.expires_at = utc_now()
        session.add(ask)
    headers = {"Accept-Language": "zh"}
    assert client.get(f"/survey/{token}", headers=headers).text == client.get(f"/survey/{WRONG}", headers=headers).text
