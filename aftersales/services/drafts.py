"""Keep what somebody has begun to fill in, so that a reload or a dead battery loses nothing.

A draft is its writer's own note and no deed of the company: it has no event and nobody else sees it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session

from aftersales.errors import InvalidInput
from aftersales.models import FormDraft
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor

MOST_CHARACTERS = 40_000


def keep_draft(session: Session, *, actor: Actor, now: datetime, form: str, content: dict[str, Any]) -> None:
    """Write the present state of a form over the last one. `content` holds plain JSON values only."""
    if actor.staff_id is None:
        return
    if len(json.dumps(content, ensure_ascii=False)) > MOST_CHARACTERS:
        raise InvalidInput(N_("This form holds too much text to be kept."))
    session.merge(FormDraft(staff_id=actor.staff_id, form=form, content=content, kept_at=now))
    session.flush()


def find_draft(session: Session, *, actor: Actor, form: str) -> FormDraft | None:
    """The actor's own draft of this form."""
    return None if actor.staff_id is None else session.get(FormDraft, (actor.staff_id, form))


def drop_draft(session: Session, *, actor: Actor, form: str) -> None:
    """The form was saved or given up."""
    draft = find_draft(session, actor=actor, form=form)
    if draft is not None:
        session.delete(draft)
        session.flush()
