"""What the signing component sends is taken only as the picture that it is."""

from __future__ import annotations

import base64

import pytest

from aftersales.ui.signature_pad import MOST_CHARACTERS, picture_of
from tests.documents.pictures import red_picture


def test_a_png_is_taken() -> None:
    sent = "data:image/png;base64," + base64.b64encode(red_picture()).decode()
    assert picture_of(sent) == red_picture()


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        7,
        {"a": 1},
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png;base64,§§§",
        "data:image/png;base64," + "A" * MOST_CHARACTERS,
    ],
)
def test_anything_else_is_not(sent: object) -> None:
    assert picture_of(sent) is None
