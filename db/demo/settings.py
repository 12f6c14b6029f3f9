"""How the demo company presents itself: address, a drawn logo, and a goal that it raised a year ago."""

from __future__ import annotations

import io
from datetime import datetime

from PIL import Image, ImageDraw
from sqlmodel import Session

from aftersales.models import Company
from aftersales.rules.roles import Actor
from aftersales.services.company_settings import CompanyWords, change_company, set_goals, set_logo

ADDRESS = ("上海市闵行区申虹路 88 号", "88 Shenhong Road, Minhang, Shanghai")
GREEN, AMBER = (11, 107, 116, 255), (208, 138, 29, 255)
SCALE = 4  # drawn larger and scaled down, for smooth edges


def present_company(session: Session, manager: Actor, *, now: datetime) -> None:
    """Right after the founding; arrivals are aimed at nine in ten then."""
    company = session.get_one(Company, 1)
    new = CompanyWords(
        name=company.name, name_en=company.name_en, hotline=company.hotline, address=ADDRESS[0], address_en=ADDRESS[1]
    )
    changed = change_company(session, actor=manager, now=now, expected_version=company.version, new=new)
    set_logo(
        session, actor=manager, now=now, expected_version=changed.version, name="logo.png", content=draw_logo()
    )  # fmt: skip
    set_goals(session, actor=manager, now=now, goals={"arrival_kept": 900})


def raise_goal(session: Session, manager: Actor, *, now: datetime) -> None:
    """What was reached for a year is asked a little higher."""
    set_goals(session, actor=manager, now=now, goals={"arrival_kept": 950})


def draw_logo() -> bytes:
    """A sign on its post: a board with two lines of lettering, as a PNG on a transparent ground."""
    width, height = 300 * SCALE, 240 * SCALE
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)

    def box(left: int, top: int, right: int, bottom: int, colour: tuple[int, int, int, int], round_by: int) -> None:
        pen.rounded_rectangle([edge * SCALE for edge in (left, top, right, bottom)], round_by * SCALE, fill=colour)

    box(136, 120, 164, 238, GREEN, 6)
    box(4, 4, 296, 150, GREEN, 28)
    box(40, 40, 190, 66, AMBER, 13)
    box(40, 88, 260, 114, (255, 255, 255, 255), 13)
    out = io.BytesIO()
    picture.resize((width // SCALE, height // SCALE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
