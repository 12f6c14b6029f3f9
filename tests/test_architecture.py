"""The layers of docs/architecture.md hold: imports run one way, and files stay small."""

from __future__ import annotations

import subprocess
import sys

from aftersales.places import product_folder

LONGEST_FILE_LINES = 300


def test_imports_run_one_way() -> None:
    # In a process of its own: it silences every logger that it finds.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    told = subprocess.run(command, cwd=product_folder(), capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_file_is_longer_than_a_person_reads() -> None:
    root = product_folder()
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text("utf-8").splitlines())
        for folder in ("aftersales", "pages", "db/demo")
        for path in (root / folder).rglob("*.py")
    }
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}
