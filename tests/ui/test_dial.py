"""A number that is masked is shown, and never dialled."""

from __future__ import annotations

import pytest

from aftersales.rules.personal import mask_phone
from aftersales.ui.dial import call, dialled
from aftersales.ui.html import call_link


@pytest.mark.parametrize(
    ("phone", "number"), [("+86 138 0013-8000", "+8613800138000"), ("找王工", ""), ("", ""), ("138****8000", "")]
)
def test_what_is_dialled_is_the_whole_number_or_nothing(phone: str, number: str) -> None:
    assert dialled(phone) == number


def test_a_masked_number_is_no_link() -> None:
    masked = mask_phone("13800138000")
    assert "tel:" not in call(masked) + call_link(masked)
    assert "8000" in call(masked)
    assert "(tel:13800138000)" in call("13800138000")
    assert 'href="tel:13800138000"' in call_link("13800138000")
