"""`aftersales import signs FILE.xlsx`: take a company's own register of installed signs.

Exit status: 0 when the file was worked through, also where rows were refused (each is named on a line of its
own); 2 when nothing could be done, with one line on stderr.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from aftersales.clock import local_day, utc_now
from aftersales.commands.company import add_backed_up, open_up_to_date, prepare_own_company, show_progress
from aftersales.commands.console import command_language, say, told
from aftersales.config import data_folder, settings
from aftersales.documents.mend_file import mend_file
from aftersales.documents.register_file import Register, read_register
from aftersales.documents.register_refusals import RowProblem
from aftersales.errors import InvalidInput
from aftersales.locale import sentence
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM
from aftersales.services.import_signs import ImportOutcome, foresee_import, import_signs

LONG_REGISTER_ROWS = 5_000


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("import", help=told(N_("take what the company has kept elsewhere")))
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    signs = kinds.add_parser(
        "signs",
        help=told(N_("a register of installed signs from Excel")),
        description=told(
            N_(
                "Reads the register as it is: title rows, Chinese or English headings in any order, dates and "
                "warranty periods as people write them. Good rows are taken all together or not at all; what is "
                "stored already is left as it is. Each refused row is printed on one line, and they are written "
                "into an Excel file to mend and import again. Exit status: 0 when the file was worked through, "
                "2 when nothing could be done."
            )
        ),
    )
    signs.add_argument("file", metavar="FILE.xlsx", type=Path, help=told(N_("the register")))
    signs.add_argument("--dry-run", action="store_true", help=told(N_("only say what would happen; store nothing")))
    add_backed_up(signs)
    signs.add_argument(
        "--rejects",
        metavar="FILE",
        type=Path,
        help=told(N_("where to write the refused rows; else NAME.rejects.xlsx in the current folder")),
    )


def run(args: argparse.Namespace) -> int:
    if args.rejects is not None and args.rejects.resolve() == args.file.resolve():
        raise InvalidInput(N_("The refused rows can't be written over the register itself."), field="rejects")
    now = utc_now()
    register = read_register(args.file, today=local_day(now))
    data_folder().mkdir(parents=True, exist_ok=True)
    url = settings().database_url
    if not args.dry_run:
        prepare_own_company(url, backed_up=args.backed_up)
    store = open_up_to_date(url, backed_up=args.backed_up)
    try:
        if args.dry_run:
            with store.reading() as session:
                outcome = foresee_import(session, actor=SYSTEM, rows=register.rows, problems=register.problems)
        else:
            is_long = len(register.rows) > LONG_REGISTER_ROWS
            with store.unit_of_work() as session:
                outcome = import_signs(
                    session,
                    actor=SYSTEM,
                    now=now,
                    rows=register.rows,
                    problems=register.problems,
                    progress=show_progress if is_long else None,
                )
    finally:
        store.close()
    _print_rows(register, outcome)
    _print_summary(outcome, is_dry_run=args.dry_run)
    if outcome.problems:
        _write_rejects(args, register, outcome)
    return 0


def line_of(problem: RowProblem) -> str:
    """ "row 21, H21: …": the row, then each faulty cell with its reason."""
    language = command_language()
    first, *more = problem.faults
    line = told(
        N_("row {row}, {cell}: {reason}"),
        row=str(problem.row),
        cell=first.cell,
        reason=sentence(first.reason, language),
    )
    rest = [told(N_("{cell}: {reason}"), cell=fault.cell, reason=sentence(fault.reason, language)) for fault in more]
    return " ".join((line, *rest))


def _print_rows(register: Register, outcome: ImportOutcome) -> None:
    if register.ignored_headings:
        say(N_("Columns that were not read: {columns}."), columns=register.ignored_headings)
    if register.other_sheets:
        say(
            N_("Only the sheet “{sheet}” was read; import these on their own: {others}."),
            sheet=register.sheet,
            others=register.other_sheets,
        )
    for warning in register.warnings:
        say(N_("Note on row {row}, {cell}: {reason}"), row=str(warning.row), cell=warning.cell, reason=warning.reason)
    for problem in outcome.problems:
        print(line_of(problem))


def _print_summary(outcome: ImportOutcome, *, is_dry_run: bool) -> None:
    counts = {
        "signs": outcome.signs,
        "customers": outcome.customers,
        "contacts": outcome.contacts,
        "projects": outcome.projects,
        "types": outcome.sign_types,
        "offices": outcome.offices,
    }
    if is_dry_run:
        say(
            N_(
                "Would be new: signs: {signs}, customers: {customers}, contacts: {contacts}, projects: {projects}, "
                "sign types: {types}, offices: {offices}."
            ),
            **counts,
        )
    else:
        say(
            N_(
                "New: signs: {signs}, customers: {customers}, contacts: {contacts}, projects: {projects}, "
                "sign types: {types}, offices: {offices}."
            ),
            **counts,
        )
    say(
        N_("Stored already and left as they are: {unchanged}. Refused rows: {refused}."),
        unchanged=outcome.unchanged,
        refused=len(outcome.problems),
    )


def _write_rejects(args: argparse.Namespace, register: Register, outcome: ImportOutcome) -> None:
    """The file to mend. A dry run writes it only where it was asked for."""
    if args.dry_run and args.rejects is None:
        return
    path = args.rejects or _free_name(args.file)
    try:
        path.write_bytes(mend_file(register.headings, outcome.problems, language=command_language()))
    except OSError as error:
        # The rows are stored and named above; only this help is missing.
        print(
            told(N_("The file {path} can't be written: {why}."), path=str(path), why=error.strerror or ""),
            file=sys.stderr,
        )
        return
    say(N_("The refused rows are in {path}: mend them there and import that file."), path=str(path))


def _free_name(source: Path) -> Path:
    """ "register.rejects.xlsx" in the current folder; never over a file that somebody may be mending."""
    stem = source.stem.split(".rejects")[0]
    path, number = Path(f"{stem}.rejects.xlsx"), 1
    while path.exists():
        number += 1
        path = Path(f"{stem}.rejects-{number}.xlsx")
    return path
