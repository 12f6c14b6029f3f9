"""The trail of anything: filtered, in pages, without what isn't this person's to see; and as CSV."""

from __future__ import annotations

import csv
import io

import pytest

from aftersales.documents.trail_csv import COLUMNS, plain_cell, trail_csv
from aftersales.documents.trail_words import DEEDS, SUBJECTS
from aftersales.errors import NotAllowed
from aftersales.queries.trail import TrailFilter, list_trail, list_whole_trail
from aftersales.rules.lifecycle import LIFECYCLE
from tests.builders import HOUR, NOON, Firm

EVERYTHING = TrailFilter()


def test_the_trail_of_one_request_by_its_number(firm: Firm) -> None:
    request = firm.done()
    firm.register(at=NOON + 9 * HOUR)
    rows = list_trail(firm.session, firm.manager, TrailFilter(request_number=f" {request.number.lower()} "))
    assert [row.name for row in rows][-2:] == ["respond", "register"]
    assert {row.request_number for row in rows} == {request.number}
    assert list_trail(firm.session, firm.manager, TrailFilter(request_number="FW00000000-0000")) == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (TrailFilter(name="respond"), 1), (TrailFilter(subject="request"), 2), (TrailFilter(subject="nothing"), 0),
        (TrailFilter(subject="request", from_at=NOON), 2), (TrailFilter(subject="request", from_at=NOON + HOUR / 2), 1),
        (TrailFilter(subject="request", before_at=NOON), 0),
        (TrailFilter(subject="request", before_at=NOON + HOUR / 2), 1),
    ],
)  # fmt: skip
def test_the_trail_is_filtered(firm: Firm, wanted: TrailFilter, count: int) -> None:
    firm.accepted()
    assert len(list_trail(firm.session, firm.manager, wanted)) == count


def test_pages_follow_each_other_without_a_gap(firm: Firm) -> None:
    firm.done()
    every = [row.id for row in list_trail(firm.session, firm.manager, EVERYTHING, limit=500)]
    assert every == list(range(len(every), 0, -1))
    first = list_trail(firm.session, firm.manager, EVERYTHING, limit=7)
    second = list_trail(firm.session, firm.manager, EVERYTHING, limit=7, before_id=first[-1].id)
    assert [row.id for row in first + second] == every[:14]


def test_words_and_money_are_for_those_who_may_see_them(firm: Firm) -> None:
    firm.register()
    wanted = TrailFilter(name="register")
    (full,), (bare,) = (list_trail(firm.session, actor, wanted) for actor in (firm.manager, firm.administrator))
    assert full.words is not None and full.words["phone"] == "13800001234"
    assert bare.words == {}
    price = TrailFilter(name="add_price")
    (full,), (bare,) = (list_trail(firm.session, actor, price) for actor in (firm.manager, firm.administrator))
    assert full.data["cost_fen"] == 8_000
    assert not {"cost_fen", "price_fen"} & bare.data.keys()


def test_who_may_not_verify_may_not_look(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        list_trail(firm.session, firm.hotline, EVERYTHING)


def test_every_record_and_deed_of_the_trail_has_a_name(firm: Firm) -> None:
    firm.closable()
    told = list_trail(firm.session, firm.manager, EVERYTHING, limit=500)
    assert {one.subject for one in told} <= SUBJECTS.keys()
    assert {one.name for one in told} | {step.name for step in LIFECYCLE.steps} <= DEEDS.keys()


def test_the_csv_opens_again_and_runs_nothing(firm: Firm) -> None:
    firm.register(description="=cmd|' /C calc'!A0", contact_name='长"引号"')
    rows = list_trail(firm.session, firm.manager, TrailFilter(subject="request"))
    content = trail_csv(rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert list(read[0]) == list(COLUMNS)
    assert [int(row["id"]) for row in read] == [row.id for row in rows]
    assert all(not value.startswith(("=", "+", "-", "@")) for row in read for value in row.values())


def test_page_after_page_gives_every_event_once(firm: Firm) -> None:
    for _ in range(4):
        firm.register()
    whole = list_whole_trail(firm.session, firm.manager, EVERYTHING)
    turned: list[int] = []
    while rows := list_trail(firm.session, firm.manager, EVERYTHING, limit=3, before_id=turned[-1] if turned else None):
        turned += [row.id for row in rows]
    assert turned == [row.id for row in whole] == sorted(turned, reverse=True)
    assert turned[-1] == 1
    assert len(list_whole_trail(firm.session, firm.manager, EVERYTHING, most=5)) == 5
    with pytest.raises(NotAllowed):
        list_whole_trail(firm.session, firm.hotline, EVERYTHING)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1", " =1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert plain_cell(text) == f"'{text}"
    assert plain_cell("1=1") == "1=1"
