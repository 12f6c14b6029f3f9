"""`aftersales verify`: prove that nothing in the event trail was changed, taken out, put in or cut off.

Exit status: 0 for a whole trail, 1 where something is wrong with it, 2 when nothing could be checked.
"""

from __future__ import annotations

import argparse
from typing import Any

from aftersales.clock import utc_now
from aftersales.commands.console import say, told
from aftersales.config import data_folder, settings
from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.rules.message import N_
from aftersales.services.trail_notes import find_contradiction, note_head, notes_path, read_notes
from aftersales.services.verify_trail import verify_sealed_trail, verify_trail


def add_parser(subparsers: Any) -> None:
    subparsers.add_parser(
        "verify",
        help=told(N_("prove that the event trail is whole")),
        description=told(
            N_(
                "Reads the whole trail and computes its chain again: changed, missing, inserted and cut-off events "
                "are found. Exit status: 0 for a whole trail, 1 where something is wrong, 2 when nothing could be "
                "checked."
            )
        ),
    )


def run(args: argparse.Namespace) -> int:
    store = Store.open(settings().database_url)
    try:
        if not store.readiness().up_to_date:
            raise Unavailable(N_("This database is not up to date; start the product once, then verify."))
        path = notes_path(data_folder(), store.url)
        notes = read_notes(path)
        with store.reading() as session:
            report = verify_trail(session)
            sealed = verify_sealed_trail(session)
            contradiction = find_contradiction(session, notes) if report.ok else None
            if report.ok and contradiction is None and not store.readiness().is_demo:
                note_head(session, path, now=utc_now())
    finally:
        store.close()
    if report.first_problem is not None:
        say(N_("The trail is broken after {count} events: {problem}"), count=report.count, problem=report.first_problem)
        return 1
    if sealed.first_problem is not None:
        say(
            N_("The trail of integrity complaints is broken after {count} events: {problem}"),
            count=sealed.count, problem=sealed.first_problem,
        )  # fmt: skip
        return 1
    if contradiction is not None:
        say(N_("The chain is whole, but another one was noted before: {problem}"), problem=contradiction[1])
        return 1
    say(N_("The trail is whole: {count} events."), count=report.count)
    if sealed.count:
        say(N_("The trail of integrity complaints, kept apart, is whole: {count} events."), count=sealed.count)
    if report.unaccounted:
        say(
            N_("The words of {count} events are gone, more than the erasures in the trail tell of."),
            count=report.unaccounted,
        )  # fmt: skip
        return 1
    if notes:
        say(N_("It agrees with {count} earlier notes of its head."), count=len(notes))
    if report.erased:
        say(
            N_("The words of {count} events were erased; the chain proves the events without them."),
            count=report.erased,
        )
    return 0
