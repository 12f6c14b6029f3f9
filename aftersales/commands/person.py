"""`aftersales person export|erase`: hand out, or erase, what is stored about one person of a customer."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.commands.console import command_language, say, told
from aftersales.config import settings
from aftersales.database import Store
from aftersales.documents.person_text import person_text
from aftersales.errors import InvalidInput, NotFound, Unavailable
from aftersales.queries.person_data import FoundPerson, find_people, get_person_of_contact
from aftersales.queries.person_hits import list_hits
from aftersales.queries.person_reach import Person, rows_of_person
from aftersales.rules.message import N_
from aftersales.rules.names import digits_of
from aftersales.rules.roles import SYSTEM
from aftersales.services.erase_person import erase_person, other_words
from aftersales.services.hand_out_person import hand_out_person


def add_parser(subparsers: Any) -> None:
    person = subparsers.add_parser("person", help=told(N_("hand out or erase what is stored about one person")))
    deeds = person.add_subparsers(dest="deed", metavar="export|erase", required=True)
    export = deeds.add_parser("export", help=told(N_("all that is stored about one person, as JSON")))
    export.add_argument("--text", action="store_true", help=told(N_("as a text to read instead of JSON")))
    export.add_argument("--out", metavar="FILE", help=told(N_("write it there instead of on the screen")))
    erase = deeds.add_parser("erase", help=told(N_("erase one person from the live tables and the trail's words")))
    erase.add_argument("--reason", required=True, help=told(N_("why, as it is kept in the trail")))
    erase.add_argument("--photos", action="store_true", help=told(N_("the photos of their requests, too")))
    erase.add_argument("--yes", action="store_true", help=told(N_("do it; without this it is only said what would go")))
    for deed in (export, erase):
        deed.add_argument("--phone", default="", help=told(N_("the person's telephone number, all of it")))
        deed.add_argument(
            "--customer-contact", type=int, metavar="ID", help=told(N_("the contact's number in the register"))
        )
        deed.add_argument(
            "--also", action="append", default=[], metavar="WORD",
            help=told(N_("another word for the person: a nickname, another spelling; may be given several times")),
        )  # fmt: skip
        deed.add_argument("--name", default="", help=told(N_("the person's name, as it is stored")))


def run(args: argparse.Namespace) -> int:
    store = Store.open(settings().database_url)
    try:
        if not store.readiness().is_ready:
            raise Unavailable(N_("There is no company in this database yet, or it is not up to date. Start it first."))
        return _export(store, args) if args.deed == "export" else _erase(store, args)
    finally:
        store.close()


def _the_one(session: Session, args: argparse.Namespace) -> Person:
    """Whom name and number mean together, with the other words for them. Raises NotFound for nobody, InvalidInput."""
    return replace(_named(session, args), also=other_words("\n".join(args.also)))


def _named(session: Session, args: argparse.Namespace) -> Person:
    if args.customer_contact is not None:
        return get_person_of_contact(session, SYSTEM, args.customer_contact)
    if not (args.phone or args.name):
        raise InvalidInput(N_("Say who: --phone, --name or both, or --customer-contact."))
    found = find_people(session, SYSTEM, args.phone or args.name)
    fitting = [one for one in found if not args.name or one.person.name == args.name.strip()]
    if args.phone:
        fitting = [one for one in fitting if one.person.digits == digits_of(args.phone)]
    if not fitting:
        raise NotFound(N_("Nothing about this person is stored."))
    if len(fitting) > 1:
        raise InvalidInput(
            N_("Several people fit: {people}. Say --name and --phone."), people=", ".join(map(_line, fitting))
        )
    return fitting[0].person


def _line(found: FoundPerson) -> str:
    return f"{found.person.name} {found.phone}".strip()


def _export(store: Store, args: argparse.Namespace) -> int:
    with store.unit_of_work() as session:
        told_all = hand_out_person(session, actor=SYSTEM, now=utc_now(), person=_the_one(session, args))
    if args.text:
        text = person_text(told_all, command_language()).rstrip()
    else:
        text = json.dumps(told_all, ensure_ascii=False, indent=2)
    if args.out:
        try:
            Path(args.out).write_text(text + "\n", "utf-8")
        except OSError as error:
            raise Unavailable(
                N_("The file {path} can't be written: {why}."), path=args.out, why=error.strerror or ""
            ) from None
        say(N_("Written to {path}."), path=args.out)
    else:
        print(text)
    return 0


def _erase(store: Store, args: argparse.Namespace) -> int:
    if not args.yes:
        with store.reading() as session:
            person = _the_one(session, args)
            rows = rows_of_person(session, SYSTEM, person)
            counted, hits = rows.count(), list_hits(session, SYSTEM, rows)
        for table, number in sorted(counted.items()):
            print(f"{table}\t{number}")
        for hit in hits:
            print(f"{hit.table}\t{hit.record}\t{' '.join(hit.text.split())}")
        say(N_("Nothing was erased. Add --yes to erase it; it can't be undone."))
        return 0
    with store.unit_of_work() as session:
        person = _the_one(session, args)
        erased = erase_person(
            session, actor=SYSTEM, now=utc_now(), person=person, reason=args.reason, with_photos=args.photos
        )
    for table, number in sorted(erased.items()):
        print(f"{table}\t{number}")
    say(N_("Erased. Backup copies that were made before still hold it until they are deleted."))
    return 0
