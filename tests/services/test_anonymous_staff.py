"""Who left can be made anonymous; the deeds and the trail's proof stay. On both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, NotFound, RuleBroken
from aftersales.models import Account, Event, EventWords, FormDraft, Staff, StaffRole, StaffSession
from aftersales.queries.history import list_history
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.accounts import add_account
from aftersales.services.anonymous_staff import make_staff_anonymous
from aftersales.services.company import NewStaff, add_staff, get_actor
from aftersales.services.drafts import keep_draft
from aftersales.services.sessions import begin_session
from aftersales.services.staff import StaffChange, change_staff
from aftersales.services.verify_trail import verify_trail
from tests.builders import DAY, NOON, Firm


@pytest.fixture
def left(firm: Firm) -> Staff:
    """A clerk with an account, an open session and a draft, who registered a request and left."""
    session = firm.session
    new = NewStaff(name="欧阳晓云", name_en="Ouyang", email="oyxy@example.com", phone="13912345678",
                   roles=(Role.HOTLINE,), office_id=firm.office_id)  # fmt: skip
    person = add_staff(session, actor=SYSTEM, now=NOON, new=new)
    add_account(session, actor=SYSTEM, now=NOON, staff_id=person.id or 0, name="oyxy@example.com")
    clerk = get_actor(session, person.id or 0)
    begin_session(session, actor=clerk, now=NOON, device="欧阳的手机", how="password")
    keep_draft(session, actor=clerk, now=NOON, form="intake:1", content={"a": 1})
    firm.hotline = clerk
    firm.register()
    change = StaffChange(**new.model_dump(exclude={"once"}) | {"is_active": False})
    change_staff(session, actor=firm.manager, now=NOON, staff_id=person.id or 0, expected_version=1, change=change)
    return session.get_one(Staff, person.id)


def test_nothing_personal_of_them_is_left_and_the_trail_is_whole(firm: Firm, left: Staff) -> None:
    session, staff_id = firm.session, left.id or 0
    before = verify_trail(session)
    made = make_staff_anonymous(session, actor=firm.manager, now=NOON + DAY, staff_id=staff_id)
    assert (made.name, made.name_en) == (f"离职员工 {staff_id}", f"Former employee {staff_id}")
    assert (made.email, made.phone, made.is_active) == (None, "", False)
    for kind in (Account, StaffSession, FormDraft):
        table: Any = kind
        assert session.exec(select(table).where(table.staff_id == staff_id)).all() == []
    said = str(session.exec(select(EventWords.words)).all())
    assert not {"欧阳", "oyxy", "13912345678"} & {word for word in ("欧阳", "oyxy", "13912345678") if word in said}
    after = verify_trail(session)
    assert (after.ok, after.count, after.erased) == (True, before.count + 1, before.erased + 3)


def test_what_they_did_stays_theirs_by_their_number(firm: Firm, left: Staff) -> None:
    session = firm.session
    make_staff_anonymous(session, actor=firm.manager, now=NOON + DAY, staff_id=left.id or 0)
    event = session.exec(select(Event).where(Event.name == "register")).one()
    assert event.actor_id == left.id
    told = list_history(session, firm.manager, event.subject_id)
    assert told[-1].actor == (f"离职员工 {left.id}", f"Former employee {left.id}")
    assert session.exec(select(StaffRole.role).where(StaffRole.staff_id == left.id)).all() == [Role.HOTLINE]


def test_who_works_here_is_not_made_anonymous(firm: Firm) -> None:
    with pytest.raises(RuleBroken):
        make_staff_anonymous(firm.session, actor=firm.manager, now=NOON, staff_id=firm.dispatcher.staff_id or 0)
    with pytest.raises(NotFound):
        make_staff_anonymous(firm.session, actor=firm.manager, now=NOON, staff_id=999_999)


def test_who_changed_them_meanwhile_is_not_overwritten(firm: Firm, left: Staff) -> None:
    told: dict[str, Any] = {"actor": firm.administrator, "now": NOON + DAY, "staff_id": left.id}
    with pytest.raises(ChangedMeanwhile):
        make_staff_anonymous(firm.session, expected_version=left.version - 1, **told)
    make_staff_anonymous(firm.session, expected_version=left.version, **told)
