"""The deeds of audits, and for each person who may take them an audit as far as the deed needs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from aftersales.models import Audit, AuditFinding, ServiceRequest
from aftersales.rules.audit import AuditAnswer, AuditCheck, FindingState
from aftersales.rules.roles import Action, Actor
from aftersales.services import audit_draw, audit_findings, audit_follow_up, audits
from aftersales.services.close import close_request
from aftersales.services.rows import rows_by
from tests.builders import DAY, HOUR, NOON, Firm, new_sign

A, K, Y, N, X = Action, AuditCheck, AuditAnswer.YES, AuditAnswer.NO, AuditAnswer.NOT_APPLICABLE
TODAY = NOON + 40 * DAY
MARCH, APRIL = NOON.date(), TODAY.date()


def closed(firm: Firm, count: int, *, from_day: int = 1) -> list[ServiceRequest]:
    """So many requests of the firm's office, closed by the hotline in the month of NOON."""
    made = []
    for place in range(count):
        at = NOON + (from_day + place % 12) * DAY + 12 * HOUR  # when the scene's crews are at home
        request = firm.closable(at=at, sign_id=new_sign(firm.session, firm).id)
        made.append(
            close_request(firm.session, actor=firm.hotline, now=at + 8 * HOUR, request_id=request.id or 0)
        )  # fmt: skip
    return made


def drawn(
    firm: Firm, *auditors: Actor, size: int | None = None, percent: int | None = None, seed: int | None = None
) -> list[Audit]:
    """The audits of a draw among what the office closed in that month."""
    ids = tuple(one.staff_id or 0 for one in auditors or (firm.manager,))
    size = 100 if size is None and percent is None else size
    new = audit_draw.NewSample(
        office_id=firm.office_id, month=MARCH, size=size, percent=percent, seed=seed, auditor_ids=ids
    )
    sample = audit_draw.draw_audits(firm.session, actor=firm.manager, now=TODAY, new=new)
    return of_sample(firm.session, sample.id or 0)


def of_sample(session: Session, sample_id: int) -> list[Audit]:
    return list(session.exec(select(Audit).where(Audit.sample_id == sample_id).order_by(col(Audit.id))))


def answered(firm: Firm, audit: Audit, noes: Sequence[AuditCheck] = (), actor: Actor | None = None) -> Audit:
    """Every question, yes but for these."""
    lines = tuple(audits.NewAnswer(question=one, answer=N if one in noes else Y) for one in AuditCheck)
    return audits.answer_audit(
        firm.session, actor=actor or firm.manager, now=TODAY + HOUR, audit_id=audit.id or 0,
        new=audits.NewAnswers(lines=lines),
    )  # fmt: skip


def found(firm: Firm, audit: Audit, question: AuditCheck, owner: Actor, actor: Actor | None = None) -> AuditFinding:
    return audit_findings.note_audit_finding(
        firm.session, actor=actor or firm.manager, now=TODAY + 2 * HOUR, audit_id=audit.id or 0,
        new=new_finding(owner.staff_id or 0, question=question),
    )  # fmt: skip


def see_to(firm: Firm, finding: AuditFinding, owner: Actor, *, at: datetime = TODAY + DAY) -> AuditFinding:
    return audit_follow_up.see_to_finding(
        firm.session, actor=owner, now=at, finding_id=finding.id or 0, words="已补拍"
    )  # fmt: skip


def checked(firm: Firm, finding: AuditFinding, actor: Actor | None = None) -> AuditFinding:
    return audit_follow_up.check_finding(
        firm.session, actor=actor or firm.manager, now=TODAY + 2 * DAY, finding_id=finding.id or 0
    )  # fmt: skip


def new_finding(owner_id: int, **said: Any) -> audit_findings.NewFinding:
    usual: dict[str, Any] = {"question": K.PHOTOS, "words": "没有照片", "owner_id": owner_id,
                             "due_on": (TODAY + 7 * DAY).date()}  # fmt: skip
    return audit_findings.NewFinding(**usual | said)


def set_audits(firm: Firm) -> dict[str, int]:
    """For each auditor one under way, one whose answers are whole, one checked and one seen to; a finding for whoever
    sees them."""
    closed(firm, 9)
    rows = drawn(firm)
    ids: dict[str, int] = {"audit_to_give": rows[0].id or 0}
    for place, person in enumerate((firm.dispatcher, firm.manager)):
        under_way, ready, follow_up, to_check = rows[1 + 4 * place : 5 + 4 * place]
        for row in (under_way, ready, follow_up, to_check):
            audits.give_audit(
                firm.session, actor=firm.manager, now=TODAY, audit_id=row.id or 0, auditor_id=person.staff_id or 0
            )
            answered(firm, row, (K.PHOTOS,), actor=person)
        found(firm, ready, K.PHOTOS, firm.office, actor=person)
        for row in (follow_up, to_check):
            done = found(firm, row, K.PHOTOS, firm.office, actor=person)
            audits.finish_audit(firm.session, actor=person, now=TODAY, audit_id=row.id or 0)
            see_to(firm, done, firm.office, at=TODAY)
        ids[f"seen_to_{person.staff_id}"] = done.id or 0
        row = rows_by(firm.session, AuditFinding, "audit_id", follow_up.id)[0]
        row.state = FindingState.CHECKED  # as when the audit was given away before its last check
        firm.session.add(row)
        ids |= {f"audit_{name}_{person.staff_id}": row.id or 0
                for name, row in (("under_way", under_way), ("ready", ready), ("follow_up", follow_up))}  # fmt: skip
    owners = (firm.hotline, firm.dispatcher, firm.manager, firm.office, firm.project_department)
    under_way = firm.session.get_one(Audit, ids[f"audit_under_way_{firm.dispatcher.staff_id}"])
    questions = [one for one in AuditCheck if one is not K.PHOTOS][: len(owners)]
    answered(firm, under_way, (K.PHOTOS, *questions), actor=firm.dispatcher)
    for question, owner in zip(questions, owners, strict=True):
        row = found(firm, under_way, question, owner, actor=firm.dispatcher)
        ids[f"finding_{owner.staff_id}"] = row.id or 0
    for kind in ("audit_under_way", "audit_ready", "audit_follow_up", "finding", "seen_to"):
        ids[f"{kind}_any"] = ids[f"{kind}_{firm.manager.staff_id}"]
    return ids


def _own(function: Any, kind: str, key: str = "audit_id", **values: Any) -> Callable[[Any, Any], Any]:
    """On the one of whoever does it."""
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY + DAY, **values | scene.said,
        **{key: scene.ids.get(f"{kind}_{actor.staff_id}", scene.ids[f"{kind}_any"])},
    )  # fmt: skip


def _draw(scene: Any, actor: Any) -> Any:
    usual = {"office_id": scene.firm.office_id, "month": MARCH.replace(month=2), "size": 3,
             "auditor_ids": (scene.firm.manager.staff_id,)}  # fmt: skip
    session = scene.session
    for place, request in enumerate(session.exec(select(ServiceRequest).where(col(ServiceRequest.closed_at) != None))):  # noqa: E711
        request.closed_at = NOON - (20 + place) * HOUR - 10 * DAY  # as if February had seen them closed
        session.add(request)
    session.flush()
    return audit_draw.draw_audits(session, actor=actor, now=TODAY, new=audit_draw.NewSample(**usual | scene.said))


AUDIT_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "audit_draw.draw_audits": (A.DRAW_AUDITS, _draw),
    "audits.answer_audit": (A.AUDIT, _own(
        audits.answer_audit, "audit_under_way",
        new=audits.NewAnswers(lines=(audits.NewAnswer(question=K.MANNER, answer=Y),)))),
    "audits.finish_audit": (A.AUDIT, _own(audits.finish_audit, "audit_ready")),
    "audits.close_audit": (A.AUDIT, _own(audits.close_audit, "audit_follow_up")),
    "audits.give_audit": (A.DRAW_AUDITS, lambda s, a: audits.give_audit(
        s.session, actor=a, now=TODAY, audit_id=s.ids["audit_to_give"], auditor_id=s.firm.dispatcher.staff_id)),
    "audit_findings.note_audit_finding": (A.AUDIT, lambda s, a: audit_findings.note_audit_finding(
        s.session, actor=a, now=TODAY,
        audit_id=s.ids.get(f"audit_under_way_{a.staff_id}", s.ids["audit_under_way_any"]),
        new=new_finding(s.firm.office.staff_id, **s.said))),
    "audit_follow_up.see_to_finding": (A.SEE_TO_FINDING, _own(
        audit_follow_up.see_to_finding, "finding", "finding_id", words="已补拍")),
    "audit_follow_up.check_finding": (A.AUDIT, _own(audit_follow_up.check_finding, "seen_to", "finding_id")),
    "audit_follow_up.send_back_finding": (A.AUDIT, _own(
        audit_follow_up.send_back_finding, "seen_to", "finding_id", reason="还是没有", due_on=APRIL + 9 * DAY)),
}  # fmt: skip
AUDIT_INNER = {"audit_findings.tell_owner", "audit_follow_up.finding_facts", "audits.audit_facts", "audits.auditing"}
AUDIT_WORDS = (
    ("audit_follow_up.see_to_finding", "words", 1000),
    ("audit_follow_up.check_finding", "words", 400),
    ("audit_follow_up.send_back_finding", "reason", 400),
)
