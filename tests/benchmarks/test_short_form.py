"""The short form runs, on both databases, and says what the long one says. No time is ever a reason to fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aftersales.places import product_folder
from benchmarks.figures import FIGURES


def run(folder: Path, *more: str) -> dict[str, object]:
    file = folder / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--short", "--json", str(file), *more],
        cwd=product_folder(), capture_output=True, text=True, env=environment(folder),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read: dict[str, object] = json.loads(file.read_text("utf-8"))
    return read


def environment(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "AFTERSALES_DATA": str(folder / "data")}


@pytest.mark.slow
def test_the_short_form_measures_everything_beside_its_reference(tmp_path: Path) -> None:
    read = run(tmp_path)
    figures = read["figures"]
    assert isinstance(figures, list)
    assert read["skipped"] == {} or all(read["skipped"].values())
    assert {figure["name"].split("-")[0] for figure in figures} >= {"register", "loop", "search", "board", "size"}
    for figure in figures:
        assert figure["ours"] > 0, figure
        assert figure["goal"], figure
        assert (figure["reference"] is None) == (figure["ratio"] is None), figure


def test_a_part_can_be_measured_alone(tmp_path: Path) -> None:
    figures = run(tmp_path, "--only", "decisions")["figures"]
    assert isinstance(figures, list)
    assert [figure["name"] for figure in figures] == ["decide-warranty", "decide-deadline"]
    assert "decisions" in FIGURES


@pytest.mark.slow
def test_it_runs_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    figures = run(tmp_path, "--url", postgres_server, "--only", "register", "search", "board", "size")["figures"]
    assert isinstance(figures, list)
    assert len(figures) >= 11
