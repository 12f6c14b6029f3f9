"""`aftersales serve` and `aftersales demo`: prepare the database, then serve the product on one port."""

from __future__ import annotations

import argparse
import os
import threading
import time
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

from aftersales.commands.company import load_demo_company, prepare_own_company
from aftersales.commands.console import say, told
from aftersales.commands.server_port import find_free_port, is_free
from aftersales.config import data_folder, settings
from aftersales.errors import InvalidInput, Unavailable
from aftersales.places import product_folder
from aftersales.rules.message import N_

DEFAULT_PORT = 8501
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add_parser(subparsers: Any) -> None:
    demo = subparsers.add_parser("demo", help=told(N_("start the product with its demo company")))
    demo.add_argument("--reset", action="store_true", help=told(N_("throw the demo company away and begin again")))
    serve = subparsers.add_parser("serve", help=told(N_("start the product with your own company")))
    for parser in (demo, serve):
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=told(N_("the port to listen on")))
        parser.add_argument("--no-browser", action="store_true", help=told(N_("do not open a browser")))
    serve.add_argument("--host", default=LOOPBACK[0], help=told(N_("the address to listen on")))


def run(args: argparse.Namespace) -> int:
    host = getattr(args, "host", LOOPBACK[0])
    ensure_can_listen(args.command, host, args.port)
    is_demo = args.command == "demo"
    # The pages read the settings anew from the environment, in this same process.
    os.environ["AFTERSALES_DEMO"] = "1" if is_demo else "0"
    data_folder().mkdir(parents=True, exist_ok=True)
    url = settings().database_url
    if is_demo:
        load_demo_company(url, is_reset=args.reset)
    else:
        prepare_own_company(url)
    address = f"http://{'localhost' if host in LOOPBACK else host}:{args.port}"
    threading.Thread(
        target=announce, args=(address, args.port, not args.no_browser), name="announce", daemon=True
    ).start()
    return serve_pages(host, args.port)


def ensure_can_listen(command: str, host: str, port: int) -> None:
    """Refuse what can't work before anything is prepared."""
    if host not in LOOPBACK:
        raise InvalidInput(
            N_(
                "{host} is refused: there is no sign-in yet, so everybody who reaches this address could read and "
                "change everything. Leave --host out, and the server answers on this machine only."
            ),
            field="host",
            host=host,
        )
    if not 1 <= port <= 65535:
        raise InvalidInput(N_("The port has to be between 1 and 65535."), field="port")
    try:
        is_port_free = is_free(host, port)
    except PermissionError:
        raise Unavailable(
            N_("Port {port} is kept for the system. Choose another one: aftersales {command} --port {free}"),
            port=str(port),
            free=str(find_free_port(host, DEFAULT_PORT - 1) or DEFAULT_PORT),
            command=command,
        ) from None
    if is_port_free:
        return
    free = find_free_port(host, port)
    if free is None:
        raise Unavailable(N_("Port {port} is taken, and so are those above it."), port=str(port))
    raise Unavailable(
        N_("Port {port} is taken. Port {free} is free: aftersales {command} --port {free}"),
        port=str(port),
        free=str(free),
        command=command,
    )


def announce(address: str, port: int, open_browser: bool) -> None:
    """Say the address once the server answers, and open it in a browser if wanted."""
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            break
        time.sleep(0.1)
    else:
        return
    say(N_("Open {address} in a browser. Ctrl-C ends the server."), address=address)
    if open_browser:
        webbrowser.open(address)


def serve_pages(host: str, port: int) -> int:
    """Run Streamlit's own server in this process until it is stopped."""
    from click.exceptions import Abort
    from streamlit.web.cli import main as streamlit

    script: Path = product_folder() / "streamlit_app.py"
    options = {
        "server.address": host,
        "server.port": port,
        "server.headless": "true",
        # Another site's script must not reach this server under a name of its own (DNS rebinding).
        "server.allowedHosts": list(LOOPBACK),
        "server.fileWatcherType": "none",
        "server.runOnSave": "false",
        "client.toolbarMode": "minimal",
    }
    flags: list[str] = []
    for name, value in options.items():
        for single in value if isinstance(value, list) else [value]:
            flags += [f"--{name}", str(single)]
    try:
        streamlit(["run", str(script), *flags], prog_name="streamlit", standalone_mode=False)
    except (KeyboardInterrupt, Abort):  # Ctrl-C, as Streamlit's command line passes it on
        pass
    except SystemExit as end:
        if end.code:
            return int(end.code) if isinstance(end.code, int) else 1
    say(N_("The server has stopped."))
    return 0
