"""Every text that a person can meet has a Chinese one that fits, and no catalog carries dead texts."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as CatalogEntry
from babel.messages.pofile import read_po

from aftersales.locale.catalog import FOLDER
from aftersales.places import product_folder

ROOT = product_folder()
SOURCES = sorted(
    path
    for path in [*(ROOT / "aftersales").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *(ROOT / "db").rglob("*.py")]
    if "_product" not in path.parts
)
CATALOGS = sorted((FOLDER / "zh").glob("*.po"))
MARKERS = {"t", "N_"}


def calls(tree: ast.AST, names: set[str]) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and node.args
        and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)) in names
    ]


def extracted() -> dict[str, str]:
    """Key → the first place that uses it. Read from the syntax tree: Babel's own reader misses f-strings' insides."""
    found: dict[str, str] = {}
    for path in SOURCES:
        for call in calls(ast.parse(path.read_text("utf-8")), MARKERS):
            key = call.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                found.setdefault(key.value, f"{path.relative_to(ROOT)}:{call.lineno}")
    return found


def entries() -> dict[str, dict[str, CatalogEntry]]:
    """Key → catalog's name → entry."""
    merged: dict[str, dict[str, CatalogEntry]] = defaultdict(dict)
    for path in CATALOGS:
        with path.open("rb") as file:
            for entry in read_po(file, locale="zh_CN"):
                if entry.id:
                    merged[str(entry.id)][path.name] = entry
    return merged


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


KEYS = extracted()
ENTRIES = entries()


def test_texts_are_found_at_all() -> None:
    assert len(KEYS) > 100
    assert "in warranty" in KEYS


def test_every_text_has_a_chinese_one() -> None:
    missing = [
        f"{place}: {key}" for key, place in KEYS.items() if not any(e.string for e in ENTRIES.get(key, {}).values())
    ]
    assert not missing, "\n".join(missing)


def test_no_catalog_carries_a_text_that_nothing_uses() -> None:
    dead = [f"{file}: {key}" for key, files in ENTRIES.items() if key not in KEYS for file in files]
    assert not dead, "\n".join(dead)


def test_both_languages_fill_the_same_places() -> None:
    differing = [
        f"{file}: {key} → {entry.string}"
        for key, files in ENTRIES.items()
        for file, entry in files.items()
        if entry.string and places(key) != places(str(entry.string))
    ]
    assert not differing, "\n".join(differing)


def test_one_text_has_one_translation_wherever_it_stands() -> None:
    torn = [
        f"{key}: {[(file, entry.string) for file, entry in files.items()]}"
        for key, files in ENTRIES.items()
        if len({entry.string for entry in files.values()}) > 1
    ]
    assert not torn, "\n".join(torn)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.name)
def test_no_translation_is_only_a_guess(path: Path) -> None:
    with path.open("rb") as file:
        assert not [entry.id for entry in read_po(file, locale="zh_CN") if entry.id and entry.fuzzy]


def test_a_key_is_never_put_together() -> None:
    """An f-string or a sum can't be found by the catalogs."""
    built = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in SOURCES
        for call in calls(ast.parse(path.read_text("utf-8")), MARKERS)
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not built, "\n".join(built)


# What Streamlit draws its first argument with. `html` is left out: it carries markup, not texts.
DRAWN = {
    *("badge", "button", "camera_input", "caption", "checkbox", "date_input", "datetime_input", "dialog"),
    *("download_button", "error", "expander", "feedback", "file_uploader", "form_submit_button", "header", "info"),
    *("link_button", "markdown", "menu_button", "metric", "multiselect", "number_input", "page_link", "pills"),
    *("popover", "radio", "segmented_control", "select_slider", "selectbox", "spinner", "status", "subheader"),
    *("success", "text", "text_area", "text_input", "time_input", "title", "toast", "toggle", "warning", "write"),
}
WORDLESS = re.compile(r":material/\w+:|:[\w-]+\[|\{[^}]*\}|<[^>]*>|https?://\S+|&\w+;")
ALLOWED = {"中文 / English"}  # the language switch names each language in its own


def letters_in(node: ast.expr) -> str:
    """The words that an argument would show as they stand."""
    parts: list[str] = []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = [node.value]
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    text = WORDLESS.sub("", "".join(parts))
    return text if re.search(r"[A-Za-z]{2}|[\u4e00-\u9fff]", text) else ""


SCREEN_SOURCES = [path for path in SOURCES if {"pages", "ui"} & set(path.relative_to(ROOT).parts)]


@pytest.mark.parametrize("path", SCREEN_SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_screen_shows_no_text_past_the_catalogs(path: Path) -> None:
    bare = []
    for call in calls(ast.parse(path.read_text("utf-8")), DRAWN):
        if not isinstance(call.func, ast.Attribute) or ast.unparse(call.func.value) == "log":
            continue
        shown = [call.args[0], *(word.value for word in call.keywords if word.arg in ("help", "placeholder", "label"))]
        bare += [f"line {call.lineno}: {text}" for node in shown if (text := letters_in(node)) and text not in ALLOWED]
    assert not bare, "\n".join(bare)
