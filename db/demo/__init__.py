"""The demo company: generated, repeatable, made through the services, its two years ending now."""

from __future__ import annotations

from db.demo.load import load_demo

__all__ = ["load_demo"]
