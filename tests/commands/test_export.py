"""`aftersales export` writes any register as a file and refuses in one line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sqlmodel import select

from aftersales.cli import main
from aftersales.database import Store
from aftersales.models import Event
from aftersales.queries.registers.known import REGISTERS
from tests.builders import build_firm
from tests.returns_desk import requested

WITH_A_ROW = {"calls", "dispatches", "reports", "surveys", "returns"}  # in the company below


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    url = f"sqlite:///{(tmp_path / 'own.sqlite3').as_posix()}"
    store = Store.open(url)
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        firm = build_firm(session)
        firm.closable()
        requested(firm)
    store.close()
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    return tmp_path


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_each_register_is_written(
    company: Path, capsys: pytest.CaptureFixture[str], register: str, ending: str
) -> None:
    assert main(["export", register, "--format", ending, "--lang", "zh", "--out", str(company / "out")]) == 0
    (written,) = (company / "out").iterdir()
    assert written.name == f"register-{register}.{ending}"
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == f"Rows: {1 if register in WITH_A_ROW else 0}"
    assert said.err == ""  # no progress into a pipe


# 2026-03-10 is the day of the only call.
@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [("2026-03-10", "2026-03-10", 1), ("2026-03-11", "2026-03-31", 0), ("2026-03-01", "2026-03-09", 0)],
)
def test_both_days_count(company: Path, first: str, last: str, rows: int) -> None:
    assert main(["export", "calls", "--from", first, "--to", last, "--out", str(company)]) == 0
    sheet = openpyxl.load_workbook(company / f"register-calls-{first}-{last}.xlsx").active
    assert (
        sum(1 for (number, *_) in sheet.iter_rows(min_row=2, values_only=True) if str(number).startswith("FW")) == rows
    )


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["calls", "--from", "1.10.2026"], ["calls", "--from", "2026-10-02", "--to", "2026-10-01"],
     ["calls", "--format", "pdf"]],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_line(
    company: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    try:
        status = main(["export", *arguments, "--out", str(company)])
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_is_a_file_is_told(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / "taken").write_text("x")
    assert main(["export", "calls", "--out", str(company / "taken")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_phones_are_masked_unless_they_are_asked_for_and_that_is_noted(company: Path, ending: str) -> None:
    def written(*more: str) -> str:
        assert main(["export", "calls", "--format", ending, "--out", str(company), *more]) == 0
        path = company / f"register-calls.{ending}"
        if ending == "csv":
            return path.read_text("utf-8-sig")
        sheet = openpyxl.load_workbook(path).active
        return "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)

    def noted() -> list[dict[str, object]]:
        store = Store.open(f"sqlite:///{(company / 'own.sqlite3').as_posix()}")
        with store.reading() as session:
            told = list(session.exec(select(Event.data).where(Event.name == "export_contacts")))
        store.close()
        return told

    masked = written()
    assert "138****1234" in masked
    assert "13800001234" not in masked.replace(" ", "")
    assert noted() == []
    assert "13800001234" in written("--contacts").replace(" ", "")
    assert noted() == [{"register": "calls", "from": None, "to": None}]
