"""Puts into the wheel, inside the package, what lies beside the package in a checkout.

A hook rather than a `force-include` table: an editable install would copy those files too, and the
copies would grow old beside the checkout.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BESIDE_THE_PACKAGE = ("streamlit_app.py", "pages", "db", ".streamlit/config.toml")


class ProductFiles(BuildHookInterface):  # type: ignore[type-arg]
    """`aftersales/places.py` finds them in `aftersales/_product`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"].update({path: f"aftersales/_product/{path}" for path in BESIDE_THE_PACKAGE})
