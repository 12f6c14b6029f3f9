"""The page of recurrences: what came back, where, and one sign's chain; in both languages."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from aftersales.rules.kinds import FaultCategory, Role
from tests.builders import DAY, HOUR, new_sign
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of


@pytest.mark.parametrize(("language", "words"), [("en", "No fault came back"), ("zh", "没有重复故障")])
def test_nothing_came_back(open_app: OpenApp, language: str, words: str) -> None:
    app = open_app(language=language, role=Role.LEADERSHIP)
    app.switch_page("recurrences.py").run()
    assert not app.exception, app.exception
    assert words in app.info[0].value


@pytest.mark.parametrize(("language", "again"), [("en", "Recurrences"), ("zh", "重复故障")])
def test_a_sign_that_failed_again_shows_its_chain(open_app: OpenApp, language: str, again: str) -> None:
    open_app()
    with firm_of() as firm:
        first = firm.done(at=firm.now - 20 * DAY, fault=FaultCategory.DARK)
        second = firm.register(fault=FaultCategory.DARK)
        numbers = first.number, second.number
    app = open_app(language=language, role=Role.AFTER_SALES_MANAGER)
    app.switch_page("recurrences.py").run()
    assert not app.exception, app.exception
    assert app.button(key="num_repeats_all").label == "1"
    assert any(again in one.value for one in app.markdown)
    said = "\n".join(one.value for one in app.markdown)
    assert all(number in said for number in numbers)


def told_again(batch: str = "B-7") -> list[str]:
    """Two signs of a batch with the same fault again: the numbers of the repeats, the newest first."""
    with firm_of() as firm:
        numbers = []
        for day in (0, 1):
            sign = new_sign(firm.session, firm, batch=batch)
            firm.done(at=firm.now - (20 - day) * DAY, fault=FaultCategory.DARK, sign_id=sign.id)
            again = firm.register(at=firm.now - (5 - day) * HOUR, fault=FaultCategory.DARK, sign_id=sign.id)
            numbers.insert(0, again.number)
    return numbers


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("group", ["all", "lacking"])
def test_a_number_opens_its_rows_and_leads_back(open_app: OpenApp, language: str, group: str) -> None:
    open_app()
    numbers = told_again()
    app = open_app(language=language, role=Role.LEADERSHIP)
    app.switch_page("recurrences.py").run()
    app.button(key=f"num_repeats_{group}").click().run()
    assert not app.exception, app.exception
    number = {"en": "Number", "zh": "编号"}[language]
    assert list(app.dataframe[0].value[number]) == numbers
    app.button(key="repeats_back").click().run()
    assert app.button(key="num_repeats_all").label == "2"


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ({"rows": "batch", "part": "B-7", "fault": "dark"}, 2), ({"rows": "batch", "part": "B-8", "fault": "dark"}, 0),
        ({"rows": "third"}, 0), ({"rows": "type", "part": "1", "fault": "dark"}, 2),
    ],
)  # fmt: skip
def test_a_field_or_a_batch_opens_its_rows(open_app: OpenApp, address: dict[str, str], count: int) -> None:
    open_app()
    told_again()
    app = open_app(role=Role.LEADERSHIP)
    app.switch_page("recurrences.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    assert sum(len(one.value) for one in app.dataframe) == count
    assert bool(app.success) is (count == 0)


@pytest.mark.parametrize("address", [{"rows": "nothing"}, {"rows": "type", "fault": "x"}, {"days": "7"}])
def test_an_address_that_makes_no_sense_shows_the_page(open_app: OpenApp, address: dict[str, str]) -> None:
    open_app()
    told_again()
    app = open_app(role=Role.LEADERSHIP)
    app.switch_page("recurrences.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert app.button(key="num_repeats_all").label == "2"


def test_all_signs_can_be_shown(open_app: OpenApp) -> None:
    open_app()
    told_again()
    app = open_app(role=Role.LEADERSHIP)
    app.switch_page("recurrences.py").run()
    app.button(key="num_repeats_signs").click().run()
    assert len(app.dataframe[0].value) == 2


def test_the_map_says_when_it_is_cut() -> None:
    app = AppTest.from_function(draw_many)
    app.run()
    assert not app.exception, app.exception
    assert "12 sign types" in app.caption[0].value
    assert "24 of 30 recurrences" in app.caption[0].value


def draw_many() -> None:
    from aftersales.queries.recurrences import Cluster
    from aftersales.rules.kinds import FaultCategory
    from aftersales.ui.recurrence_charts import draw_clusters

    draw_clusters([Cluster(str(n), (f"T{n}", f"T{n}"), FaultCategory.DARK, 2, 1, 9) for n in range(15)])
