"""What an identity provider says begins one session, for a while, for somebody in the staff list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from aftersales.models import Staff
from aftersales.services.company_sign_in import FRESH, sign_in_by_claims
from aftersales.services.sign_in import Outcome
from tests.builders import NOON, Firm

SECOND = timedelta(seconds=1)


@pytest.fixture
def clerk(firm: Firm) -> Firm:
    person = firm.session.get_one(Staff, firm.hotline.staff_id)
    person.email = "liu@example.com"
    firm.session.add(person)
    firm.session.flush()
    return firm


def come_back(firm: Firm, *, after: timedelta = SECOND, **claims: Any) -> Outcome:
    usual = {"iss": "https://id", "sub": "1", "iat": int(NOON.timestamp()), "nonce": "n", "email": "Liu@example.com ",
             "email_verified": True}  # fmt: skip
    return sign_in_by_claims(firm.session, claims=usual | claims, device="", now=NOON + after)


def test_one_answer_begins_one_session(clerk: Firm) -> None:
    assert come_back(clerk).session_id
    assert come_back(clerk) == Outcome()
    assert come_back(clerk, nonce="m").session_id


@pytest.mark.parametrize(("after", "taken"), [(FRESH - SECOND, True), (FRESH, False), (FRESH + SECOND, False)])
def test_an_answer_is_good_for_minutes(clerk: Firm, after: timedelta, taken: bool) -> None:
    assert (come_back(clerk, after=after).session_id is not None) is taken


@pytest.mark.parametrize(
    "claims", [{"email": "who@example.com"}, {"email_verified": False}, {"email": None}, {"iat": None}, {"email": ""}]
)
def test_others_are_refused(clerk: Firm, claims: dict[str, Any]) -> None:
    outcome = come_back(clerk, **claims)
    assert outcome.session_id is None
    assert outcome.refusal


@pytest.mark.parametrize(("said", "taken"), [(True, True), ("true", True), (None, False), ("false", False), (1, False)])
def test_an_address_has_to_be_said_to_be_verified(clerk: Firm, said: Any, taken: bool) -> None:
    assert (come_back(clerk, email_verified=said).session_id is not None) is taken


@pytest.mark.parametrize(("said", "taken"), [(None, True), (False, False), ("false", False)])
def test_a_setting_trusts_a_provider_that_says_nothing_but_never_one_that_says_no(
    clerk: Firm, monkeypatch: pytest.MonkeyPatch, said: Any, taken: bool
) -> None:
    monkeypatch.setenv("AFTERSALES_TRUST_UNVERIFIED_EMAIL", "1")
    assert (come_back(clerk, email_verified=said).session_id is not None) is taken


def test_who_left_is_refused(clerk: Firm) -> None:
    person = clerk.session.get_one(Staff, clerk.hotline.staff_id)
    person.is_active = False
    clerk.session.add(person)
    clerk.session.flush()
    assert come_back(clerk).refusal
