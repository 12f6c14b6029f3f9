"""A wheel built from the checkout runs elsewhere: nothing it needs is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from aftersales.places import product_folder
from tests.screens.browser import running_server

pytestmark = pytest.mark.slow
ROOT = product_folder()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, timeout=300)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_what_lies_beside_the_package_and_nothing_beside_its_own_folder(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        "streamlit_app.py",
        ".streamlit/config.toml",
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*.py")),
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "db").rglob("*.py")),
    }
    assert {f"aftersales/_product/{name}" for name in expected} <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"aftersales"}
    catalogs = {f"aftersales/locale/zh/{path.name}" for path in (ROOT / "aftersales/locale/zh").glob("*.po")}
    assert catalogs <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith((".sqlite3", ".lock"))]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `aftersales` of a fresh virtual environment in which the wheel was installed."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)], check=True, timeout=900)
    return scripts / "aftersales"


def test_the_installed_demo_is_healthy_from_any_folder(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "share"),
        "LOCALAPPDATA": str(home / "share"),
        "AFTERSALES_DATA": "",
        "AFTERSALES_DATABASE_URL": "",
        "PYTHONPATH": "",
    }
    with running_server("demo", environment=environment, folder=tmp_path, command=(str(installed),)):
        assert list(home.rglob("demo.sqlite3"))
    # Nothing was written where it was started, but the log of this test.
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {"home", "server"}


def test_the_installed_command_answers_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        [str(installed), "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        check=True,
    )
    assert said.stdout.strip()
