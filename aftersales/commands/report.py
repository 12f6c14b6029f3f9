"""`aftersales report`: the monthly report as a PDF and an Excel workbook, ready to send."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from aftersales.clock import local_day, utc_now
from aftersales.commands.console import command_language, say, told
from aftersales.config import settings
from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.queries.figures.monthly import get_monthly_report
from aftersales.rules.message import N_
from aftersales.rules.periods import month_before, month_named
from aftersales.rules.roles import SYSTEM


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("report", help=told(N_("write the monthly report as a PDF and an Excel workbook")))
    parser.add_argument("--month", help=told(N_("the month, like 2026-10; the last whole one if left out")))
    parser.add_argument("--lang", choices=("zh", "en"), help=told(N_("the report's language")))
    parser.add_argument(
        "--format", choices=("pdf", "xlsx", "both"), default="both", help=told(N_("which of the two to write"))
    )
    parser.add_argument("--out", type=Path, default=Path(), help=told(N_("the folder to write into")))


def run(args: argparse.Namespace) -> int:
    # Here, so that other commands don't wait for the PDF library.
    from aftersales.documents.monthly_pdf import monthly_report_pdf
    from aftersales.documents.monthly_workbook import monthly_report_workbook

    writers = {"pdf": monthly_report_pdf, "xlsx": monthly_report_workbook}
    now = utc_now()
    month = month_named(args.month) if args.month else month_before(local_day(now))
    language = args.lang or command_language()
    store = Store.open(settings().database_url)
    try:
        if not store.readiness().is_ready:
            raise Unavailable(N_("There is no company here yet: begin with aftersales serve or aftersales demo."))
        with store.reading() as session:
            report = get_monthly_report(session, SYSTEM, month, now=now)
    finally:
        store.close()
    for ending in writers if args.format == "both" else (args.format,):
        path = args.out / report_file_name(f"{month.from_on:%Y-%m}", ending)
        try:
            args.out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(writers[ending](report, language))
        except OSError as error:
            raise Unavailable(
                N_("The file {path} can't be written: {why}."), path=str(path), why=error.strerror or ""
            ) from None
        say(N_("Written: {path}"), path=str(path))
    return 0


def report_file_name(month: str, ending: str) -> str:
    """ "after-sales-2026-10.pdf": the same in both languages, so that it can be mailed anywhere."""
    return f"after-sales-{month}.{ending}"
