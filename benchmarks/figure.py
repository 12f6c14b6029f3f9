"""One line of the table: a figure beside its reference of the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is the median of the rounds' own ratios, so that a busy moment spoils one round and not the figure."""

    name: str
    what: str
    unit: str
    ours: float
    reference: float | None = None
    reference_is: str = ""
    ratio: float | None = None
    goal: str = ""
    is_met: bool | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def also(self, is_met: bool, goal: str, **more: Any) -> Figure:
        """With one more goal, which has to be met too."""
        return replace(self, goal=f"{self.goal}, {goal}", is_met=bool(self.is_met) and is_met, more=self.more | more)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rounds:
    """Seconds of each round, ours and the reference's, taken in turns; and this process's own processor time."""

    ours: Sequence[float]
    reference: Sequence[float]
    processor: Sequence[tuple[float, float]] = ()

    @property
    def ratio(self) -> float:
        """How many times the reference's time we take."""
        return statistics.median(ours / reference for ours, reference in zip(self.ours, self.reference, strict=True))


def in_turns(ours: Callable[[], Any], reference: Callable[[], Any], rounds: int, warm_up: int = 1) -> Rounds:
    """Time both, one after the other, who begins changing from round to round; warm-up rounds aren't counted."""
    seconds: tuple[list[float], list[float]] = ([], [])
    processor: list[tuple[float, float]] = []
    for turn in range(warm_up + rounds):
        pair, busy = [0.0, 0.0], [0.0, 0.0]
        for place in (0, 1) if turn % 2 else (1, 0):
            started, working = time.perf_counter(), time.process_time()
            (ours, reference)[place]()
            pair[place], busy[place] = time.perf_counter() - started, time.process_time() - working
        if turn >= warm_up:
            seconds[0].append(pair[0])
            seconds[1].append(pair[1])
            processor.append((busy[0], busy[1]))
    return Rounds(*seconds, processor)


def percentile(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _processor_ms(rounds: Rounds, each: int) -> dict[str, float]:
    """Of one deed, ours and the reference's."""
    if not rounds.processor:
        return {}
    ours, reference = (statistics.median(pair[place] for pair in rounds.processor) for place in (0, 1))
    return {"processor_ms": round(1000 * ours / each, 2), "reference_ms": round(1000 * reference / each, 2)}


def rate_figure(
    name: str, what: str, rounds: Rounds, each: int, *, reference_is: str, goal: float, **more: Any
) -> Figure:
    """Deeds a second; the goal is the least share of the reference's rate.

    Beside them the processor's milliseconds each: what is left when the disk doesn't make both wait.
    """
    more |= _processor_ms(rounds, each)
    share = 1 / rounds.ratio
    return Figure(
        name=name, what=what, unit="a second", ours=each / statistics.median(rounds.ours),
        reference=each / statistics.median(rounds.reference), reference_is=reference_is, ratio=share,
        goal=f"at least {goal:g} of its rate", is_met=share >= goal, more=more,
    )  # fmt: skip


def time_figure(
    name: str, what: str, rounds: Rounds, each: int, *, reference_is: str, goal: float, **more: Any
) -> Figure:
    """Milliseconds each; the goal is the most times the reference's time. Beside them the processor's, where known."""
    more |= _processor_ms(rounds, each)
    return Figure(
        name=name, what=what, unit="ms", ours=1000 * statistics.median(rounds.ours) / each,
        reference=1000 * statistics.median(rounds.reference) / each, reference_is=reference_is, ratio=rounds.ratio,
        goal=f"at most {goal:g} times its time", is_met=rounds.ratio <= goal, more=more,
    )  # fmt: skip
