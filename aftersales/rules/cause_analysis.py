"""How the root cause of a recurrence is looked for: five whys, or a fishbone of six branches (4(6))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from aftersales.rules.message import N_, Message, message

MOST_WHYS = 5
MOST_CAUSES = 5  # written at one branch


class AnalysisMethod(StrEnum):
    FIVE_WHYS = "five_whys"
    FISHBONE = "fishbone"


class Branch(StrEnum):
    """The six branches of a fishbone."""

    PEOPLE = "people"
    TOOLS = "tools"
    MATERIAL = "material"
    METHOD = "method"
    ENVIRONMENT = "environment"
    MEASUREMENT = "measurement"


def missing_in_analysis(
    method: AnalysisMethod, whys: Sequence[str], branches: Mapping[Branch, Sequence[str]]
) -> list[Message]:
    """What an analysis still needs: a first why at least and none left out between two, or one cause on a branch."""
    if method is AnalysisMethod.FISHBONE:
        return [] if any(branches.values()) else [message(N_("a possible cause on one branch at least"))]
    if not whys or not whys[0]:
        return [message(N_("the answer to the first why"))]
    answered = [bool(why) for why in whys]
    gap = next((place for place in range(1, len(answered)) if answered[place] and not answered[place - 1]), None)
    return [] if gap is None else [message(N_("the answer to why number {count}"), count=gap)]
