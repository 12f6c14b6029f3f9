"""Every text that is stored is declared: a person's, or why not."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String

from aftersales.models import Base
from aftersales.models.base import Word
from aftersales.models.personal import EXCUSED, OF_CUSTOMERS, OF_STAFF

DECLARED = {
    f"{table}.{column}" for lists in (OF_CUSTOMERS, OF_STAFF) for table, columns in lists.items() for column in columns
}
LIKE_A_PERSONS = re.compile("contact|phone|mail|address|words(?!_hash)|signed|answered_by|received_by|heard_from|side$")


def texts() -> list[Column[str]]:
    """Every column of text, JSON or bytes that is no word of a fixed list and no key of another table."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if not isinstance(column.type, Word)
        and not column.foreign_keys
        and isinstance(getattr(column.type, "impl", column.type), String | JSON | LargeBinary)
    ]


def name_of(column: Column[str]) -> str:
    return f"{column.table.name}.{column.name}"


@pytest.mark.parametrize("column", texts(), ids=name_of)
def test_a_text_column_is_declared_as_personal_or_excused_with_a_reason(column: Column[str]) -> None:
    name, everywhere = name_of(column), f"*.{column.name}"
    places = [name in DECLARED, name in EXCUSED]
    assert any(places) or everywhere in EXCUSED, (
        f"{name} is new: say in models/personal.py what a person may find in it"
    )
    assert not all(places), f"{name} is both personal and excused"


@pytest.mark.parametrize("column", texts(), ids=name_of)
def test_what_sounds_like_a_persons_is_not_excused_by_its_name_alone(column: Column[str]) -> None:
    name = name_of(column)
    if LIKE_A_PERSONS.search(column.name) and name not in DECLARED:
        assert EXCUSED.get(name), f"{name} sounds like a person's: it has to be excused by itself"


def test_nothing_is_declared_that_is_not_there() -> None:
    there = {name_of(column) for column in texts()}
    assert there >= DECLARED
    assert {name for name in EXCUSED if not name.startswith("*.")} <= there
    assert {name[2:] for name in EXCUSED if name.startswith("*.")} <= {name.split(".")[1] for name in there}
