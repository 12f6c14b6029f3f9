"""A stored row as somebody sees it: phones, addresses and numbers in its words masked where they are not theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import make_transient_to_detached

from aftersales.models import Base
from aftersales.models.personal import OF_CUSTOMERS, Personal
from aftersales.rules.contact_sight import ContactSight

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound=Base)
View = TypeVar("View", bound="DataclassInstance")
# Words that a trail's or a form's keys call a phone, an address, an e-mail.
_BY_KEY = {"phone": "phone", "contact_phone": "phone", "address": "address", "email": "email"}


def as_seen(sight: ContactSight, row: Row, *, city: str = "") -> Row:
    """The row itself where it is seen whole, else a copy that no session knows and nothing can be saved by.

    `city` is what is left of an address that names neither its city nor its district.
    """
    if sight.is_whole:
        return row
    values: dict[str, Any] = {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
    for name, kind in OF_CUSTOMERS.get(str(row.__tablename__), {}).items():
        values[name] = masked(sight, kind, values[name], values.get("city") or city)
    copy = type(row)(**values)
    make_transient_to_detached(copy)
    return copy


def masked(sight: ContactSight, kind: Personal, value: Any, city: str = "") -> Any:
    """One value by what kind of data it is; what isn't text stays."""
    if not isinstance(value, str):
        return value
    if kind is Personal.PHONE:
        return sight.phone(value)
    if kind is Personal.ADDRESS:
        return sight.address(value, city)
    if kind is Personal.EMAIL:
        return sight.email(value)
    return sight.text(value) if kind is Personal.WORDS else "" if kind is Personal.DIGITS else value


def texts_seen(sight: ContactSight, view: View, *names: str) -> View:
    """A view with the numbers in these texts of it masked for who doesn't see them."""
    if sight.is_whole:
        return view
    return replace(view, **{name: sight.text(getattr(view, name)) for name in names})


def words_seen(sight: ContactSight, words: dict[str, Any]) -> dict[str, Any]:
    """The words beside an event: by what their keys call them, else the numbers in them."""
    if sight.is_whole:
        return words
    return {key: _word_seen(sight, key, value) for key, value in words.items()}


def _word_seen(sight: ContactSight, key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return words_seen(sight, value)
    if isinstance(value, list):
        return [_word_seen(sight, key, one) for one in value]
    if not isinstance(value, str):
        return value
    mask = getattr(sight, _BY_KEY.get(key, "text"))
    return str(mask(value))
