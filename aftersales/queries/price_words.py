"""The price list's words in English, for lines that were written down in Chinese with its names and units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from aftersales.models import PriceItem
from aftersales.queries.letterhead import BothNames


@dataclass(frozen=True, slots=True)
class PriceWords:
    """What people typed in their own words has no English and stays as it is."""

    names: Mapping[str, str]
    units: Mapping[str, str]

    def name(self, text: str) -> BothNames:
        return text, self.names.get(text, "")

    def unit(self, text: str) -> BothNames:
        return text, self.units.get(text, "")


def get_price_words(session: Session) -> PriceWords:
    """One query, of old lines of the list too: a quote may be older than the list."""
    return price_words_of(session.exec(select(PriceItem).order_by(col(PriceItem.id))))


def price_words_of(rows: Iterable[PriceItem]) -> PriceWords:
    """The same of lines that were read already, by their number."""
    names: dict[str, str] = {}
    units: dict[str, str] = {}
    for row in rows:
        names |= {row.name: row.name_en} if row.name_en else {}
        units |= {row.unit: row.unit_en} if row.unit_en else {}
    return PriceWords(names, units)
