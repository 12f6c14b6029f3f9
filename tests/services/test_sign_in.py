"""Signing in on both databases: the right password, wrong ones, lock-out, and the second factor."""

from __future__ import annotations

import re
from datetime import timedelta
from threading import Thread

import pytest
from sqlmodel import select

from aftersales.database import Store
from aftersales.errors import InvalidInput, NotAllowed
from aftersales.models import Account, Event, StaffSession
from aftersales.queries.sessions import find_standing, is_ticket_used, list_open_sessions
from aftersales.rules.kinds import Role
from aftersales.rules.sign_in import LOCKED_FOR, LONGEST_SESSION, MOST_TRIES, MOST_TRIES_FROM_ADDRESS, TICKET_LASTS
from aftersales.services.accounts import add_account, change_password, reset_account
from aftersales.services.passwords import token_hash
from aftersales.services.sessions import end_all_sessions, end_session, redeem_ticket, touch_session
from tests.builders import NOON, Firm, person
from tests.services.sign_in_desk import BETTER, GOOD, IDLE, TICK, Desk, build_desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return build_desk(store)


def test_the_right_password_begins_a_session_that_the_trail_tells(desk: Desk) -> None:
    outcome = desk.try_in(name=" LIUMIN ")
    assert outcome.refusal is None
    with desk.store.reading() as session:
        standing = find_standing(session, now=NOON, idle_minutes=IDLE, session_id=outcome.session_id)
        assert standing is not None
        assert (standing.actor.staff_id, standing.actor.roles, standing.must_change) == (
            desk.clerk.staff_id,
            {Role.HOTLINE},
            False,
        )
        told = session.exec(select(Event).where(Event.name == "sign_in")).one()
    assert (told.actor_id, told.data) == (desk.clerk.staff_id, {"session": outcome.session_id, "how": "password"})


def test_neither_password_nor_token_is_stored_as_it_is(desk: Desk) -> None:
    outcome = desk.try_in()
    with desk.store.unit_of_work() as session:
        token = redeem_ticket(session, now=NOON, ticket=outcome.ticket or "")
        account, kept = session.exec(select(Account)).one(), session.exec(select(StaffSession)).one()
    assert account.password_hash.startswith("$argon2id$")
    assert token
    assert token not in repr(kept.__dict__)
    assert kept.token_hash == token_hash(token)
    assert outcome.ticket not in repr(kept.__dict__)


def test_a_wrong_password_and_an_unknown_name_look_the_same(desk: Desk) -> None:
    wrong, unknown = desk.try_in("nothing of it"), desk.try_in(name="nobody")
    assert wrong.session_id is unknown.session_id is None
    assert wrong.refusal == unknown.refusal
    assert wrong.refusal


@pytest.mark.parametrize(("failed", "comes_in"), [(MOST_TRIES - 1, True), (MOST_TRIES, False), (MOST_TRIES + 1, False)])
def test_after_the_fifth_wrong_try_the_right_one_is_refused_too(desk: Desk, failed: int, comes_in: bool) -> None:
    for _ in range(failed):
        assert desk.try_in("wrong-wrong-wrong").session_id is None
    assert (desk.try_in().session_id is not None) is comes_in
    assert ("sign_in_locked" in desk.events()) is not comes_in


@pytest.mark.parametrize(
    ("after", "comes_in"), [(LOCKED_FOR - TICK, False), (LOCKED_FOR, True), (LOCKED_FOR + TICK, True)]
)
def test_a_lock_out_ends_a_quarter_of_an_hour_after_the_last_counted_try(
    desk: Desk, after: timedelta, comes_in: bool
) -> None:
    for _ in range(MOST_TRIES):
        desk.try_in("wrong-wrong-wrong")
    desk.try_in("not counted any more", now=NOON + LOCKED_FOR / 2)
    assert (desk.try_in(now=NOON + after).session_id is not None) is comes_in


def test_the_refusal_says_until_when(desk: Desk) -> None:
    for _ in range(MOST_TRIES):
        desk.try_in("wrong-wrong-wrong")
    refusal = desk.try_in().refusal
    assert refusal is not None
    assert dict(refusal.values)["until"] == NOON + LOCKED_FOR


def test_a_right_password_lets_counting_begin_anew(desk: Desk) -> None:
    for _ in range(2):
        for _ in range(MOST_TRIES - 1):
            desk.try_in("wrong-wrong-wrong")
        assert desk.try_in().session_id


def test_one_address_that_tries_many_names_is_locked_for_all_of_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "aftersales.services.sign_in.is_password", lambda kept, password: kept is not None and password == GOOD
    )
    for number in range(MOST_TRIES_FROM_ADDRESS - 1):
        desk.try_in("wrong", name=f"name{number}")
    assert desk.try_in().session_id  # right ones aren't counted
    desk.try_in("wrong", name="another")
    assert desk.try_in().session_id is None
    assert desk.try_in(address="10.0.0.2").session_id


def test_many_tries_at_once_do_not_slip_past_the_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def is_password(kept: str | None, password: str) -> bool:
        looked.append(password)
        return False

    monkeypatch.setattr("aftersales.services.sign_in.is_password", is_password)
    threads = [Thread(target=desk.try_in, args=(f"guess {number}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == MOST_TRIES


def test_a_ticket_is_changed_for_the_cookie_once(desk: Desk) -> None:
    outcome = desk.try_in()
    with desk.store.unit_of_work() as session:
        assert not is_ticket_used(session, outcome.session_id or 0)
        token = redeem_ticket(session, now=NOON, ticket=outcome.ticket or "")
        assert token
        assert is_ticket_used(session, outcome.session_id or 0)
        assert redeem_ticket(session, now=NOON, ticket=outcome.ticket or "") is None
        standing = find_standing(session, now=NOON, idle_minutes=IDLE, token_hash=token_hash(token))
    assert standing is not None
    assert standing.session_id == outcome.session_id


@pytest.mark.parametrize(
    ("after", "taken"), [(TICKET_LASTS - TICK, True), (TICKET_LASTS, False), (TICKET_LASTS + TICK, False)]
)
def test_a_ticket_lasts_seconds(desk: Desk, after: timedelta, taken: bool) -> None:
    outcome = desk.try_in()
    with desk.store.unit_of_work() as session:
        assert (redeem_ticket(session, now=NOON + after, ticket=outcome.ticket or "") is not None) is taken


@pytest.mark.parametrize(("off", "stands"), [(-TICK, True), (timedelta(0), False), (TICK, False)])
def test_a_session_ends_when_nobody_used_it_for_the_idle_time(desk: Desk, off: timedelta, stands: bool) -> None:
    outcome = desk.try_in()
    used_at = NOON + timedelta(minutes=20)
    with desk.store.unit_of_work() as session:
        touch_session(session, now=used_at, session_id=outcome.session_id or 0)
    ends_at = used_at + timedelta(minutes=IDLE)
    assert desk.stands(outcome.session_id, ends_at + off) is stands
    with desk.store.reading() as session:
        listed = list_open_sessions(session, desk.clerk.staff_id or 0, now=ends_at + off, idle_minutes=IDLE)
    assert (len(listed) == 1) is stands


@pytest.mark.parametrize(("off", "stands"), [(-TICK, True), (timedelta(0), False)])
def test_a_session_ends_after_a_week_however_busy_it_is(desk: Desk, off: timedelta, stands: bool) -> None:
    outcome = desk.try_in()
    ends_at = NOON + LONGEST_SESSION
    with desk.store.unit_of_work() as session:
        touch_session(session, now=ends_at - timedelta(minutes=1), session_id=outcome.session_id or 0)
    assert desk.stands(outcome.session_id, ends_at + off) is stands


def test_signing_out_ends_this_session_only(desk: Desk) -> None:
    one, two = desk.try_in(), desk.try_in()
    with desk.store.unit_of_work() as session:
        end_session(session, actor=desk.clerk, now=NOON, session_id=one.session_id or 0)
        end_session(session, actor=desk.clerk, now=NOON, session_id=one.session_id or 0)
    assert (desk.stands(one.session_id), desk.stands(two.session_id)) == (False, True)
    assert desk.events().count("sign_out") == 1


def test_signing_out_everywhere_ends_all_or_all_others(desk: Desk) -> None:
    one, two, three = desk.try_in(), desk.try_in(), desk.try_in()
    with desk.store.unit_of_work() as session:
        assert (
            end_all_sessions(
                session, actor=desk.clerk, now=NOON, staff_id=desk.clerk.staff_id or 0, keep_session_id=one.session_id
            )
            == 2
        )
    assert [desk.stands(each.session_id) for each in (one, two, three)] == [True, False, False]
    with desk.store.unit_of_work() as session:
        assert end_all_sessions(session, actor=desk.manager, now=NOON, staff_id=desk.clerk.staff_id or 0) == 1
    assert not desk.stands(one.session_id)


def test_nobody_ends_a_colleagues_session(desk: Desk) -> None:
    outcome = desk.try_in()
    with desk.store.unit_of_work() as session:
        technician = person(session, Role.TECHNICIAN, name="别人")
    with pytest.raises(NotAllowed), desk.store.unit_of_work() as session:
        end_session(session, actor=technician, now=NOON, session_id=outcome.session_id or 0)
    with pytest.raises(NotAllowed), desk.store.unit_of_work() as session:
        end_all_sessions(session, actor=technician, now=NOON, staff_id=desk.clerk.staff_id or 0)
    assert desk.stands(outcome.session_id)


def test_a_changed_password_ends_the_other_sessions(desk: Desk) -> None:
    one, two = desk.try_in(), desk.try_in()
    with desk.store.unit_of_work() as session:
        change_password(session, actor=desk.clerk, now=NOON, old=GOOD, new=BETTER, keep_session_id=one.session_id)
    assert (desk.stands(one.session_id), desk.stands(two.session_id)) == (True, False)
    assert desk.try_in(GOOD).session_id is None
    assert desk.try_in(BETTER).session_id


@pytest.mark.parametrize(
    ("old", "new", "error"), [("wrong", BETTER, NotAllowed), (GOOD, GOOD, InvalidInput), (GOOD, "short", InvalidInput)]
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(
    desk: Desk, old: str, new: str, error: type[Exception]
) -> None:
    with pytest.raises(error), desk.store.unit_of_work() as session:
        change_password(session, actor=desk.clerk, now=NOON, old=old, new=new)
    assert desk.try_in(GOOD).session_id


def test_a_reset_ends_everything_and_the_first_password_has_to_be_changed(desk: Desk) -> None:
    before = desk.try_in()
    for _ in range(MOST_TRIES):
        desk.try_in("wrong-wrong-wrong")
    with desk.store.unit_of_work() as session:
        first = reset_account(session, actor=desk.manager, now=NOON, staff_id=desk.clerk.staff_id or 0)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", first)
    assert not desk.stands(before.session_id)
    assert desk.try_in(GOOD).session_id is None
    outcome = desk.try_in(first)  # the lock-out is over too
    with desk.store.reading() as session:
        standing = find_standing(session, now=NOON, idle_minutes=IDLE, session_id=outcome.session_id)
    assert standing is not None
    assert standing.must_change
    with desk.store.unit_of_work() as session:
        change_password(session, actor=desk.clerk, now=NOON, old=first, new=BETTER)
        assert not session.exec(select(Account)).one().must_change


def test_who_left_the_company_does_not_come_in(desk: Desk) -> None:
    from aftersales.services.staff import StaffChange, change_staff

    outcome = desk.try_in()
    with desk.store.unit_of_work() as session:
        change = StaffChange(name="刘敏", roles=(Role.HOTLINE,), is_active=False)
        change_staff(
            session, actor=desk.manager, now=NOON, staff_id=desk.clerk.staff_id or 0, expected_version=1, change=change
        )
    assert not desk.stands(outcome.session_id)
    assert desk.try_in().session_id is None


def test_only_who_manages_staff_makes_and_resets_accounts(firm: Firm) -> None:
    for actor in (firm.hotline, firm.technician, firm.leadership, firm.office):
        with pytest.raises(NotAllowed):
            add_account(firm.session, actor=actor, now=NOON, staff_id=actor.staff_id or 0, name="me")
        with pytest.raises(NotAllowed):
            reset_account(firm.session, actor=actor, now=NOON, staff_id=firm.administrator.staff_id or 0)


def test_a_sign_in_name_is_given_once(firm: Firm) -> None:
    add_account(firm.session, actor=firm.manager, now=NOON, staff_id=firm.office.staff_id or 0, name="sun.li")
    with pytest.raises(InvalidInput, match="taken"):
        add_account(firm.session, actor=firm.manager, now=NOON, staff_id=firm.hotline.staff_id or 0, name="Sun.Li ")
