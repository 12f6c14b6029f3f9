"""What a person sees when a page fails."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest


def ours() -> None:
    from aftersales.errors import RuleBroken
    from aftersales.ui.trouble import show_trouble

    assert show_trouble(RuleBroken("{where} holds a real company; the demo is not loaded into it.", where="a"))


def not_ours() -> None:
    from aftersales.ui.trouble import show_trouble

    assert show_trouble(ValueError("postgresql://someone:secret@host"))


def test_our_own_error_is_its_sentence() -> None:
    app = AppTest.from_function(ours, default_timeout=20).run()
    assert [error.value for error in app.error] == ["a holds a real company; the demo is not loaded into it."]


def test_a_fault_shows_a_reference_to_the_log_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(not_ours, default_timeout=20).run()
    said = app.error[0].value
    assert "secret" not in said
    reference = re.search(r"reference: (\w{8})\.", said)
    assert reference
    assert reference[1] in caplog.text
    assert "secret" in caplog.text  # the whole of it is for the administrator
