"""Leadership's figures about complaints (5.1(2), 5.2(4)). They are counted from the complaints themselves.

They stand apart from `rules/figures.py`, whose figures are kept as daily sums that many more people may read:
an integrity complaint exists for few.
"""

from __future__ import annotations

from aftersales.rules.figures import Figure, Unit
from aftersales.rules.message import N_

COMPLAINT_FIGURES: dict[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure(
            "complaints",
            N_("Complaints received"),
            N_("Customers' and market complaints and those about conduct received in the period, duplicates left out."),
            Unit.COUNT,
            "5.1(2)",
            None,
            False,
        ),
        Figure(
            "feedback_kept",
            N_("First feedback in time"),
            N_(
                "Of the complaints received in the period: how many customers heard from us within 4 hours. Not given "
                "though the time has passed counts as broken; not due yet, and merged before it, counts not at all."
            ),
            Unit.PERCENT,
            "5.1(2)",
            0.95,
            True,
        ),
        Figure(
            "complaints_open",
            N_("Complaints open now"),
            N_("Complaints that have not ended at this moment, whenever they were received."),
            Unit.COUNT,
            "5.2(4)",
            None,
            False,
        ),
    )
}
