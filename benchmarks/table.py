"""The table, printed line by line as the figures come; and of a JSON file: `python -m benchmarks.table FILE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure

WIDTHS = (16, 62, 14, 14, 8, 30)


def _line(*cells: str) -> None:
    print("  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)


def number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:.3g}"


def print_head() -> None:
    _line("name", "what", "ours", "reference", "ratio", "goal")


def print_figure(figure: Figure) -> None:
    verdict = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    unit = f" {figure.unit}" if figure.unit != "a second" else "/s"
    _line(
        figure.name, figure.what, f"{number(figure.ours)}{unit}",
        f"{number(figure.reference)}{unit}" if figure.reference is not None else "–",
        number(figure.ratio), f"{figure.goal} {verdict}".strip(),
    )  # fmt: skip
    for name, value in figure.more.items():
        print(f"{'':18}{name}: {value}")


def as_markdown(figures: Sequence[dict[str, Any]]) -> str:
    """The same from a JSON file, for the papers."""
    lines = ["| what | ours | reference | ratio | goal | |", "|---|---|---|---|---|---|"]
    for each in figures:
        unit = "/s" if each["unit"] == "a second" else f" {each['unit']}"
        reference = "–" if each["reference"] is None else f"{number(each['reference'])}{unit} ({each['reference_is']})"
        more = "; ".join(f"{name} {value}" for name, value in each["more"].items())
        verdict = {True: "met", False: "**missed**", None: ""}[each["is_met"]]
        what = f"{each['what']} ({more})" if more else each["what"]
        lines.append(
            f"| {what} | {number(each['ours'])}{unit} | {reference} | {number(each['ratio'])} | {each['goal']} "
            f"| {verdict} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown(json.loads(Path(sys.argv[1]).read_text("utf-8"))["figures"]))
