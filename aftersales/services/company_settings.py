"""What the company says about itself on its sheets, and the goals it sets itself (1.2, 5.2(3))."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from aftersales.documents.picture_metadata import without_metadata
from aftersales.documents.pictures import decode_picture
from aftersales.errors import ChangedMeanwhile, InvalidInput, NotFound
from aftersales.models import Attachment, AttachmentBytes, Company, CompanyGoal
from aftersales.queries.figures.goals import get_goals
from aftersales.rules.goals import ALL_FIGURES, BOUNDS_MILLI, USUAL_GOALS
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import Input, ensure_text, needed_text, text
from aftersales.services.rows import forget, lock_row

MOST_LOGO_BYTES = 2 * 1024 * 1024
LOGO_TYPES = {"image/png": "PNG", "image/jpeg": "JPEG"}
LEAST_LOGO_EDGE, MOST_LOGO_EDGE = 40, 4000  # pixels
OWNER, PURPOSE = "company", "logo"


class CompanyWords(Input):
    name: needed_text(120)
    name_en: text(120) = ""
    hotline: text(40) = ""
    address: text(200) = ""
    address_en: text(200) = ""


def change_company(
    session: Session, *, actor: Actor, now: datetime, expected_version: int, new: CompanyWords
) -> Company:
    """Names, hotline and address, as sheets printed from now on say them. Raises ChangedMeanwhile, NotAllowed."""
    company = _locked(session, actor, expected_version)
    changed = {
        name: value for name, value in new.model_dump().items() if getattr(company, name) != value
    }  # fmt: skip
    if not changed:
        return company
    for name, value in changed.items():
        setattr(company, name, value)
    _record(session, company, actor, now, "change_company", changed)
    return company


def set_logo(
    session: Session, *, actor: Actor, now: datetime, expected_version: int, name: str, content: bytes
) -> Company:
    """A PNG or JPEG for the head of every sheet; what it really is is found by decoding it.

    Raises InvalidInput for anything else: drawings such as SVG can carry scripts and are not taken.
    """
    company = _locked(session, actor, expected_version)
    if len(content) > MOST_LOGO_BYTES:
        raise InvalidInput(
            N_("A logo may have at most {most} MB."), field="content", most=MOST_LOGO_BYTES // 1024 // 1024
        )
    kind = decode_picture(content)
    if kind.content_type not in LOGO_TYPES:
        raise InvalidInput(N_("A logo is a PNG or JPEG picture."), field="content")
    if min(kind.width, kind.height) < LEAST_LOGO_EDGE or max(kind.width, kind.height) > MOST_LOGO_EDGE:
        raise InvalidInput(
            N_("A logo's sides have {least} to {most} pixels; this one has {width} by {height}."), field="content",
            least=LEAST_LOGO_EDGE, most=MOST_LOGO_EDGE, width=kind.width, height=kind.height,
        )  # fmt: skip
    content = without_metadata(content, kind.content_type)
    base = ensure_text(name.replace("\\", "/").rsplit("/", 1)[-1][-160:], 160, field="name") or "logo"
    logo = Attachment(
        owner=OWNER, owner_id=company.id, purpose=PURPOSE, name=base, content_type=kind.content_type,
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), added_at=now, added_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(logo)
    session.flush()
    assert logo.id is not None
    session.add(AttachmentBytes(attachment_id=logo.id, content=content))
    company.logo_id = logo.id
    _record(session, company, actor, now, "set_logo", {"attachment": logo.id, "size": logo.size, "sha256": logo.sha256})
    return company


def remove_logo(session: Session, *, actor: Actor, now: datetime, expected_version: int) -> Company:
    """Sheets printed from now on have none."""
    company = _locked(session, actor, expected_version)
    if company.logo_id is not None:
        company.logo_id = None
        _record(session, company, actor, now, "remove_logo", {})
    return company


def set_goals(session: Session, *, actor: Actor, now: datetime, goals: Mapping[str, int]) -> int:
    """Goals from now on, in thousandths of each figure's unit; gives how many of them changed.

    What ended before now keeps the goals that held then. Raises InvalidInput, NotAllowed.
    """
    ensure_may(actor, Action.SET_GOALS)
    for key, milli in goals.items():
        _ensure_goal(key, milli)
    held = get_goals(session, now)
    changed = {key: milli for key, milli in goals.items() if round(held[key] * 1000) != milli}
    if not changed:
        return 0
    for key, milli in changed.items():
        session.add(CompanyGoal(figure=key, goal_milli=milli, from_at=now, set_by_id=actor.staff_id))
    session.flush()
    record_event(
        session, actor=actor, now=now, name="set_goals", subject="company", subject_id=1,
        data={"goals_milli": changed, "before_milli": {key: round(held[key] * 1000) for key in changed}},
    )  # fmt: skip
    return len(changed)


def _ensure_goal(key: str, milli: int) -> None:
    if key not in USUAL_GOALS:
        raise InvalidInput(N_("This figure has no goal."), field="goals")
    least, most = BOUNDS_MILLI[ALL_FIGURES[key].unit]
    if not least <= milli <= most:
        raise InvalidInput(
            N_("The goal for “{figure}” is out of its range."), field="goals", figure=message(ALL_FIGURES[key].title)
        )


def _locked(session: Session, actor: Actor, expected_version: int) -> Company:
    ensure_may(actor, Action.MANAGE_COMPANY)
    company = lock_row(session, Company, 1)
    if company is None:
        raise NotFound(N_("There is no company here yet: begin with aftersales serve or aftersales demo."))
    if company.version != expected_version:
        raise ChangedMeanwhile(
            N_("The company's data were changed by somebody else meanwhile; nothing was overwritten. Look again.")
        )
    return company


def _record(
    session: Session, company: Company, actor: Actor, now: datetime, name: str, data: Mapping[str, object]
) -> None:
    company.version += 1
    session.add(company)
    session.flush()
    forget(session)
    record_event(
        session, actor=actor, now=now, name=name, subject="company", subject_id=company.id, data=dict(data)
    )  # fmt: skip
