"""One-time codes after the password, for who turned them on; on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import pytest

from aftersales.database import Store
from aftersales.errors import InvalidInput, NotAllowed
from aftersales.rules.sign_in import MOST_TRIES
from aftersales.services.second_factor import new_second_factor, turn_off_second_factor, turn_on_second_factor
from aftersales.services.sign_in import try_code
from tests.builders import NOON
from tests.services.sign_in_desk import GOOD, Desk, build_desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return build_desk(store)


@pytest.fixture
def secret(desk: Desk) -> str:
    """The clerk has turned a second factor on, with the code of the half minute before noon."""
    made = new_second_factor()
    before = NOON - timedelta(seconds=60)
    with desk.store.unit_of_work() as session:
        turn_on_second_factor(
            session, actor=desk.clerk, now=before, password=GOOD, secret=made, code=code_at(made, before)
        )
    return made


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def test_with_a_second_factor_the_password_alone_is_not_enough(desk: Desk, secret: str) -> None:
    outcome = desk.try_in()
    assert (outcome.session_id, outcome.awaits_code_of) == (None, desk.clerk.staff_id)
    done = try_code(
        desk.store.unit_of_work, staff_id=desk.clerk.staff_id or 0, code=code_at(secret, NOON), device="", now=NOON
    )
    assert done.session_id


@pytest.mark.parametrize(("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(desk: Desk, secret: str, off: int, taken: bool) -> None:
    now = NOON + timedelta(minutes=10)
    code = code_at(secret, now + off * timedelta(seconds=30))
    done = try_code(desk.store.unit_of_work, staff_id=desk.clerk.staff_id or 0, code=code, device="", now=now)
    assert (done.session_id is not None) is taken


def test_a_code_is_good_once(desk: Desk, secret: str) -> None:
    staff_id, code = desk.clerk.staff_id or 0, code_at(secret, NOON)
    assert try_code(desk.store.unit_of_work, staff_id=staff_id, code=code, device="", now=NOON).session_id
    assert try_code(desk.store.unit_of_work, staff_id=staff_id, code=code, device="", now=NOON).session_id is None


def test_wrong_codes_are_counted_too(desk: Desk, secret: str) -> None:
    staff_id = desk.clerk.staff_id or 0
    for _ in range(MOST_TRIES):
        assert try_code(desk.store.unit_of_work, staff_id=staff_id, code="000000x", device="", now=NOON).refusal
    assert (
        try_code(desk.store.unit_of_work, staff_id=staff_id, code=code_at(secret, NOON), device="", now=NOON).session_id
        is None
    )
    assert "sign_in_locked" in desk.events()


def test_the_second_factor_is_turned_on_only_with_its_code_and_off_with_the_password(desk: Desk) -> None:
    made = new_second_factor()
    with pytest.raises(InvalidInput), desk.store.unit_of_work() as session:
        turn_on_second_factor(session, actor=desk.clerk, now=NOON, password=GOOD, secret=made, code="12345")
    with desk.store.unit_of_work() as session:
        turn_on_second_factor(session, actor=desk.clerk, now=NOON, password=GOOD, secret=made, code=code_at(made, NOON))
    with pytest.raises(NotAllowed), desk.store.unit_of_work() as session:
        turn_off_second_factor(session, actor=desk.clerk, now=NOON, password="wrong")
    with desk.store.unit_of_work() as session:
        turn_off_second_factor(session, actor=desk.clerk, now=NOON, password=GOOD)
    assert desk.try_in().session_id
    assert [name for name in desk.events() if name.startswith("second")] == ["second_factor_on", "second_factor_off"]
