"""Where a handbook is handed over: a project's signs of one type, and the versions that there are for them (1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.models import Customer, Project, Sign, SignType
from aftersales.queries.handbook_deliveries import HANDOVER
from aftersales.queries.handbooks import VersionRow, holding_now, list_versions
from aftersales.queries.visible import in_sight
from aftersales.rules.roles import Actor

MOST_SIGNS = 300


@dataclass(frozen=True, slots=True)
class DeliveryPlace:
    """`versions` are those that hold, then older ones, newest first; `signs` are ids with codes and places."""

    project_id: int
    project_code: str
    project: str
    customer: str
    sign_type_id: int
    sign_type: tuple[str, str]
    handover_on: date | None
    signs: tuple[tuple[int, str], ...]
    versions: tuple[VersionRow, ...]


def find_delivery_place(
    session: Session, actor: Actor, project_id: int, sign_type_id: int, *, today: date
) -> DeliveryPlace | None:
    """None where the project has no such sign, or lies outside one's region. Two queries. Raises NotAllowed."""
    columns: tuple[Any, ...] = (
        Project.code, Project.name, Customer.name, SignType.name, SignType.name_en, Sign.id, Sign.code, Sign.place,
    )  # fmt: skip
    rows = session.execute(
        select(*columns, HANDOVER)
        .select_from(Sign)
        .join(Project, col(Project.id) == col(Sign.project_id))
        .join(Customer, col(Customer.id) == col(Project.customer_id))
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .where(col(Project.id) == project_id, col(SignType.id) == sign_type_id, *in_sight(actor, Project.office_id))
        .order_by(col(Sign.code))
        .limit(MOST_SIGNS)
    ).all()
    if not rows:
        return None
    versions = [row for row in list_versions(session, actor) if row.sign_type_id == sign_type_id]
    holds = holding_now(versions, today)
    older = [row for row in reversed(versions) if row not in holds and row.valid_from <= today]
    code, name, customer, kind, kind_en, *_ = rows[0]
    return DeliveryPlace(
        project_id=project_id, project_code=code, project=name, customer=customer, sign_type_id=sign_type_id,
        sign_type=(kind, kind_en), handover_on=min((row[8] for row in rows if row[8] is not None), default=None),
        signs=tuple((row[5], " · ".join(filter(None, (row[6], row[7])))) for row in rows),
        versions=(*holds, *older),
    )  # fmt: skip
