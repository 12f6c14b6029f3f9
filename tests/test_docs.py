"""What the papers say is what the code does."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from aftersales.cli import build_parser
from aftersales.places import product_folder

ROOT = product_folder()
README = (ROOT / "README.md").read_text("utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text("utf-8")


def blocks(heading: str, language: str) -> list[str]:
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"```{language}\n(.*?)\n```", section, re.DOTALL)


def test_every_setting_is_documented() -> None:
    folders = [ROOT / "aftersales", ROOT / "pages", ROOT / "tests", ROOT / "benchmarks"]
    code = "\n".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    settings = set(re.findall(r"\bAFTERSALES_[A-Z_]*[A-Z]\b", code))
    assert len(settings) > 5
    assert {name for name in settings if f"`{name}`" not in RUNNING} == set()


def test_every_command_is_documented() -> None:
    actions = build_parser()._subparsers
    assert actions is not None
    commands = actions._group_actions[0].choices
    assert commands
    assert [name for name in commands if f"aftersales {name}" not in RUNNING] == []


@pytest.mark.parametrize("heading", ["Start it", "Test it"])
def test_the_readme_has_one_line_for_each_system(heading: str) -> None:
    for language in ("sh", "powershell"):
        found = blocks(heading, language)
        assert found, language
        assert "\n" not in found[0]


@pytest.mark.skipif(shutil.which("awk") is None, reason="no awk here")
def test_ci_runs_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    program = re.search(r"\$\(awk '(.*)' README.md\)", script)
    assert program
    found = subprocess.run(["awk", program[1], str(ROOT / "README.md")], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == blocks("Test it", "sh")[0]
