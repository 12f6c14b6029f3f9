"""The plain routes beside the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aftersales.outside.app import ROUTES
from aftersales.outside.cookies import own_address
from aftersales.rules.kinds import Role
from aftersales.ui.navigation import PAGES
from tests.screens.small_company import build_small_company


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'demo.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", address)
    return address


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=list(ROUTES)), follow_redirects=False)


def test_no_route_hides_a_page() -> None:
    first_parts = {route.path.split("/")[1] for route in ROUTES}  # type: ignore[attr-defined]
    # The first page has no address of its own: a route leads there from the one that people expect.
    assert first_parts.isdisjoint({entry.url_path for entry in PAGES[1:]})


def test_the_first_pages_name_leads_to_it_with_its_query(client: TestClient) -> None:
    answer = client.get("/today?number=FW20261125-0001")
    assert (answer.status_code, answer.headers["location"]) == (307, "/?number=FW20261125-0001")
    assert PAGES[0].url_path == "today"


def test_health_is_refused_before_the_first_migration(url: str, client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "to be migrated"


def test_health_is_refused_when_the_database_is_out_of_reach(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", "postgresql+psycopg://someone:secret@127.0.0.1:1/none")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "out of reach"}
    assert "secret" not in answer.text


def test_health_is_good_when_migrated_and_loaded(url: str, client: TestClient) -> None:
    build_small_company(url)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "up to date", "loaded": True, "demo": True}
    assert answer.headers["cache-control"] == "no-store"


def test_the_language_is_kept(client: TestClient) -> None:
    answer = client.get("/language?to=zh&next=/board%3Foffice=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/board?office=2")
    cookie = answer.headers["set-cookie"]
    assert "aftersales_language=zh" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("to", ["fr", "", "zh%0d%0aX:1"])
def test_a_language_that_is_not_spoken_is_refused(client: TestClient, to: str) -> None:
    answer = client.get(f"/language?to={to}")
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere", "/\\elsewhere", "x", "", "/a\nb", None]
)
def test_nobody_is_sent_to_another_server(address: str | None) -> None:
    assert own_address(address) is None


def test_a_person_of_the_demo_can_be_entered(url: str, client: TestClient) -> None:
    staff_ids = build_small_company(url)
    answer = client.get(f"/enter?staff={staff_ids[Role.TECHNICIAN]}&next=/today")
    assert answer.status_code == 303
    assert f"aftersales_person={staff_ids[Role.TECHNICIAN]}" in answer.headers["set-cookie"]


@pytest.mark.parametrize("staff", ["999", "x", "-1", "", "１", "9" * 30])
def test_somebody_who_is_not_there_is_refused(url: str, client: TestClient, staff: str) -> None:
    build_small_company(url)
    answer = client.get("/enter", params={"staff": staff})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_a_real_company_has_no_such_door(url: str, client: TestClient) -> None:
    staff_ids = build_small_company(url, is_demo=False)
    answer = client.get(f"/enter?staff={staff_ids[Role.TECHNICIAN]}")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
