"""One run: the company to measure on, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aftersales.database import Store
from benchmarks.company.kept import Kept
from benchmarks.company.world import World


class Skipped(Exception):
    """This can't be measured here, and why."""


@dataclass(slots=True)
class Run:
    """`rounds` and `each` are small in the short form, which only shows that everything runs."""

    kept: Kept
    requests: int
    is_short: bool
    say: Callable[[str], None]

    @property
    def rounds(self) -> int:
        return 3 if self.is_short else 9

    def each(self, usual: int) -> int:
        """Deeds a round."""
        return max(3, usual // 20) if self.is_short else usual

    @contextmanager
    def reading(self, requests: int | None = None) -> Iterator[tuple[Store, World]]:
        store, world = self.kept.open(requests or self.requests)
        try:
            yield store, world
        finally:
            store.close()

    @contextmanager
    def writing(self, requests: int | None = None) -> Iterator[tuple[Store, World]]:
        """A copy, thrown away afterwards."""
        store, world = self.kept.open(requests or self.requests)
        with self.kept.copy(store) as copy:
            yield copy, world
