"""What a person typed outlives a switch of language: a widget without a key is known by its label only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from aftersales.places import product_folder

ROOT = product_folder()
HOLDS_INPUT = {
    *("camera_input", "checkbox", "date_input", "datetime_input", "feedback", "file_uploader", "multiselect"),
    *("number_input", "pills", "radio", "segmented_control", "select_slider", "selectbox", "slider", "text_area"),
    *("text_input", "time_input", "toggle"),
}
FILES = sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "aftersales" / "ui").rglob("*.py")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_input_has_a_key(path: Path) -> None:
    keyless = [
        f"line {call.lineno}: {call.func.attr}"
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in HOLDS_INPUT
        and "key" not in {word.arg for word in call.keywords}
        and not any(word.arg is None for word in call.keywords)
    ]
    assert not keyless, "\n".join(keyless)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_list_offers_all_of_it_in_one_press(path: Path) -> None:
    """Everybody of the company as a crew, or the whole price list in a quote, is never meant."""
    offering = [
        f"line {call.lineno}"
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "multiselect"
        and "select_all" not in {word.arg for word in call.keywords}
    ]
    assert not offering, "\n".join(offering)
