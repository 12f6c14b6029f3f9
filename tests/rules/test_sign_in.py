"""How often one may try, when a session ends, what a password has to be: just below, at, just above."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.errors import InvalidInput
from aftersales.rules.sign_in import (
    LOCKED_FOR,
    MOST_TRIES,
    SHORTEST_PASSWORD,
    ensure_good_password,
    is_idle,
    is_locked,
    sign_in_name,
)

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(("failed", "locked"), [(MOST_TRIES - 1, False), (MOST_TRIES, True), (MOST_TRIES + 1, True)])
def test_the_fifth_failed_try_locks(failed: int, locked: bool) -> None:
    assert is_locked(failed, MOST_TRIES, NOW, NOW) is locked


@pytest.mark.parametrize(
    ("after", "locked"), [(LOCKED_FOR - TICK, True), (LOCKED_FOR, False), (LOCKED_FOR + TICK, False)]
)
def test_a_lock_out_ends_by_itself(after: timedelta, locked: bool) -> None:
    assert is_locked(MOST_TRIES, MOST_TRIES, NOW, NOW + after) is locked


@pytest.mark.parametrize(("unused", "ended"), [(-TICK, False), (timedelta(0), True), (TICK, True)])
def test_a_session_ends_at_exactly_the_idle_time(unused: timedelta, ended: bool) -> None:
    assert is_idle(NOW, NOW + timedelta(minutes=30) + unused, 30) is ended


def test_a_password_of_the_least_length_is_taken_and_a_shorter_one_is_not() -> None:
    long_enough = "blau-Xylophon-47"[:SHORTEST_PASSWORD]
    ensure_good_password(long_enough, name="wang")
    with pytest.raises(InvalidInput, match="at least"):
        ensure_good_password(long_enough[:-1], name="wang")
    ensure_good_password("标识标牌售后服务很可靠", name="wang")


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Passw0rd!!",
        "1234567890",
        "0987654321",
        "aaaaaaaaaaaa",
        "qwertyuiop",
        "wangfang12",
        "abababababab",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput, match="too easily"):
        ensure_good_password(password, name="wangfang@example.com")


def test_a_password_may_be_long_but_not_endless() -> None:
    ensure_good_password("0123456789abcdefghij" * 10, name="x1")
    with pytest.raises(InvalidInput, match="at most"):
        ensure_good_password("0123456789abcdefghij" * 10 + "k", name="x1")


@pytest.mark.parametrize(("typed", "name"), [(" Wang.Fang ", "wang.fang"), ("A@B.CN", "a@b.cn"), ("z9", "z9")])
def test_a_name_is_kept_in_small_letters(typed: str, name: str) -> None:
    assert sign_in_name(typed) == name


@pytest.mark.parametrize("typed", ["", "a", "王芳", "a b", ".ab", "a" * 81, "<b>x", "a\u202eb"])
def test_a_name_that_cannot_be_typed_everywhere_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        sign_in_name(typed)
