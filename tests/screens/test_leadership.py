"""Leadership's page: what it says is what the rows say, and every number opens them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from sqlalchemy import text
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.models import StaffRole
from aftersales.places import product_folder
from aftersales.queries.figures.rows import list_figure_rows
from aftersales.rules.kinds import Role
from aftersales.rules.periods import month_of
from aftersales.rules.roles import SYSTEM
from aftersales.ui.leadership_views import VIEWS
from aftersales.ui.text import LANGUAGE_KEY
from aftersales.ui.who import PERSON_COOKIE, PERSON_KEY
from tests.builders import DAY, build_firm
from tests.queries.figures.conftest import END, MARCH, tell_story
from tests.screens.browser import PHONE, running_server
from tests.screens.conftest import keep_picture, wait_until_drawn
from tests.services.quality_deeds import of_type

MARCH_DAYS = "2026-03-01..2026-03-31"


@pytest.fixture(scope="module")
def told_company(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[Role, int]]:
    """A demo company with the story of a month."""
    url = f"sqlite:///{(tmp_path_factory.mktemp('told') / 'demo.sqlite3').as_posix()}"
    store = Store.open(url)
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        tell_story(told := build_firm(session))
        of_type(told, at=MARCH, due_on=(MARCH + 5 * DAY).date())
        session.connection().execute(text("UPDATE company SET is_demo = TRUE, is_loaded = TRUE"))
        staff = {role: staff_id for staff_id, role in session.exec(select(StaffRole.staff_id, StaffRole.role))}
    store.close()
    return url, staff


@pytest.fixture
def open_figures(told_company: tuple[str, dict[Role, int]], monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    url, staff = told_company
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)

    def open_page(language: str = "en", role: Role = Role.LEADERSHIP, **address: str) -> AppTest:
        app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=60)
        app.session_state[LANGUAGE_KEY] = language
        app.session_state[PERSON_KEY] = staff[role]
        app.run()
        app.switch_page("leadership.py")
        for name, value in {"span": "own", "days": MARCH_DAYS, **address}.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return open_page


def rows_of(url: str, key: str) -> int:
    store = Store.open(url)
    with store.reading() as session:
        total = list_figure_rows(session, SYSTEM, key, month_of(MARCH.date()), now=END).total
    store.close()
    return total


@pytest.mark.parametrize(("language", "title"), [("zh", "我们的承诺兑现了吗？"), ("en", "Do we keep our promise?")])
def test_it_opens_with_the_question_and_satisfaction_first(
    open_figures: Callable[..., AppTest], language: str, title: str
) -> None:
    app = open_figures(language)
    assert app.title[0].value == title
    assert [metric.label for metric in app.metric[:3]] == {
        "zh": ["客户满意度", "按时答复率", "按时到场率"],
        "en": ["Customers' satisfaction", "Answered in time", "Arrived in time"],
    }[language]


def test_the_numbers_are_those_of_the_rows(
    open_figures: Callable[..., AppTest], told_company: tuple[str, dict[Role, int]]
) -> None:
    app = open_figures()
    store = Store.open(told_company[0])
    with store.reading() as session:
        mean = session.connection().execute(text("SELECT AVG(overall * 1.0) FROM survey WHERE NOT is_refused")).scalar()
        spent = session.connection().execute(text("SELECT SUM(total_fen) FROM cost_line WHERE bearer = 'us'")).scalar()
    store.close()
    assert app.metric[0].value == f"{mean:.2f}"
    assert app.button(key="num_cost_us").label == f"¥{int(spent) / 100:,.0f}"
    assert app.button(key="num_requests").label == str(rows_of(told_company[0], "requests"))


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_part_draws_itself(open_figures: Callable[..., AppTest], view: str, language: str) -> None:
    app = open_figures(language, view=view)
    assert not app.error


def test_a_number_opens_its_rows_and_leads_back(
    open_figures: Callable[..., AppTest], told_company: tuple[str, dict[Role, int]]
) -> None:
    app = open_figures()
    app.button(key="num_cost_us").click().run()
    assert app.query_params["rows"] in ("cost_us", ["cost_us"])
    assert app.subheader[0].value == "Cost borne by us"
    assert len(app.dataframe[0].value) == rows_of(told_company[0], "cost_us")
    app.button(key="rows_back").click().run()
    assert "rows" not in app.query_params
    assert app.metric[0].label == "Customers' satisfaction"


@pytest.mark.parametrize(("language", "what"), [("zh", "措施内容"), ("en", "What is done")])
@pytest.mark.parametrize("name", ["actions", "actions_late"])
def test_corrective_actions_open_their_rows(
    open_figures: Callable[..., AppTest], language: str, what: str, name: str
) -> None:
    app = open_figures(language, rows=f"open:{name}")
    assert list(app.dataframe[0].value[what]) == ["整批更换电源"]
    app = open_figures(language, rows="open:actions_to_check")
    assert app.success


def test_what_stays_away_is_counted_and_leads_to_its_rows(open_figures: Callable[..., AppTest]) -> None:
    app = open_figures()
    assert [app.button(key=f"num_open_{one}").label for one in ("recurring", "actions")] == ["1", "1"]
    assert app.button(key="num_open_actions_late").label == ":red[1]"
    assert app.button(key="num_open_actions_to_check").disabled
    app.button(key="num_open_actions_late").click().run()
    assert app.query_params["rows"] in ("open:actions_late", ["open:actions_late"])
    app.button(key="rows_back").click().run()
    assert app.button(key="num_open_actions")


def test_a_quality_opens_the_rows_of_all_its_figures(open_figures: Callable[..., AppTest]) -> None:
    app = open_figures(view="scorecard")
    cases = int(app.button(key="score_fast").label.split(" of ")[1])
    app.button(key="score_fast").click().run()
    assert not app.exception, app.exception
    assert [each.value for each in app.subheader] == ["Answered in time", "Arrived in time"]
    assert sum(len(one.value) for one in app.dataframe) == cases
    app.button(key="rows_back").click().run()
    assert "rows" not in app.query_params
    assert len(open_figures("zh", rows="quality:fast").dataframe) == 2


def test_a_weeks_rows_are_those_of_its_days_and_the_chosen_period_stays(open_figures: Callable[..., AppTest]) -> None:
    whole = open_figures(rows="requests")
    week = open_figures(rows="requests", at="2026-03-02..2026-03-08")
    assert 0 < len(week.dataframe[0].value) < len(whole.dataframe[0].value)
    assert "8 Mar" in week.caption[0].value
    week.button(key="rows_back").click().run()
    assert "at" not in week.query_params
    assert "31 Mar" in week.caption[0].value or "March 2026" in week.caption[0].value


def test_the_rows_of_a_part_can_be_sent_as_a_link(open_figures: Callable[..., AppTest]) -> None:
    app = open_figures(rows="cost_us", by="cause", part="wear")
    assert app.subheader[0].value.replace("\\", "") == "Cost borne by us: wear"
    assert len(app.dataframe[0].value) == 1


@pytest.mark.parametrize(
    "address",
    [
        {"rows": "nothing"}, {"rows": "open:nothing"}, {"rows": "cost_us", "by": "cause", "part": "x'; DROP"},
        {"rows": "quality:nothing"}, {"rows": "requests", "at": "x"},
        {"rows": "requests", "at": "2026-03-31..2026-03-01"},
        {"days": "2026-03-31..2026-03-01"}, {"days": "x"}, {"view": "x", "against": "x", "office": "99"},
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_breaks_nothing(
    open_figures: Callable[..., AppTest], address: dict[str, str]
) -> None:
    app = open_figures(**address)
    assert app.title


def test_money_and_people_are_for_those_who_may_see_them(open_figures: Callable[..., AppTest]) -> None:
    app = open_figures(role=Role.BUSINESS_DEPARTMENT, view="people")
    assert "Technicians" not in app.get("button_group")[0].options
    assert app.button(key="num_cost_us")


def test_an_empty_period_says_so(open_figures: Callable[..., AppTest]) -> None:
    app = open_figures(days="2020-01-01..2020-01-31")
    assert "nothing to judge" in app.info[0].value


def test_the_first_look_asks_few_questions(open_figures: Callable[..., AppTest], told_company: object) -> None:
    from aftersales.ui.page import page_store

    app = open_figures()
    sent: list[str] = []
    from sqlalchemy import event

    engine = page_store().engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        app.run()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    figures = [statement for statement in sent if "clock_from_at" in statement or "answered_at" in statement]
    assert 0 < len(figures) <= 6
    assert len(sent) <= 18, "\n\n".join(sent)


@pytest.mark.browser
def test_on_a_phone_everything_fits_and_a_number_opens_its_rows(
    browser: Browser, told_company: tuple[str, dict[Role, int]], tmp_path: Path
) -> None:
    url, staff = told_company
    with running_server(
        "demo", environment={"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(tmp_path)}, folder=tmp_path
    ) as address:
        context = browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.add_cookies([{"name": PERSON_COOKIE, "value": str(staff[Role.LEADERSHIP]), "url": address}])
        page = context.new_page()
        page.goto(f"{address}/leadership?span=own&days={MARCH_DAYS}")
        wait_until_drawn(page)
        page.get_by_text("按时到场率").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        keep_picture(page, "leadership-phone-zh")
        page.locator(".st-key-num_requests button").last.click()
        page.wait_for_url("**rows=requests**")
        page.get_by_text("返回全部指标").wait_for()
        context.close()


@pytest.mark.browser
def test_a_chart_is_saved_as_a_picture_from_a_menu_in_the_readers_language(
    told_company: tuple[str, dict[Role, int]], browser: Browser, tmp_path: Path
) -> None:
    url, staff = told_company
    environment = {"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(tmp_path)}
    with running_server("demo", environment=environment, folder=tmp_path) as address:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 1900})
        context.add_cookies([{"name": PERSON_COOKIE, "value": str(staff[Role.LEADERSHIP]), "url": address}])
        page = context.new_page()
        page.goto(f"{address}/leadership?span=own&days={MARCH_DAYS}&view=costs")
        wait_until_drawn(page)
        chart = page.get_by_test_id("stVegaLiteChart").first
        chart.wait_for()
        chart.hover()
        with page.expect_download() as saved:
            page.locator("button[aria-label^='保存为图片']").first.click()
        with Image.open(saved.value.path()) as picture:
            assert (picture.format, picture.width > 300) == ("PNG", True)
        context.close()
