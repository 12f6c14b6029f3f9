"""Months counted on the calendar, as a warranty counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_

MOST_MONTHS = 1200


def add_months(day: date, months: int) -> date:
    """The day of the same number `months` later, or that month's last day where there is none.

    31 January + 13 months is 28 February of the year after. Raises InvalidInput past the year 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise InvalidInput(
            N_("{months} months from {day} lead beyond the calendar."), field="months", months=months, day=day
        )
    number = day.day
    if number > 28:
        number = min(number, monthrange(year, month0 + 1)[1])
    return date(year, month0 + 1, number)
