"""The figures that leadership reads, each declared once: what it is called, what it means, and what is aimed at.

How a figure is counted in the store stands under the same key in `aftersales.queries.figures.measures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.rules.message import N_


class Unit(StrEnum):
    PERCENT = "percent"
    MARK = "mark"  # one to five
    COUNT = "count"
    HOURS = "hours"
    MONEY = "money"  # fen


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is the usual one, in the figure's own unit (a share for percent); a company may set another.

    `more_is_better` is None where neither is.
    """

    key: str
    title: str
    definition: str
    unit: Unit
    clause: str
    goal: float | None = None
    more_is_better: bool | None = None


FIGURES: dict[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure(
            "satisfaction",
            N_("Customers' satisfaction"),
            N_(
                "The mean of the overall marks, one to five, in the surveys that customers answered in the period. "
                "Refused and unanswered surveys don't count."
            ),
            Unit.MARK,
            "1.2",
            4.5,
            True,
        ),
        Figure(
            "response_kept",
            N_("Answered in time"),
            N_(
                "Of the requests received in the period: how many a person answered by the deadline (4 hours, or what "
                "the contract says). Not answered though the deadline has passed counts as broken; not due yet, and "
                "merged into another before an answer, counts not at all."
            ),
            Unit.PERCENT,
            "4(4)",
            0.95,
            True,
        ),
        Figure(
            "arrival_kept",
            N_("Arrived in time"),
            N_(
                "Of the requests received in the period that need a visit: where the first technician arrived by the "
                "promised time, or else within the contract's hours, or else within 12 hours in warranty and 48 hours "
                "after it. Not there though the time has passed counts as broken; not due yet counts not at all."
            ),
            Unit.PERCENT,
            "1.3",
            0.95,
            True,
        ),
        Figure(
            "hours_kept",
            N_("Arrived within the hours"),
            N_(
                "As “Arrived in time”, but judged by the hours of the contract or the rules alone, whatever was "
                "promised; where the clock stood still, it stands still here too."
            ),
            Unit.PERCENT,
            "1.3",
            0.9,
            True,
        ),
        Figure(
            "done_in_a_day",
            N_("Done within a day of arrival"),
            N_(
                "Of the requests received in the period whose work is done: how many were done within 24 hours of the "
                "first technician's arrival."
            ),
            Unit.PERCENT,
            "1.1",
            0.9,
            True,
        ),
        Figure(
            "repair_hours",
            N_("Hours from arrival to done"),
            N_("The mean time from the first technician's arrival to the end of the work, day and night counted."),
            Unit.HOURS,
            "1.1",
            None,
            False,
        ),
        Figure(
            "first_visit",
            N_("Fixed at the first visit"),
            N_(
                "Of the requests received in the period whose work is done: how many needed no second visit, because "
                "none was left half done."
            ),
            Unit.PERCENT,
            "1.1",
            0.85,
            True,
        ),
        Figure(
            "not_repeated",
            N_("Not the same fault again"),
            N_(
                "Of the requests received in the period that need a visit: how many are not the same fault on the same "
                "sign again within 180 days of our repair."
            ),
            Unit.PERCENT,
            "4(6)",
            0.97,
            True,
        ),
        Figure(
            "complete",
            N_("Report, survey and handbook there"),
            N_(
                "Of the closed requests received in the period that needed a visit: how many have a service report of "
                "the visit that finished the work, a survey that the customer answered, and, where the sign is a main "
                "one, its handbook handed over by the time of closing."
            ),
            Unit.PERCENT,
            "4(7)",
            0.85,
            True,
        ),
        Figure(
            "requests",
            N_("Requests received"),
            N_("Every service request received in the period, whatever its kind, the merged ones left out."),
            Unit.COUNT,
            "4(9)",
        ),
        Figure(
            "recurrences",
            N_("Recurrences"),
            N_("Requests received in the period about the same fault on the same sign within 180 days of our repair."),
            Unit.COUNT,
            "4(6)",
            None,
            False,
        ),
        Figure(
            "cost_us",
            N_("Cost borne by us"),
            N_("The cost lines that we bear, in service reports filed in the period, at cost prices."),
            Unit.MONEY,
            "1.4a",
            None,
            False,
        ),
        Figure(
            "cost_customer",
            N_("Cost borne by customers"),
            N_("The cost lines that the customer bears, in service reports filed in the period."),
            Unit.MONEY,
            "1.4b",
        ),
        Figure(
            "free_after_warranty",
            N_("Free work after the warranty"),
            N_("Of the cost borne by us: that of requests received after the warranty had ended."),
            Unit.MONEY,
            "3(2)",
            None,
            False,
        ),
        Figure(
            "not_quoted",
            N_("Work to charge without an accepted quote"),
            N_(
                "Of the cost borne by customers, at cost or paid: that of requests without a quote that the customer "
                "accepted for the same charge."
            ),
            Unit.MONEY,
            "1.4b",
            None,
            False,
        ),
    )
}
PROMISE = ("satisfaction", "response_kept", "arrival_kept")  # what leadership sees first


@dataclass(frozen=True, slots=True)
class Sum:
    """What a figure is made of: `top` of `bottom`. For counts and money only the top counts."""

    top: int = 0
    bottom: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.top + other.top, self.bottom + other.bottom)

    def value(self, unit: Unit) -> float | None:
        """The figure itself: a share, a mean, hours, a count or fen; None where there is nothing to judge."""
        if unit in (Unit.COUNT, Unit.MONEY):
            return self.top
        if not self.bottom:
            return None
        return self.top / self.bottom / (3600 if unit is Unit.HOURS else 1)


NOTHING = Sum()
