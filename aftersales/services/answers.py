"""Known answers to common questions (4(2)): kept by the desk, retired rather than deleted."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotFound, RuleBroken
from aftersales.models import KnownAnswer, SignType
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import Input, text
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import lock_row


class NewAnswer(Input):
    """A question with what to say, in Chinese, in English or both; for one sign type, or (None) for all."""

    sign_type_id: int | None = None
    question: text(200) = ""
    answer: text(2000) = ""
    question_en: text(200) = ""
    answer_en: text(2000) = ""

    def ensure_whole(self) -> None:
        """Each language has both or neither, and one of them has both. Raises InvalidInput."""
        halves = (bool(self.question), bool(self.answer)), (bool(self.question_en), bool(self.answer_en))
        if any(one != other for one, other in halves) or not any(one for one, _ in halves):
            raise InvalidInput(
                N_("A question needs what to say to it in the same language; one language is enough."),
                field="answer",
            )


def add_answer(
    session: Session, *, actor: Actor, now: datetime, new: NewAnswer, once: str | None = None
) -> KnownAnswer:
    """Put one at everybody's hand."""
    ensure_may(actor, Action.KEEP_HANDBOOKS)
    made = result_of(session, once)
    if made is not None:
        return session.get_one(KnownAnswer, made)
    _ensure_fits(session, new)
    known = KnownAnswer(**new.model_dump(), added_at=now, added_by_id=actor.staff_id)
    session.add(known)
    session.flush()
    use_up(session, once, now=now, result_id=known.id or 0)
    _tell(session, actor, now, "add_answer", known)
    return known


def change_answer(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    answer_id: int,
    new: NewAnswer,
    expected_version: int | None = None,
) -> KnownAnswer:
    """Say it better; the trail keeps what was said before."""
    ensure_may(actor, Action.KEEP_HANDBOOKS)
    _ensure_fits(session, new)
    known = _load(session, answer_id, expected_version)
    for field, value in new.model_dump().items():
        setattr(known, field, value)
    return _keep(session, actor, now, "change_answer", known)


def retire_answer(
    session: Session, *, actor: Actor, now: datetime, answer_id: int, expected_version: int | None = None
) -> KnownAnswer:
    """No longer offered; what was said by it can still be looked up. Raises RuleBroken for one that is retired."""
    ensure_may(actor, Action.KEEP_HANDBOOKS)
    known = _load(session, answer_id, expected_version)
    if known.retired_at is not None:
        raise RuleBroken(N_("This answer was retired already."))
    known.retired_at, known.retired_by_id = now, actor.staff_id
    return _keep(session, actor, now, "retire_answer", known)


def restore_answer(
    session: Session, *, actor: Actor, now: datetime, answer_id: int, expected_version: int | None = None
) -> KnownAnswer:
    """Offered again. Raises RuleBroken for one that is not retired."""
    ensure_may(actor, Action.KEEP_HANDBOOKS)
    known = _load(session, answer_id, expected_version)
    if known.retired_at is None:
        raise RuleBroken(N_("This answer is in use."))
    known.retired_at, known.retired_by_id = None, None
    return _keep(session, actor, now, "restore_answer", known)


def _ensure_fits(session: Session, new: NewAnswer) -> None:
    new.ensure_whole()
    if new.sign_type_id is not None and session.get(SignType, new.sign_type_id) is None:
        raise NotFound(N_("This sign type is not in the list."))


def _load(session: Session, answer_id: int, expected_version: int | None) -> KnownAnswer:
    known = lock_row(session, KnownAnswer, answer_id)
    if known is None:
        raise NotFound(N_("This does not exist."))
    if expected_version is not None and known.version != expected_version:
        raise ChangedMeanwhile(
            N_("This answer was changed by somebody else meanwhile; nothing was overwritten. Look at it again.")
        )
    return known


def _keep(session: Session, actor: Actor, now: datetime, name: str, known: KnownAnswer) -> KnownAnswer:
    known.version += 1
    session.add(known)
    session.flush()
    _tell(session, actor, now, name, known)
    return known


def _tell(session: Session, actor: Actor, now: datetime, name: str, known: KnownAnswer) -> None:
    texts = {field: getattr(known, field) for field in ("question", "answer", "question_en", "answer_en")}
    record_event(
        session, actor=actor, now=now, name=name, subject="known_answer", subject_id=known.id or 0,
        data={"sign_type": known.sign_type_id, "version": known.version}, words=texts,
    )  # fmt: skip
