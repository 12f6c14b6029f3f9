"""Working time: any number of frames a day, across midnight too, holidays and make-up working days.

A frame belongs to the day on which it starts: a holiday takes away the frames that start on it, and not
the end of the night shift before. Frames are wall-clock times; each edge is turned into UTC by itself, so
that a day with a change of the clocks has the length it really has. An edge that the clocks skip is the moment
of the change; one that comes twice is taken the first time.

All sums are whole microseconds; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")
DAY_MINUTES = 1440
MOST_DAYS = 36_600  # a walk of a hundred years: further, a deadline is a mistake
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Span = tuple[int, int]  # from, to; microseconds since 1970, UTC


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """Minutes from local midnight of the day where it starts; the end may lie past 1440, on the next day."""

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < DAY_MINUTES:
            raise InvalidInput(N_("A time frame has to start between 00:00 and 23:59."), field="frames")
        if not self.start_minute < self.end_minute <= self.start_minute + DAY_MINUTES:
            raise InvalidInput(N_("A time frame has to end after its start, within 24 hours."), field="frames")


@dataclass(frozen=True, slots=True)
class DayRule:
    """One day that differs from its weekday. `frames` None on a working day: the weekday's own, and where it
    has none, the calendar's make-up frames. `provisional`: not announced yet."""

    is_working: bool
    frames: tuple[Frame, ...] | None = None
    name: str = ""
    provisional: bool = False


def to_micros(moment: datetime) -> int:
    """An aware moment as whole microseconds since 1970, UTC."""
    length = moment - EPOCH
    return (length.days * 86_400 + length.seconds) * 1_000_000 + length.microseconds


def from_micros(micros: int) -> datetime:
    """The aware UTC moment."""
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        raise InvalidInput(N_("This lies beyond the calendar.")) from None


def merge(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted, overlapping and touching ones made one, empty ones dropped."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


@dataclass(frozen=True, eq=False)
class Calendar:
    """`week` holds the frames of Monday to Sunday; `days` the days that differ. Raises InvalidInput for a
    week without any working time. Values are copied: a calendar never changes once made."""

    name: str
    zone: ZoneInfo
    week: tuple[tuple[Frame, ...], ...]
    days: Mapping[date, DayRule] = field(default_factory=dict)
    makeup_frames: tuple[Frame, ...] | None = None
    known_years: frozenset[int] | None = None  # years whose holidays are in `days`; None: all that matter

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise InvalidInput(N_("A week has seven days, not {count}."), field="week", count=len(self.week))
        if not any(self.week):
            raise InvalidInput(N_("The calendar “{name}” has no working time."), field="week", name=self.name)
        put = object.__setattr__
        put(self, "days", dict(self.days))
        put(self, "makeup_frames", self.makeup_frames or next(frames for frames in self.week if frames))
        all_day = (Frame(0, DAY_MINUTES),)
        put(self, "is_clock", not self.days and all(tuple(frames) == all_day for frames in self.week))
        put(self, "_open_years", frozenset(day.year for day, rule in self.days.items() if rule.provisional))
        put(self, "_spans", {})

    is_clock: bool = field(init=False, default=False)  # day and night, every day
    _open_years: frozenset[int] = field(init=False, repr=False, default=frozenset())
    _spans: dict[int, tuple[Span, ...]] = field(init=False, repr=False, default_factory=dict)

    @staticmethod
    def always(zone: ZoneInfo = DEFAULT_ZONE) -> Calendar:
        """Clock hours, day and night; `zone` only says where days begin."""
        return _always(zone)

    def frames_on(self, day: date) -> tuple[Frame, ...]:
        """The frames that start on `day`."""
        rule = self.days.get(day)
        usual = self.week[day.weekday()]
        if rule is None:
            return usual
        if not rule.is_working:
            return ()
        return rule.frames if rule.frames is not None else usual or self.makeup_frames or ()

    def local_ordinal(self, micros: int) -> int:
        """The local day of a moment, as `date.toordinal` counts."""
        try:
            return (EPOCH + timedelta(microseconds=micros)).astimezone(self.zone).toordinal()
        except (OverflowError, ValueError):
            raise InvalidInput(N_("This lies beyond the calendar.")) from None

    def day_spans(self, ordinal: int) -> tuple[Span, ...]:
        """The working time inside one local day (midnight to midnight), merged."""
        spans = self._spans.get(ordinal)
        if spans is None:
            spans = self._spans[ordinal] = self._make_spans(ordinal)
        return spans

    def _make_spans(self, ordinal: int) -> tuple[Span, ...]:
        if not 3 <= ordinal <= date.max.toordinal() - 2:
            raise InvalidInput(N_("This lies beyond the calendar."))
        day = date.fromordinal(ordinal)
        pieces = [
            (self._edge(day, 0), self._edge(day, frame.end_minute - DAY_MINUTES))
            for frame in self.frames_on(day - timedelta(days=1))
            if frame.end_minute > DAY_MINUTES
        ]
        for frame in self.frames_on(day):
            pieces.append((self._edge(day, frame.start_minute), self._edge(day, min(frame.end_minute, DAY_MINUTES))))
        return merge(pieces)

    def _edge(self, day: date, minute: int) -> int:
        """A wall-clock time as a moment; the moment of the change where the clocks skip it."""
        days, minute = divmod(minute, DAY_MINUTES)
        wall = datetime.combine(day + timedelta(days=days), time(*divmod(minute, 60)))
        moment = wall.replace(tzinfo=self.zone).astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wall:
            return to_micros(moment)
        low, high = to_micros(wall.replace(tzinfo=self.zone, fold=1)), to_micros(moment)
        before = from_micros(low).astimezone(self.zone).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            if from_micros(middle).astimezone(self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return high

    def run(self, start: int, length: int, until: int | None = None) -> tuple[int | None, int]:
        """Count working microseconds from `start` until `length` is full, or `until` comes.

        Returns (the moment it was full, or None; what was counted). Full at exactly `until` is full. Raises
        InvalidInput after a hundred years without an end.
        """
        if length <= 0:
            return start, 0
        if self.is_clock:
            if until is None or start + length <= until:
                return start + length, length
            return None, max(until - start, 0)
        left = length
        ordinal = self.local_ordinal(start)
        known = self._spans
        for day in range(ordinal, ordinal + MOST_DAYS):
            spans = known.get(day)
            if spans is None:
                spans = self.day_spans(day)
            for begin, end in spans:
                if end <= start:
                    continue
                if begin < start:
                    begin = start
                if until is not None and end > until:
                    end = until
                    if begin >= end:
                        return None, length - left
                if end - begin >= left:
                    return begin + left, length
                left -= end - begin
                if end == until:
                    return None, length - left
        raise InvalidInput(N_("The calendar “{name}” gives no end within a hundred years."), name=self.name)

    def add_working(self, start: datetime, length: timedelta) -> datetime:
        """The moment when `length` of working time from `start` is full (UTC). Nothing to count: `start` itself."""
        if length < timedelta(0):
            raise InvalidInput(N_("A length of time can't be negative."))
        full, _ = self.run(to_micros(start), length // timedelta(microseconds=1))
        assert full is not None  # without `until` it ends full or raises
        return from_micros(full)

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; negative when `end` lies before `start`."""
        begin, finish = to_micros(start), to_micros(end)
        if finish < begin:
            return -self.working_between(end, start)
        if self.is_clock:
            return timedelta(microseconds=finish - begin)
        return timedelta(microseconds=sum(b - a for a, b in self.micro_spans(begin, finish)))

    def spans_between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working spans from `start` to `end`, one or more a local day, in order (UTC)."""
        for begin, finish in self.micro_spans(to_micros(start), to_micros(end)):
            yield from_micros(begin), from_micros(finish)

    def micro_spans(self, start: int, end: int) -> Iterator[Span]:
        """The same in microseconds; each span lies within one local day."""
        if end <= start:
            return
        first, last = self.local_ordinal(start), self.local_ordinal(end - 1)
        for day in range(first, last + 1):
            for begin, finish in self.day_spans(day):
                if begin < end and finish > start:
                    yield max(begin, start), min(finish, end)

    def open_years(self, start: int, end: int) -> tuple[int, ...]:
        """The years from `start` to `end` (microseconds) whose holidays aren't announced, or aren't known here."""
        if not self._open_years and self.known_years is None:
            return ()
        years = range(
            date.fromordinal(self.local_ordinal(start)).year, date.fromordinal(self.local_ordinal(end)).year + 1
        )
        known = self.known_years
        return tuple(y for y in years if y in self._open_years or (known is not None and y not in known))


@lru_cache(maxsize=64)
def _always(zone: ZoneInfo) -> Calendar:
    return Calendar("", zone, ((Frame(0, DAY_MINUTES),),) * 7)
