"""Control limits of a rate (p-chart), so that noise is not taken for news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one week's rate: what it may be by chance alone around the long-run rate. All from 0 to 1."""

    rate: float | None  # None: nothing to judge that week
    centre: float
    low: float
    high: float

    @property
    def is_news(self) -> bool:
        """Whether the week lies outside of what chance explains."""
        return self.rate is not None and not self.low <= self.rate <= self.high


def control_limits(weeks: Sequence[tuple[int, int]]) -> list[Limits]:
    """Three standard deviations of a share of `n` around the mean of all weeks; `weeks` are (kept, judged).

    A week's limits are wider the fewer cases it has; without a case it has only the centre.
    """
    judged = sum(n for _, n in weeks)
    centre = sum(kept for kept, _ in weeks) / judged if judged else 0.0
    limits = []
    for kept, n in weeks:
        if not n:
            limits.append(Limits(None, centre, centre, centre))
            continue
        reach = 3 * sqrt(centre * (1 - centre) / n)
        limits.append(Limits(kept / n, centre, max(0.0, centre - reach), min(1.0, centre + reach)))
    return limits
