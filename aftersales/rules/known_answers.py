"""Which known answers fit what is being asked (4(2)): by the words that both share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from aftersales.rules.words import words_of

A = TypeVar("A")
LEAST_LIKENESS = 0.12  # below, what they share is chance

# What stands in every second question says nothing about which one it is.
_CHINESE = "的 了 吗 呢 是 在 有 我 你 们 我们 你们 怎 么 怎么 么办 办 什 什么 一 个 不 能 可 以 可以"
_ENGLISH = "a an the is are do does what how can we you it of to in on our your my be sign signs"
COMMON = frozenset(f"{_CHINESE} 要 请 问 请问 标 识 牌 标识 识牌 {_ENGLISH}".split(" "))


def matching(asked: str, answers: Iterable[tuple[A, Sequence[str]]], *, most: int) -> list[A]:
    """The answers whose questions are most like `asked`, the best first; each comes with its questions' texts."""
    wanted = _telling(asked)
    if not wanted:
        return []
    found = [(likeness(wanted, _telling(*texts)), place, answer) for place, (answer, texts) in enumerate(answers)]
    good = sorted((one for one in found if one[0] >= LEAST_LIKENESS), key=lambda one: (-one[0], one[1]))
    return [answer for _, _, answer in good[:most]]


def likeness(wanted: frozenset[str], words: frozenset[str]) -> float:
    """0 to 1: the weight of the shared words in the shorter of the two. Pairs of characters weigh more than one."""
    shared = _weight(wanted & words)
    return shared / min(_weight(wanted), _weight(words)) if shared else 0.0


def _weight(words: frozenset[str]) -> int:
    return sum(3 if len(word) > 1 else 1 for word in words)


def _telling(*texts: str) -> frozenset[str]:
    return frozenset(words_of(*texts).split()) - COMMON
