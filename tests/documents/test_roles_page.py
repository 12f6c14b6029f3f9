"""The printed role table is the code's."""

from aftersales.documents.roles_page import roles_page
from aftersales.places import product_folder
from aftersales.rules.kinds import Role
from aftersales.rules.role_words import TITLES, WORDS, role_table
from aftersales.rules.roles import MAY, Action


def test_the_page_in_the_docs_is_fresh() -> None:
    found = (product_folder() / "docs" / "roles.md").read_text("utf-8")
    assert found == roles_page(), "run python tools/write_roles.py"


def test_every_action_and_role_has_its_words() -> None:
    assert WORDS.keys() == set(Action)
    assert TITLES.keys() == set(Role) - {Role.SYSTEM}
    assert role_table().count("✓") == sum(len(roles) for roles in MAY.values())
