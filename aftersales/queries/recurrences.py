"""Where the same fault comes back: by sign, by sign type, by production batch; and one sign's chain of it (4(6))."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from aftersales.models import Customer, Project, ServiceRequest, Sign, SignType
from aftersales.models.base import Moment
from aftersales.models.personal import Personal
from aftersales.prepared import Prepared
from aftersales.queries.as_seen import masked
from aftersales.queries.visible import in_sight, requests_seen
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.lifecycle import OPEN_STATES, RequestState
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.action_effect import FAULT
from aftersales.services.plain_rows import ask

MOST_ROWS = 5000  # recurrences looked at; the newest
MOST_IN_CHAIN = 30
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Repeat:
    """One request that repeats an earlier one of the same sign and fault."""

    number: str
    received_at: datetime
    is_open: bool
    sign_id: int
    sign_code: str
    place: str
    customer: str
    sign_type_id: int
    sign_type: Name
    batch: str
    fault: FaultCategory
    count: int  # how often within the window, this one included
    has_cause: bool
    has_action: bool


class Group(StrEnum):
    """Which of the recurrences are looked at."""

    ALL = "all"
    SIGNS = "signs"  # all, a row a sign and fault
    THIRD = "third"
    LACKING = "lacking"
    SIGN_TYPE = "type"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class ProblemSign:
    """`repeats` in the time looked at; `open_number` is the request that is open now."""

    sign_id: int
    sign_code: str
    place: str
    customer: str
    fault: FaultCategory
    repeats: int
    last_at: datetime
    open_number: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """`signs` different signs of this kind with this fault again, of `installed`."""

    key: str
    name: Name
    fault: FaultCategory
    repeats: int
    signs: int
    installed: int


@dataclass(frozen=True, slots=True)
class Link:
    """One request of a chain, oldest first."""

    number: str
    received_at: datetime
    finished_at: datetime | None
    state: RequestState
    cause: Cause | None
    root_cause: str
    corrective_action: str
    repeats: bool


def list_repeats(session: Session, actor: Actor, *, since: datetime) -> list[Repeat]:
    """The recurrences received since then, the newest first, `MOST_ROWS` at most. One query. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_REQUESTS)
    return [
        Repeat(number, at, state in OPEN_STATES, sign_id, code, place, customer, type_id, (name, name_en or ""),
               batch or "", fault, count, bool(cause), bool(action))
        for number, at, state, sign_id, code, place, customer, type_id, name, name_en, batch, fault, count, cause,
        action in ask(session, _repeats(actor), since=since)
    ]  # fmt: skip


@lru_cache(maxsize=256)
def _repeats(actor: Actor) -> Prepared:
    """Kept by the person, whose sight is in it."""
    r = ServiceRequest
    columns: tuple[Any, ...] = (
        r.number, r.received_at, r.state, Sign.id, Sign.code, Sign.place, Customer.name, SignType.id, SignType.name,
        SignType.name_en, Sign.batch, FAULT, r.repeat_count, r.root_cause, r.corrective_action,
    )  # fmt: skip
    since = bindparam("since", type_=Moment())
    return Prepared(
        select(*columns)
        .join(Sign, col(Sign.id) == col(r.sign_id))
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .join(Customer, col(Customer.id) == col(r.customer_id))
        .where(col(r.repeats_id).is_not(None), col(r.received_at) >= since, *requests_seen(actor))
        .order_by(col(r.received_at).desc())
        .limit(MOST_ROWS)
    )


def repeats_of(
    repeats: Sequence[Repeat], group: Group, key: str = "", fault: FaultCategory | None = None
) -> list[Repeat]:
    """Those that a number counts: `key` is the sign type's id or the batch of a cluster, with its fault."""
    wanted: dict[Group, Callable[[Repeat], bool]] = {
        Group.ALL: lambda one: True,
        Group.SIGNS: lambda one: True,
        Group.THIRD: lambda one: one.count >= 3,
        Group.LACKING: lambda one: one.is_open and not (one.has_cause and one.has_action),
        Group.SIGN_TYPE: lambda one: str(one.sign_type_id) == key and one.fault == fault,
        Group.BATCH: lambda one: one.batch == key != "" and one.fault == fault,
    }
    return [one for one in repeats if wanted[group](one)]


def problem_signs(repeats: Sequence[Repeat]) -> list[ProblemSign]:
    """Each sign and fault once: the most repeats first, then the newest."""
    found: dict[tuple[int, FaultCategory], list[Repeat]] = {}
    for one in repeats:
        found.setdefault((one.sign_id, one.fault), []).append(one)
    signs = [
        ProblemSign(
            rows[0].sign_id, rows[0].sign_code, rows[0].place, rows[0].customer, fault, len(rows),
            max(one.received_at for one in rows), next((one.number for one in rows if one.is_open), ""),
        )
        for (_, fault), rows in found.items()
    ]  # fmt: skip
    return sorted(signs, key=lambda one: (-one.repeats, -one.last_at.timestamp()))


def clusters_by_type(session: Session, actor: Actor, repeats: Sequence[Repeat]) -> list[Cluster]:
    """Sign types and faults that came back, the most first; how many signs of the type stand in sight. One query."""
    installed = _installed(session, actor, col(Sign.sign_type_id), {one.sign_type_id for one in repeats})
    return _clusters(
        repeats, lambda one: (str(one.sign_type_id), one.sign_type), lambda key: installed.get(int(key), 0)
    )


def clusters_by_batch(session: Session, actor: Actor, repeats: Sequence[Repeat]) -> list[Cluster]:
    """The same by production batch; signs without one are left out."""
    known = [one for one in repeats if one.batch]
    installed = _installed(session, actor, col(Sign.batch), {one.batch for one in known})
    return _clusters(known, lambda one: (one.batch, (one.batch, one.batch)), lambda key: installed.get(key, 0))


def _installed(session: Session, actor: Actor, column: Any, values: Collection[Any]) -> dict[Any, int]:
    """How many signs have each of the values, as far as this person's requests reach: a rate needs one measure."""
    if not values:
        return {}
    counted = (
        select(column, func.count())
        .join(Project, col(Project.id) == col(Sign.project_id))
        .where(column.in_(values), *in_sight(actor, Project.office_id))
        .group_by(column)
    )
    return {value: count for value, count in session.connection().execute(counted)}


def _clusters(repeats: Sequence[Repeat], key_of: Any, installed_of: Any) -> list[Cluster]:
    counts: Counter[tuple[str, Name, FaultCategory]] = Counter()
    signs: dict[tuple[str, Name, FaultCategory], set[int]] = {}
    for one in repeats:
        key = (*key_of(one), one.fault)
        counts[key] += 1
        signs.setdefault(key, set()).add(one.sign_id)
    found = [
        Cluster(key, name, fault, count, len(signs[key, name, fault]), installed_of(key))
        for (key, name, fault), count in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.repeats, one.key, one.fault.value))


def list_chain(session: Session, actor: Actor, *, sign_id: int, fault: FaultCategory) -> list[Link]:
    """Every request of this fault at this sign that the actor sees, oldest first; the last thirty."""
    ensure_may(actor, Action.SEE_REQUESTS)
    r = ServiceRequest
    columns: tuple[Any, ...] = (
        r.number, r.received_at, r.finished_at, r.state, r.cause_found, r.root_cause, r.corrective_action, r.repeats_id
    )  # fmt: skip
    statement = (
        select(*columns)
        .where(
            col(r.sign_id) == sign_id, fault == FAULT, col(r.state) != RequestState.MERGED,
            *requests_seen(actor),
        )
        .order_by(col(r.received_at).desc(), col(r.id).desc())
        .limit(MOST_IN_CHAIN)
    )  # fmt: skip
    sight = sight_of_lists(actor)
    rows = session.connection().execute(statement).all()
    return [
        Link(number, received_at, finished_at, state, cause, masked(sight, Personal.WORDS, root),
             masked(sight, Personal.WORDS, action), repeats_id is not None)
        for number, received_at, finished_at, state, cause, root, action, repeats_id in reversed(rows)
    ]  # fmt: skip
