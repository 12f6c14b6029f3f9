"""The service report's form, its register and its view; on a phone in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.models import FormDraft, ReportPart, ServiceReport, ServiceRequest
from aftersales.places import product_folder
from aftersales.rules.kinds import Cause, Role
from aftersales.rules.lifecycle import RequestState
from aftersales.ui.text import LANGUAGE_KEY, as_typed
from aftersales.ui.who import PERSON_COOKIE, PERSON_KEY
from tests.documents.pictures import red_picture
from tests.screens.browser import PHONE, running_server
from tests.screens.conftest import keep_picture, wait_until_drawn
from tests.screens.served import Served, build_served_firm

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def served_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Served]:
    path = tmp_path_factory.mktemp("served") / "demo.sqlite3"
    return path, build_served_firm(f"sqlite:///{path.as_posix()}")


@pytest.fixture
def served(served_file: tuple[Path, Served], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    path = tmp_path / "demo.sqlite3"
    shutil.copy(served_file[0], path)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", f"sqlite:///{path.as_posix()}")
    return served_file[1]


def store() -> Store:
    from aftersales.config import settings

    return Store.open(settings().database_url)


def open_report(
    served: Served, number: str | None = None, *, role: Role = Role.TECHNICIAN, language: str = "en"
) -> AppTest:
    app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=20)
    app.session_state[LANGUAGE_KEY] = language
    app.session_state[PERSON_KEY] = served.staff_ids[role]
    app.run()
    app.switch_page("reports.py")
    if number:
        app.query_params["number"] = number
    app.run()
    assert not app.exception, app.exception
    return app


def area(app: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in app.text_area if each.label == label)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception
    return app


def test_the_form_says_what_is_missing_while_it_is_filled_in(served: Served) -> None:
    app = open_report(served, served.on_site)
    assert any("Missing for a complete report: 3" in each.value for each in app.markdown)
    area(app, "What was found").set_value("进水").run()
    assert any("Missing for a complete report: 2" in each.value for each in app.markdown)


def test_a_complete_report_is_saved_with_its_parts(served: Served) -> None:
    app = open_report(served, served.on_site)
    next(each for each in app.button_group if each.label == "Cause found").set_value(Cause.MATERIAL.value).run()
    area(app, "What was found").set_value("接头进水").run()
    area(app, "What was done").set_value("更换接头").run()
    press(app, "Add a part")
    next(each for each in app.text_input if each.label == "Part").set_value("防水接头").run()
    press(app, "Save the report")
    assert not app.error, [each.value for each in app.error]
    assert [each.value for each in app.success]
    with store().reading() as session:
        report = session.exec(select(ServiceReport).where(ServiceReport.findings == "接头进水")).one()
        assert (report.work_done, report.cause_found, report.signed_by) == ("更换接头", Cause.MATERIAL, "王芳")
        assert [part.name for part in session.exec(select(ReportPart))] == ["防水接头"]
        assert session.exec(select(FormDraft)).all() == []


def fill(app: AppTest, cause: Cause) -> None:
    next(each for each in app.button_group if each.label == "Cause found").set_value(cause.value).run()
    area(app, "What was found").set_value("接头进水").run()
    area(app, "What was done").set_value("更换接头").run()


def request_of(number: str) -> ServiceRequest:
    with store().reading() as session:
        return session.exec(select(ServiceRequest).where(ServiceRequest.number == number)).one()


def test_at_the_sign_one_press_saves_the_report_and_finishes_the_work(served: Served) -> None:
    app = open_report(served, served.on_site)
    fill(app, Cause.MATERIAL)
    press(app, "Save and finish the work")
    assert not app.error, [each.value for each in app.error]
    assert any("the work is finished" in each.value for each in app.success)
    assert request_of(served.on_site).state is RequestState.DONE
    assert "Save and finish the work" not in [button.label for button in app.button]


def test_what_may_not_be_finished_yet_saves_nothing_and_keeps_what_was_typed(served: Served) -> None:
    """Somebody else broke it: the customer pays at cost, and has not accepted a quote."""
    app = open_report(served, served.on_site)
    fill(app, Cause.THIRD_PARTY)
    press(app, "Save and finish the work")
    assert "a quote that the customer has accepted" in app.error[0].value
    assert area(app, "What was done").value == "更换接头"
    assert request_of(served.on_site).state is RequestState.ON_SITE
    press(app, "Save the report")
    assert any("don't begin the repair" in each.value for each in app.warning)
    assert request_of(served.on_site).cause_found is Cause.THIRD_PARTY


def test_what_is_left_to_do_is_not_finished(served: Served) -> None:
    app = open_report(served, served.on_site)
    area(app, "Left to do").set_value("缺 200W 电源").run()
    assert "Save and finish the work" not in [button.label for button in app.button]


def test_what_was_begun_is_there_again_in_another_session(served: Served) -> None:
    app = open_report(served, served.on_site)
    area(app, "What was found").set_value("接头进水").run()
    press(app, "Add a part")
    again = open_report(served, served.on_site)
    assert area(again, "What was found").value == "接头进水"
    assert [each.label for each in again.text_input if each.label == "Part"] == ["Part"]


def test_a_draft_can_be_thrown_away(served: Served) -> None:
    area(open_report(served, served.on_site), "What was found").set_value("接头进水").run()
    app = press(open_report(served, served.on_site), "Throw my draft away")
    assert area(app, "What was found").value == ""


def test_an_error_leaves_everything_typed(served: Served) -> None:
    app = open_report(served, served.on_site)
    area(app, "What was found").set_value("接头进水").run()
    press(app, "Save the report")
    assert app.error
    assert area(app, "What was found").value == "接头进水"


def test_somebody_elses_report_is_not_overwritten_unless_asked(served: Served) -> None:
    first, second = (open_report(served, served.done, role=role) for role in (Role.TECHNICIAN, Role.DISPATCHER))
    area(first, "What was found").set_value("甲").run()
    press(first, "Save the corrected report")
    area(second, "What was found").set_value("乙").run()
    press(second, "Save the corrected report")
    assert any("somebody else" in each.value for each in second.error)
    assert area(second, "What was found").value == "乙"
    press(second, "Save mine in place of the other version")
    with store().reading() as session:
        assert session.exec(select(ServiceReport).where(ServiceReport.findings == "乙")).one().version == 3


def test_a_technician_sees_no_money(served: Served) -> None:
    app = open_report(served, served.on_site)
    press(app, "Add a cost line")
    assert not [each for each in app.number_input if "price" in each.label.lower()]
    assert not any("¥" in each.value for each in app.markdown)


def test_the_hotline_reads_a_report_and_writes_none(served: Served) -> None:
    app = open_report(served, served.done, role=Role.HOTLINE)
    assert not app.text_area
    assert any("更换开关电源" in each.value for each in app.markdown)


def test_a_number_that_is_none_says_so(served: Served) -> None:
    app = open_report(served, "FW19990101-0001")
    assert any("FW19990101-0001" in each.value for each in app.error)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_register_lists_reports_and_what_lacks_one(served: Served, language: str) -> None:
    app = open_report(served, role=Role.AFTER_SALES_MANAGER, language=language)
    assert any(as_typed(served.on_site) in each.value for each in app.markdown)
    assert set(app.dataframe[0].value.iloc[:, 0]) == {served.done, served.answered}


@pytest.fixture(scope="module")
def served_server(
    served_file: tuple[Path, Served], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Served]]:
    folder = tmp_path_factory.mktemp("served-server")
    path = folder / "demo.sqlite3"
    shutil.copy(served_file[0], path)
    environment = {"AFTERSALES_DATABASE_URL": f"sqlite:///{path.as_posix()}", "AFTERSALES_DATA": str(folder)}
    with running_server("demo", environment=environment, folder=folder) as address:
        yield address, served_file[1]


@pytest.mark.browser
def test_a_technician_fills_it_in_on_a_phone(
    browser: Browser, served_server: tuple[str, Served], tmp_path: Path
) -> None:
    address, served = served_server
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN")
    context.add_cookies([{"name": PERSON_COOKIE, "value": str(served.staff_ids[Role.TECHNICIAN]), "url": address}])
    page = context.new_page()
    page.goto(f"{address}/service-report?number={served.on_site}")
    wait_until_drawn(page)
    save = page.get_by_role("button", name="保存报告单")
    expect(save).to_be_in_viewport()  # within the thumb's reach from the start
    page.get_by_label("检查情况").fill("接头进水")
    page.get_by_label("处理措施").fill("更换接头，试亮正常")
    page.get_by_role("radio", name="材料质量").click()
    picture = tmp_path / "before.jpg"
    picture.write_bytes(red_picture(size=(800, 600), kind="JPEG"))
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.locator("[data-testid=stImage] img")).to_have_count(1)
    pad = page.locator("canvas").last
    pad.scroll_into_view_if_needed()
    pad.hover(position={"x": 40, "y": 60})
    page.mouse.down()
    pad.hover(position={"x": 200, "y": 90})
    page.mouse.up()
    page.get_by_role("button", name="采用此签字").click()
    expect(page.locator("[data-testid=stImage] img")).to_have_count(2)
    page.reload()
    wait_until_drawn(page)
    expect(page.get_by_label("检查情况")).to_have_value("接头进水")
    expect(page.locator("[data-testid=stImage] img")).to_have_count(2)
    keep_picture(page, "report-phone-zh")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    save.click()
    expect(page.get_by_text(f"{served.on_site} 的售后服务报告单已保存。").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="打印报告单").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    context.close()
