"""Scripts of our own stand in three places, which the content policy knows by their hashes."""

from __future__ import annotations

from aftersales.outside.headers import content_policy
from aftersales.places import product_folder


def test_no_other_module_puts_scripts_on_pages() -> None:
    root = product_folder()
    files = [path for folder in ("aftersales", "pages") for path in (root / folder).rglob("*.py")]
    using = [path.name for path in files if "unsafe_allow_javascript" in path.read_text("utf-8")]
    assert sorted(using) == ["inner_links.py", "keyboard.py", "toolbar_words.py"]


def test_the_policy_names_the_start_pages_script_and_ours() -> None:
    assert content_policy().count("'sha256-") == 4
