"""Known answers to common questions (4(2)): all of them, and those that fit what is being typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session, col

from aftersales.models import KnownAnswer, Sign, SignType
from aftersales.rules.known_answers import matching
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_KNOWN = 1000
MOST_OFFERED = 4


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """`sign_type` is None where it is for every type."""

    id: int
    version: int
    sign_type_id: int | None
    sign_type: tuple[str, str] | None
    question: str
    answer: str
    question_en: str
    answer_en: str
    is_retired: bool

    def said(self, language: str) -> tuple[str, str]:
        """Question and answer in one language, or in the other where there is none."""
        chinese, english = (self.question, self.answer), (self.question_en, self.answer_en)
        first, other = (chinese, english) if language == "zh" else (english, chinese)
        return first if first[0] else other


def list_answers(
    session: Session, actor: Actor, *, sign_id: int | None = None, with_retired: bool = False
) -> list[AnswerRow]:
    """Those for every type and, of a sign, for its own; without one, all. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_WARRANTY)
    columns: tuple[Any, ...] = (
        KnownAnswer.id, KnownAnswer.version, KnownAnswer.sign_type_id, SignType.name, SignType.name_en,
        KnownAnswer.question, KnownAnswer.answer, KnownAnswer.question_en, KnownAnswer.answer_en,
        KnownAnswer.retired_at,
    )  # fmt: skip
    statement: Any = (
        select(*columns)
        .select_from(KnownAnswer)
        .outerjoin(SignType, col(SignType.id) == col(KnownAnswer.sign_type_id))
        .order_by(col(KnownAnswer.sign_type_id).is_not(None), col(KnownAnswer.sign_type_id), col(KnownAnswer.id))
        .limit(MOST_KNOWN)
    )
    if sign_id is not None:
        own = select(col(Sign.sign_type_id)).where(col(Sign.id) == sign_id).scalar_subquery()
        of_type = col(KnownAnswer.sign_type_id) == own
        statement = statement.where(or_(col(KnownAnswer.sign_type_id).is_(None), of_type))
    if not with_retired:
        statement = statement.where(col(KnownAnswer.retired_at).is_(None))
    return [_row(*row) for row in session.execute(statement)]


def _row(id_: int, version: int, type_id: int | None, name: str | None, name_en: str, *rest: Any) -> AnswerRow:
    question, answer, question_en, answer_en, retired_at = rest
    sign_type = (name, name_en) if name is not None else None
    return AnswerRow(id_, version, type_id, sign_type, question, answer, question_en, answer_en, retired_at is not None)


def find_answers(
    session: Session, actor: Actor, asked: str, *, sign_id: int | None = None, most: int = MOST_OFFERED
) -> list[AnswerRow]:
    """Those that fit `asked`, best first. Raises NotAllowed."""
    known = list_answers(session, actor, sign_id=sign_id)
    texts = [(row, [row.question, row.question_en, *(row.sign_type or ())]) for row in known]
    return matching(asked, texts, most=most)
