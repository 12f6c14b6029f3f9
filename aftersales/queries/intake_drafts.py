"""Calls that somebody began to take down and did not save, with what to put back into the fields."""

from __future__ import annotations

from sqlmodel import Session, col, select

from aftersales.models import FormDraft
from aftersales.rules.roles import Actor

INTAKE = "intake:"


def list_intake_drafts(session: Session, actor: Actor, *, limit: int = 3) -> list[FormDraft]:
    """The actor's own, the latest first."""
    if actor.staff_id is None:
        return []
    statement = select(FormDraft).where(FormDraft.staff_id == actor.staff_id, col(FormDraft.form).startswith(INTAKE))
    return list(session.exec(statement.order_by(col(FormDraft.kept_at).desc()).limit(limit)))
