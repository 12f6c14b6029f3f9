"""docs/scorecard.md, written from the code: the five words of 1.1, and every figure with its definition and goal."""

from __future__ import annotations

from aftersales.locale.catalog import translate
from aftersales.locale.figures import format_goal
from aftersales.rules.figures import FIGURES
from aftersales.rules.goals import ALL_FIGURES
from aftersales.rules.scorecard import FEWEST_CASES, QUALITIES

_BEGIN = """# The scorecard, and the figures behind it

Written from the code by `python tools/write_scorecard.py`; a test keeps it fresh. Definitions stand in
`aftersales/rules/figures.py`, how each is counted in `aftersales/queries/figures/measures.py`.

## Method

Clause 1.1 asks for service that is fast, decisive, accurate, thorough and complete (迅速、果断、准确、彻底、圆满).
Each word has one question:

| quality | asks | cases | goal |
|---|---|---|---|
"""
_METHOD = """
- A case is one request (one round of it, where it was reopened), counted in the month in which its clock began.
- The points of a quality are 100 × the cases that were as they should be ÷ the cases that could be judged. Where a
  quality has two figures, their cases are put together: a month with many answers and few visits weighs as it was.
  Its goal is the mean of its figures' goals.
- The overall score is the plain mean of the five. It is given only where each of them has at least {fewest} cases;
  below that a rate says more about chance than about work, and no goal is called met or missed.
- The same sums are taken for an office, a team and a month: nothing is weighted, nothing is left out by hand. Each
  number opens the cases behind it. `tests/queries/figures/test_by_hand.py` counts every figure once more from the bare
  tables, whole and by office, and finds the same.
- An office's figures are those of its requests. A technician's (who may see them: the after-sales manager, leadership
  and the project department) are those of the requests at whose sign they were the first to arrive.
- What isn't due yet is not judged. What is late and not done yet counts as broken once the deadline has passed.
- A reopened request keeps the result of its earlier round and gets a new case for the new one.
- Weekly rates are drawn with control limits: the mean of the weeks shown, p, plus and minus 3 × √(p (1 − p) ÷ n),
  n being the week's cases (p-chart). Only a week outside of them is news.

The goals below are the usual ones. The after-sales manager sets the company's own on the page *Company and goals*; a
goal holds from the moment it is saved, and a period is measured by the goals that held at its end: no month that has
ended changes its verdict. Each change is an event. The rules themselves promise every answer and every arrival.

Complaints are counted from the complaints themselves (`aftersales/queries/figures/complaints.py`), not from the daily
sums that many more people read: an integrity complaint counts only for whom it exists, and in no monthly report,
whoever makes it, because that file is sent on.

## Figures

| figure | 中文 | goal | clause | what it is |
|---|---|---|---|---|
"""


def scorecard_page() -> str:
    """The whole page as Markdown."""
    lines = [_BEGIN.rstrip("\n")]
    for quality in QUALITIES:
        cases = ", ".join(FIGURES[key].title for key in quality.figures)
        title = f"{quality.title} {translate(quality.title, 'zh')}"
        lines.append(f"| {title} | {quality.asks} | {cases} | {quality.goal() * 100:.0f} |")
    lines.append(_METHOD.format(fewest=FEWEST_CASES).rstrip("\n"))
    for figure in ALL_FIGURES.values():
        goal = format_goal(figure.goal, figure.unit, "en") if figure.goal is not None else ""
        chinese = translate(figure.title, "zh")
        lines.append(f"| {figure.title} | {chinese} | {goal} | {figure.clause} | {figure.definition} |")
    return "\n".join(lines) + "\n"
