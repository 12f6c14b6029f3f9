"""Sampled audits of closed requests: one standard across the offices, supervised (5.2(3)).

What a request is asked is declared here once. Nothing in it touches a complaint or an answer about somebody's
integrity (*Opinions about people*): audits are read by many.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random

from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Missing, Step, Workflow

TIME_TO_AUDIT = timedelta(days=14)  # from the draw
TIME_TO_CHECK = timedelta(days=7)  # from the day on which a finding was seen to; both decided
MOST_DRAWN = 100
BAD_MANNERS = 2  # a mark up to this is not good; 3 is left to the auditor


class AuditCheck(StrEnum):
    """One question of the checklist; its clause and words stand in `CHECKS`."""

    ANSWERED_IN_TIME = "answered_in_time"
    ARRIVED_AS_PROMISED = "arrived_as_promised"
    RECORDED_WHOLE = "recorded_whole"
    REPORT_COMPLETE = "report_complete"
    PHOTOS = "photos"
    CHARGED_BY_RULES = "charged_by_rules"
    QUOTE_BEFORE_REPAIR = "quote_before_repair"
    SURVEY_ASKED = "survey_asked"
    MANNER = "manner"
    CAUSE_ANALYSED = "cause_analysed"
    WORDS_UNDERSTANDABLE = "words_understandable"


class AuditAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Check:
    words: str
    clause: str
    from_facts: bool  # the product answers first; the auditor may answer otherwise


K = AuditCheck
CHECKS: dict[AuditCheck, Check] = {
    K.ANSWERED_IN_TIME: Check(N_("Was the customer answered in time?"), "4(4)", True),
    K.ARRIVED_AS_PROMISED: Check(N_("Did somebody arrive by the promised time?"), "1.3", True),
    K.RECORDED_WHOLE: Check(N_("Is the register complete: contact, sign, cause found, times?"), "4(9)", True),
    K.REPORT_COMPLETE: Check(N_("Is the service report there and complete?"), "4(7)", True),
    K.PHOTOS: Check(N_("Do photos show the sign before and after?"), "4(7)", True),
    K.CHARGED_BY_RULES: Check(N_("Was it charged as the rules decide?"), "1.4b", True),
    K.QUOTE_BEFORE_REPAIR: Check(N_("Had the customer accepted a quote before a charged repair?"), "3(2)", True),
    K.SURVEY_ASKED: Check(N_("Was the customer asked how satisfied they are?"), "4(7)", True),
    K.MANNER: Check(N_("Were we polite and proper, as far as the file tells?"), "4(1)", True),
    K.CAUSE_ANALYSED: Check(N_("Has a recurrence its root cause and a corrective action?"), "4(6)", True),
    K.WORDS_UNDERSTANDABLE: Check(N_("Does the file tell a stranger what was wrong and what was done?"), "4(7)", False),
}


class AuditState(StrEnum):
    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    FOLLOW_UP = "follow_up"  # answered; what was found is seen to
    CLOSED = "closed"


class FindingState(StrEnum):
    OPEN = "open"
    SEEN_TO = "seen_to"  # says its owner
    CHECKED = "checked"  # says the auditor


T = AuditState
OPEN_AUDITS = (T.TO_DO, T.UNDER_WAY, T.FOLLOW_UP)
TO_ANSWER = (T.TO_DO, T.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """`unanswered` and `unfollowed` count the questions without an answer, and the noes without a finding.

    `open_findings`: not checked yet, be they seen to or not.
    """

    is_auditor: bool = False
    took_part: bool = False  # whoever looks did or closed the request, or made its report
    unanswered: int = 0
    unfollowed: int = 0
    open_findings: int = 0


def gate_auditor(facts: AuditFacts) -> list[Missing]:
    """An auditor of its own, who isn't the one who did or closed it."""
    missing = []
    if facts.took_part:
        missing.append(Missing(message(N_("somebody who neither did nor closed this request")), "5.2(3)"))
    elif not facts.is_auditor:
        missing.append(Missing(message(N_("the auditor whom it was given to")), "5.2(3)"))
    return missing


def gate_answered(facts: AuditFacts) -> list[Missing]:
    """All questions have an answer, and each no a finding with somebody to see to it."""
    missing = gate_auditor(facts)
    if facts.unanswered:
        missing.append(Missing(message(N_("answers to {count} questions"), count=facts.unanswered), "5.2(3)"))
    if facts.unfollowed:
        missing.append(
            Missing(message(N_("a finding with its follow-up for {count} noes"), count=facts.unfollowed), "5.2(3)")
        )
    return missing


def gate_seen_to(facts: AuditFacts) -> list[Missing]:
    """Nothing that was found is left lying."""
    missing = gate_auditor(facts)
    if facts.open_findings:
        found = message(N_("what was found, seen to and checked ({count} open)"), count=facts.open_findings)
        missing.append(Missing(found, "5.2(3)"))
    return missing


AUDIT: Workflow[AuditState] = Workflow(
    name="audit",
    initial=T.TO_DO,
    final=frozenset({T.CLOSED}),
    labels={
        T.TO_DO: N_("To audit"),
        T.UNDER_WAY: N_("Being audited"),
        T.FOLLOW_UP: N_("Findings to see to"),
        T.CLOSED: N_("Audit closed"),
    },
    steps=(
        Step(
            "answer_audit", N_("Answer the checklist"), Action.AUDIT, {T.TO_DO: T.UNDER_WAY, T.UNDER_WAY: T.UNDER_WAY},
            gate=gate_auditor,
        ),
        Step(
            "note_audit_finding", N_("Note a finding"), Action.AUDIT,
            {T.UNDER_WAY: T.UNDER_WAY, T.FOLLOW_UP: T.FOLLOW_UP}, gate=gate_auditor,
        ),
        Step("finish_audit", N_("Finish the audit"), Action.AUDIT, {T.UNDER_WAY: T.FOLLOW_UP}, gate=gate_answered),
        Step("close_audit", N_("Close the audit"), Action.AUDIT, {T.FOLLOW_UP: T.CLOSED}, gate=gate_seen_to),
        Step("give_audit", N_("Give it to somebody else"), Action.DRAW_AUDITS, {one: one for one in OPEN_AUDITS}),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """`action_is_open`: its corrective action isn't carried out yet; `saw_to_it`: whoever looks called it done."""

    is_owner: bool = False
    is_auditor: bool = False
    action_is_open: bool = False
    saw_to_it: bool = False


def gate_finding(facts: FindingFacts) -> list[Missing]:
    """Whoever has it to do says that it is done; a corrective action is carried out first."""
    missing = []
    if not facts.is_owner:
        missing.append(Missing(message(N_("whoever has it to see to")), "5.2(3)"))
    if facts.action_is_open:
        missing.append(Missing(message(N_("its corrective action, carried out")), "4(6)"))
    return missing


def gate_check(facts: FindingFacts) -> list[Missing]:
    """The auditor looks whether it is so; nobody checks what they did themselves."""
    if facts.saw_to_it:
        return [Missing(message(N_("somebody who did not see to it")), "5.2(3)")]
    return [] if facts.is_auditor else [Missing(message(N_("the auditor whom it was given to")), "5.2(3)")]


FINDING: Workflow[FindingState] = Workflow(
    name="audit_finding",
    initial=FindingState.OPEN,
    final=frozenset({FindingState.CHECKED}),
    labels={
        FindingState.OPEN: N_("To see to"),
        FindingState.SEEN_TO: N_("Seen to, to be checked"),
        FindingState.CHECKED: N_("Checked"),
    },
    steps=(
        Step(
            "see_to_finding", N_("Seen to"), Action.SEE_TO_FINDING, {FindingState.OPEN: FindingState.SEEN_TO},
            gate=gate_finding,
        ),
        Step(
            "check_finding", N_("Confirm it is done"), Action.AUDIT, {FindingState.SEEN_TO: FindingState.CHECKED},
            gate=gate_check,
        ),
        Step(
            "send_back_finding", N_("Send the finding back"), Action.AUDIT, {FindingState.SEEN_TO: FindingState.OPEN},
            gate=gate_check, reason_needed=True,
        ),
    ),
)  # fmt: skip


def sample_size(population: int, *, size: int | None = None, percent: int | None = None) -> int:
    """How many to draw of so many closed requests: a number, or a share rounded up; never more than there are."""
    wanted = size if size is not None else math.ceil(population * (percent or 0) / 100)
    return max(0, min(wanted, population, MOST_DRAWN))


def draw_sample(ids: Sequence[int], count: int, *, seed: int) -> list[int]:
    """`count` of the ids, the same for the same ids and seed on every machine, in ascending order."""
    ordered = sorted(ids)
    return sorted(Random(f"audit {seed}").sample(ordered, count))


def result_rate(answers: Mapping[AuditCheck, AuditAnswer]) -> tuple[int, int]:
    """Yeses, and how many were yes or no."""
    good = sum(answer is AuditAnswer.YES for answer in answers.values())
    return good, good + sum(answer is AuditAnswer.NO for answer in answers.values())
