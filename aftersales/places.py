"""Where the parts of the product that aren't Python modules lie: in a checkout or inside a wheel."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent
IN_WHEEL = PACKAGE / "_product"


def is_installed() -> bool:
    """Whether this is an installed wheel rather than a checkout."""
    return IN_WHEEL.is_dir()


def product_folder() -> Path:
    """The folder that holds streamlit_app.py, pages/, .streamlit/ and db/."""
    return IN_WHEEL if is_installed() else PACKAGE.parent


def own_data_folder() -> Path:
    """Where data goes unless AFTERSALES_DATA says otherwise.

    A checkout keeps its data in its own ./data; an installed wheel keeps it in the folder that the
    system gives each user, so that the command works from any folder and survives an upgrade.
    """
    if not is_installed():
        return PACKAGE.parent / "data"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Aftersales"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Aftersales"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "aftersales"


def load_module(name: str) -> ModuleType:
    """Import a module that lies in the product folder, such as `db.demo`."""
    folder = str(product_folder())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def migrations_folder() -> Path:
    """The folder of the Alembic migrations."""
    return product_folder() / "db" / "migrations"
