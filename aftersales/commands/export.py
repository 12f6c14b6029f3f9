"""`aftersales export`: a register's rows as Excel or CSV."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from aftersales.clock import utc_now
from aftersales.commands.console import command_language, say, told
from aftersales.config import service_zone, settings
from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, count_rows, each_batch
from aftersales.rules.message import N_
from aftersales.rules.periods import Period
from aftersales.rules.roles import SYSTEM
from aftersales.services.contacts import note_export


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("export", help=told(N_("write a register's rows as an Excel or CSV file")))
    parser.add_argument("register", choices=tuple(REGISTERS), help=told(N_("which register")))
    parser.add_argument("--from", dest="from_on", type=_day, help=told(N_("the first day, like 2026-10-01")))
    parser.add_argument("--to", dest="to_on", type=_day, help=told(N_("the last day")))
    parser.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help=told(N_("the kind of file")))
    parser.add_argument("--lang", choices=("zh", "en"), help=told(N_("the file's language")))
    parser.add_argument(
        "--contacts", action="store_true", help=told(N_("with phones and addresses in full; the trail notes it"))
    )
    parser.add_argument("--out", type=Path, default=Path(), help=told(N_("the folder to write into")))


def _day(typed: str) -> date:
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise argparse.ArgumentTypeError(told(N_("a day is written like 2026-10-01, not {day}"), day=typed)) from None


def run(args: argparse.Namespace) -> int:
    # Here, so that other commands don't wait for the Excel library.
    from aftersales.documents.export_file import MOST_EXPORTED, ensure_fits, export_file_name, write_register

    register = REGISTERS[args.register]
    if args.from_on and args.to_on:
        Period(args.from_on, args.to_on)  # refuses the wrong way round
    selection = Selection(_start(args.from_on), _start(args.to_on + timedelta(days=1)) if args.to_on else None)
    path = args.out / export_file_name(register, args.from_on, args.to_on, args.format)
    store = Store.open(settings().database_url)
    try:
        if not store.readiness().is_ready:
            raise Unavailable(N_("There is no company here yet: begin with aftersales serve or aftersales demo."))
        with store.reading() as session:
            total = count_rows(session, SYSTEM, register, selection, most=MOST_EXPORTED)
            ensure_fits(total, args.format)
            batches = each_batch(session, SYSTEM, register, selection, is_masked=not args.contacts)
            args.out.mkdir(parents=True, exist_ok=True)
            count = write_register(
                path, register, batches, args.format, args.lang or command_language(), told=_progress(total)
            )
        if args.contacts:
            with store.unit_of_work() as session:
                note_export(session, register=register.key, from_on=args.from_on, to_on=args.to_on, now=utc_now())
    except OSError as error:
        raise Unavailable(
            N_("The file {path} can't be written: {why}."), path=str(path), why=error.strerror or ""
        ) from None
    finally:
        store.close()
    say(N_("Written: {path}"), path=str(path))
    say(N_("Rows: {count}"), count=count)
    return 0


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), service_zone()) if day else None


def _progress(total: int) -> Callable[[int], None]:
    """One line that counts, where a person looks on; nothing in a pipe."""

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            print(f"\r{done:,} / {total:,}", end=end, file=sys.stderr, flush=True)

    return tell
