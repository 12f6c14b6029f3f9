"""Registering: what is decided and written, who may, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.models import Event, EventWords, Notice, NoticeKind, RequestPromise, ServiceRequest
from aftersales.rules.kinds import Cause, Channel, Charge, FaultCategory, Kind, Severity, WarrantyStatus
from aftersales.services.cause_analysis import record_cause_analysis
from aftersales.services.close import close_request
from aftersales.services.register_request import preview_request, register_request
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.services.quality_deeds import analysis


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_goes_into_the_register(firm: Firm, channel: Channel) -> None:
    assert firm.register(channel=channel).channel is channel


def test_numbers_count_within_the_day_of_the_service_zone(firm: Firm) -> None:
    before_midnight = datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC)
    first, second = firm.register(at=NOON), firm.register(at=before_midnight)
    third = firm.register(at=before_midnight + timedelta(seconds=1))
    assert [r.number for r in (first, second, third)] == [
        "FW20260310-0001", "FW20260310-0002", "FW20260311-0001",
    ]  # fmt: skip


def test_an_earlier_receipt_keeps_the_number_of_the_day_it_is_registered(firm: Firm) -> None:
    request = firm.register(received_at=NOON - 2 * DAY)
    assert request.number == "FW20260310-0001"
    assert request.respond_due_at == NOON - 2 * DAY + 4 * HOUR


def test_the_preview_says_what_registering_then_does(firm: Firm) -> None:
    new = firm.new_request(asked_at=NOON + 6 * HOUR)
    _, seen = preview_request(firm.session, actor=firm.hotline, now=NOON, new=new)
    assert firm.session.exec(select(ServiceRequest)).first() is None
    request = register_request(firm.session, actor=firm.hotline, now=NOON, new=new)
    assert request.charge is seen.charge.result
    assert request.arrive_due_at == seen.arrival.due_at == NOON + 6 * HOUR
    assert request.hours_due_at == seen.arrival.by_hours_at == NOON + 12 * HOUR


@pytest.mark.parametrize(
    ("cause", "charge"),
    [(Cause.CONSTRUCTION, Charge.FREE), (Cause.MATERIAL, Charge.FREE), (Cause.CUSTOMER_USE, Charge.AT_COST),
     (Cause.UNKNOWN, Charge.UNDECIDED)],
)  # fmt: skip
def test_in_warranty_the_cause_decides_the_charge(firm: Firm, cause: Cause, charge: Charge) -> None:
    assert firm.register(cause=cause).charge is charge


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2027, 6, 1), WarrantyStatus.IN),
        (date(2027, 6, 2), WarrantyStatus.OUT),
        (date(2025, 5, 31), WarrantyStatus.BEFORE_HANDOVER),
    ],
)
def test_the_warranty_ends_with_its_last_day(firm: Firm, on: date, status: WarrantyStatus) -> None:
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    assert firm.register(at=at).warranty is status


def test_out_of_warranty_it_is_paid_and_48_hours(firm: Firm) -> None:
    at = NOON + 730 * DAY
    request = firm.register(at=at)
    assert (request.charge, request.arrive_due_at) == (Charge.PAID, at + 48 * HOUR)


def test_the_promised_time_starts_as_the_asked_one(firm: Firm) -> None:
    request = firm.register(asked_at=NOON + 3 * HOUR)
    assert request.asked_at == request.promised_at == NOON + 3 * HOUR
    assert firm.session.exec(select(RequestPromise.promised_at)).all() == [NOON + 3 * HOUR]


def test_a_time_asked_for_before_the_receipt_is_refused(firm: Firm) -> None:
    with pytest.raises(InvalidInput) as refusal:
        firm.register(asked_at=NOON - timedelta(seconds=1))
    assert refusal.value.field == "asked_at"


def test_a_receipt_in_the_future_is_refused(firm: Firm) -> None:
    with pytest.raises(InvalidInput):
        firm.register(received_at=NOON + HOUR)


def test_an_inquiry_has_a_response_and_no_arrival(firm: Firm) -> None:
    request = firm.register(kind=Kind.INQUIRY)
    assert request.arrive_due_at is None
    assert request.due_at == request.respond_due_at == NOON + 4 * HOUR


@pytest.mark.parametrize("fault", [FaultCategory.LEAKAGE, FaultCategory.MAY_FALL])
def test_a_dangerous_fault_is_a_danger_and_told_to_the_manager(firm: Firm, fault: FaultCategory) -> None:
    request = firm.register(fault=fault)
    assert request.severity is Severity.DANGER
    notice = firm.session.exec(select(Notice)).one()
    assert (notice.kind, notice.staff_id) == (NoticeKind.DANGER, firm.manager.staff_id)


def _closed(firm: Firm, at: datetime, **values: object) -> ServiceRequest:
    request = firm.closable(at=at, **values)
    if request.repeats_id:
        record_cause_analysis(
            firm.session, actor=firm.dispatcher, now=at + 6 * HOUR, request_id=request.id, new=analysis(firm, at=at)
        )
    return close_request(firm.session, actor=firm.hotline, now=at + 7 * HOUR, request_id=request.id)


def test_the_same_fault_within_the_window_is_a_recurrence_and_the_third_goes_to_the_manager(firm: Firm) -> None:
    first = _closed(firm, NOON)
    second = _closed(firm, NOON + 30 * DAY)
    third = firm.register(at=NOON + 60 * DAY)
    assert (second.repeats_id, second.severity) == (first.id, Severity.URGENT)
    assert (third.repeats_id, third.repeat_count, third.to_manager) == (second.id, 3, True)


def test_work_that_fails_again_within_90_days_is_free_out_of_warranty_too(firm: Firm) -> None:
    sign = new_sign(firm.session, firm, warranty_months=0)
    first = firm.register(sign_id=sign.id)
    assert first.charge is Charge.PAID
    from aftersales.rules.lifecycle import RequestState

    first.state, first.finished_at = RequestState.CLOSED, NOON + 4 * HOUR
    firm.session.add(first)
    firm.session.flush()
    again = firm.register(at=NOON + 80 * DAY, sign_id=sign.id)
    assert again.charge is Charge.FREE


def test_the_double_click_registers_once(firm: Firm) -> None:
    first, second = firm.register(once="form-1"), firm.register(once="form-1")
    assert first.id == second.id
    assert len(firm.session.exec(select(ServiceRequest)).all()) == 1


def test_the_event_keeps_the_decision_and_no_personal_words(firm: Firm) -> None:
    request = firm.register()
    event = firm.session.exec(select(Event).where(Event.name == "register")).one()
    assert event.data["charge"] == "free"
    assert event.data["clauses"] == ["3(1)", "4(4)", "1.3"] or set(event.data["clauses"]) >= {"3(1)", "4(4)", "1.3"}
    assert "13800001234" not in str(event.data)
    words = firm.session.get(EventWords, event.id)
    assert words is not None
    assert words.words["phone"] == "13800001234"
    assert request.owner_id == firm.hotline.staff_id


@pytest.mark.parametrize("who", ["technician", "leadership", "administrator", "business"])
def test_the_wrong_person_is_refused(firm: Firm, who: str) -> None:
    with pytest.raises(NotAllowed):
        register_request(firm.session, actor=getattr(firm, who), now=NOON, new=firm.new_request())


@pytest.mark.parametrize(
    ("values", "error"),
    [({"sign_id": 999_999}, NotFound), ({"sign_id": None}, InvalidInput), ({"description": "  "}, InvalidInput),
     ({"description": "x" * 2001}, InvalidInput), ({"contact_phone": "1" * 41}, InvalidInput)],
)  # fmt: skip
def test_bad_input_is_named(firm: Firm, values: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        firm.register(**values)


def test_a_name_with_an_apostrophe_and_control_characters_is_kept_clean(firm: Firm) -> None:
    request = firm.register(contact_name="O'Brien\x00\u202e", description="'; DROP TABLE event; --")
    assert request.contact_name == "O'Brien"
    assert request.description == "'; DROP TABLE event; --"
