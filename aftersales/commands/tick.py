"""`aftersales tick`: tell once what is due, for those who run it from their own scheduler."""

from __future__ import annotations

import argparse
from typing import Any

from aftersales.clock import utc_now
from aftersales.commands.console import say, told
from aftersales.config import settings
from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.rules.message import N_
from aftersales.services.ticker import tick


def add_parser(subparsers: Any) -> None:
    subparsers.add_parser(
        "tick", help=told(N_("tell people what became due or late, once; a server does it by itself"))
    )


def run(args: argparse.Namespace) -> int:
    store = Store.open(settings().database_url)
    try:
        if not store.readiness().is_ready:
            raise Unavailable(N_("There is no company in this database yet, or it is not up to date. Start it first."))
        count = tick(store, utc_now())
    finally:
        store.close()
    say(N_("Told: {count}."), count=count)
    return 0
