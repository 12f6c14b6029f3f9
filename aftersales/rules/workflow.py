"""One small engine for every life cycle that the service rules name.

A workflow is a value: its states, its steps, who may take each and what must be there first. The
buttons on the screens, the refusals, the diagram in the docs and the random tests come from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from aftersales.errors import NotAllowed, RuleBroken
from aftersales.rules.message import N_, Message, message
from aftersales.rules.roles import MAY, Action, Actor, may

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that has to be there first, and the clause that asks for it."""

    what: Message
    clause: str | None = None


Gate = Callable[[Any], list[Missing]]


def clauses_of(missing: Iterable[Missing]) -> str | None:
    """Every clause that asks for something of it, each once: "4(7), 1.4b"; None where no clause does."""
    return ", ".join(dict.fromkeys(item.clause for item in missing if item.clause)) or None


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """`moves` maps each state it may be taken in to the state it leads to (None: back to where it came from)."""

    name: str
    label: str  # catalog key of the button
    action: Action
    moves: Mapping[S, S | None]
    gate: Gate | None = None
    reason_needed: bool = False
    remembers: bool = False  # the state left is kept, for a later step back


@dataclass(frozen=True, slots=True)
class Offer(Generic[S]):
    """A step as a screen shows it: open, or closed by what is missing."""

    step: Step[S]
    missing: tuple[Missing, ...]

    @property
    def is_open(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Workflow(Generic[S]):
    name: str
    initial: S
    final: frozenset[S]
    labels: Mapping[S, str]
    steps: tuple[Step[S], ...]

    def step(self, name: str) -> Step[S]:
        return next(step for step in self.steps if step.name == name)

    def offers(self, state: S, actor: Actor, facts: Any) -> list[Offer[S]]:
        """The steps that this state knows and this person may take, open or not."""
        return [
            Offer(step, tuple(step.gate(facts)) if step.gate else ())
            for step in self.steps
            if state in step.moves and may(actor, step.action)
        ]

    def ensure(self, name: str, state: S, actor: Actor, facts: Any) -> Step[S]:
        """The step, if it may be taken now.

        Raises NotAllowed for the wrong person, RuleBroken for the wrong state or a closed gate.
        """
        step = self.step(name)
        if not may(actor, step.action):
            raise NotAllowed(
                N_("Your role does not allow “{step}”. It is done by: {roles}."),
                step=message(step.label),
                roles=tuple(sorted(MAY[step.action])),
            )
        if state not in step.moves:
            raise RuleBroken(
                N_("“{step}” is not possible while this is “{state}”."),
                step=message(step.label),
                state=message(self.labels[state]),
            )
        missing = step.gate(facts) if step.gate else []
        if missing:
            raise RuleBroken(
                N_("“{step}” is not possible yet."),
                clause=clauses_of(missing),
                missing=tuple(item.what for item in missing),
                step=message(step.label),
            )
        return step

    def after(self, step: Step[S], state: S, came_from: S | None) -> S:
        """The state that the step leads to."""
        target = step.moves[state]
        return target if target is not None else (came_from or self.initial)

    def mermaid(self, say: Callable[[str], str]) -> str:
        """The diagram of the declaration, as Mermaid text."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        lines += [f'    state "{say(self.labels[state])}" as {state.value}' for state in self.labels]
        seen = set()
        for step in self.steps:
            for source, target in step.moves.items():
                if target is not None and source is not target and (source, target, step.label) not in seen:
                    seen.add((source, target, step.label))
                    lines.append(f"    {source.value} --> {target.value}: {say(step.label)}")
        lines += [f"    {state.value} --> [*]" for state in sorted(self.final)]
        return "\n".join(lines)
