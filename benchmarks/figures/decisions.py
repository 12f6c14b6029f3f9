"""Decisions a second on one core. Processor time counts, so that a busy machine makes no difference."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from aftersales.rules.calendar import Calendar, DayRule, Frame
from aftersales.rules.charge import decide_charge
from aftersales.rules.deadlines import Stop, TermsFrom, arrival_deadline
from aftersales.rules.kinds import Cause, StopReason, TermSource
from aftersales.rules.warranty import WarrantyTerms, decide_warranty
from benchmarks.figure import Figure
from benchmarks.run import Run

ZONE = ZoneInfo("Asia/Shanghai")
EACH = 5000
NATIONAL_DAY = {date(2026, 10, day): DayRule(is_working=False, name="国庆节") for day in range(1, 8)}
MAKE_UP = {date(2026, 9, 27): DayRule(is_working=True, name="国庆节"), date(2026, 10, 10): DayRule(is_working=True)}
FRAMES = (Frame(8 * 60 + 30, 12 * 60), Frame(13 * 60 + 30, 17 * 60 + 30))
CALENDAR = Calendar("工作时间", ZONE, (FRAMES,) * 5 + ((),) * 2, {**NATIONAL_DAY, **MAKE_UP})
BEGIN = datetime(2026, 9, 25, 1, 0, tzinfo=UTC)
CAUSES = tuple(Cause)


def measure(run: Run) -> Iterator[Figure]:
    each = run.each(EACH)
    yield _figure("decide-warranty", "warranty and charge, on one core", _warranty, each, run.rounds, 100_000)
    yield _figure("decide-deadline", "a deadline over a calendar with a stop", _deadline, each // 5, run.rounds, 20_000)


def _figure(name: str, what: str, decide: Callable[[int], object], each: int, rounds: int, goal: int) -> Figure:
    seconds = []
    for turn in range(rounds + 1):
        started = time.process_time()
        for index in range(turn * each, (turn + 1) * each):
            decide(index)
        seconds.append(time.process_time() - started)
    rate = each / statistics.median(seconds[1:])
    return Figure(name, what, "a second", rate, goal=f"at least {goal:,} a second", is_met=rate >= goal)


def _warranty(index: int) -> None:
    """Another day, other months and another cause each time."""
    terms = WarrantyTerms(date(2020 + index % 5, 1 + index % 12, 1 + index % 28), 12 + index % 37, TermSource.CONTRACT)
    warranty = decide_warranty(received_on=date(2023, 1 + index // 3 % 12, 1 + index // 7 % 28), project=terms)
    decide_charge(warranty=warranty.result, cause=CAUSES[index % len(CAUSES)])


def _deadline(index: int) -> None:
    """Eight working hours from another minute each time, over a weekend or the National Day, with a stop of three."""
    received_at = BEGIN + timedelta(minutes=index % 14_400)
    stop = Stop(received_at + timedelta(hours=1), received_at + timedelta(hours=4), StopReason.CUSTOMER)
    terms = TermsFrom(received_at, timedelta(hours=8), CALENDAR, TermSource.CONTRACT, "2a", None)
    arrival_deadline(received_at=received_at, terms=(terms,), stops=(stop,), zone=ZONE)
