"""The demo company: generated, repeatable, made through the services, its two years ending now."""

from __future__ import annotations

from db.demo.fresh import freshen, story_ended_at
from db.demo.load import load_demo

__all__ = ["freshen", "load_demo", "story_ended_at"]
