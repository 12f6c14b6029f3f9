"""Whatever a page can ask, by every role: no phone or address for who doesn't need it, nothing of an integrity
complaint for whom it doesn't exist, nothing of another region's or another's jobs.

Each stored text is replaced by one with a telephone number in it, so that a place that forgets to mask is found
without knowing of it; a new query is tried by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select, update

from aftersales.database import Store
from aftersales.models import Base, HandbookVersion, NoticeKind, Office
from aftersales.models.personal import OF_CUSTOMERS, Personal
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.kinds import Role
from aftersales.rules.roles import MAY, SYSTEM, Action, Actor
from aftersales.services.notify import About, notify_about
from tests.builders import build_firm, person
from tests.care_desk import delivered
from tests.queries.looks import LOOKS, calls, seen
from tests.services.complaint_deeds import complained
from tests.services.deeds import LATER, Scene, set_scene

PHONE, SITE, MAIL = "13812345678", "上海市徐汇区枫林路180号5楼502室", "zhoumin@example.com"
SECRETS = re.compile("13812345678|12345678|180号|502室|zhoumin")
SEALED = "他收了两百块"
NUMBERED = re.compile(r"(?<!\w)[A-Z]{2}20\d{6}-\d{4}")
# What customers were handed at a sign is looked up as its warranty is: by technicians, and by every office for a sign.
OF_A_SIGN = {"handbooks.get_handbook"}
BUT_HANDBOOKS = re.compile(NUMBERED.pattern.replace("[A-Z]{2}", "(?!SC)[A-Z]{2}"))
ROLES = [role for role in Role if role is not Role.SYSTEM]
SEERS = MAY[Action.SEE_INTEGRITY]
PLANTED = {
    Personal.WORDS: f"找{PHONE}", Personal.PHONE: PHONE, Personal.EMAIL: MAIL, Personal.ADDRESS: SITE,
    Personal.DIGITS: PHONE,
}  # fmt: skip


@dataclass
class Ground:
    scene: Scene
    people: dict[Role, Actor]  # of another office in another region; nobody's jobs are theirs


class _Undo(Exception):
    """Leaves the unit of work without keeping anything."""


@pytest.fixture(scope="module")
def ground(migrated_store: Store) -> Iterator[Ground]:
    try:
        with migrated_store.unit_of_work() as session:
            firm = build_firm(session)
            scene = set_scene(firm)
            complained(firm, ComplaintKind.INTEGRITY, words=SEALED)
            delivered(firm, session.get_one(HandbookVersion, scene.ids["handbook_version"]))
            elsewhere = Office(name="北京办事处", region="华北")
            session.add(elsewhere)
            session.flush()
            people = {role: person(session, role, name="某人", office_id=elsewhere.id) for role in ROLES}
            for actor in people.values():
                notify_about(
                    session, staff_id=actor.staff_id or 0, kind=NoticeKind.ACTION_GIVEN, about_at=LATER, now=LATER,
                    about=About("corrective_action", 1, "JZ1", "", "recurrences.py"),
                )  # fmt: skip
            plant(session)
            session.expunge_all()
            yield Ground(scene, people)
            raise _Undo
    except _Undo:
        pass


def plant(session: Any) -> None:
    """A number, an address or an e-mail in every column that may hold one."""
    connection = session.connection()
    for name, columns in OF_CUSTOMERS.items():
        table = Base.metadata.tables[name]
        values: dict[str, Any] = {}
        for column, kind in columns.items():
            if kind in PLANTED:
                values[column] = PLANTED[kind]
        if name == "attachment":  # but a handbook's file, which the company publishes
            connection.execute(update(table).where(table.c.owner != "sign_type").values(values))
            continue
        if name == "event_words":
            values["words"] = {"note": f"打{PHONE}", "contact_phone": PHONE, "lines": [{"words": f"找{PHONE}"}]}
        if name == "corrective_action":
            values["due_at"] = LATER
        if name == "integrity_complaint":
            values |= {column: SEALED for column, kind in columns.items() if kind is Personal.WORDS}
        if name == "sealed_event_words":
            values["words"] = {"note": SEALED}
        if name == "service_request":  # as if one fault came back again and again
            first = connection.execute(select(func.min(table.c.id))).scalar()
            connection.execute(update(table).where(table.c.id != first).values(repeats_id=first))
        if values:
            connection.execute(update(table).values(values))


def ensure_nothing(found: dict[str, str]) -> None:
    assert not found, "\n".join(f"{look}: {words}" for look, words in found.items())


def hits(ground: Ground, actor: Actor, pattern: re.Pattern[str]) -> dict[str, str]:
    """By look the first piece of text that shows what it shouldn't."""
    found: dict[str, str] = {}
    for look in LOOKS:
        for said in seen(ground.scene, look, actor):
            hit = pattern.search(said)
            if hit:
                found.setdefault(look, said[max(0, hit.start() - 80) : hit.end() + 20])
    return found


def test_every_look_is_called(ground: Ground) -> None:
    assert len(LOOKS) > 80
    not_called = {look for look in LOOKS if not list(calls(ground.scene, look))}
    assert not_called == set(), "say in looks.py what they take"


def test_the_desk_is_shown_them(ground: Ground) -> None:
    """So that the others' silence means something."""
    found = hits(ground, ground.people[Role.HOTLINE], SECRETS)
    assert len(found) > 25


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY[Action.SEE_CONTACTS]])
def test_no_phone_or_address_for_who_does_not_need_it(ground: Ground, role: Role) -> None:
    ensure_nothing(hits(ground, ground.people[role], SECRETS))


@pytest.mark.parametrize("role", ROLES)
def test_an_integrity_complaint_is_nowhere_for_whom_it_does_not_exist(ground: Ground, role: Role) -> None:
    found = hits(ground, ground.people[role], re.compile(f"{SEALED}|LZ20|integrity_complaint|INTEGRITY"))
    if role in SEERS:
        assert found
    else:
        ensure_nothing(found)


def test_an_office_bound_to_its_region_finds_no_record_of_another(ground: Ground) -> None:
    bound = replace(ground.people[Role.OFFICE], only_region="华北")
    for roles in ({Role.OFFICE}, {Role.OFFICE, Role.TECHNICIAN}):
        found = hits(ground, replace(bound, roles=frozenset(roles)), NUMBERED)
        ensure_nothing({look: words for look, words in found.items() if look not in OF_A_SIGN})


def test_a_technician_finds_no_record_of_others(ground: Ground) -> None:
    ensure_nothing(hits(ground, ground.people[Role.TECHNICIAN], BUT_HANDBOOKS))


def test_a_report_of_the_month_holds_no_number_whoever_makes_it(ground: Ground) -> None:
    """The command line makes it as the system, which sees all."""
    (report,) = seen(ground.scene, "figures.monthly.get_monthly_report", SYSTEM)
    assert not SECRETS.search(report)
