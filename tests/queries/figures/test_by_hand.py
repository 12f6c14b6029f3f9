"""Every figure once more by hand: the tables read by plain SQL and counted in Python, on the story and on the demo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from aftersales.database import Store
from aftersales.queries.figures.groups import By
from aftersales.queries.figures.open_now import count_open
from aftersales.queries.figures.sums import split_figures, sum_figures
from aftersales.rules.figures import FIGURES, Sum
from aftersales.rules.periods import Period, month_before, month_of
from aftersales.rules.roles import SYSTEM
from aftersales.rules.scorecard import QUALITIES, score
from db.demo import load_demo
from tests.builders import Firm
from tests.queries.figures.conftest import END

VISITS = ("repair", "maintenance", "inspection")
ENDED = ("closed", "cancelled", "merged")
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The demo company at a thirtieth of its size, its story ending `NOW`."""
    store = Store.open(f"sqlite:///{(tmp_path_factory.mktemp('hand') / 'demo.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    load_demo(store, now=NOW, progress=lambda done, total: None, scale=0.03)
    with store.reading() as session:
        yield session
    store.close()


class Tables:
    """The rows of each table as plain values; moments aware."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __getattr__(self, name: str) -> list[SimpleNamespace]:
        found = self.session.connection().execute(text(f"SELECT * FROM {name}")).mappings().all()
        rows = [SimpleNamespace(**{key: _value(key, value) for key, value in row.items()}) for row in found]
        setattr(self, name, rows)
        return rows


def _value(name: str, value: Any) -> Any:
    if name.endswith("_at") and value is not None:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return value


def rounds(tables: Tables) -> list[SimpleNamespace]:
    """The round under way of each request, and those that were closed before it was opened again."""
    found = []
    requests = {each.id: each for each in tables.service_request}
    for each in requests.values():
        found.append(SimpleNamespace(**vars(each), request=each, at=each.clock_from_at))
    for old in tables.request_round:
        of = requests[old.request_id]
        merged = vars(of) | vars(old) | {"request": of, "at": old.clock_from_at, "state": "closed", "id": of.id}
        found.append(SimpleNamespace(**merged))
    return found


def by_hand(tables: Tables, begins: datetime, ends: datetime, now: datetime, office: Any = "all") -> dict[str, Sum]:
    """The figures of [begins, ends), of one office or of all."""
    mine: Callable[[Any], bool] = lambda one: office == "all" or one.office_id == office  # noqa: E731
    requests = {each.id: each for each in tables.service_request}
    visits: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for visit in tables.dispatch:
        visits[visit.request_id, visit.round].append(visit)
    reported = {report.dispatch_id for report in tables.service_report}
    answered = {(one.request_id, one.round) for one in tables.survey if not one.is_refused}
    kinds, signs = {one.id: one for one in tables.sign_type}, {one.id: one for one in tables.sign}
    sums: dict[str, list[int]] = {key: [0, 0] for key in FIGURES}

    def judge(key: str, is_good: bool) -> None:
        sums[key][0] += is_good
        sums[key][1] += 1

    def holds_handbook(one: Any) -> bool:
        sign = signs.get(one.request.sign_id)
        if sign is None:
            return True
        is_main = sign.is_main if sign.is_main is not None else kinds[sign.sign_type_id].is_main
        return not is_main or any(
            book.project_id == sign.project_id and book.sign_type_id == sign.sign_type_id
            and book.sign_id in (None, sign.id) and book.from_at <= one.closed_at
            for book in tables.handbook_delivery
        )  # fmt: skip

    for one in rounds(tables):
        if not (begins <= one.at < ends and mine(one.request)):
            continue
        alive = one.request.kind in VISITS and one.state not in ("cancelled", "merged")
        if one.responded_at is not None:
            judge("response_kept", one.responded_at <= one.respond_due_at)
        else:
            gave_up_late = one.state == "cancelled" and one.closed_at > one.respond_due_at
            is_late_now = one.state not in ENDED and one.respond_due_at < now
            if one.state == "closed" or gave_up_late or is_late_now:
                judge("response_kept", is_good=False)
        for key, due in (("arrival_kept", one.arrive_due_at), ("hours_kept", one.hours_due_at)):
            if alive and due is not None and one.arrived_at is not None:
                judge(key, one.arrived_at <= due)
            elif alive and due is not None and one.state not in ENDED and due < now:
                judge(key, is_good=False)
        went = visits[one.request.id, one.round]
        if alive and one.finished_at is not None and one.arrived_at is not None:
            judge("done_in_a_day", one.finished_at - one.arrived_at <= DAY)
            judge("first_visit", not any(visit.state == "half_done" for visit in went))
            sums["repair_hours"][0] += int((one.finished_at - one.arrived_at).total_seconds())
            sums["repair_hours"][1] += 1
            if one.closed_at is not None:
                is_reported = any(visit.state == "finished" and visit.id in reported for visit in went)
                judge("complete", is_reported and (one.request.id, one.round) in answered and holds_handbook(one))
        if one.round == 1:
            if alive:
                judge("not_repeated", one.request.repeats_id is None)
                if one.request.repeats_id is not None:
                    judge("recurrences", is_good=True)
            if one.state != "merged":
                judge("requests", is_good=True)
    for survey in tables.survey:
        is_answer = not survey.is_refused and survey.overall is not None
        if is_answer and begins <= survey.answered_at < ends and mine(requests[survey.request_id]):
            sums["satisfaction"][0] += survey.overall
            sums["satisfaction"][1] += 1
    reports, places = {one.id: one for one in tables.service_report}, {one.id: one for one in tables.dispatch}
    for line in tables.cost_line:
        report = reports[line.report_id]
        request, visit = requests[report.request_id], places[report.dispatch_id]
        if not (begins <= report.filed_at < ends and mine(request)):
            continue
        is_quoted = any(
            quote.request_id == request.id and quote.round == visit.round and quote.state == "accepted"
            and quote.charge == request.charge
            for quote in tables.quote
        )  # fmt: skip
        to_charge = line.bearer == "customer" and request.charge in ("at_cost", "paid") and not is_quoted
        for key, counts in (
            ("cost_us", line.bearer == "us"), ("cost_customer", line.bearer == "customer"), ("not_quoted", to_charge),
            ("free_after_warranty", line.bearer == "us" and request.warranty == "out"),
        ):  # fmt: skip
            if counts:
                sums[key][0] += line.total_fen
                sums[key][1] += 1
    return {key: Sum(*pair) for key, pair in sums.items()}


def moments(period: Period) -> tuple[datetime, datetime]:
    """Midnights in Shanghai, eight hours before those of UTC."""
    begins = datetime(period.from_on.year, period.from_on.month, period.from_on.day, tzinfo=UTC) - timedelta(hours=8)
    return begins, begins + period.days * DAY


def test_each_figure_of_the_story_is_the_one_counted_by_hand(busy: Firm) -> None:
    busy.session.flush()
    march = month_of(END.date())
    found = sum_figures(busy.session, SYSTEM, march, now=END)
    hand = by_hand(Tables(busy.session), *moments(march), END)
    for key in FIGURES:
        assert found[key].top == hand[key].top, key
        assert found[key].bottom == hand[key].bottom, key


@pytest.mark.parametrize("back", [0, 1, 6])
def test_each_figure_of_the_demo_is_the_one_counted_by_hand_whole_and_by_office(demo: Session, back: int) -> None:
    month = month_of(NOW.date())
    for _ in range(back):
        month = month_before(month.from_on)
    tables, span = Tables(demo), moments(month)
    whole = by_hand(tables, *span, NOW)
    found = sum_figures(demo, SYSTEM, month, now=NOW)
    assert {key: found[key] for key in FIGURES} == whole
    assert whole["requests"].top > 0
    for office, sums in split_figures(demo, SYSTEM, month, by=By.OFFICE, now=NOW).items():
        hand = by_hand(tables, *span, NOW, office)
        assert {key: sums[key] for key in FIGURES} == hand
        card = score(sums)
        for each, quality in zip(card.scores, QUALITIES, strict=True):
            top, bottom = (sum(getattr(hand[key], name) for key in quality.figures) for name in ("top", "bottom"))
            assert each.points == (100 * top / bottom if bottom else None)


def test_what_is_open_now_is_counted_by_hand(demo: Session) -> None:
    tables, found = Tables(demo), count_open(demo, SYSTEM, now=NOW)
    stands = [one for one in tables.service_request if one.state not in ENDED]
    assert found.open == len(stands) > 0
    assert found.late == sum(one.due_at is not None and one.due_at < NOW for one in stands)
    assert found.soon == sum(one.due_at is not None and NOW <= one.due_at <= NOW + DAY / 24 for one in stands)
    assert found.danger == sum(
        one.severity == "danger" and one.made_safe_at is None and one.finished_at is None for one in stands
    )
    assert found.recurring == sum(one.repeats_id is not None for one in stands)
    assert found.on_hold == sum(one.state == "on_hold" for one in stands)
    actions = [one for one in tables.corrective_action if one.ended_at is None]
    assert found.actions == len(actions)
    assert found.actions_late == sum(one.due_at is not None and one.due_at < NOW for one in actions)
    assert found.actions_to_check == sum(one.state == "done" for one in actions)
