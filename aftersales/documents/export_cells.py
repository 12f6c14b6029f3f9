"""A register's values as a reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from aftersales.config import service_zone
from aftersales.locale import Language, format_value, translate
from aftersales.queries.registers.columns import Column, ColumnKind
from aftersales.rules.agreement import AGREEMENT, AgreementState
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_
from aftersales.rules.visit import VISIT, VisitState

Cell = str | int | float | date | datetime | None


def word_of(member: Enum, language: Language) -> str:
    """The word for an enum member; the states of workflows have theirs there."""
    if isinstance(member, RequestState):
        return translate(LIFECYCLE.labels[member], language)
    if isinstance(member, VisitState):
        return translate(VISIT.labels[member], language)
    if isinstance(member, AgreementState):
        return translate(AGREEMENT.labels[member], language)
    return format_value(member, language)


def _name_in(names: tuple[str, str], language: Language) -> str:
    chinese, english = names
    return chinese if language == "zh" else english or chinese


def cell_of(column: Column, value: Any, language: Language) -> Cell:
    """Text, a number (yuan, whole or parts), a day, a moment as clocks show it where we serve, or None."""
    if value is None:
        return None
    match column.kind:
        case ColumnKind.WORD:
            return word_of(value, language)
        case ColumnKind.NAMES:
            return _name_in(value, language)
        case ColumnKind.CREW:
            return ("、" if language == "zh" else ", ").join(_name_in(names, language) for names in value)
        case ColumnKind.MOMENT:
            return value.astimezone(service_zone()).replace(tzinfo=None, microsecond=0)  # type: ignore[no-any-return]
        case ColumnKind.DAY:
            return value  # type: ignore[no-any-return]
        case ColumnKind.MONEY:
            return value / 100  # type: ignore[no-any-return]
        case ColumnKind.QUANTITY:
            return value / 1000  # type: ignore[no-any-return]
        case ColumnKind.YES_NO:
            return translate(N_("yes") if value else N_("no"), language)
        case ColumnKind.COUNT:
            return int(value)
        case _:
            return str(value)
