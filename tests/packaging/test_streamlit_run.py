"""`streamlit run streamlit_app.py` is the same product, for those who work on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from aftersales.places import product_folder
from tests.screens.browser import free_port, wait_until_healthy


@pytest.mark.slow
def test_streamlits_own_command_starts_an_own_company(tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "log"
    environment = {
        **os.environ,
        "AFTERSALES_DATA": str(tmp_path),
        "AFTERSALES_DATABASE_URL": "",
        "AFTERSALES_DEMO": "0",
    }
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=product_folder(), env=environment, stdout=output, stderr=output)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert json.load(answer)["demo"] is False
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        process.wait(10)
    assert (tmp_path / "aftersales.sqlite3").is_file()
    assert "Traceback" not in log.read_text()
