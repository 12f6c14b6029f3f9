"""What the commands share: the language to speak, one-line refusals, and output in UTF-8."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from typing import Any, NoReturn, TextIO

from aftersales.config import settings
from aftersales.errors import AftersalesError
from aftersales.locale import Language, format_value, sentence, translate
from aftersales.rules.message import N_

USAGE_ERROR = 2


def command_language() -> Language:
    """The command line's language: AFTERSALES_LANG, else the system's, else English."""
    chosen = settings().language
    if chosen:
        return "zh" if chosen == "zh" else "en"
    # In this order the C library reads them too; on Windows none of them is set.
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def told(key: str, **values: Any) -> str:
    """A text for the terminal in the command line's language."""
    language = command_language()
    text = translate(key, language)
    return text.format(**{name: format_value(value, language) for name, value in values.items()}) if values else text


def say(key: str, **values: Any) -> None:
    """Print a line at once, also into a pipe."""
    print(told(key, **values), flush=True)


def refuse(error: AftersalesError | str) -> int:
    """Print one line on stderr and give the exit status for it."""
    line = sentence(error, command_language()) if isinstance(error, AftersalesError) else error
    print(" ".join(line.split()), file=sys.stderr)
    return USAGE_ERROR


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses in one line: no usage block above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"{told(N_('The command line can not be read: {reason}.'), reason=message)}\n")


def write_utf8(*streams: TextIO) -> None:
    """Make piped output UTF-8; on Windows it would be a code page without Chinese."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
