"""The product's own server, as its command starts it, on a store of the benchmark."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aftersales.database import Store
from benchmarks.environment import environment_of

START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    process_id: int

    @property
    def resident_mib(self) -> float | None:
        """The memory that the server holds; None where the system doesn't tell."""
        status = Path(f"/proc/{self.process_id}/status")
        if not status.exists():
            return None
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def open_to_everybody(store: Store) -> None:
    """Let the bench company count as a demo, in which a browser may be anybody; for copies only."""
    with store.unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE company SET is_demo = TRUE, is_loaded = TRUE")


@contextmanager
def product_served(store_url: str, folder: Path, command: str = "demo") -> Iterator[Served]:
    """`aftersales demo` or `serve` in a process of its own, healthy; ended afterwards."""
    port = free_port()
    with (folder / f"server-{port}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "aftersales", command, "--no-browser", "--port", str(port)],
            cwd=folder, env=environment_of(store_url, folder), stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_until_answered(f"http://127.0.0.1:{port}/healthz", process)
        yield Served(port, process.pid)
    finally:
        end(process)


def wait_until_answered(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
