"""How large the database is, beside its tables without any index."""

from __future__ import annotations

from collections.abc import Iterator

from aftersales.models import Base
from benchmarks.bare import Bare
from benchmarks.figure import Figure
from benchmarks.run import Run

MIB = 1 << 20


def measure(run: Run) -> Iterator[Figure]:
    with run.reading() as (store, _):
        bare = Bare(store)
        whole, tables = _sqlite(bare) if bare.is_sqlite else _postgres(bare)
        bare.close()
    yield Figure(
        name="size", what="the database", unit="MiB", ours=whole / MIB, reference=tables / MIB,
        reference_is="the same tables without any index", ratio=whole / tables, goal="at most 2.5 times",
        is_met=whole <= 2.5 * tables,
    )  # fmt: skip


def _sqlite(bare: Bare) -> tuple[int, int]:
    """Pages by name: the search index's own tables are an index too."""
    pages = dict(bare.rows("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    return sum(pages.values()), sum(pages.get(name, 0) for name in Base.metadata.tables)


def _postgres(bare: Bare) -> tuple[int, int]:
    names = list(Base.metadata.tables)
    sizes = [bare.rows(f"SELECT pg_total_relation_size('{name}'), pg_table_size('{name}')")[0] for name in names]
    return sum(whole for whole, _ in sizes), sum(table for _, table in sizes)
