"""`aftersales figures`: count leadership's daily sums again, those that changed or all of them."""

from __future__ import annotations

import argparse
from typing import Any

from aftersales.commands.console import say, told
from aftersales.config import settings
from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.rules.message import N_


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("figures", help=told(N_("count leadership's daily sums again")))
    parser.add_argument("--rebuild", action="store_true", help=told(N_("all days, not only those that changed")))


def run(args: argparse.Namespace) -> int:
    from aftersales.services.figures import count_marked, rebuild_figures

    store = Store.open(settings().database_url)
    try:
        if not store.readiness().is_ready:
            raise Unavailable(N_("There is no company here yet: begin with aftersales serve or aftersales demo."))
        with store.unit_of_work() as session:
            if args.rebuild:
                count = rebuild_figures(session)
            else:
                count = 0
                while more := count_marked(session):
                    count += more
    finally:
        store.close()
    say(N_("Daily sums counted: {count}."), count=count)
    return 0
