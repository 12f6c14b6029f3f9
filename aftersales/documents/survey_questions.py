"""The questions of the satisfaction survey (售后服务满意度调查表): ten at most, under a minute."""

from __future__ import annotations

from aftersales.rules.message import N_

# By the answer's name in `services.survey.Answers`. One to five, five is best.
SCORES: dict[str, str] = {
    "reply": N_("We replied in time"),
    "arrival": N_("We arrived as promised"),
    "skill": N_("Skill and quality of the work"),
    "explained": N_("Use and care were explained"),
    "manners": N_("Manners and tidiness"),
    "overall": N_("All in all"),
}
YES_NO: dict[str, str] = {
    "asked_extra": N_("Did anybody ask you for money, gifts or favours outside the agreed charge?"),
    "recommends": N_("Would you recommend us?"),
}
MARKS: dict[int, str] = {
    1: N_("very dissatisfied"),
    2: N_("dissatisfied"),
    3: N_("fair"),
    4: N_("satisfied"),
    5: N_("very satisfied"),
}
WORDS = N_("What else would you like to tell us?")
GOAL = 4.5  # the mark that the company wants to keep, drawn as a line in the charts
