"""The price list's words in English, for lines that were written down in Chinese with its names and units."""

from __future__ import annotations

from collections.abc import Mapping
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
    columns = (PriceItem.name, PriceItem.name_en, PriceItem.unit, PriceItem.unit_en)
    rows = session.exec(select(*columns).order_by(col(PriceItem.id))).all()
    return PriceWords(
        {name: name_en for name, name_en, _, _ in rows if name_en},
        {unit: unit_en for _, _, unit, unit_en in rows if unit_en},
    )
