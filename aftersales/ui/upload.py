"""Choosing a file, in the language of the screen: Streamlit's own uploader only speaks English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from aftersales.ui.text import t


def upload(
    label: str,
    *,
    types: tuple[str, ...],
    key: str,
    most_mb: int,
    on_change: Callable[[], None] | None = None,
    **more: Any,
) -> Any:
    """`st.file_uploader` whose button and hint are translated; `types` are endings such as "xlsx"."""
    hint = t("up to {most} MB, {types}", most=most_mb, types=tuple(ending.upper() for ending in types))
    st.html(
        f"<style>{_instead(f'.st-key-{key} [data-testid=stFileUploaderDropzone] button p', t('Choose a file'))}"
        f"{_instead(f'.st-key-{key} [data-testid=stFileUploaderDropzoneInstructions] span', hint)}</style>"
    )
    return st.file_uploader(label, type=list(types), key=key, max_upload_size=most_mb, on_change=on_change, **more)


def _instead(selector: str, text: str) -> str:
    """A style that shows `text` in the place of an element's own words."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'{selector}{{font-size:0}}{selector}::after{{content:"{quoted}";font-size:.875rem}}'
