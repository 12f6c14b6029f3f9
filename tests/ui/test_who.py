"""Who is here: the picked person in a demo; elsewhere who is signed in, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.accounts import add_account
from aftersales.ui.who import PERSON_KEY
from tests.screens.small_company import NAMES, build_small_company


def script() -> None:
    import streamlit as st

    from aftersales.ui.who import current_actor

    actor = current_actor()
    st.text(actor.name if actor else "nobody")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'company.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", address)
    return address


def who(picked: object = None) -> str:
    app = AppTest.from_function(script, default_timeout=20)
    if picked is not None:
        app.session_state[PERSON_KEY] = picked
    app.run()
    assert not app.exception
    return app.text[0].value


def test_a_demo_is_whoever_was_picked(url: str) -> None:
    staff_ids = build_small_company(url)
    assert who(staff_ids[Role.TECHNICIAN]) == NAMES[Role.TECHNICIAN]


@pytest.mark.parametrize("picked", [None, 999, "x", "", "-1", "1; DROP TABLE staff"])
def test_a_demo_without_a_good_pick_is_the_manager(url: str, picked: object) -> None:
    build_small_company(url)
    assert who(picked) == NAMES[Role.AFTER_SALES_MANAGER]


def test_a_real_company_cannot_be_entered_by_picking_somebody(url: str) -> None:
    staff_ids = build_small_company(url, is_demo=False)
    assert who(staff_ids[Role.TECHNICIAN]) == "nobody"
    assert who() == "nobody"


def test_a_demo_in_which_somebody_has_an_account_is_no_open_door(url: str) -> None:
    staff_ids = build_small_company(url)
    store = Store.open(url)
    with store.unit_of_work() as session:
        add_account(session, actor=SYSTEM, now=utc_now(), staff_id=staff_ids[Role.OFFICE], name="zhao")
    store.close()
    assert who(staff_ids[Role.TECHNICIAN]) == "nobody"


def test_before_the_company_there_is_nobody(url: str) -> None:
    store = Store.open(url)
    store.migrate(backed_up=True)
    store.close()
    assert who() == "nobody"
