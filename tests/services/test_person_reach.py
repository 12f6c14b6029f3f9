"""Wherever one person of a customer is named in what others wrote, they are found, handed out and erased."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import String, cast, select, update

from aftersales.errors import InvalidInput, NotAllowed
from aftersales.models import Base, CauseLine, EventWords, HandbookVersion, ServiceReport, ServiceRequest
from aftersales.models.personal import OF_CUSTOMERS
from aftersales.queries.person_data import export_person
from aftersales.queries.person_hits import list_hits
from aftersales.queries.person_reach import APART, HANGS_BY, Person, rows_of_person, said_in
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.personal import ERASED
from aftersales.services.close import reopen_request
from aftersales.services.erase_person import erase_person, other_words
from aftersales.services.verify_trail import verify_trail
from tests.builders import DAY, Firm, new_customer
from tests.care_desk import delivered
from tests.services.complaint_deeds import complained
from tests.services.deeds import LATER, set_scene
from tests.services.quality_deeds import of_type

NAME, DIGITS = "王芳", "13800001234"
ONE = Person(NAME, DIGITS)


def test_every_table_that_may_name_a_person_is_reached() -> None:
    """By what it hangs on: a new one that hangs on something else has to be told of."""
    hanging = {column for column, _ in HANGS_BY}
    by_files = {"attachment"}
    forgotten = [
        name
        for name in OF_CUSTOMERS
        if said_in(name) and name not in (*APART, *by_files) and not hanging & set(Base.metadata.tables[name].c.keys())
    ]
    assert forgotten == []


def told_columns() -> list[tuple[str, str]]:
    return [(name, column) for name in OF_CUSTOMERS if name not in APART for column in said_in(name)]


def stored(firm: Firm) -> dict[str, list[str]]:
    """All texts of the columns in which others may name the person."""
    return {
        f"{name}.{column}": [
            value for (value,) in firm.session.connection().execute(
                select(cast(Base.metadata.tables[name].c[column], String))
            ) if value
        ]
        for name, column in told_columns()
    }  # fmt: skip


def test_nothing_that_others_wrote_names_them_any_more(firm: Firm) -> None:
    """The person's name is put into every such column of everything that the scene holds, and none is left."""
    scene = set_scene(firm)
    delivered(firm, firm.session.get_one(HandbookVersion, scene.ids["handbook_version"]))
    complained(firm, ComplaintKind.INTEGRITY, request_id=scene.ids["done"])
    reopen_request(firm.session, actor=firm.hotline, now=LATER, request_id=scene.ids["closed"], reason="又坏了")
    firm.session.add(CauseLine(request_id=scene.ids["done"], place=1, words="x"))
    firm.session.flush()
    for name, column in told_columns():
        table = Base.metadata.tables[name]
        planted = update(table).values({column: f"找{NAME}"})
        if name == "attachment":  # a handbook's file is nobody's
            planted = planted.where(table.c.owner != "sign_type")
        firm.session.connection().execute(planted)
    firm.session.expire_all()
    before = stored(firm)
    assert {name for name, texts in before.items() if not texts} == set()
    erase_person(firm.session, actor=firm.manager, now=LATER + DAY, person=ONE, reason="本人要求")
    left = {name: texts for name, texts in stored(firm).items() if any(NAME in text for text in texts)}
    assert left == {}
    assert verify_trail(firm.session).ok


def test_their_number_is_taken_out_wherever_somebody_wrote_it(firm: Firm) -> None:
    firm.register()
    other = firm.register(
        customer_id=new_customer(firm).id, sign_id=None, project_id=None, contact_name="李雷",
        contact_phone="13700000000",
        description="上次是王芳（138 0000 1234）报的",
    )  # fmt: skip
    action = of_type(firm, words=f"先致电{DIGITS}")
    erase_person(firm.session, actor=firm.manager, now=LATER, person=ONE, reason="本人要求")
    kept = firm.session.get_one(ServiceRequest, other.id)
    assert "1234" not in kept.description
    assert (kept.contact_name, kept.contact_phone) == ("李雷", "13700000000")
    assert action.words == f"先致电{ERASED}"


def test_causes_and_corrective_actions_are_handed_out_and_erased(firm: Firm) -> None:
    scene = set_scene(firm)
    lines, actions = (Base.metadata.tables[name] for name in ("cause_line", "corrective_action"))
    connection = firm.session.connection()
    connection.execute(lines.insert().values(request_id=scene.ids["done"], place=1, words=f"{NAME}自行改线"))
    connection.execute(update(actions).values(words=f"告知{NAME}", done_words=f"{NAME}已签收"))
    told = export_person(firm.session, firm.manager, ONE)
    assert f"{NAME}自行改线" in json.dumps(told["rows"]["cause_line"], ensure_ascii=False)
    assert f"{NAME}已签收" in json.dumps(told["rows"]["corrective_action"], ensure_ascii=False)
    erase_person(firm.session, actor=firm.manager, now=LATER, person=ONE, reason="本人要求")
    assert set(connection.execute(select(actions.c.words)).scalars()) == {f"告知{ERASED}"}
    assert connection.execute(select(lines.c.words)).scalar_one() == f"{ERASED}自行改线"


def test_who_signed_under_a_longer_name_is_erased_with_the_signature(firm: Firm) -> None:
    firm.closable()
    report = firm.session.execute(select(ServiceReport)).scalar_one()
    report.signed_by = f"{NAME}（护士长）"
    firm.session.add(report)
    firm.session.flush()
    erase_person(firm.session, actor=firm.manager, now=LATER, person=ONE, reason="本人要求")
    firm.session.refresh(report)
    assert (report.signed_by, report.signature_id) == (f"{ERASED}（护士长）", None)


@pytest.fixture
def nicknamed(firm: Firm) -> dict[str, Any]:
    """Two people who are called by the same nickname, at two customers."""
    own = firm.register(description="芳姐说大堂灯不亮")
    other = firm.register(
        customer_id=new_customer(firm).id, sign_id=None, project_id=None, contact_name="刘芳",
        contact_phone="13700000000",
        description="芳姐说门牌掉了",
    )  # fmt: skip
    hidden = complained(firm, ComplaintKind.INTEGRITY, contact_name=NAME, contact_phone=DIGITS, words="芳姐说被索要")
    return {"own": own.id, "other": other.id, "hidden": hidden.id}


def test_a_nickname_is_erased_when_it_is_said_and_only_with_this_person(firm: Firm, nicknamed: dict[str, Any]) -> None:
    person = Person(NAME, DIGITS, ("芳姐",))
    session = firm.session
    said_before = session.execute(select(EventWords.words)).scalars().all()
    assert sum("芳姐" in str(words) for words in said_before) == 2
    erase_person(session, actor=firm.manager, now=LATER, person=person, reason="芳姐来信要求")
    assert session.get_one(ServiceRequest, nicknamed["own"]).description == f"{ERASED}说大堂灯不亮"
    assert session.get_one(ServiceRequest, nicknamed["other"]).description == "芳姐说门牌掉了"
    left = [str(words) for words in session.execute(select(EventWords.words)).scalars() if "芳姐" in str(words)]
    assert len(left) == 1
    assert "门牌" in left[0]
    hidden = Base.metadata.tables["integrity_complaint"].c
    assert session.execute(select(hidden.words)).scalar_one() == f"{ERASED}说被索要"
    assert verify_trail(session).ok


def test_without_being_said_a_nickname_stays(firm: Firm, nicknamed: dict[str, Any]) -> None:
    erase_person(firm.session, actor=firm.manager, now=LATER, person=ONE, reason="本人要求")
    assert firm.session.get_one(ServiceRequest, nicknamed["own"]).description.startswith("芳姐")


def test_what_would_change_is_shown_before_and_nothing_of_what_nobody_is_told(
    firm: Firm, nicknamed: dict[str, Any]
) -> None:
    person = Person(NAME, DIGITS, ("芳姐",))
    rows = rows_of_person(firm.session, firm.administrator, person)
    hits = list_hits(firm.session, firm.administrator, rows)
    number = firm.session.get_one(ServiceRequest, nicknamed["own"]).number
    assert [(hit.table, hit.record, hit.text) for hit in hits] == [("service_request", number, "芳姐说大堂灯不亮")]
    assert len(list_hits(firm.session, firm.administrator, rows, most=1)) == 1
    with pytest.raises(NotAllowed):
        list_hits(firm.session, firm.hotline, rows)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("芳姐", ("芳姐",)), (" 芳姐 \n小芳，Fang Wang;芳姐\n", ("芳姐", "小芳", "Fang Wang")), ("", ()), ("\n,，", ())],
)
def test_other_words_are_taken_as_they_are_typed(typed: str, words: tuple[str, ...]) -> None:
    assert other_words(typed) == words


@pytest.mark.parametrize("typed", ["芳", "erased", "已删除", "字" * 41, "\n".join(f"小{n}号" for n in range(11))])
def test_what_would_hit_everything_is_refused(firm: Firm, typed: str) -> None:
    with pytest.raises(InvalidInput):
        other_words(typed)
    with pytest.raises(InvalidInput):
        erase_person(
            firm.session, actor=firm.manager, now=LATER, reason="本人要求",
            person=Person(NAME, DIGITS, tuple(typed.split("\n"))),
        )  # fmt: skip
