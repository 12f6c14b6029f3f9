"""Signing in with the company's account: a real browser, this server, and an identity provider beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Event, Staff
from aftersales.queries.staff import find_actor
from aftersales.rules.kinds import Role
from aftersales.services.sessions import end_all_sessions
from tests.screens.browser import free_port, wait_until_healthy
from tests.screens.conftest import wait_until_drawn
from tests.screens.identity_provider import CLIENT_ID, Provider, running_provider
from tests.screens.own_company import build_own_company

pytest.importorskip("authlib", reason="the extra company-sign-in is not installed")
pytestmark = pytest.mark.browser
SECRETS = """
[auth]
redirect_uri = "{own}/oauth2callback"
cookie_secret = "only for this test, and long enough for it"
client_id = "{client}"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as found:
        yield found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{(tmp_path_factory.mktemp('own') / 'own.sqlite3').as_posix()}")
    staff_ids = build_own_company(opened.url.render_as_string())
    with opened.unit_of_work() as session:
        clerk = session.get_one(Staff, staff_ids[Role.HOTLINE])
        clerk.email = "wang@example.com"
        session.add(clerk)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(store: Store, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("served")
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    (folder / ".streamlit").mkdir()
    secrets = SECRETS.format(own=own, client=CLIENT_ID, provider=provider.address)
    (folder / ".streamlit" / "secrets.toml").write_text(secrets)
    place = {"AFTERSALES_DATABASE_URL": store.url.render_as_string(), "AFTERSALES_DATA": str(folder)}
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "aftersales", "serve", "--no-browser", "--port", str(port)],
            cwd=folder, env={**os.environ, **place}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_until_healthy(own, process, log)
        yield own
    finally:
        process.terminate()
        process.wait(10)
        assert "secret" not in log.read_text()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="en-US")
    opened = context.new_page()
    opened.goto(address)
    wait_until_drawn(opened)
    yield opened
    context.close()


def title(page: Page, text: str) -> None:
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(text, timeout=20_000)


def come_back(page: Page) -> None:
    page.locator(".st-key-company_sign_in button").click()


def test_the_person_with_the_vouched_address_comes_in_until_they_sign_out(
    page: Page, provider: Provider, store: Store
) -> None:
    provider.person = {"sub": "1", "email": "Wang@Example.com", "email_verified": True}
    come_back(page)
    title(page, "Today")
    page.reload()
    wait_until_drawn(page)
    title(page, "Today")
    with store.reading() as session:
        told = session.exec(select(Event).where(Event.name == "sign_in").order_by(Event.id)).all()  # type: ignore[arg-type]
    assert told[-1].data["how"] == "company"
    page.get_by_role("button", name="Sign out").click()
    title(page, "Sign in")
    page.wait_for_timeout(1000)
    page.reload()
    wait_until_drawn(page)
    title(page, "Sign in")


def test_an_ended_session_does_not_come_back_by_what_the_provider_said_before(
    page: Page, provider: Provider, store: Store
) -> None:
    provider.person = {"sub": "1", "email": "wang@example.com", "email_verified": True}
    come_back(page)
    title(page, "Today")
    asked = provider.asked
    with store.unit_of_work() as session:
        staff_id = session.exec(select(Staff.id).where(Staff.email == "wang@example.com")).one()
        actor = find_actor(session, staff_id or 0)
        assert actor
        end_all_sessions(session, actor=actor, now=utc_now(), staff_id=staff_id or 0)
    page.reload()
    wait_until_drawn(page)
    title(page, "Sign in")
    assert provider.asked == asked
    come_back(page)
    title(page, "Today")


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        ({"sub": "2", "email": "guest@example.com", "email_verified": True}, "Nobody in the staff list"),
        ({"sub": "3", "email": "wang@example.com", "email_verified": False}, "not verified"),
        ({"sub": "4"}, "no e-mail address"),
    ],
)
def test_others_are_refused_with_the_reason(
    page: Page, provider: Provider, person: dict[str, object], refusal: str
) -> None:
    provider.person = person
    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text(refusal, timeout=20_000)
    title(page, "Sign in")
