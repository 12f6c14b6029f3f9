"""What somebody began to fill in and did not save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from aftersales.models import Dispatch, FormDraft, ServiceRequest
from aftersales.prepared import Prepared
from aftersales.rules.roles import Actor
from aftersales.services.plain_rows import ask

MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """`form` is "intake" or "service_report"; `mark` is what stands behind its colon.

    A report's draft also names its request and visit.
    """

    form: str
    mark: str
    kept_at: datetime
    number: str | None = None
    visit: int | None = None


_OWN = Prepared(
    select(col(FormDraft.form), col(FormDraft.kept_at))
    .where(col(FormDraft.staff_id) == bindparam("staff_id"))
    .order_by(col(FormDraft.kept_at).desc())
    .limit(MOST_DRAFTS)
)


def list_drafts(session: Session, actor: Actor) -> list[Draft]:
    """The actor's own, newest first."""
    kept = ask(session, _OWN, staff_id=actor.staff_id)
    drafts = [(*form.partition(":")[::2], kept_at) for form, kept_at in kept]
    visits = [int(mark) for form, mark, _ in drafts if form == "service_report" and mark.isdigit()]
    about: dict[int, tuple[str, int]] = {}
    if visits:
        rows = session.execute(
            select(Dispatch.id, ServiceRequest.number, Dispatch.visit)  # type: ignore[call-overload]
            .join(ServiceRequest, col(ServiceRequest.id) == col(Dispatch.request_id))
            .where(col(Dispatch.id).in_(visits))
        )
        about = {dispatch_id: (number, visit) for dispatch_id, number, visit in rows}
    return [
        Draft(form, mark, kept_at, *about.get(int(mark) if mark.isdigit() else 0, (None, None)))
        for form, mark, kept_at in drafts
    ]
