"""`aftersales explain`: what the service rules say about one request, and why. Needs no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aftersales.commands.console import USAGE_ERROR, command_language, told
from aftersales.commands.explain_answer import Answer, answer_as_json, answer_as_text
from aftersales.commands.explain_input import Question, read_question
from aftersales.config import service_zone
from aftersales.errors import AftersalesError, InvalidInput
from aftersales.locale import LANGUAGES, sentence, translate
from aftersales.rules.calendar import Calendar
from aftersales.rules.charge import decide_charge
from aftersales.rules.deadlines import Promise, TermsFrom, arrival_deadline, response_deadline, standard_terms
from aftersales.rules.kinds import Cause, FaultCategory, TermSource
from aftersales.rules.message import N_
from aftersales.rules.recurrence import Earlier, decide_recurrence
from aftersales.rules.warranty import WarrantyTerms, decide_warranty


def add_parser(subparsers: Any) -> None:
    """Values are read by `read_question`, not by argparse: its refusals know no Chinese."""
    parser = subparsers.add_parser(
        "explain",
        help=told(N_("say what the service rules decide for one request, and why")),
        description=told(N_("Decides warranty, charge, answer and arrival for one request, and says why.")),
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--handover", metavar="DAY", help=told(N_("handed over on, YYYY-MM-DD")))
    add("--months", metavar="N", help=told(N_("warranty months, 0 to 1200")))
    add("--received", metavar="MOMENT", help=told(N_("received at, YYYY-MM-DDTHH:MM (needed)")))
    add("--cause", metavar="CAUSE", default=Cause.UNKNOWN.value, help=", ".join(Cause))
    add("--requested-arrival", metavar="MOMENT", help=told(N_("the time the customer asked for")))
    add("--contract-arrival-hours", metavar="H", help=told(N_("the contract's hours to arrive")))
    add("--repaired-on", metavar="DAY", help=told(N_("our own earlier repair of the same fault was finished on")))
    add("--stop", metavar="FROM,TO", action="append", help=told(N_("the arrival clock stood still (may be repeated)")))
    add(
        "--calendar",
        metavar="SPEC",
        help=told(
            N_(
                "the contract's working time, as “Mon-Fri 08:30-12:00,13:30-18:00; Sat 22:00-06:00 +CN” (+CN: less the "
                "public holidays of China, with make-up days), or a .toml or .json file with week, holidays and days"
            )
        ),
    )
    add("--lang", metavar="|".join(LANGUAGES), help=told(N_("language of the answer")))
    add("--json", action="store_true", help=told(N_("answer as JSON")))
    parser.error = _refuse_usage


def run(args: argparse.Namespace) -> int:
    """Print the decision; 0, or 2 with one line on stderr."""
    language = args.lang or command_language()
    try:
        if language not in LANGUAGES:
            language = command_language()
            raise InvalidInput(
                N_("{option} has to be one of {choices}, not “{value}”."),
                option="--lang",
                choices=", ".join(LANGUAGES),
                value=args.lang,
            )
        zone = _zone()
        answer = decide(read_question(args, zone), zone, language)
        if args.json:
            text = json.dumps(answer_as_json(answer, zone, language), ensure_ascii=False, indent=2)
        else:
            text = answer_as_text(answer, zone, language)
    except AftersalesError as error:
        return _refuse(sentence(error, language))
    print(text)
    return 0


def decide(question: Question, zone: ZoneInfo, language: str) -> Answer:
    """Ask the rules; a calendar is given the holidays of every year that the way to the deadline touches."""
    first = last = question.received_at.astimezone(zone).year
    last = max([last] + [stop.to_at.astimezone(zone).year for stop in question.stops if stop.to_at]) + 1
    while True:
        calendar = None
        if question.calendar is not None:
            calendar = question.calendar.calendar(zone, first - 1, last, language)
        answer = _decide(question, zone, calendar, language)
        reached = max(
            moment.astimezone(zone).year for moment in (answer.response.due_at, answer.arrival.by_hours_at) if moment
        )
        if calendar is None or question.calendar is None or question.calendar.country is None or reached < last:
            return answer
        last = reached + 1


def _decide(question: Question, zone: ZoneInfo, calendar: Calendar | None, language: str) -> Answer:
    received_at = question.received_at
    warranty = decide_warranty(
        received_on=received_at.astimezone(zone).date(),
        project=WarrantyTerms(question.handover_on, question.months, TermSource.PROJECT),
    )
    recurrence = decide_recurrence(
        received_at=received_at, fault=FaultCategory.OTHER, earlier=_earlier(question, zone, language), zone=zone
    )
    charge = decide_charge(warranty=warranty.result, cause=question.cause, repeat=recurrence.repeat)
    if question.contract_length is not None:
        terms = TermsFrom(received_at, question.contract_length, calendar, TermSource.CONTRACT, "2a")
    else:
        terms = standard_terms(received_at, warranty.result.in_warranty, calendar)
    promises = (Promise(received_at, question.asked_at),) if question.asked_at else ()
    arrival = arrival_deadline(
        received_at=received_at, terms=(terms,), promises=promises, stops=question.stops, zone=zone
    )
    response = response_deadline(received_at=received_at, calendar=calendar, zone=zone)
    return Answer(warranty, charge, recurrence, response, arrival)


def _earlier(question: Question, zone: ZoneInfo, language: str) -> Sequence[Earlier]:
    if question.repaired_on is None:
        return ()
    finished_at = datetime.combine(question.repaired_on, time(0), tzinfo=zone)
    number = translate(N_("an earlier request"), language)
    return (Earlier(0, number, None, FaultCategory.OTHER, finished_at, was_repaired=True),)


def _zone() -> ZoneInfo:
    try:
        return service_zone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(N_("AFTERSALES_TIME_ZONE names no time zone.")) from None


def _refuse(line: str) -> int:
    print(" ".join(line.split()), file=sys.stderr)
    return USAGE_ERROR


def _refuse_usage(message: str) -> NoReturn:
    """argparse found an option without its value."""
    language = command_language()
    given = sys.argv[1:]
    if "--lang" in given[:-1] and given[given.index("--lang") + 1] in LANGUAGES:
        language = given[given.index("--lang") + 1]  # type: ignore[assignment]
    found = message.removeprefix("argument ").split(":")[0] if message.startswith("argument ") else None
    if found:
        message = translate(N_("{option} needs a value."), language).format(option=found)
    raise SystemExit(_refuse(message))
