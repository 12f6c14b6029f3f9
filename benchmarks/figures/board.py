"""The dispatch board at a million stored, beside its bare query and beside itself at ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aftersales.database import Store
from aftersales.models.dispatches import LIVE_SQL
from aftersales.models.requests import OPEN_SQL
from aftersales.queries.board import list_board
from benchmarks.bare import Bare
from benchmarks.company.world import END, World
from benchmarks.figure import Figure, in_turns, time_figure
from benchmarks.run import Run

EACH, FEW_REQUESTS = 10, 10_000

CARDS = (
    "SELECT r.id, r.number, r.version, r.state, r.kind, r.severity, r.fault, r.customer_id, r.sign_id, r.office_id, "
    "r.team_id, r.place, r.due_at, r.respond_due_at, r.responded_at, r.arrived_at, r.repair_due_at, r.promised_at, "
    "r.repeat_count, r.made_safe_at, c.name, c.is_key, s.code, s.place FROM service_request r "
    "JOIN customer c ON c.id = r.customer_id LEFT JOIN sign s ON s.id = r.sign_id "
    f"WHERE r.{OPEN_SQL} ORDER BY r.due_at"
)
CREWS = (
    "SELECT d.request_id, d.state, d.starts_at, d.minutes, p.name, p.name_en FROM dispatch d "
    f"JOIN assignment a ON a.dispatch_id = d.id JOIN staff p ON p.id = a.staff_id WHERE d.{LIVE_SQL} AND a.is_live "
    "AND d.request_id IN ({})"
)


def measure(run: Run) -> Iterator[Figure]:
    each = run.each(EACH)
    with run.reading() as (store, world):
        bare, board = Bare(store), _board(store, world)
        rounds = in_turns(lambda: [board() for _ in range(each)], lambda: [_bare(bare) for _ in range(each)],
                          run.rounds)  # fmt: skip
        yield time_figure("board", "the dispatch board", rounds, each, reference_is="the bare query", goal=3,
                          cards=board())  # fmt: skip
        bare.close()
        with run.reading(min(FEW_REQUESTS, run.requests)) as (small_store, small_world):
            small = _board(small_store, small_world)
            rounds = in_turns(lambda: [board() for _ in range(each)], lambda: [small() for _ in range(each)],
                              run.rounds)  # fmt: skip
    yield time_figure("board-growth", "the dispatch board, the more is stored", rounds, each,
                      reference_is=f"itself at {FEW_REQUESTS:,} stored", goal=1.2)  # fmt: skip


def _board(store: Store, world: World) -> Callable[[], int]:
    def show() -> int:
        with store.reading() as session:
            return list_board(session, world.managers[0], now=END).total

    return show


def _bare(bare: Bare) -> None:
    ids = ", ".join(str(row[0]) for row in bare.rows(CARDS))
    bare.rows(CREWS.format(ids))
