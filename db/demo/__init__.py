"""The demo company: generated, repeatable, made through the services, its two years ending now."""

from __future__ import annotations

from typing import Any

from db.demo.fresh import freshen, story_ended_at

__all__ = ["freshen", "load_demo", "story_ended_at"]


def load_demo(*args: Any, **values: Any) -> None:
    """See `db.demo.load.load_demo`. Imported when it is called: a start on a company made before needs none of it."""
    from db.demo.load import load_demo as load

    load(*args, **values)
