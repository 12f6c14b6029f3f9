"""`aftersales explain` as its users type it: the decision, its clauses, and one-line refusals."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersales.cli import main
from aftersales.rules.kinds import Cause
from aftersales.rules.months import add_months

Ask = Callable[..., Any]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run the command with options; give its JSON."""
    monkeypatch.setenv("AFTERSALES_LANG", "en")

    def run(*options: str, **named: str) -> Any:
        words = [word for name, value in named.items() for word in (f"--{name.replace('_', '-')}", value)]
        assert main(["explain", *words, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run the command, expect status 2 and one line on stderr; give the line."""
    monkeypatch.setenv("AFTERSALES_LANG", "en")

    def run(*options: str) -> str:
        try:
            status = main(["explain", *options])
        except SystemExit as end:
            status = end.code
        written = capsys.readouterr()
        assert status == 2
        assert written.out == ""
        assert written.err.endswith("\n") and written.err.count("\n") == 1
        return written.err

    return run


def test_the_example_of_the_rules(ask: Ask) -> None:
    answer = ask(handover="2024-01-31", months="13", received="2025-02-28T09:00", cause="material")
    assert answer["in_warranty"] is True
    assert answer["warranty_ends"] == "2025-02-28"
    assert answer["charge"] == "free"
    assert answer["respond_by"] == "2025-02-28T13:00:00+08:00"
    assert answer["arrive_by"] == "2025-02-28T21:00:00+08:00"
    assert sorted(answer["clauses"]) == ["1.3", "3(1)", "4(4)"]


@pytest.mark.parametrize(
    ("received", "in_warranty", "arrive_by"),
    [
        ("2025-02-28T23:59:59", True, "2025-03-01T11:59:59+08:00"),
        ("2025-03-01T00:00", False, "2025-03-03T00:00:00+08:00"),
        ("2025-02-28T15:59:59Z", True, "2025-03-01T11:59:59+08:00"),
        ("2025-02-28T16:00:00Z", False, "2025-03-03T00:00:00+08:00"),
        ("2025-02-28 18:00-05:00", False, "2025-03-03T07:00:00+08:00"),
        ("2024-01-30T12:00", True, "2024-01-31T00:00:00+08:00"),
    ],
)
def test_the_day_of_the_receipt_is_the_service_zones(
    ask: Ask, received: str, in_warranty: bool, arrive_by: str
) -> None:
    answer = ask(handover="2024-01-31", months="13", received=received)
    assert (answer["in_warranty"], answer["arrive_by"]) == (in_warranty, arrive_by)


@pytest.mark.parametrize(
    ("cause", "inside", "clause"),
    [
        ("construction", "free", "1.4a"),
        ("material", "free", "3(1)"),
        ("customer_use", "at_cost", "1.4b"),
        ("third_party", "at_cost", "1.4b"),
        ("force_majeure", "at_cost", "1.4b"),
        ("wear", "at_cost", "1.4b"),
        ("unknown", "undecided", None),
    ],
)
def test_every_cause_inside_and_outside(ask: Ask, cause: str, inside: str, clause: str | None) -> None:
    answer = ask(handover="2024-01-31", months="12", received="2024-06-01T08:00", cause=cause)
    assert answer["charge"] == inside
    assert set(answer["clauses"]) == {"1.3", "4(4)", clause} - {None}
    answer = ask(handover="2024-01-31", months="12", received="2026-06-01T08:00", cause=cause)
    assert answer["charge"] == "paid"
    assert set(answer["clauses"]) == {"1.3", "4(4)", "3(2)"}


def test_zero_months_is_never_in_warranty(ask: Ask) -> None:
    answer = ask(handover="2024-01-31", months="0", received="2024-01-31T08:00", cause="material")
    assert (answer["in_warranty"], answer["warranty_ends"], answer["charge"]) == (False, None, "paid")


@pytest.mark.parametrize("known", [{}, {"handover": "2024-01-31"}, {"months": "12"}])
def test_what_is_missing_leaves_the_warranty_unknown(ask: Ask, known: dict[str, str]) -> None:
    answer = ask(received="2024-06-01T08:00", cause="material", **known)
    assert (answer["in_warranty"], answer["warranty_ends"], answer["charge"]) == (None, None, "undecided")
    assert answer["arrive_by"] == "2024-06-01T20:00:00+08:00"
    assert set(answer["clauses"]) == {"1.3", "4(4)"}


def test_a_time_asked_for_is_the_arrival_and_the_hours_stay_beside_it(ask: Ask) -> None:
    answer = ask(received="2024-06-01T08:00", requested_arrival="2024-06-03T10:00", contract_arrival_hours="2")
    assert answer["arrive_by"] == "2024-06-03T10:00:00+08:00"
    assert answer["arrive_by_hours"] == "2024-06-01T10:00:00+08:00"
    assert answer["clauses"] == ["4(4)"]


@pytest.mark.parametrize(
    ("hours", "arrive_by"),
    [("2", "2024-06-01T10:00:00+08:00"), ("0.5", "2024-06-01T08:30:00+08:00"), ("72", "2024-06-04T08:00:00+08:00")],
)
def test_a_contracts_hours_come_before_the_rules(ask: Ask, hours: str, arrive_by: str) -> None:
    answer = ask(received="2024-06-01T08:00", contract_arrival_hours=hours)
    assert answer["arrive_by"] == arrive_by
    assert sorted(answer["clauses"]) == ["2a", "4(4)"]


@pytest.mark.parametrize(
    ("repaired_on", "cause", "charge", "clause"),
    [
        ("2026-06-01", "wear", "free", "4(6)"),
        ("2026-03-03", "wear", "free", "4(6)"),
        ("2026-03-02", "wear", "paid", "3(2)"),
        ("2026-03-03", "unknown", "free", "4(6)"),
        ("2026-03-03", "customer_use", "paid", "3(2)"),
        ("2026-03-03", "third_party", "paid", "3(2)"),
        ("2026-03-03", "force_majeure", "paid", "3(2)"),
    ],
)
def test_our_repair_answers_for_90_days(ask: Ask, repaired_on: str, cause: str, charge: str, clause: str) -> None:
    answer = ask(handover="2020-01-01", months="12", received="2026-06-01T08:00", cause=cause, repaired_on=repaired_on)
    assert answer["charge"] == charge
    assert answer["clauses"] == [clause, "4(4)", "1.3"]
    assert answer["is_recurrence"] is True


def test_stops_move_the_arrival_by_hours_and_not_the_answer(ask: Ask) -> None:
    stops = ("--stop", "2024-06-01T10:00,2024-06-01T11:30", "--stop", "2024-06-01T11:00,2024-06-01T12:00:01")
    answer = ask(*stops, received="2024-06-01T08:00")
    assert answer["arrive_by"] == "2024-06-01T22:00:01+08:00"
    assert answer["respond_by"] == "2024-06-01T12:00:00+08:00"
    (day,) = answer["sums"]["arrival"]
    assert (day["counted_seconds"], day["stood_still_seconds"]) == (12 * 3600, 2 * 3600 + 1)
    promised = ask(*stops, received="2024-06-01T08:00", requested_arrival="2024-06-01T15:00")
    assert promised["arrive_by"] == "2024-06-01T15:00:00+08:00"


DESK = "Mon-Fri 08:30-12:00,13:30-18:00 +CN"


def test_a_calendar_with_the_holidays_and_make_up_days_of_china(ask: Ask) -> None:
    answer = ask(received="2025-09-30T16:00", contract_arrival_hours="10", calendar=DESK)
    assert answer["arrive_by"] == "2025-10-09T18:00:00+08:00"
    saturday = ask(received="2025-10-10T17:00", contract_arrival_hours="2", calendar=DESK)
    assert saturday["arrive_by"] == "2025-10-11T09:30:00+08:00"
    assert sorted(saturday["clauses"]) == ["2a", "4(4)"]
    assert saturday["provisional"] is False


def test_a_way_over_years_knows_the_holidays_of_each(ask: Ask) -> None:
    far = ask(received="2024-01-02T08:30", contract_arrival_hours="4000", calendar=DESK)
    counted = [day for day in far["sums"]["arrival"] if day["on"] < "2025-01-01" and day["counted_seconds"]]
    assert len(counted) == 251  # the working days of 2024 as announced
    assert sum(day["counted_seconds"] for day in far["sums"]["arrival"]) == 4000 * 3600


def test_a_year_not_announced_is_counted_provisionally(ask: Ask) -> None:
    answer = ask(received="2060-01-04T08:30", contract_arrival_hours="8", calendar=DESK)
    assert answer["provisional"] is True
    assert any("2060" in fact for fact in answer["facts"]["arrival"])


def test_a_calendar_from_a_file(ask: Ask, tmp_path: Path) -> None:
    toml = tmp_path / "desk.toml"
    toml.write_text(
        'week = "Mon-Fri 09:00-17:00"\nholidays = "CN"\n[days]\n"2026-11-24" = "rest"\n'
        '"2026-11-28" = "work"\n"2026-11-29" = "10:00-11:00"\n',
        "utf-8",
    )
    answer = ask(received="2026-11-23T16:00", contract_arrival_hours="2", calendar=str(toml))
    assert answer["arrive_by"] == "2026-11-25T10:00:00+08:00"
    as_json = tmp_path / "desk.json"
    as_json.write_text(json.dumps({"week": "Mon-Fri 09:00-17:00", "days": {"2026-11-29": "10:00-11:00"}}), "utf-8")
    answer = ask(received="2026-11-27T16:30", contract_arrival_hours="1", calendar=str(as_json))
    assert answer["arrive_by"] == "2026-11-29T10:30:00+08:00"


GOOD = ("--received", "2024-06-01T08:00")


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--received",),
        ("--received", ""),
        ("--received", "yesterday"),
        ("--received", "2025-02-29T09:00"),
        ("--received", "2025-02-28T24:00"),
        ("--received", "2025-02-28T09:00+25:00"),
        ("--received", "2025-W09-5T09:00"),
        ("--received", "9999-12-31T23:00"),
        (*GOOD, "--handover", "2024-13-01"),
        (*GOOD, "--handover", "2024-1-1"),
        (*GOOD, "--handover", "31/01/2024"),
        (*GOOD, "--months", "-1"),
        (*GOOD, "--months", "1201"),
        (*GOOD, "--months", "12.5"),
        (*GOOD, "--months", "twelve"),
        (*GOOD, "--months", ""),
        (*GOOD, "--handover", "9990-01-01", "--months", "1200"),
        (*GOOD, "--cause", "rust"),
        (*GOOD, "--cause", "Material"),
        (*GOOD, "--contract-arrival-hours", "0"),
        (*GOOD, "--contract-arrival-hours", "-2"),
        (*GOOD, "--contract-arrival-hours", "nan"),
        (*GOOD, "--contract-arrival-hours", "8760.1"),
        (*GOOD, "--requested-arrival", "2024-06-01T07:59:59"),
        (*GOOD, "--requested-arrival", "soon"),
        (*GOOD, "--repaired-on", "2024-06-02"),
        (*GOOD, "--stop", "2024-06-01T09:00"),
        (*GOOD, "--stop", "2024-06-01T09:00,"),
        (*GOOD, "--stop", "2024-06-01T09:00,2024-06-01T08:59"),
        (*GOOD, "--calendar", "whenever"),
        (*GOOD, "--calendar", "+CN"),
        (*GOOD, "--calendar", "Mon 08:00-12:00 +ZZ"),
        (*GOOD, "--calendar", "missing.toml"),
        (*GOOD, "--lang", "fr"),
        (*GOOD, "--surprise"),
        (*GOOD, "--json", "--months", "1201"),
    ],
)
def test_bad_input_is_one_line_and_status_2(refused: Callable[..., str], options: tuple[str, ...]) -> None:
    assert refused(*options).strip()


def test_a_refusal_is_in_the_chosen_language(refused: Callable[..., str]) -> None:
    assert refused(*GOOD, "--months", "x", "--lang", "en").startswith("--months needs a whole number")
    assert "须是 0 至 1200 的整数" in refused(*GOOD, "--months", "x", "--lang", "zh")


@pytest.mark.parametrize(("lang", "words"), [("en", ("free of charge", "Arrive by")), ("zh", ("免费", "到场时限"))])
def test_the_text_explains_itself_in_both_languages(
    capsys: pytest.CaptureFixture[str], lang: str, words: tuple[str, ...]
) -> None:
    options = ("--handover", "2024-01-31", "--months", "12", "--cause", "material", "--calendar", DESK)
    assert main(["explain", *GOOD, *options, "--repaired-on", "2024-01-01", "--lang", lang]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in words)
    assert "{" not in text
    if lang == "zh":
        assert "warranty" not in text.lower()


def test_aftersales_lang_sets_the_language_and_lang_wins(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_LANG", "zh")
    main(["explain", *GOOD])
    assert "到场时限" in capsys.readouterr().out
    main(["explain", *GOOD, "--lang", "en"])
    assert "Arrive by" in capsys.readouterr().out


def test_it_runs_as_a_process_of_its_own_without_a_database(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aftersales", "explain", *GOOD, "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(done.stdout)["arrive_by"] == "2024-06-01T20:00:00+08:00"
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    handover=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    months=st.integers(0, 1200),
    shift=st.integers(-3, 3),
    second=st.integers(0, 86_399),
    cause=st.sampled_from(list(Cause)),
)
def test_any_day_around_the_end_is_decided_as_the_calendar_says(
    ask: Ask, handover: date, months: int, shift: int, second: int, cause: Cause
) -> None:
    received_on = add_months(handover, months) + timedelta(days=shift)
    received = (datetime.combine(received_on, datetime.min.time()) + timedelta(seconds=second)).isoformat()
    answer = ask(handover=handover.isoformat(), months=str(months), received=received, cause=cause.value)
    assert answer["in_warranty"] is (months > 0 and shift <= 0)
    assert (answer["charge"] == "paid") is not answer["in_warranty"]
    arrive_after = datetime.fromisoformat(answer["arrive_by"]).replace(tzinfo=None) - datetime.fromisoformat(received)
    assert arrive_after == timedelta(hours=12 if answer["in_warranty"] else 48)
