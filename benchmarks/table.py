"""The table, printed line by line as the figures come."""

from __future__ import annotations

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
