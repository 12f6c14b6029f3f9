"""Corrective actions that stand open, as leadership counts and lists them (4(6))."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from aftersales.errors import NotAllowed
from aftersales.models import Office
from aftersales.queries.figures.open_actions import TITLES, list_open_actions
from aftersales.queries.figures.open_now import count_open
from aftersales.queries.figures.sums import EVERYWHERE
from aftersales.queries.where import Where
from aftersales.services.company import add_office
from aftersales.services.corrective_action_steps import drop_action
from tests.builders import DAY, NOON, Firm
from tests.query_count import counted
from tests.services.quality_deeds import carried_out, of_type

AT = NOON + 30 * DAY


def numbers(firm: Firm, name: str, where: Where = EVERYWHERE) -> list[str]:
    rows = list_open_actions(firm.session, firm.leadership, name, now=AT, where=where, limit=50)
    return [row.number for row in rows]


def four(firm: Firm) -> dict[str, str]:
    """One late, one in time, one done, one dropped."""
    late = of_type(firm, at=AT - 9 * DAY, due_on=(AT - DAY).date())
    fine = of_type(firm, at=AT - DAY, due_on=(AT + 9 * DAY).date())
    done = carried_out(firm, of_type(firm, at=AT - DAY, due_on=AT.date()), at=AT)
    dropped = of_type(firm, at=AT - DAY)
    drop_action(firm.session, actor=firm.manager, now=AT, action_id=dropped.id, reason="不做了")
    return {"late": late.number, "fine": fine.number, "done": done.number}


def test_each_count_is_that_of_its_rows_and_of_a_sum_made_in_sql(firm: Firm) -> None:
    made = four(firm)
    assert set(numbers(firm, "actions")) == set(made.values())
    assert numbers(firm, "actions_late") == [made["late"]]
    assert numbers(firm, "actions_to_check") == [made["done"]]
    found = count_open(firm.session, firm.leadership, now=AT)
    for name in TITLES:
        assert getattr(found, name) == len(numbers(firm, name)), name
    is_open = "SELECT COUNT(*) FROM corrective_action WHERE ended_at IS NULL"
    by_hand = {
        "actions": is_open,
        "actions_late": f"{is_open} AND due_at < :now",
        "actions_to_check": f"{is_open} AND state = 'done'",
    }
    now = AT if firm.session.get_bind().dialect.name == "postgresql" else f"{AT:%Y-%m-%d %H:%M:%S.%f}"
    for name, statement in by_hand.items():
        values = {"now": now} if ":now" in statement else {}
        assert firm.session.connection().execute(text(statement), values).scalar() == getattr(found, name), name


def test_a_part_of_the_company_counts_its_requests_actions_and_those_of_its_people(firm: Firm) -> None:
    made = four(firm)
    home, away = firm.office_id, add_office(
        firm.session, actor=firm.manager, now=NOON, name="北京办事处", region="华北"
    ).id  # fmt: skip
    region = firm.session.get_one(Office, home).region
    for where in (Where(office_id=away), Where(region="华北")):
        assert numbers(firm, "actions", where) == []
        assert count_open(firm.session, firm.leadership, now=AT, where=where).actions == 0
    owned = "SELECT DISTINCT office_id FROM staff WHERE id IN (SELECT owner_id FROM corrective_action)"
    owners = firm.session.connection().execute(text(owned))
    assert [office for (office,) in owners] == [home]
    for where in (Where(office_id=home), Where(region=region)):
        assert set(numbers(firm, "actions", where)) == set(made.values())
        assert count_open(firm.session, firm.leadership, now=AT, where=where).actions == 3


def test_one_query_tells_all_that_is_open_now(firm: Firm) -> None:
    four(firm)
    with counted(firm.session) as sent:
        count_open(firm.session, firm.leadership, now=AT)
    assert len(sent) == 1


def test_who_sees_no_figures_sees_none_of_them(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        list_open_actions(firm.session, firm.technician, "actions", now=AT, where=EVERYWHERE, limit=5)
    bound = replace(firm.leadership, only_region="华北")
    four(firm)
    assert list_open_actions(firm.session, bound, "actions", now=AT, where=EVERYWHERE, limit=5) == []
