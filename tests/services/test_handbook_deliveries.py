"""Handing handbooks over (1.5): which version to whom, what is missing since when, and *complete* (1.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Event, EventWords, HandbookDelivery, Project
from aftersales.queries import handbook_deliveries
from aftersales.queries.figures.sums import sum_figures
from aftersales.queries.handbook_deliveries import get_delivery_note, list_deliveries, list_missing
from aftersales.queries.handbooks import get_handbook
from aftersales.rules.figures import Sum
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.periods import month_of
from aftersales.rules.roles import SYSTEM
from aftersales.services.close import close_request
from aftersales.services.company import add_sign_type
from aftersales.services.figures import count_marked
from aftersales.services.handbook_deliveries import deliver_handbook
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.care_desk import delivered, delivery, uploaded, written
from tests.services.test_attachments import picture

TODAY = date(2026, 3, 10)
HANDOVER = date(2025, 6, 1)


def missing(firm: Firm, today: date = TODAY) -> list[tuple[str, int, int]]:
    return [
        (row.project_code, row.signs, row.days(today)) for row in list_missing(firm.session, firm.office, today=today)
    ]


def test_a_main_sign_without_a_handbook_is_listed_from_its_handover_on(firm: Firm) -> None:
    assert missing(firm, HANDOVER - timedelta(days=1)) == []
    assert missing(firm, HANDOVER) == [("HT-2025-001", 1, 0)]
    assert missing(firm) == [("HT-2025-001", 1, 282)]
    delivered(firm)
    assert missing(firm) == []


def test_a_sign_that_is_not_main_is_not_missed_and_a_sign_says_so_for_itself(firm: Firm) -> None:
    firm.sign.is_main = False
    firm.session.add(firm.sign)
    firm.session.flush()
    assert missing(firm) == []
    new_sign(firm.session, firm, is_main=True)
    assert missing(firm) == [("HT-2025-001", 1, 282)]


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8])
def test_the_first_of_a_long_list_are_those_that_wait_longest(
    firm: Firm, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their project's handover or by their own, of several types, delivered in part: the whole list's first."""
    other_type = add_sign_type(firm.session, actor=SYSTEM, now=NOON, name="灯箱", is_main=True)
    for index in range(6):
        project = add_project(firm, index)
        for place in range(4):
            new_sign(
                firm.session, firm, project_id=project.id, sign_type_id=(firm.sign_type, other_type)[place % 2].id,
                handover_on=date(2024, 12 - 2 * index, 1 + place) if (index + place) % 3 == 0 else None,
            )  # fmt: skip
    delivered(firm)
    every = list_missing(firm.session, firm.manager, today=TODAY)
    assert len(every) == 12
    monkeypatch.setattr(handbook_deliveries, "MOST_MISSING", most)
    assert list_missing(firm.session, firm.manager, today=TODAY) == every[:most]


def add_project(firm: Firm, index: int) -> Project:
    project = Project(
        code=f"HT-{index}", name=f"{index}号楼", customer_id=firm.customer.id, office_id=firm.office_id,
        handover_on=date(2024, 1 + 2 * (index % 3), 1),
    )  # fmt: skip
    firm.session.add(project)
    firm.session.flush()
    return project


def test_one_sign_may_be_handed_its_own_and_the_others_stay_missing(firm: Firm) -> None:
    other = new_sign(firm.session, firm)
    delivered(firm, sign_id=firm.sign.id)
    assert missing(firm) == [("HT-2025-001", 1, 282)]
    assert get_handbook(firm.session, firm.office, firm.sign.id or 0, today=TODAY).deliveries
    assert not get_handbook(firm.session, firm.office, other.id or 0, today=TODAY).deliveries


def test_the_version_that_a_customer_got_is_kept_when_a_newer_one_comes(firm: Firm) -> None:
    first = written(firm)
    made = delivered(firm, first)
    written(firm, "V2.0", valid_from=TODAY)
    note = get_delivery_note(firm.session, firm.office, made.number)
    assert (made.number, note.row.number_of_version, note.row.received_by) == ("SC20260310-0001", "V1.0", "王芳")
    assert [
        row.version for row in get_handbook(firm.session, firm.office, firm.sign.id or 0, today=TODAY).deliveries
    ] == ["V1.0"]


def test_the_signature_is_kept_and_its_name_stays_out_of_the_events_data(firm: Firm) -> None:
    version = written(firm)
    new = delivery(firm, version, unsigned_reason="")
    with pytest.raises(InvalidInput):
        deliver_handbook(firm.session, actor=firm.office, now=NOON, new=new)
    made = deliver_handbook(firm.session, actor=firm.office, now=NOON, new=new, signature=picture())
    assert get_delivery_note(firm.session, firm.office, made.number).signature == picture()
    told = firm.session.exec(select(Event).where(Event.name == "deliver_handbook")).one()
    words = firm.session.exec(select(EventWords).where(EventWords.event_id == told.id)).one()
    assert "王芳" not in str(told.data)
    assert words.words["received_by"] == "王芳"
    with pytest.raises(InvalidInput):
        deliver_handbook(firm.session, actor=firm.office, now=NOON, new=new, signature=b"not a picture")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"delivered_on": TODAY + timedelta(days=1)}, InvalidInput),
        ({"delivered_on": date(2024, 12, 31)}, RuleBroken),  # the version holds from the next day on
        ({"project_id": 999_999}, NotFound),
        ({"version_id": 999_999}, NotFound),
        ({"sign_id": 999_999}, RuleBroken),
        ({"handed_over_by_id": 999_999}, NotFound),
        ({"received_by": " "}, InvalidInput),
    ],
)
def test_what_cannot_have_been_is_refused(firm: Firm, values: dict[str, Any], error: type[Exception]) -> None:
    version = written(firm)
    with pytest.raises(error):
        delivered(firm, version, **values)
    assert firm.session.exec(select(HandbookDelivery)).all() == []


def test_a_technician_records_none_and_the_double_click_one(firm: Firm) -> None:
    new = delivery(firm, written(firm))
    with pytest.raises(NotAllowed):
        deliver_handbook(firm.session, actor=firm.technician, now=NOON, new=new)
    first = deliver_handbook(firm.session, actor=firm.office, now=NOON, new=new, once="d-1")
    assert deliver_handbook(firm.session, actor=firm.office, now=NOON, new=new, once="d-1").id == first.id
    assert [row.number for row in list_deliveries(firm.session, firm.leadership)] == [first.number]


def test_another_regions_office_neither_hands_over_nor_sees(firm: Firm) -> None:
    from dataclasses import replace

    made = delivered(firm)
    elsewhere = replace(firm.office, only_region="华南")
    with pytest.raises(NotAllowed):
        deliver_handbook(
            firm.session, actor=elsewhere, now=NOON, new=delivery(firm, uploaded(firm, b"%PDF-1 %%EOF", "V3"))
        )
    assert list_deliveries(firm.session, elsewhere) == []
    assert list_missing(firm.session, elsewhere, today=TODAY) == []
    with pytest.raises(NotFound):
        get_delivery_note(firm.session, elsewhere, made.number)


def complete(firm: Firm) -> Sum:
    month, now = month_of(TODAY), NOON + 20 * DAY
    by_rows = sum_figures(firm.session, SYSTEM, month, now=now, from_rows=True)["complete"]
    while count_marked(firm.session):
        pass
    assert sum_figures(firm.session, SYSTEM, month, now=now)["complete"] == by_rows
    return by_rows


@pytest.mark.parametrize(
    ("delivered_on", "expected"),
    [(None, Sum(0, 1)), (date(2026, 3, 9), Sum(1, 1)), (TODAY, Sum(1, 1)), (date(2026, 3, 11), Sum(0, 1))],
)
def test_complete_asks_for_the_handbook_by_the_day_of_closing(
    firm: Firm, delivered_on: date | None, expected: Sum
) -> None:
    """1.1: the request was closed on the tenth; recorded afterwards, it is the day of the delivery that counts."""
    version = written(firm)
    request = firm.closable()
    close_request(firm.session, actor=firm.hotline, now=NOON + 7 * HOUR, request_id=request.id or 0)
    assert complete(firm) == Sum(0, 1)
    if delivered_on is not None:
        new = delivery(firm, version, delivered_on=delivered_on)
        deliver_handbook(firm.session, actor=firm.office, now=NOON + 3 * DAY, new=new)
    assert complete(firm) == expected


def test_a_delivery_completes_what_was_closed_after_it_and_nothing_before(firm: Firm) -> None:
    version = written(firm)
    before, after = firm.closable(), firm.closable(at=NOON + 2 * DAY, fault=FaultCategory.WATER)
    close_request(firm.session, actor=firm.hotline, now=NOON + 7 * HOUR, request_id=before.id or 0)
    close_request(firm.session, actor=firm.hotline, now=NOON + 2 * DAY + 7 * HOUR, request_id=after.id or 0)
    new = delivery(firm, version, delivered_on=date(2026, 3, 11))
    deliver_handbook(firm.session, actor=firm.office, now=NOON + 3 * DAY, new=new)
    assert complete(firm) == Sum(1, 2)


def test_a_request_about_a_sign_that_is_not_main_is_complete_without(firm: Firm) -> None:
    plain = new_sign(firm.session, firm, is_main=False)
    request = firm.closable(sign_id=plain.id)
    close_request(firm.session, actor=firm.hotline, now=NOON + 7 * HOUR, request_id=request.id or 0)
    assert complete(firm) == Sum(1, 1)
