"""When requests come in and what they are about: seasons, storms, nights, repeats; and the three staged cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Kind, Severity
from db.demo import words
from db.demo.company import Branch
from db.demo.register import Register, SignHere

DAYS = 730
STORY = timedelta(days=DAYS + 2)  # from the company's founding to now
QUIET = timedelta(minutes=30)  # the staged cases are the last to come in
HOURS = (
    1,
    1,
    1,
    1,
    1,
    1,
    2,
    5,
    12,
    15,
    14,
    11,
    7,
    9,
    13,
    13,
    12,
    9,
    6,
    5,
    4,
    3,
    2,
    2,
)  # weight of each hour of the day
CHANNELS = {
    Channel.HOTLINE: 62, Channel.WEBSITE: 12, Channel.MAIL: 8, Channel.LETTER: 2, Channel.VISIT: 4, Channel.OFFICE: 12
}  # fmt: skip
KINDS = {Kind.REPAIR: 84, Kind.MAINTENANCE: 5, Kind.INSPECTION: 3, Kind.INQUIRY: 6, Kind.SUGGESTION: 2}


@dataclass(frozen=True, slots=True)
class Plan:
    """One request as it will come in; what becomes of it is drawn from `seed`. `calm`: nothing special happens."""

    received_at: datetime
    registered_at: datetime
    sign: SignHere
    channel: Channel
    kind: Kind
    fault: FaultCategory
    cause: Cause
    severity: Severity
    description: str
    seed: int
    asked_at: datetime | None = None
    calm: bool = False
    stays: bool = False  # left for whoever opens the demo: answered where a time was asked for, else not even that
    is_late: bool | None = None  # whether the crew comes late; None: as it happens
    knows_sign: bool = True
    special: str = ""  # beyond the contract: how far its supplementary agreement comes


def plan_requests(chance: Random, register: Register, *, now: datetime, count: int) -> list[Plan]:
    """About `count` requests of the two years before `now`, oldest first; the staged ones are the newest."""
    staged_signs = _staged_signs(register)
    days = _busy_days(chance, register, now)
    drawn = chance.choices([day for day, _, _ in days], [weight for _, _, weight in days], k=max(count - 5, 1))
    plans: list[Plan] = []
    told: list[Plan] = []
    for number, (day, branch, season) in enumerate(sorted(drawn, key=lambda one: (one[0], one[1].office_id))):
        signs = [sign for sign in register.by_branch[branch.office_id] if sign.id not in staged_signs]
        again = told[-chance.randint(1, min(len(told), 400))] if told and chance.random() < 0.035 else None
        plan = _draw(chance, number, day, season, chance.choice(signs), again, now)
        if plan.registered_at < now - QUIET:
            plans.append(plan)
            if plan.kind is Kind.REPAIR and plan.knows_sign:
                told.append(plan)
    plans += plan_today(chance, register, set(staged_signs), now=now, count=max(6, round(count / 90)))
    plans += _staged(register, staged_signs, now)
    return sorted(plans, key=lambda plan: (plan.registered_at, plan.seed))


Season = dict[FaultCategory, int]


def _busy_days(
    chance: Random, register: Register, now: datetime
) -> list[tuple[tuple[date, Branch, Season], Branch, float]]:
    """Each day of each branch with the faults of its season and how busy it is."""
    today = local_day(now)
    branches = {sign.branch.office_id: sign.branch for sign in register.signs}
    found = []
    for branch in branches.values():
        storms = {
            date(year, month, chance.randint(1, 28)) + timedelta(days=more)
            for year in range(today.year - 2, today.year + 1)
            for month in (7, 8, 9)
            for more in (0, 1)
            if branch.is_coast
        }
        for back in range(DAYS + 1):
            day = today - timedelta(days=back)
            season, weight = words.OFTEN, 1.1 if day.weekday() < 5 else 0.7
            if day.month == 6 and branch.region in ("华东", "华中", "东南"):
                season, weight = words.RAIN, weight * 1.5
            if day in storms:
                season, weight = words.STORM, weight * 13
            if back < 4:
                weight *= 2  # the day before yesterday is still on the board
            weight *= len(register.by_branch[branch.office_id])
            found.append(((day, branch, season), branch, weight))
    return found


def _draw(
    chance: Random, number: int, day: date, season: Season, sign: SignHere, again: Plan | None, now: datetime
) -> Plan:
    if again is not None:
        sign, fault, kind = again.sign, again.fault, Kind.REPAIR
    else:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        fault = _fault(chance, season, sign.type)
    channel = chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    hour = chance.choices(range(24), HOURS)[0] if channel is Channel.HOTLINE else chance.randint(8, 18)
    minute = time(hour, chance.randrange(60), chance.randrange(60))
    received_at = datetime.combine(day, minute, service_zone()).astimezone(now.tzinfo)
    registered_at = received_at
    if channel in (Channel.MAIL, Channel.LETTER, Channel.OFFICE):
        registered_at += timedelta(minutes=chance.randint(10, 100))
    severity = chance.choices((Severity.NORMAL, Severity.URGENT, Severity.MAJOR), (80, 17, 3))[0]
    cause = words.draw_cause(chance, fault) if chance.random() < 0.45 else Cause.UNKNOWN
    if not kind.needs_visit:
        severity, cause, fault = Severity.NORMAL, Cause.UNKNOWN, FaultCategory.OTHER
    elif kind is not Kind.REPAIR:
        severity, cause, fault = Severity.NORMAL, Cause.WEAR, FaultCategory.OTHER
    asked_at = None
    if kind.needs_visit and not fault.is_danger and chance.random() < 0.3 and received_at < now - timedelta(hours=3):
        asked_at = _slot(chance, received_at)
    return Plan(
        received_at=received_at, registered_at=registered_at, sign=sign, channel=channel, kind=kind, fault=fault,
        cause=cause, severity=severity, description=_say(chance, kind, fault, sign), seed=number, asked_at=asked_at,
        knows_sign=again is not None or chance.random() < 0.93,
    )  # fmt: skip


def _fault(chance: Random, season: Season, kind: str) -> FaultCategory:
    if kind in words.UNLIT:
        season = words.UNLIT_FAULTS
    fault = chance.choices(list(season), list(season.values()))[0]
    if (fault is FaultCategory.SCREEN) != (kind == words.ONLY_SCREEN) and chance.random() < 0.8:
        return FaultCategory.SCREEN if kind == words.ONLY_SCREEN else FaultCategory.DARK
    return fault


def _say(chance: Random, kind: Kind, fault: FaultCategory, sign: SignHere) -> str:
    said = {
        Kind.INSPECTION: words.INSPECTIONS, Kind.MAINTENANCE: words.MAINTENANCE, Kind.INQUIRY: words.INQUIRIES,
        Kind.SUGGESTION: words.SUGGESTIONS,
    }.get(kind)  # fmt: skip
    if said is None:
        said = words.CALLS[fault]
    if sign.customer.is_foreign:
        said = words.CALLS_EN.get(fault, words.CALLS_EN[FaultCategory.OTHER])
        if kind is not Kind.REPAIR:
            said = words.CARE_EN if kind.needs_visit else words.ASK_EN
    return chance.choice(said).format(place=sign.place, type=sign.type)


def plan_today(chance: Random, register: Register, taken: set[int], *, now: datetime, count: int) -> list[Plan]:
    """What makes the board alive at any hour: crews on the way and at work, planned, late, and callers who wait."""
    minute = timedelta(minutes=1)
    signs = [sign for sign in register.signs if sign.id not in taken and "医院" not in sign.customer.name]
    is_day = 7 <= now.astimezone(service_zone()).hour < 20
    plans = []
    for number in range(count):
        sign = chance.choice(signs)
        plan = _draw(chance, 1_000_000 + number, now.date(), words.OFTEN, sign, None, now - timedelta(days=2))
        received_at = now - chance.randint(160, 1500) * minute
        share = number / count
        asked_at: datetime | None
        if share < (0.3 if is_day else 0.1):  # on the way or at the sign
            asked_at, is_late = now + chance.randint(-55, 25) * minute, False
        elif share < 0.45:  # should have been there
            asked_at, is_late = now - chance.randint(10, 90) * minute, True
        elif share < 0.85:  # planned for today and tomorrow
            asked_at, is_late = _slot(chance, now), False
        else:  # nobody has answered yet
            received_at, asked_at, is_late = now - chance.randint(40, 290) * minute, None, None
        if plan.kind is not Kind.REPAIR or plan.fault.is_danger:
            fault = FaultCategory.PARTLY_DARK
            plan = replace(plan, fault=fault, description=_say(chance, Kind.REPAIR, fault, sign))
        plans.append(
            replace(
                plan, received_at=received_at, registered_at=received_at, asked_at=asked_at, is_late=is_late,
                kind=Kind.REPAIR, channel=Channel.HOTLINE, stays=asked_at is None, calm=asked_at is not None,
            )
        )  # fmt: skip
    return plans


def _slot(chance: Random, received_at: datetime) -> datetime:
    """A time that a customer would ask for: in working hours, to the half hour, within two days."""
    local = (received_at + timedelta(minutes=chance.randint(120, 1500))).astimezone(service_zone())
    local = local.replace(minute=chance.choice((0, 30)), second=0, microsecond=0)
    if local.hour < 9:
        local = local.replace(hour=9)
    elif local.hour > 18:
        local = (local + timedelta(days=1)).replace(hour=9)
    return local.astimezone(received_at.tzinfo)


def _staged_signs(register: Register) -> dict[int, SignHere]:
    coast = [sign for sign in register.signs if sign.branch.is_coast]
    wanted = (
        [sign for sign in register.signs if "医院" in sign.customer.name],
        [sign for sign in register.signs if "医院" in sign.customer.name and sign.type not in words.UNLIT],
        [sign for sign in coast if sign.customer.trade == "mall"] + coast,
    )
    chosen: dict[int, SignHere] = {}
    for signs in wanted:
        sign = next(sign for sign in signs if sign.id not in chosen)
        chosen[sign.id] = sign
    return chosen


def _staged(register: Register, signs: dict[int, SignHere], now: datetime) -> list[Plan]:
    """40 minutes from a broken promise; a third time within 180 days; about to fall after a storm."""
    promise, third, danger = signs.values()
    minute = timedelta(minutes=1)

    def plan(at: datetime, sign: SignHere, seed: int, description: str, **more: object) -> Plan:
        usual: dict[str, object] = {
            "channel": Channel.HOTLINE, "kind": Kind.REPAIR, "fault": FaultCategory.DARK, "cause": Cause.UNKNOWN,
            "severity": Severity.NORMAL,
        }  # fmt: skip
        values = {**usual, **more}
        return Plan(received_at=at, registered_at=at, sign=sign, seed=-seed, description=description, **values)  # type: ignore[arg-type]

    again = f"{third.place}的{third.type}又不亮了，半年里第三次了，你们到底能不能修好？"
    return [
        plan(now - timedelta(days=121, minutes=190), third, 5, f"{third.place}的{third.type}不亮了", calm=True,
             cause=Cause.MATERIAL),
        plan(now - timedelta(days=52, minutes=75), third, 4, f"{third.place}的{third.type}又黑了，上次刚修过",
             calm=True, cause=Cause.MATERIAL),
        plan(now - 150 * minute, promise, 3, f"{promise.place}的{promise.type}不亮，病人找不到入口，说好的时间请一定到",
             asked_at=now + 40 * minute, severity=Severity.URGENT, stays=True),
        plan(now - 25 * minute, third, 2, again, stays=True, severity=Severity.URGENT),
        plan(now - 12 * minute, danger, 1,
             f"昨晚大风，{danger.place}的{danger.type}松了半边，看着要掉下来，下面全是人，快来！",
             fault=FaultCategory.MAY_FALL, severity=Severity.DANGER, stays=True, cause=Cause.FORCE_MAJEURE),
    ]  # fmt: skip
