"""`aftersales report` writes both files and refuses in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftersales.cli import main
from tests.screens.small_company import build_small_company


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own.sqlite3"
    url = f"sqlite:///{path.as_posix()}"
    build_small_company(url, is_demo=False)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    return tmp_path


def test_both_files_are_written(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = company / "reports"
    assert main(["report", "--month", "2026-10", "--lang", "zh", "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {"after-sales-2026-10.pdf", "after-sales-2026-10.xlsx"}
    assert (out / "after-sales-2026-10.pdf").read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out.count("Written: ") == 2


def test_only_one_of_them(company: Path) -> None:
    assert main(["report", "--format", "xlsx", "--out", str(company / "r")]) == 0
    assert [path.suffix for path in (company / "r").iterdir()] == [".xlsx"]


@pytest.mark.parametrize("month", ["2026-13", "October", "2026/10"])
def test_what_is_no_month_is_refused_in_one_line(company: Path, capsys: pytest.CaptureFixture[str], month: str) -> None:
    assert main(["report", "--month", month, "--out", str(company)]) == 2
    assert capsys.readouterr().err == f"A month is written like 2026-10, not {month}.\n"


def test_a_folder_that_is_a_file_is_told(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / "taken").write_text("x")
    assert main(["report", "--out", str(company / "taken")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_without_a_company_it_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", f"sqlite:///{(tmp_path / 'none.sqlite3').as_posix()}")
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    assert main(["report", "--out", str(tmp_path)]) == 2
    assert "aftersales demo" in capsys.readouterr().err
