"""How the server starts, what it refuses, and what it says about its health."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from aftersales.cli import main
from aftersales.clock import utc_now
from aftersales.commands.serve import allowed_names
from aftersales.database import Store
from aftersales.rules.roles import SYSTEM
from aftersales.services.accounts import add_account
from tests.screens.browser import free_port, running_server
from tests.screens.small_company import build_small_company


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    monkeypatch.delenv("AFTERSALES_DATABASE_URL", raising=False)
    monkeypatch.setenv("AFTERSALES_DEMO", "0")
    return tmp_path


def test_a_taken_port_is_refused_in_one_line_that_names_a_free_one(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["demo", "--no-browser", "--port", str(port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert f"Port {port} is taken" in said.err
    assert "aftersales demo --port " in said.err


def test_a_port_of_the_system_is_refused_with_another_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_free(host: str, port: int) -> bool:
        if port < 1024:
            raise PermissionError(13, "Permission denied")
        return True

    monkeypatch.setattr("aftersales.commands.serve.is_free", is_free)
    assert main(["serve", "--no-browser", "--port", "80"]) == 2
    assert capsys.readouterr().err.startswith("Port 80 is kept for the system. Choose another one: aftersales serve")


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_cannot_be_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--no-browser", f"--port={port}"]) == 2
    assert capsys.readouterr().err == "The port has to be between 1 and 65535.\n"


def test_a_demo_is_not_shown_to_other_machines(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build_small_company(f"sqlite:///{(own_folder / 'aftersales.sqlite3').as_posix()}")
    assert main(["serve", "--no-browser", "--host", "0.0.0.0", "--port", str(free_port())]) == 2
    assert "in which nobody signs in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "public", "names"),
    [
        ("127.0.0.1", "", ["127.0.0.1", "localhost", "::1"]),
        ("127.0.0.1", "https://fw.example.com", ["127.0.0.1", "localhost", "::1", "fw.example.com"]),
        ("192.168.1.5", "", ["127.0.0.1", "localhost", "::1", "192.168.1.5"]),
        ("0.0.0.0", "https://fw.example.com:8443", ["127.0.0.1", "localhost", "::1", "fw.example.com"]),
        ("0.0.0.0", "", ["*"]),
    ],
)
def test_a_server_answers_to_its_own_names_only(
    host: str, public: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_PUBLIC_URL", public)
    assert allowed_names(host) == names


@pytest.mark.parametrize("wrong", ["fw.example.com", "ftp://x", "https://x/y", "https://"])
def test_a_public_address_that_is_none_is_refused(
    wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFTERSALES_PUBLIC_URL", wrong)
    assert main(["serve", "--no-browser", "--port", str(free_port())]) == 2
    assert capsys.readouterr().err.startswith("AFTERSALES_PUBLIC_URL has to look like")


def test_the_first_start_prints_the_setup_code_and_a_later_one_does_not(own_folder: Path) -> None:
    place = {"AFTERSALES_DATA": str(own_folder), "AFTERSALES_LANG": "en"}
    with running_server("serve", environment=place, folder=own_folder):
        pass
    (log,) = own_folder.glob("server-*.log")
    said = log.read_text()
    assert re.search(r"asks for this code: [a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\n", said)
    log.unlink()
    store = Store.open(f"sqlite:///{(own_folder / 'aftersales.sqlite3').as_posix()}")
    with store.unit_of_work() as session:
        add_account(session, actor=SYSTEM, now=utc_now(), staff_id=1, name="owner")
    store.close()
    with running_server("serve", environment=place, folder=own_folder):
        pass
    (log,) = own_folder.glob("server-*.log")
    assert "code" not in log.read_text()


def test_a_wrong_option_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", "--port", "many"])
    assert end.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_demo_answers_that_it_is_healthy_and_a_demo(own_folder: Path) -> None:
    build_small_company(f"sqlite:///{(own_folder / 'demo.sqlite3').as_posix()}")
    with running_server("demo", environment={"AFTERSALES_DATA": str(own_folder)}, folder=own_folder) as address:
        status, body = get(f"{address}/healthz")
        assert status == 200
        assert json.loads(body) == {"status": "ok", "database": "up to date", "loaded": True, "demo": True}
        assert get(f"{address}/enter?staff=999")[0] == 400
        assert get(f"{address}/enter?staff=1")[0] == 204
        assert [websocket_status(address, host) for host in ("localhost", "elsewhere.example")] == [101, 403]
        # The database goes away under the running server.
        with older_schema(own_folder / "demo.sqlite3"):
            status, body = get(f"{address}/healthz")
            assert status == 503
            assert json.loads(body)["status"] == "unavailable"


def websocket_status(address: str, host: str) -> int:
    """What a page gets that calls this server by the name `host`."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    for name, value in {
        "Host": host,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    try:
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def older_schema(path: Path) -> Iterator[None]:
    """The migration mark is another one, as if an older database had been put in place."""
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    yield


def test_a_company_of_ones_own_has_no_door_to_be_somebody_else(own_folder: Path) -> None:
    with running_server("serve", environment={"AFTERSALES_DATA": str(own_folder)}, folder=own_folder) as address:
        status, body = get(f"{address}/healthz")
        assert (status, json.loads(body)["demo"]) == (200, False)
        assert get(f"{address}/enter?staff=1")[0] == 404


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_it_cleanly(own_folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "aftersales", "serve", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=own_folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if f"http://localhost:{port}" in line:
            process.send_signal(signal.SIGINT)
            break
    rest = process.communicate(timeout=20)[0]
    assert process.returncode == 0, rest
    assert "".join([*said, rest]).splitlines()[-1] == "The server has stopped."
    assert "Traceback" not in rest


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://a/b", "nonsense"])
def test_a_url_that_names_no_database_to_keep_is_refused_in_one_line(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    assert main(["verify"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
