"""Bad texts, far moments and phones of all countries, in whole use cases on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import phonenumbers
import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput
from aftersales.models import Contact
from aftersales.queries.find import find_customers
from aftersales.rules.names import digits_of
from aftersales.rules.roles import SYSTEM
from aftersales.services.input import ensure_text
from aftersales.services.register_place import NewContact, NewCustomer, add_customer
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.respond import promise_time
from tests.builders import HOUR, NOON, Firm
from tests.services.bad_texts import BAD_TEXTS, ensure_told


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_a_request_keeps_bad_texts_as_texts(firm: Firm, text: str) -> None:
    values = {"description": text, "contact_name": text, "contact_phone": text, "place": text}
    try:
        new = NewRequest(**firm.new_request().model_dump() | values)
    except InvalidInput as error:
        ensure_told(error)
        return
    made = register_request(firm.session, actor=firm.hotline, now=NOON, new=new)
    firm.session.flush()
    firm.session.refresh(made)
    assert made.description == ensure_text(text, 2000, field="description")


@pytest.mark.parametrize("field", ["received_at", "asked_at"])
@pytest.mark.parametrize(
    "moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC),
               datetime(3000, 1, 1, tzinfo=UTC), NOON - timedelta(days=4000), NOON + timedelta(days=4000)],
)  # fmt: skip
def test_a_moment_far_away_is_told(firm: Firm, field: str, moment: datetime) -> None:
    with pytest.raises(InvalidInput) as refusal:
        firm.register(**{field: moment})
    ensure_told(refusal.value)


def test_a_time_without_a_zone_is_told(firm: Firm) -> None:
    with pytest.raises(InvalidInput) as refusal:
        firm.new_request(asked_at=datetime(2026, 3, 11, 9, 0))  # noqa: DTZ001
    ensure_told(refusal.value)


@pytest.mark.parametrize("offset", [-timedelta(seconds=1), timedelta(0), timedelta(seconds=1)])
def test_a_time_is_promised_from_now_on_only(firm: Firm, offset: timedelta) -> None:
    request, now = firm.accepted(), NOON + 2 * HOUR
    values: dict[str, Any] = {"actor": firm.hotline, "now": now, "request_id": request.id}
    if offset >= timedelta(0):
        assert promise_time(firm.session, promised_at=now + offset, **values).promised_at == now + offset
        return
    with pytest.raises(InvalidInput) as refusal:
        promise_time(firm.session, promised_at=now + offset, **values)
    ensure_told(refusal.value)


REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def test_a_phone_of_any_country_is_kept_as_written_and_found_by_its_last_digits(firm: Firm) -> None:
    tried = 0
    for region in REGIONS:
        example = phonenumbers.example_number(region)
        if example is None:
            continue
        for style in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
            written = phonenumbers.format_number(example, style)
            assert NewContact(name="A", phone=written).phone == written
            assert digits_of(written)[-4:] == str(example.national_number)[-4:].rjust(4, "0")[-4:]
        tried += 1
    assert tried > 200
    example = phonenumbers.example_number("BR")
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    new = NewCustomer(name="São Paulo", contact=NewContact(name="João", phone=written))
    made = add_customer(firm.session, actor=SYSTEM, now=NOON, new=new)
    assert firm.session.exec(select(Contact.phone).where(Contact.customer_id == made.id)).one() == written
    found = find_customers(firm.session, firm.hotline, written[-4:])
    assert made.id in [one.id for one in found]
