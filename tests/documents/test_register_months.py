"""Warranty periods in every spelling that registers hold."""

import pytest

from aftersales.documents.register_months import read_months
from aftersales.documents.register_refusals import CellRefused, Refusal


@pytest.mark.parametrize(
    ("written", "months"),
    [
        (24, 24), (24.0, 24), ("24", 24), (" 24 ", 24), ("２４", 24), ("24个月", 24), ("24 个月", 24), ("24月", 24),
        ("2年", 24), ("二年", 24), ("两年", 24), ("一年半", 18), ("1年半", 18), ("半年", 6), ("1.5年", 18),
        ("三十六个月", 36),
        ("十二个月", 12), ("1年6个月", 18), ("1年零6个月", 18), ("2 years", 24), ("1 year", 12), ("2 yrs", 24),
        ("18 months", 18),
        ("1 Month", 1), ("1 year 6 months", 18), ("1 year and 6 months", 18), (0, 0), ("0", 0), (1200, 1200),
        ("100年", 1200),
    ],
)  # fmt: skip
def test_a_period_is_read_as_it_is_written(written, months):
    assert read_months(written) == months


@pytest.mark.parametrize(
    "written",
    [
        "终身",
        "长期",
        "24.5",
        24.5,
        -1,
        "-1",
        1201,
        "101年",
        True,
        "1.3年",
        "24天",
        "十十",
        "二四个月",
        "",
        "约24个月",
        float("nan"),
    ],
)
def test_what_is_no_whole_number_of_months_is_refused(written):
    with pytest.raises(CellRefused) as refused:
        read_months(written)
    assert refused.value.kind is Refusal.NOT_MONTHS


def test_a_heading_in_years_makes_bare_numbers_years_but_not_named_months():
    assert read_months(2, bare_is_years=True) == 24
    assert read_months("1.5", bare_is_years=True) == 18
    assert read_months("24个月", bare_is_years=True) == 24
