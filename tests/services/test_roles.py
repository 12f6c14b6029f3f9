"""Every role against every service function, on both databases; and what a technician or an office sees."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import aftersales.services
from aftersales.database import Store
from aftersales.errors import NotAllowed, NotFound
from aftersales.places import product_folder
from aftersales.queries.staff import list_people
from aftersales.rules.kinds import Role
from aftersales.rules.roles import MAY, Action, Actor, may
from tests.builders import build_firm
from tests.services.deeds import DEEDS, INNER, Scene, set_scene

ROLES = [role for role in Role if role is not Role.SYSTEM]


def functions_with_actor() -> set[str]:
    """`module.function` of every public service that takes an actor."""
    found = set()
    for module_info in pkgutil.walk_packages(aftersales.services.__path__, "aftersales.services."):
        module = importlib.import_module(module_info.name)
        for name, value in vars(module).items():
            is_own = inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
            if is_own and "actor" in inspect.signature(value).parameters:
                found.add(f"{module_info.name.removeprefix('aftersales.services.')}.{name}")
    return found


def test_every_service_function_has_its_row() -> None:
    assert functions_with_actor() == DEEDS.keys() | INNER
    assert not DEEDS.keys() & INNER


def test_no_screen_route_or_command_reaches_for_the_inner_parts() -> None:
    reached = set()
    for folder in ("aftersales/ui", "aftersales/outside", "aftersales/commands", "pages"):
        for path in (product_folder() / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aftersales.services."):
                    module = (node.module or "").removeprefix("aftersales.services.")
                    reached |= {(path.name, f"{module}.{name.name}") for name in node.names}
    # The first start signs its manager in: that page asked for the code that the server printed.
    assert {one for one in reached if one[1] in INNER} == {("setup.py", "sessions.begin_session")}
    assert len(reached) > 30


def test_every_action_is_somebodys_and_every_role_has_one() -> None:
    assert MAY.keys() == set(Action)
    assert all(MAY.values())
    assert {role for roles in MAY.values() for role in roles} == set(ROLES)


def test_leadership_only_reads_but_for_what_nobody_else_may_deal_with() -> None:
    """An integrity complaint about the after-sales manager is leadership's."""
    assert {action for action in Action if Role.LEADERSHIP in MAY[action]} == {
        Action.SEE_REQUESTS, Action.SEE_BOARD, Action.SEE_WARRANTY, Action.SEE_SURVEYS, Action.SEE_COSTS,
        Action.SEE_FIGURES, Action.SEE_STAFF_FIGURES, Action.VERIFY_TRAIL, Action.REVEAL_CONTACTS, Action.SEE_INTEGRITY,
        Action.HANDLE_INTEGRITY, Action.SEE_AUDITS,
    }  # fmt: skip


class _Undo(Exception):
    """Leaves the unit of work without keeping anything."""


@pytest.fixture(scope="module")
def scene(migrated_store: Store) -> Iterator[tuple[Scene, dict[Role, Actor]]]:
    try:
        with migrated_store.unit_of_work() as session:
            made = set_scene(build_firm(session))
            people = {role: person for person in reversed(list_people(session)) for role in person.roles}
            people[Role.TECHNICIAN] = made.firm.technician
            session.expunge_all()
            yield made, people
            raise _Undo
    except _Undo:
        pass


def tried(scene: Scene, actor: Actor, do: Callable[[Scene, Actor], Any]) -> Exception | None:
    """What came of it; nothing of it is kept."""
    savepoint = scene.session.connection().begin_nested()
    try:
        do(scene, actor)
        scene.session.flush()
    except Exception as error:
        return error
    finally:
        savepoint.rollback()
        scene.session.expunge_all()
    return None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(DEEDS))
def test_a_role_may_do_exactly_what_the_table_says(
    scene: tuple[Scene, dict[Role, Actor]], name: str, role: Role
) -> None:
    firm_scene, people = scene
    deed, actor = DEEDS[name], people[role]
    assert actor.roles == {role}
    error = tried(firm_scene, actor, deed.do)
    if not deed.needs or any(may(actor, action) for action in deed.needs):
        assert error is None
    else:
        assert isinstance(error, NotAllowed | NotFound)
        # A picture that isn't one's to see is told as not there.
        assert isinstance(error, NotAllowed) or name.startswith("attachments.read")
