"""A firm in an open transaction of each database, rolled back after the test."""

from collections.abc import Iterator

import pytest

from aftersales.database import Store
from tests.builders import Firm, build_firm


class _Undo(Exception):
    """Leaves the unit of work without keeping anything."""


@pytest.fixture
def firm(migrated_store: Store) -> Iterator[Firm]:
    try:
        with migrated_store.unit_of_work() as session:
            yield build_firm(session)
            raise _Undo
    except _Undo:
        pass
