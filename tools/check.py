"""Everything that a commit has to pass, in one command: format, lint, types, imports' direction, fast tests.

python tools/check.py          on SQLite alone, without the browser and the slow tests, two at a time
python tools/check.py --fix    put format and lint right where a tool can, then check
python tools/check.py --all    what CI runs: PostgreSQL, the browser and the slow tests too
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A test of each database has its name in brackets.
FAST = ["-n", "2", "-k", "not postgresql", "-m", "not slow and not browser"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fix", action="store_true", help="let ruff mend what it can first")
    parser.add_argument("--all", action="store_true", help="with the browser and the slow tests")
    args = parser.parse_args()
    python = [sys.executable, "-m"]
    steps: dict[str, list[str]] = {
        "format": [*python, "ruff", "format", *([] if args.fix else ["--check"]), "."],
        "lint": [*python, "ruff", "check", *(["--fix"] if args.fix else []), "."],
        "types": [*python, "mypy"],
        "imports": [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())",
        ],
        "tests": [*python, "pytest", "-q", *([] if args.all else FAST)],
    }
    failed = []
    for name, command in steps.items():
        started = time.monotonic()
        print(f"── {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
        print(f"   {time.monotonic() - started:.1f} s", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All good.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
