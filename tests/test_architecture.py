"""The layers of docs/architecture.md hold: imports run one way, and files stay small."""

from __future__ import annotations

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from pytest import CaptureFixture, MonkeyPatch

from aftersales.places import product_folder

LONGEST_FILE_LINES = 300


def test_imports_run_one_way(monkeypatch: MonkeyPatch, capsys: CaptureFixture[str]) -> None:
    monkeypatch.chdir(product_folder())
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_no_file_is_longer_than_a_person_reads() -> None:
    root = product_folder()
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text("utf-8").splitlines())
        for folder in ("aftersales", "pages", "db/demo")
        for path in (root / folder).rglob("*.py")
    }
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}
