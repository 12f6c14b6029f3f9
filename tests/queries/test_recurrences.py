"""Recurrences as they are looked at: problem signs, clusters by type and batch, one sign's chain (4(6))."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from aftersales.errors import NotAllowed
from aftersales.models import Office, ServiceRequest
from aftersales.queries.recurrences import (
    Group,
    clusters_by_batch,
    clusters_by_type,
    list_chain,
    list_repeats,
    problem_signs,
    repeats_of,
)
from aftersales.rules.kinds import FaultCategory
from aftersales.services.company import add_office
from aftersales.services.register_place import NewProject, add_project
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.query_count import counted

F = FaultCategory


def failed(firm: Firm, sign_id: int | None, *days: int, fault: FaultCategory = F.DARK) -> list[ServiceRequest]:
    """The sign fails on each of these days, and is repaired on each."""
    return [firm.done(at=NOON + day * DAY, sign_id=sign_id, fault=fault) for day in days]


def since(days: int) -> datetime:
    return NOON + days * DAY


def test_only_what_came_back_is_listed_from_the_moment_asked_for(firm: Firm) -> None:
    first, second, third = failed(firm, firm.sign.id, 0, 20, 40)
    failed(firm, new_sign(firm.session, firm).id, 10)
    found = list_repeats(firm.session, firm.manager, since=since(0))
    assert [(one.number, one.count) for one in found] == [(third.number, 3), (second.number, 2)]
    assert first.number not in {one.number for one in found}
    moment = second.received_at
    assert len(list_repeats(firm.session, firm.manager, since=moment)) == 2
    assert len(list_repeats(firm.session, firm.manager, since=moment + HOUR)) == 1


def test_the_sign_with_the_most_repeats_stands_first(firm: Firm) -> None:
    other = new_sign(firm.session, firm)
    failed(firm, firm.sign.id, 0, 10)
    failed(firm, other.id, 1, 11, 21)
    signs = problem_signs(list_repeats(firm.session, firm.manager, since=since(0)))
    assert [(one.sign_code, one.repeats) for one in signs] == [(other.code, 2), (firm.sign.code, 1)]


def test_another_fault_of_the_same_sign_is_another_row(firm: Firm) -> None:
    failed(firm, firm.sign.id, 0, 10)
    failed(firm, firm.sign.id, 1, 11, fault=F.WATER)
    signs = problem_signs(list_repeats(firm.session, firm.manager, since=since(0)))
    assert {one.fault for one in signs} == {F.DARK, F.WATER}


def test_clusters_count_signs_of_all_that_are_installed(firm: Firm) -> None:
    twin = new_sign(firm.session, firm, batch="B-7")
    firm.sign.batch = "B-7"
    firm.session.add(firm.sign)
    new_sign(firm.session, firm, batch="B-7")
    failed(firm, firm.sign.id, 0, 10)
    failed(firm, twin.id, 1, 11)
    repeats = list_repeats(firm.session, firm.manager, since=since(0))
    (kind,) = clusters_by_type(firm.session, firm.manager, repeats)
    assert (kind.repeats, kind.signs, kind.installed) == (2, 2, 3)
    (batch,) = clusters_by_batch(firm.session, firm.manager, repeats)
    assert (batch.key, batch.repeats, batch.signs, batch.installed) == ("B-7", 2, 2, 3)


def test_an_office_bound_to_its_region_counts_the_signs_of_its_region(firm: Firm) -> None:
    north = add_office(firm.session, actor=firm.manager, now=NOON, name="北京办事处", region="华北")
    elsewhere = add_project(
        firm.session, actor=firm.manager, now=NOON,
        new=NewProject(code="HT-N", name="北京工程", customer_id=firm.customer.id or 0, office_id=north.id),
    )  # fmt: skip
    new_sign(firm.session, firm, project_id=elsewhere.id)
    failed(firm, firm.sign.id, 0, 10)
    repeats = list_repeats(firm.session, firm.manager, since=since(0))
    assert clusters_by_type(firm.session, firm.manager, repeats)[0].installed == 2
    bound = replace(firm.office, only_region=firm.session.get_one(Office, firm.office_id).region)
    assert clusters_by_type(firm.session, bound, repeats)[0].installed == 1


def test_a_number_and_its_rows_are_the_same_recurrences(firm: Firm) -> None:
    other = new_sign(firm.session, firm, batch="B-7")
    failed(firm, firm.sign.id, 0, 10, 20)
    failed(firm, other.id, 1, 11, fault=F.WATER)
    repeats = list_repeats(firm.session, firm.manager, since=since(0))
    assert len(repeats_of(repeats, Group.ALL)) == len(repeats_of(repeats, Group.SIGNS)) == 3
    assert [one.count for one in repeats_of(repeats, Group.THIRD)] == [3]
    lacking = [one for one in repeats if one.is_open and not (one.has_cause and one.has_action)]
    assert repeats_of(repeats, Group.LACKING) == lacking != []
    for cluster in clusters_by_type(firm.session, firm.manager, repeats):
        assert len(repeats_of(repeats, Group.SIGN_TYPE, cluster.key, cluster.fault)) == cluster.repeats
    for cluster in clusters_by_batch(firm.session, firm.manager, repeats):
        assert len(repeats_of(repeats, Group.BATCH, cluster.key, cluster.fault)) == cluster.repeats
    assert repeats_of(repeats, Group.BATCH, "", F.DARK) == []


def test_signs_without_a_batch_make_none(firm: Firm) -> None:
    failed(firm, firm.sign.id, 0, 10)
    assert clusters_by_batch(firm.session, firm.manager, list_repeats(firm.session, firm.manager, since=since(0))) == []


def test_the_chain_goes_from_the_first_to_the_last_of_one_fault(firm: Firm) -> None:
    mine = failed(firm, firm.sign.id, 0, 20, 40)
    failed(firm, firm.sign.id, 5, fault=F.WATER)
    chain = list_chain(firm.session, firm.manager, sign_id=firm.sign.id or 0, fault=F.DARK)
    assert [one.number for one in chain] == [one.number for one in mine]
    assert [one.repeats for one in chain] == [False, True, True]


def test_one_query_each_and_none_for_who_sees_no_requests(firm: Firm) -> None:
    failed(firm, firm.sign.id, 0, 20)
    with counted(firm.session) as sent:
        repeats = list_repeats(firm.session, firm.manager, since=since(0))
    assert (len(repeats), len(sent)) == (1, 1)
    with pytest.raises(NotAllowed):
        list_repeats(firm.session, firm.technician, since=since(0))
    with pytest.raises(NotAllowed):
        list_chain(firm.session, firm.technician, sign_id=1, fault=F.DARK)
