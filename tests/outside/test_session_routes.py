"""The routes that set and take away the session's cookie, and the headers of every answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.outside.app import MIDDLEWARE, ROUTES
from aftersales.queries.staff import find_actor
from aftersales.rules.kinds import Role
from aftersales.services.sessions import begin_session, end_all_sessions
from aftersales.ui.sidebar import PRODUCT_ICON
from tests.screens.small_company import build_small_company


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{(tmp_path / 'own.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    build_small_company(url, is_demo=False)
    opened = Store.open(url)
    yield opened
    opened.close()


def photo(request: Request) -> Response:
    return PlainTextResponse("a photo")


def icon(request: Request) -> Response:
    return Response(Path(PRODUCT_ICON).read_bytes(), media_type="image/png")


@pytest.fixture
def client() -> TestClient:
    routes = [*ROUTES, Route("/media/photo.jpg", photo), Route("/media/icon.png", icon)]
    return TestClient(Starlette(routes=routes, middleware=list(MIDDLEWARE)), follow_redirects=False)


def begin(store: Store, *, ago: timedelta = timedelta(0)) -> str:
    with store.unit_of_work() as session:
        actor = find_actor(session, 1)
        assert actor is not None
        return begin_session(session, actor=actor, now=utc_now() - ago, device="", how="password")[1]


def sign_in(store: Store, client: TestClient) -> None:
    assert client.get(f"/signed-in?ticket={begin(store)}").status_code == 204


def test_a_ticket_becomes_a_cookie_that_scripts_cannot_read(store: Store, client: TestClient) -> None:
    ticket = begin(store)
    answer = client.get(f"/signed-in?ticket={ticket}")
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"]
    assert re.match(r"aftersales_session=[\w-]{43};", cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert client.get(f"/signed-in?ticket={ticket}").status_code == 400


def test_behind_tls_the_cookie_is_for_tls_only(store: Store) -> None:
    app = Starlette(routes=list(ROUTES), middleware=list(MIDDLEWARE))
    answer = TestClient(app, base_url="https://testserver").get(f"/signed-in?ticket={begin(store)}")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_a_ticket_that_is_too_old_is_refused(store: Store, client: TestClient) -> None:
    answer = client.get(f"/signed-in?ticket={begin(store, ago=timedelta(seconds=30))}")
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("ticket", ["", "x", "a" * 43, "a" * 500, "%00", "é" * 30])
def test_what_is_no_ticket_is_refused(store: Store, client: TestClient, ticket: str) -> None:
    assert client.get(f"/signed-in?ticket={ticket}").status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_sign_somebody_in(store: Store, client: TestClient, site: str) -> None:
    ticket = begin(store)
    assert client.get(f"/signed-in?ticket={ticket}", headers={"Sec-Fetch-Site": site}).status_code == 400
    assert client.get(f"/signed-in?ticket={ticket}", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204


def test_a_cookie_is_taken_away_only_when_its_session_has_ended(store: Store, client: TestClient) -> None:
    sign_in(store, client)
    assert "set-cookie" not in client.get("/signed-out").headers
    with store.unit_of_work() as session:
        actor = find_actor(session, 1)
        assert actor is not None
        end_all_sessions(session, actor=actor, now=utc_now(), staff_id=1)
    assert 'aftersales_session=""' in client.get("/signed-out").headers["set-cookie"]


def test_files_are_for_who_is_signed_in(store: Store, client: TestClient) -> None:
    assert client.get("/media/photo.jpg").status_code == 403
    client.cookies.set("aftersales_session", "a" * 43)
    assert client.get("/media/photo.jpg").status_code == 403
    client.cookies.clear()
    sign_in(store, client)
    answer = client.get("/media/photo.jpg")
    assert (answer.status_code, answer.text) == (200, "a photo")
    assert answer.headers["cache-control"] == "private, no-store"


def test_the_products_icon_is_for_everybody(store: Store, client: TestClient) -> None:
    answer = client.get("/media/icon.png")
    assert (answer.status_code, answer.content) == (200, Path(PRODUCT_ICON).read_bytes())


def test_the_open_demo_shows_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient) -> None:
    url = f"sqlite:///{(tmp_path / 'demo.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    assert build_small_company(url)[Role.OFFICE]
    assert client.get("/media/photo.jpg").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/media/photo.jpg", "/nowhere", "/signed-in"])
def test_every_answer_tells_the_browser_what_it_may_do(store: Store, client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert "'unsafe-inline'" not in policy["script-src"]
    assert re.search(r"'sha256-[A-Za-z0-9+/]{43}='", policy["script-src"])
    assert policy["default-src"] == policy["connect-src"] == policy["frame-ancestors"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_route_with_a_stricter_policy_keeps_it(store: Store, client: TestClient) -> None:
    answer = client.get(f"/survey/{'a' * 32}")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["referrer-policy"] == "no-referrer"
