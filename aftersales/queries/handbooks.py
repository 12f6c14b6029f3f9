"""Handbooks to look at: the versions of each sign type, which one holds, and what was handed over for a sign (1.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Attachment, HandbookDelivery, HandbookVersion, Project, Sign, SignType, Staff
from aftersales.prepared import Prepared
from aftersales.rules.handbook import PARTS, BookLanguage, holding
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.rows import rows_by

MOST_VERSIONS = 500
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version without its texts. `attachment_id` is set for an uploaded PDF, `name` is then the file's."""

    id: int
    sign_type_id: int
    sign_type: Names
    is_main: bool
    number: str
    language: BookLanguage
    valid_from: date
    attachment_id: int | None
    name: str | None
    added_at: datetime
    added_by: Names | None
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class DeliveryHere:
    """What a sign's customer got."""

    id: int
    number: str
    version: str
    language: BookLanguage
    delivered_on: date
    received_by: str


@dataclass(frozen=True, slots=True)
class HandbookView:
    """For one sign. `holds` has one version a language; `is_main`: a customer should have it (1.5)."""

    sign_id: int
    sign_code: str
    project_id: int
    sign_type_id: int
    sign_type: Names
    is_main: bool
    handover_on: date | None
    holds: tuple[VersionRow, ...]
    deliveries: tuple[DeliveryHere, ...]

    def is_missing(self, today: date) -> bool:
        """A main sign that was handed over and whose customer has no handbook yet."""
        handed_over = self.handover_on is not None and self.handover_on <= today
        return self.is_main and handed_over and not self.deliveries


@dataclass(frozen=True, slots=True)
class VersionText:
    """A written version as it is printed: the parts by their names."""

    sign_type: Names
    number: str
    language: BookLanguage
    valid_from: date
    attachment_id: int | None
    parts: dict[str, str]


_VERSION: tuple[Any, ...] = (
    HandbookVersion.id, HandbookVersion.sign_type_id, SignType.name, SignType.name_en, SignType.is_main,
    HandbookVersion.number, HandbookVersion.language, HandbookVersion.valid_from, HandbookVersion.attachment_id,
    Attachment.name, HandbookVersion.added_at, Staff.name, Staff.name_en,
)  # fmt: skip


def _with_names(statement: Any) -> Any:
    return (
        statement.outerjoin(Attachment, col(Attachment.id) == col(HandbookVersion.attachment_id))
        .outerjoin(Staff, col(Staff.id) == col(HandbookVersion.added_by_id))
        .order_by(col(HandbookVersion.sign_type_id), col(HandbookVersion.id))
    )


def _versions() -> Any:
    of_type = col(SignType.id) == col(HandbookVersion.sign_type_id)
    return _with_names(select(*_VERSION).select_from(HandbookVersion).join(SignType, of_type))


def _row(values: Any, deliveries: int = 0) -> VersionRow:
    id_, type_id, name, name_en, is_main, number, language, valid_from, file_id, file, added_at, who, who_en = values
    added_by = (who, who_en) if who is not None else None
    return VersionRow(
        id_, type_id, (name, name_en), is_main, number, language, valid_from, file_id, file, added_at, added_by,
        deliveries,
    )  # fmt: skip


def list_versions(session: Session, actor: Actor) -> list[VersionRow]:
    """All versions by sign type, the oldest first, each with how often it was handed over."""
    ensure_may(actor, Action.SEE_WARRANTY)
    counts = (
        select(col(HandbookDelivery.version_id), func.count().label("count"))
        .group_by(col(HandbookDelivery.version_id))
        .subquery()
    )
    statement = _versions().outerjoin(counts, counts.c.version_id == col(HandbookVersion.id))
    rows = session.execute(statement.add_columns(func.coalesce(counts.c.count, 0)).limit(MOST_VERSIONS))
    return [_row(values, deliveries) for *values, deliveries in rows]


def holding_now(rows: list[VersionRow], day: date) -> list[VersionRow]:
    """Of one type's versions the one that holds for each language."""
    by_language: dict[BookLanguage, list[VersionRow]] = defaultdict(list)
    for row in rows:
        by_language[row.language].append(row)
    found = [holding(by_language[language], day) for language in BookLanguage if language in by_language]
    return [row for row in found if row is not None]


def get_handbook(session: Session, actor: Actor, sign_id: int, *, today: date) -> HandbookView:
    """What holds for a sign's type today, and what its customer has. Two queries. Raises NotAllowed and NotFound."""
    ensure_may(actor, Action.SEE_WARRANTY)
    rows = _HANDBOOK.rows(session, {"sign_id": sign_id})
    if not rows:
        raise NotFound(N_("This sign is not in the register."))
    code, project_id, type_id, is_main, handover_on, *first = rows[0]
    versions = [_row(row[len(_SIGN) :]) for row in rows if row[len(_SIGN)] is not None]
    return HandbookView(
        sign_id=sign_id, sign_code=code, project_id=project_id, sign_type_id=type_id, sign_type=(first[2], first[3]),
        is_main=bool(is_main), handover_on=handover_on, holds=tuple(holding_now(versions, today)),
        deliveries=_deliveries_of(session, project_id, sign_id, versions),
    )  # fmt: skip


_SIGN: tuple[Any, ...] = (
    Sign.code, Sign.project_id, SignType.id, func.coalesce(Sign.is_main, SignType.is_main).label("is_main_here"),
    func.coalesce(Sign.handover_on, Project.handover_on, type_=Date()).label("handed_over_on"),
)  # fmt: skip
_HANDBOOK = Prepared(
    _with_names(
        select(*_SIGN, *_VERSION)
        .select_from(Sign)
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .join(Project, col(Project.id) == col(Sign.project_id))
        .outerjoin(HandbookVersion, col(HandbookVersion.sign_type_id) == col(SignType.id))
    )
    .where(col(Sign.id) == bindparam("sign_id"))
    .limit(MOST_VERSIONS)
)


def _deliveries_of(
    session: Session, project_id: int, sign_id: int, versions: Sequence[VersionRow]
) -> tuple[DeliveryHere, ...]:
    """The newest twenty of the sign's type: to all its signs here, or to this one."""
    by_id = {version.id: version for version in versions}
    found = [
        row
        for row in rows_by(session, HandbookDelivery, "project_id", project_id)
        if row.version_id in by_id and row.sign_id in (None, sign_id)
    ]
    found.sort(key=lambda row: (row.delivered_on, row.id), reverse=True)
    return tuple(
        DeliveryHere(
            row.id or 0, row.number, by_id[row.version_id].number, by_id[row.version_id].language, row.delivered_on,
            row.received_by,
        )
        for row in found[:20]
    )  # fmt: skip


def get_version_text(session: Session, actor: Actor, version_id: int) -> VersionText:
    """The texts of one version. Raises NotAllowed and NotFound."""
    ensure_may(actor, Action.SEE_WARRANTY)
    found = session.execute(
        select(HandbookVersion, SignType)
        .join(SignType, col(SignType.id) == col(HandbookVersion.sign_type_id))
        .where(col(HandbookVersion.id) == version_id)
    ).first()
    if found is None:
        raise NotFound(N_("This handbook does not exist."))
    version, kind = found
    return VersionText(
        (kind.name, kind.name_en), version.number, version.language, version.valid_from, version.attachment_id,
        {part: getattr(version, part) for part in PARTS},
    )  # fmt: skip
