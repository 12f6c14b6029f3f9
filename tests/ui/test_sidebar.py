"""What the language switch sets anew, and what it leaves alone."""

from __future__ import annotations

import pytest

from aftersales.rules.kinds import Cause
from aftersales.rules.roles import SYSTEM
from aftersales.ui.sidebar import _is_option


@pytest.mark.parametrize("value", [Cause.WEAR, SYSTEM, 7, 0, "third_party", "open", [Cause.WEAR], (1, 2)])
def test_a_choice_is_set_anew(value: object) -> None:
    assert _is_option(value)


@pytest.mark.parametrize(
    "value", [True, False, None, "", "Wang Fang", "3号楼", "A12", {"a": 1}, [], 1.5, b"x", ["x y"]]
)
def test_typed_text_and_clicks_are_left_alone(value: object) -> None:
    assert not _is_option(value)
