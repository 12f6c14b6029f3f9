"""What a process of the product finds in its environment when it is started by the benchmark."""

from __future__ import annotations

import os
from pathlib import Path

from aftersales.places import product_folder


def environment_of(store_url: str, folder: Path) -> dict[str, str]:
    """The given store, a data folder of its own, and this checkout whatever folder it is started from."""
    path = os.pathsep.join(filter(None, (str(product_folder()), os.environ.get("PYTHONPATH"))))
    own = {"AFTERSALES_DATABASE_URL": store_url, "AFTERSALES_DATA": str(folder / "data"), "PYTHONPATH": path}
    return {**os.environ, **own}
