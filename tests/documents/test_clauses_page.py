"""Every clause has its row, and what a row cites exists."""

from __future__ import annotations

import ast
from functools import cache
from pkgutil import resolve_name

import pytest

from aftersales.documents.clauses_page import clauses_page
from aftersales.places import product_folder
from aftersales.rules.clause import Built, Clause
from aftersales.rules.clauses import CLAUSES
from aftersales.ui.navigation import present_pages

NUMBERS = (
    "1.1 1.2 1.3 1.4a 1.4b 1.4c 1.5 2 2a 2b 3(1) 3(2) 4(1) 4(2) 4(3) 4(4) 4(5) 4(6) 4(7) 4(8) 4(9) "
    "5.1(1) 5.1(2) 5.1(3) 5.1(4) 5.2(1) 5.2(2) 5.2(3) 5.2(4)"
)
PAGES = {entry.url_path for entry in present_pages()}


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((product_folder() / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_the_page_in_the_docs_is_fresh() -> None:
    found = (product_folder() / "docs" / "clauses.md").read_text("utf-8")
    assert found == clauses_page(), "run python tools/write_clauses.py"


def test_every_clause_has_one_row_in_order() -> None:
    assert [clause.number for clause in CLAUSES] == NUMBERS.split()


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_what_a_row_cites_exists(clause: Clause) -> None:
    for name in clause.enforced:
        assert resolve_name(name) is not None
    assert set(clause.screens) <= PAGES
    for test in clause.tests:
        path, name = test.split("::")
        assert name.startswith("test_")
        assert name in names_in(path), test


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_a_row_that_says_built_is_enforced_shown_and_proved(clause: Clause) -> None:
    if clause.built is Built.NOT_YET:
        assert clause.lacking
        assert not (clause.tests or clause.screens)
    else:
        assert clause.enforced
        assert clause.screens
        assert clause.tests


def test_what_is_missing_is_said() -> None:
    page = clauses_page()
    assert all(clause.lacking in page for clause in CLAUSES)
    assert page.count(Built.NOT_YET.value) >= 1
