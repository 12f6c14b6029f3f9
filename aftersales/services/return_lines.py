"""How every step on a line of a return begins and ends: whose it is, how many pieces go this way, what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotFound
from aftersales.models import ProductReturn, ReturnLine
from aftersales.queries.visible import sees_own_returns_only
from aftersales.rules.kinds import Charge
from aftersales.rules.message import N_, message
from aftersales.rules.product_return import ENDED, RETURN, LineFacts, Outcome, head_state, step_due_at
from aftersales.rules.return_decision import ReturnDecision, basis_of, covered_outcomes, decide_return
from aftersales.rules.roles import Action, Actor, ensure_may, may
from aftersales.services.events import record_event
from aftersales.services.input import FIELDS
from aftersales.services.rows import lock_row, rows_by
from aftersales.services.workflow_steps import StepWork, taking_step

MOST_LINES = 50  # of one return


def decision_of(line: ReturnLine) -> ReturnDecision | None:
    """As it was decided at the inspection, from the facts kept with the line; None before it."""
    if line.basis is None or line.cause is None:
        return None
    return decide_return(basis_of(line.basis), line.cause)


def accepted_quote(line: ReturnLine) -> Outcome | None:
    """What the customer agreed to pay for."""
    return line.quote_for if line.quote_accepted_at is not None else None


def line_facts(line: ReturnLine, actor: Actor) -> LineFacts:
    """What the gates look at."""
    decision = decision_of(line)
    is_known = decision is not None and decision.charge.result is not Charge.UNDECIDED
    return LineFacts(
        covered=covered_outcomes(decision, accepted=accepted_quote(line), exception=line.exception_for),
        may_be_quoted=is_known or may(actor, Action.CHANGE_CHARGE),
        outcome=line.outcome,
        whereabouts=line.whereabouts,
    )


def ensure_own_return(actor: Actor, head: ProductReturn) -> None:
    """An office's own only; another's isn't there for it."""
    if not sees_own_returns_only(actor):
        return
    is_own = head.office_id is not None and head.office_id == actor.office_id
    if not is_own and (head.requested_by_id is None or head.requested_by_id != actor.staff_id):
        raise NotFound(N_("This return does not exist."))


def ensure_day(day: date, *, field: str, now: datetime, not_before: date | None = None) -> date:
    """A day that something happened on: not to come yet, nor before what has to come first. Raises InvalidInput."""
    label = message(FIELDS[field])
    if day > local_day(now):
        raise InvalidInput(N_("“{label}” can't lie in the future: {day}."), field=field, label=label, day=day)
    if not_before is not None and day < not_before:
        raise InvalidInput(
            N_("“{label}” can't be before {first}: {day}."), field=field, label=label, first=not_before, day=day
        )
    return day


@contextmanager
def taking_line(
    session: Session,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    line_id: int,
    expected_version: int | None = None,
    reason: str | None = None,
    quantity: int | None = None,
) -> Iterator[StepWork[ReturnLine]]:
    """One step of one line. With `quantity` it is taken by so many of its pieces; the others stay behind, as a line
    of their own. The return follows its lines.

    Raises NotAllowed, NotFound, ChangedMeanwhile, RuleBroken, and InvalidInput for a quantity that isn't there.
    """
    ensure_may(actor, RETURN.step(name).action)
    known = session.get(ReturnLine, line_id)
    # The return is locked first, so that two lines' steps can't wait for each other.
    head = lock_row(session, ProductReturn, known.return_id) if known is not None else None
    if head is None:
        raise NotFound(N_("This return does not exist."))
    ensure_own_return(actor, head)
    with taking_step(
        session, RETURN, ReturnLine, line_id, name, actor=actor, now=now, facts=lambda row: line_facts(row, actor),
        expected_version=expected_version, reason=reason,
    ) as work:  # fmt: skip
        line = work.row
        if quantity is not None:
            _leave_behind(session, head, line, quantity, actor=actor, now=now)
            work.data["quantity"] = line.quantity
        stood, was = line.whereabouts, line.state
        yield work
        after = RETURN.after(RETURN.step(name), was, None)
        if after is not was:
            line.due_at = step_due_at(after, now)
        if after in ENDED and line.ended_at is None:
            line.ended_at = now
        if line.whereabouts is not stood:
            work.data["whereabouts"] = line.whereabouts
    _follow(session, head, now)


def _leave_behind(
    session: Session, head: ProductReturn, line: ReturnLine, quantity: int, *, actor: Actor, now: datetime
) -> None:
    """Keep `quantity` pieces on this line; the rest becomes a line in the same state."""
    if not 1 <= quantity <= line.quantity:
        raise InvalidInput(
            N_("There are {there} pieces; {quantity} of them can't be taken."), field="quantity",
            there=line.quantity, quantity=quantity,
        )  # fmt: skip
    if quantity == line.quantity:
        return
    rest = ReturnLine(
        **line.model_dump(exclude={"id", "number", "version", "quantity"})
        | {"number": next_position(head), "quantity": line.quantity - quantity}
    )
    session.add(head)
    session.add(rest)
    line.quantity = quantity
    session.flush()
    record_event(
        session, actor=actor, now=now, name="split_line", subject="return_line", subject_id=rest.id or 0,
        data={"number": rest.number, "quantity": rest.quantity, "split_from": line.id},
    )  # fmt: skip


def next_position(head: ProductReturn) -> str:
    """The number of one more line. Raises InvalidInput where there are too many."""
    if head.line_count >= MOST_LINES:
        raise InvalidInput(N_("A return may have at most {most} lines."), field="lines", most=MOST_LINES)
    head.line_count += 1
    return f"{head.number}/{head.line_count}"


def _follow(session: Session, head: ProductReturn, now: datetime) -> None:
    """The return stands where its hindmost line stands."""
    head.state = head_state(line.state for line in rows_by(session, ReturnLine, "return_id", head.id))
    head.ended_at = (head.ended_at or now) if head.state in ENDED else None
    head.version += 1
    session.add(head)
    session.flush()
