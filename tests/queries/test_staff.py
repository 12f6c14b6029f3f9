"""Who works here."""

from __future__ import annotations

from sqlalchemy import event
from sqlmodel import Session

from aftersales.database import Store
from aftersales.models import Staff, StaffRole
from aftersales.queries.staff import find_actor, find_first_manager, list_people
from aftersales.rules.kinds import Role


def add(session: Session, name: str, *roles: Role, is_active: bool = True) -> int:
    person = Staff(name=name, name_en=f"{name} in English", is_active=is_active)
    session.add(person)
    session.flush()
    assert person.id is not None
    session.add_all(StaffRole(staff_id=person.id, role=role) for role in roles)
    session.flush()
    return person.id


def test_a_person_has_all_their_roles_at_the_cost_of_one_query(store: Store) -> None:
    with store.unit_of_work() as session:
        number = add(session, "Li", Role.HOTLINE, Role.DISPATCHER)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    with store.reading() as session:
        actor = find_actor(session, number)
    assert actor is not None
    assert (actor.name, actor.name_en) == ("Li", "Li in English")
    assert actor.roles == {Role.HOTLINE, Role.DISPATCHER}
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_who_left_is_nobody(store: Store) -> None:
    with store.unit_of_work() as session:
        gone = add(session, "Wu", Role.AFTER_SALES_MANAGER, is_active=False)
        add(session, "Li")
    with store.reading() as session:
        assert find_actor(session, gone) is None
        assert find_actor(session, gone + 100) is None
        assert find_first_manager(session) is None
        assert [(person.name, person.roles) for person in list_people(session)] == [("Li", frozenset())]


def test_the_manager_comes_before_the_administrator(store: Store) -> None:
    with store.unit_of_work() as session:
        add(session, "Admin", Role.ADMINISTRATOR)
        add(session, "Manager", Role.AFTER_SALES_MANAGER, Role.HOTLINE)
        add(session, "Second", Role.AFTER_SALES_MANAGER)
    with store.reading() as session:
        manager = find_first_manager(session)
    assert manager is not None
    assert (manager.name, manager.roles) == ("Manager", {Role.AFTER_SALES_MANAGER, Role.HOTLINE})
