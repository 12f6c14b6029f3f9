"""`aftersales`: every command stands in its own module of `aftersales.commands`."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from types import ModuleType

import aftersales.commands
from aftersales.commands.console import Parser, refuse, told, write_utf8
from aftersales.errors import AftersalesError
from aftersales.rules.message import N_
from aftersales.uncollected import nothing_collected


def command_modules() -> Iterator[ModuleType]:
    """Modules with `add_parser(subparsers)` and `run(args) -> exit status`."""
    for found in pkgutil.iter_modules(aftersales.commands.__path__):
        module = importlib.import_module(f"aftersales.commands.{found.name}")
        if hasattr(module, "add_parser"):
            yield module


def build_parser() -> Parser:
    parser = Parser(
        prog="aftersales",
        description=told(N_("The after-sales service desk. See all options of a command with: aftersales COMMAND -h")),
    )
    parser.add_argument("--version", action="version", version=version("aftersales"))
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in command_modules():
        known = set(subparsers.choices)
        module.add_parser(subparsers)
        for name in set(subparsers.choices) - known:
            subparsers.choices[name].set_defaults(run=module.run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Run the chosen command; an error of our own becomes one line and status 2."""
    try:
        return int(args.run(args) or 0)
    except AftersalesError as error:
        return refuse(error)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        return 0
    except KeyboardInterrupt:
        return 130


def main(arguments: Sequence[str] | None = None) -> int:
    write_utf8(sys.stdout, sys.stderr)
    with nothing_collected():  # a fifth of the start
        parser = build_parser()
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
