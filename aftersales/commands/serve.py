"""`aftersales serve` and `aftersales demo`: prepare the database, then serve the product on one port."""

from __future__ import annotations

import argparse
import gc
import os
import threading
import time
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aftersales.commands.company import add_backed_up, load_demo_company, prepare_own_company
from aftersales.commands.console import say, told
from aftersales.commands.server_port import find_free_port, is_free
from aftersales.config import data_folder, public_address, settings
from aftersales.database import Store
from aftersales.errors import InvalidInput, RuleBroken, Unavailable
from aftersales.places import product_folder
from aftersales.queries.accounts import is_open_demo
from aftersales.rules.message import N_
from aftersales.services.passwords import new_readable_secret
from aftersales.services.setup import needs_setup

DEFAULT_PORT = 8501
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add_parser(subparsers: Any) -> None:
    demo = subparsers.add_parser("demo", help=told(N_("start the product with its demo company")))
    demo.add_argument("--reset", action="store_true", help=told(N_("throw the demo company away and begin again")))
    serve = subparsers.add_parser("serve", help=told(N_("start the product with your own company")))
    for parser in (demo, serve):
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=told(N_("the port to listen on")))
        parser.add_argument("--no-browser", action="store_true", help=told(N_("do not open a browser")))
        add_backed_up(parser)
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
        load_demo_company(url, is_reset=args.reset, backed_up=args.backed_up)
    else:
        prepare_own_company(url, backed_up=args.backed_up)
    address = public_address() or f"http://{'localhost' if host in LOOPBACK else host}:{args.port}"
    code = None if is_demo else tell_setup_code(url)
    if host not in LOOPBACK:
        ensure_may_listen_elsewhere(url, host)
    threading.Thread(
        target=announce, args=(address, host, args.port, not args.no_browser, code), name="announce", daemon=True
    ).start()
    return serve_pages(host, args.port)


def ensure_can_listen(command: str, host: str, port: int) -> None:
    """Refuse what can't work before anything is prepared."""
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


def tell_setup_code(url: str) -> str | None:
    """While nobody can sign in: the code that opens the setup page, for who reads this terminal."""
    store = Store.open(url)
    try:
        with store.reading() as session:
            if not needs_setup(session):
                return None
    finally:
        store.close()
    code = os.environ.setdefault("AFTERSALES_SETUP_CODE", new_readable_secret(3))
    say(N_("Nobody can sign in yet. The setup page asks for this code: {code}"), code=code)
    return code


def ensure_may_listen_elsewhere(url: str, host: str) -> None:
    """Refuse to show a demo, in which nobody signs in, to other machines; warn where passwords would go in clear."""
    store = Store.open(url)
    try:
        with store.reading() as session:
            is_open = is_open_demo(session)
    finally:
        store.close()
    if is_open:
        raise RuleBroken(
            N_(
                "{host} is refused: this database holds the demo company, in which nobody signs in. "
                "Leave --host out, and the server answers on this machine only."
            ),
            host=host,
        )
    if (public_address() or "").startswith("https://"):
        return
    say(
        N_(
            "Note: without TLS, passwords cross the network in clear. Put a reverse proxy with TLS before the server: "
            "docs/security.md."
        )
    )


def allowed_names(host: str) -> list[str]:
    """The names under which pages may call this server: another site's script can't use a name of its own for it."""
    public = urlsplit(public_address() or "").hostname
    names = [*LOOPBACK, *([public] if public else [])]
    if host in ("0.0.0.0", "::", ""):
        return names if public else ["*"]  # every name of this machine: only sign-in guards
    return names if host in names else [*names, host]


def announce(address: str, host: str, port: int, open_browser: bool, code: str | None = None) -> None:
    """Say the address once the server answers, and open it in a browser if wanted."""
    asked = LOOPBACK[0] if host in (*LOOPBACK, "0.0.0.0", "::") else host
    if code:
        address = f"{address}/?setup={code}"
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://{asked}:{port}/_stcore/health", timeout=2):
            break
        time.sleep(0.1)
    else:
        return
    say(N_("Open {address} in a browser. Ctrl-C ends the server."), address=address)
    if open_browser:
        webbrowser.open(address)


def serve_pages(host: str, port: int) -> int:
    """Run Streamlit's own server in this process until it is stopped."""
    gc.disable()  # until what the server loads is put aside: keep_settled in aftersales/outside/lifespan.py
    from click.exceptions import Abort
    from streamlit.web.cli import main as streamlit

    script: Path = product_folder() / "streamlit_app.py"
    options = {
        "server.address": host,
        "server.port": port,
        "server.headless": "true",
        "server.allowedHosts": allowed_names(host),
        "server.enableXsrfProtection": "true",
        "server.enableCORS": "true",
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
