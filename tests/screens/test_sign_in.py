"""The pages before and around the sign-in, run in this process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Account, Company, Staff, StaffSession
from aftersales.places import product_folder
from aftersales.queries.staff import find_actor
from aftersales.rules.kinds import Role
from aftersales.services.accounts import reset_account
from aftersales.services.own_company import begin_own_company
from aftersales.services.sealed_secrets import open_sealed, seal
from aftersales.services.sessions import end_all_sessions, redeem_ticket
from aftersales.services.setup import keep_setup_code
from aftersales.ui.gate import OUTCOME_KEY
from aftersales.ui.navigation import PAGES
from aftersales.ui.text import LANGUAGE_KEY
from aftersales.ui.who import PERSON_KEY, SESSION_KEY
from tests.screens.own_company import PASSWORD, build_own_company

LANGUAGES = pytest.mark.parametrize(("language", "title"), [("zh", "登录"), ("en", "Sign in")], ids=["zh", "en"])
NEW = "gruene-Leiter-48"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{(tmp_path / 'own.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def staff_ids(store: Store) -> dict[Role, int]:
    return build_own_company(store.url.render_as_string())


def open_door(language: str = "en") -> AppTest:
    app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=20)
    app.session_state[LANGUAGE_KEY] = language
    return app.run()


def title(app: AppTest) -> str:
    assert not app.exception
    return app.title[0].value


def type_in(app: AppTest, name: str = "hotline", password: str = PASSWORD) -> AppTest:
    app.text_input("sign_in_name").set_value(name)
    app.text_input("sign_in_password").set_value(password)
    return press(app, "sign_in_button")


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def fetch_cookie(app: AppTest, store: Store) -> AppTest:
    """What the browser does at this point."""
    with store.unit_of_work() as session:
        assert redeem_ticket(session, now=utc_now(), ticket=app.session_state[OUTCOME_KEY].ticket)
    return app.run()


def sign_in(store: Store, name: str = "hotline", password: str = PASSWORD, language: str = "en") -> AppTest:
    return fetch_cookie(type_in(open_door(language), name, password), store)


@LANGUAGES
def test_every_address_asks_to_sign_in(store: Store, staff_ids: dict[Role, int], language: str, title: str) -> None:
    app = open_door(language)
    assert app.title[0].value == title
    assert {page["url_pathname"] for page in app._registered_pages.values()} == {
        "" if number == 0 else entry.url_path for number, entry in enumerate(PAGES)
    }
    assert not app.sidebar.button
    app.switch_page("sign_in.py").run()
    assert app.title[0].value == title


def test_a_picked_person_of_the_demo_does_not_come_in(store: Store, staff_ids: dict[Role, int]) -> None:
    app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=20)
    app.session_state[LANGUAGE_KEY] = "en"
    app.session_state[PERSON_KEY] = staff_ids[Role.AFTER_SALES_MANAGER]
    assert title(app.run()) == "Sign in"


@pytest.mark.parametrize(("language", "refusal"), [("zh", "登录名或密码错误。"), ("en", "Name or password is wrong.")])
@pytest.mark.parametrize(
    ("name", "password"), [("hotline", "wrong"), ("nobody", PASSWORD), ("", ""), ("office", PASSWORD)]
)
def test_what_is_wrong_is_refused_without_saying_which(
    store: Store, staff_ids: dict[Role, int], name: str, password: str, language: str, refusal: str
) -> None:
    app = type_in(open_door(language), name, password)
    assert [error.value for error in app.error] == [refusal]
    assert SESSION_KEY not in app.session_state


def test_a_lock_out_says_until_when(store: Store, staff_ids: dict[Role, int]) -> None:
    app = open_door()
    for _ in range(5):
        type_in(app, password="wrong")
    assert type_in(app).error[0].value.startswith("Too many failed tries. Try again after ")


def test_who_signs_in_has_the_pages_of_their_role(store: Store, staff_ids: dict[Role, int]) -> None:
    app = sign_in(store)
    assert title(app) == "Today"
    registered = {page["url_pathname"] for page in app._registered_pages.values()}
    assert "intake" in registered
    assert "staff" not in registered
    assert "account" in registered


def test_signing_out_asks_to_sign_in_again_and_forgets_what_was_typed(store: Store, staff_ids: dict[Role, int]) -> None:
    app = sign_in(store)
    app.session_state["typed by the clerk"] = "13800001234"
    press(app, "sign_out")
    assert title(app) == "Sign in"
    assert "typed by the clerk" not in app.session_state
    with store.reading() as session:
        assert session.exec(select(StaffSession)).one().ended_at


def test_what_one_person_typed_is_not_shown_to_the_next(store: Store, staff_ids: dict[Role, int]) -> None:
    app = sign_in(store)
    app.session_state["typed"] = "13800001234"
    end_sessions(store, staff_ids[Role.HOTLINE])
    assert title(app.run()) == "Sign in"
    fetch_cookie(type_in(app, "hotline"), store)
    assert app.session_state["typed"] == "13800001234"  # the same person goes on where they were
    end_sessions(store, staff_ids[Role.HOTLINE])
    app.run()
    fetch_cookie(type_in(app, "after_sales_manager"), store)
    assert title(app) == "Today"
    assert "typed" not in app.session_state


def end_sessions(store: Store, staff_id: int) -> None:
    with store.unit_of_work() as session:
        actor = find_actor(session, staff_id)
        assert actor
        end_all_sessions(session, actor=actor, now=utc_now(), staff_id=staff_id)


def test_a_session_that_nobody_used_has_ended_at_the_next_rerun(
    store: Store, staff_ids: dict[Role, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = sign_in(store)
    with store.unit_of_work() as session:
        kept = session.exec(select(StaffSession)).one()
        kept.last_seen_at = utc_now() - timedelta(minutes=29)
        session.add(kept)
    monkeypatch.setenv("AFTERSALES_IDLE_MINUTES", "30")
    assert title(app.run()) == "Today"
    with store.unit_of_work() as session:
        kept = session.exec(select(StaffSession)).one()
        kept.last_seen_at = utc_now() - timedelta(minutes=30)
        session.add(kept)
    assert title(app.run()) == "Sign in"


@pytest.mark.parametrize(
    ("language", "heading", "today"),
    [("zh", "请设置自己的密码", "今日待办"), ("en", "Take a password of your own", "Today")],
)
def test_a_first_password_opens_nothing_but_its_change(
    store: Store, staff_ids: dict[Role, int], language: str, heading: str, today: str
) -> None:
    with store.unit_of_work() as session:
        manager = find_actor(session, staff_ids[Role.AFTER_SALES_MANAGER])
        assert manager
        first = reset_account(session, actor=manager, now=utc_now(), staff_id=staff_ids[Role.HOTLINE])
    app = sign_in(store, "hotline", first, language)
    assert title(app) == heading
    app.text_input("old_password").set_value(first)
    app.text_input("new_password_typed").set_value(NEW)
    app.text_input("new_password_again").set_value(NEW + "x")
    press(app, "change_password")
    assert app.error
    app.text_input("new_password_again").set_value(NEW)
    press(app, "change_password")
    assert title(app) == today
    assert title(sign_in(store, "hotline", NEW)) == "Today"


def test_who_sits_at_an_open_browser_does_not_guess_the_password_at_leisure(
    store: Store, staff_ids: dict[Role, int]
) -> None:
    app = sign_in(store)
    app.switch_page("account.py").run()
    for key in ("new_password_typed", "new_password_again"):
        app.text_input(key).set_value(NEW)
    for _ in range(5):
        app.text_input("old_password").set_value("wrong")
        press(app, "change_password")
        assert app.error[0].value == "This is not your password."
    app.text_input("old_password").set_value(PASSWORD)
    press(app, "change_password")
    assert app.error[0].value.startswith("Too many failed tries")


def test_a_second_factor_is_set_up_and_asked_for(store: Store, staff_ids: dict[Role, int]) -> None:
    app = sign_in(store)
    app.switch_page("account.py").run()
    press(app, "second_factor_begin")
    secret = app.code[0].value
    app.text_input("on_code").set_value(pyotp.TOTP(secret).at(utc_now() - timedelta(seconds=30)))
    app.text_input("on_password").set_value(PASSWORD)
    press(app, "turn_on")
    assert not app.error
    with store.reading() as session:
        kept = session.exec(select(Account).where(Account.name == "hotline")).one()
    assert kept.totp_secret
    assert secret not in kept.totp_secret
    assert open_sealed(kept.totp_secret, of=kept.staff_id) == secret
    other = type_in(open_door())
    assert SESSION_KEY not in other.session_state
    other.text_input("sign_in_code_typed").set_value("000000")
    press(other, "sign_in_code_button")
    assert other.error[0].value.startswith("This code is not right")
    other.text_input("sign_in_code_typed").set_value(pyotp.TOTP(secret).at(utc_now()))
    press(other, "sign_in_code_button")
    assert title(fetch_cookie(other, store)) == "Today"


def test_a_lost_key_is_told_in_a_sentence(
    store: Store, staff_ids: dict[Role, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(store)
    with store.unit_of_work() as session:
        account = session.exec(select(Account).where(Account.name == "hotline")).one()
        account.totp_secret = seal(pyotp.random_base32(), of=account.staff_id)
        session.add(account)
    monkeypatch.setenv("AFTERSALES_KEY_FILE", str(tmp_path / "gone.key"))
    app = type_in(open_door())
    app.text_input("sign_in_code_typed").set_value("123456")
    press(app, "sign_in_code_button")
    assert not app.exception
    assert "gone.key" in app.error[0].value
    assert SESSION_KEY not in app.session_state


@pytest.mark.parametrize(("language", "heading"), [("zh", "初始设置"), ("en", "Set up your company")])
def test_the_first_start_makes_the_first_account(store: Store, language: str, heading: str) -> None:
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        begin_own_company(session, now=utc_now())
        keep_setup_code(session, now=utc_now(), code="abcd-efgh-jkmn")
    app = open_door(language)
    assert title(app) == heading
    filled = {"setup_company": "上海标识", "setup_name": "赵琳", "setup_sign_in_name": "zhao", "setup_password": NEW}
    for key, value in filled.items():
        app.text_input(key).set_value(value)
    app.text_input("setup_again").set_value("another")
    app.text_input("setup_code").set_value("abcd-efgh-jkmm")
    press(app, "setup_button")
    assert app.error
    app.text_input("setup_again").set_value(NEW)
    press(app, "setup_button")
    assert app.error
    assert app.text_input("setup_company").value == "上海标识"  # nothing typed is lost
    app.text_input("setup_code").set_value("ABCD EFGH JKMN")
    fetch_cookie(press(app, "setup_button"), store)
    assert not app.error
    with store.reading() as session:
        assert session.get_one(Company, 1).name == "上海标识"
        assert session.exec(select(Staff.name)).all() == ["赵琳"]
