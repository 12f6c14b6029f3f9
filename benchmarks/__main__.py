"""Measure, print a table, and write JSON: `python -m benchmarks [--short] [--only NAME …] [--requests N]`."""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import sys
import time
from pathlib import Path

from benchmarks.company.kept import Kept, bench_folder
from benchmarks.figure import Figure
from benchmarks.figures import FIGURES
from benchmarks.run import Run, Skipped
from benchmarks.table import print_figure, print_head

# In the short form: the one installs another product, the other makes a whole demo company first.
NAMED_ONLY = {"helpdesk": "the short form installs nothing", "start": "the short form makes no demo company"}
MILLION, SHORT_REQUESTS = 1_000_000, 2_000


def main() -> int:
    args = _parser().parse_args()
    requests = args.requests or (SHORT_REQUESTS if args.short else MILLION)
    run = Run(Kept(args.url, _progress), requests, args.short, lambda text: print(text, file=sys.stderr, flush=True))
    started, figures, skipped = time.monotonic(), list[Figure](), dict[str, str]()
    print_head()
    for name, measure in FIGURES.items():
        if args.only and name not in args.only:
            continue
        if args.short and not args.only and name in NAMED_ONLY:
            skipped[name] = f"{NAMED_ONLY[name]}; name it with --only"
            continue
        try:
            for figure in measure(run):
                print_figure(figure)
                figures.append(figure)
        except Skipped as reason:
            skipped[name] = str(reason)
            print(f"{name:18}skipped: {reason}", flush=True)
    missed = [figure.name for figure in figures if figure.is_met is False]
    print(f"\n{len(figures)} figures in {time.monotonic() - started:.0f} s; "
          f"goals missed: {', '.join(missed) or 'none'}")  # fmt: skip
    file = Path(args.json) if args.json else bench_folder() / "last.json"
    about = {
        "requests": requests, "short": args.short, "database": "postgresql" if args.url else "sqlite",
        "python": platform.python_version(), "sqlite": sqlite3.sqlite_version, "system": platform.platform(),
    }  # fmt: skip
    content = {**about, "skipped": skipped, "figures": [figure.as_json() for figure in figures]}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
    print(f"Written to {file}")
    return 0


def _progress(what: str, done: int, total: int) -> None:
    if done == total or done % 100_000 == 0:
        print(f"   filling: {done:,} of {total:,} {what}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few of each, on a small company: does it run?")
    parser.add_argument("--only", nargs="+", choices=list(FIGURES), metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--requests", type=int, help=f"stored requests; {MILLION:,} unless told")
    parser.add_argument("--json", metavar="FILE", help="where the figures go; bench/last.json of the data folder")
    parser.add_argument("--url", help="a PostgreSQL server to make the bench databases on; SQLite unless told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
