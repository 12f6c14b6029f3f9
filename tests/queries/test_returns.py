"""Returns as they are looked at: whose they are, by state, where they are, what is due; their register (5.1(4))."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersales.errors import NotAllowed, NotFound
from aftersales.queries.due_records import list_due_records
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, count_rows, list_rows
from aftersales.queries.returns import count_returns, get_return_view, list_returns
from aftersales.queries.returns_due import RETURNS_DUE
from aftersales.queries.sign_look import get_sign_look
from aftersales.queries.where import Where
from aftersales.rules.kinds import Cause, Role
from aftersales.rules.product_return import LIMITS, Outcome, ReturnState, Whereabouts
from aftersales.rules.roles import Actor
from aftersales.services.attachments import add_attachment, read_attachment
from aftersales.services.company import add_office
from aftersales.services.office_sight import set_office_sight
from tests.builders import DAY, NOON, Firm, person
from tests.query_count import counted
from tests.returns_desk import closed, decided, head_of, inspected, received, requested, shipped
from tests.services.test_attachments import picture

S = ReturnState
SECOND = timedelta(seconds=1)


def other_office(firm: Firm) -> Actor:
    north = add_office(firm.session, actor=firm.manager, now=NOON, name="北京办事处", region="华北")
    return person(firm.session, Role.OFFICE, name="外地", office_id=north.id)


def test_an_office_sees_its_own_returns_only(firm: Firm) -> None:
    other = other_office(firm)
    mine, theirs = head_of(firm, requested(firm)), head_of(firm, requested(firm, actor=other))
    both = {mine.number, theirs.number}
    sights = ((firm.office, {mine.number}), (other, {theirs.number}), (firm.hotline, both), (firm.leadership, both))
    for actor, seen in sights:
        assert {row.number for row in list_returns(firm.session, actor)} == seen
        assert count_returns(firm.session, actor) == {S.REQUESTED: len(seen)}
    with pytest.raises(NotFound):
        get_return_view(firm.session, other, mine.number)
    assert get_return_view(firm.session, firm.office, mine.number).head.id == mine.id


def test_an_office_bound_to_its_region_still_sees_its_own(firm: Firm) -> None:
    line = requested(firm)
    set_office_sight(firm.session, actor=firm.manager, now=NOON, office_id=firm.office_id, sees_region_only=True)
    from aftersales.services.company import get_actor

    bound = get_actor(firm.session, firm.office.staff_id or 0)
    assert bound.only_region is not None
    assert [row.number for row in list_returns(firm.session, bound)] == [head_of(firm, line).number]


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.ADMINISTRATOR])
def test_who_sees_no_requests_sees_no_returns(firm: Firm, role: Role) -> None:
    line = requested(firm)
    someone = person(firm.session, role, name="某人")
    for look in (count_returns, list_returns):
        with pytest.raises(NotAllowed):
            look(firm.session, someone)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        get_return_view(firm.session, someone, head_of(firm, line).number)
    with pytest.raises(NotAllowed):
        count_rows(firm.session, someone, REGISTERS["returns"], Selection())


def test_the_list_parts_them_by_state_and_says_where_the_goods_are(firm: Firm) -> None:
    received(firm, pieces=3)
    closed(firm)
    (row,) = list_returns(firm.session, firm.manager)
    assert row.state is S.REQUESTED  # two pieces haven't come yet
    assert row.goods == (("LED电源", 3), ("LED电源", 2))
    assert row.whereabouts == (Whereabouts.AT_WORKSHOP, Whereabouts.AT_CUSTOMER)
    assert row.due_at == NOON + 2 * DAY + LIMITS[S.RECEIVED]
    (done,) = list_returns(firm.session, firm.manager, state=S.CLOSED)
    assert done.due_at is None
    assert list_returns(firm.session, firm.manager, state=S.SHIPPED) == []


def test_one_return_with_its_lines_decision_photos_and_history(firm: Firm) -> None:
    line = inspected(firm)
    photo = add_attachment(
        firm.session, actor=firm.project_department, now=NOON + 3 * DAY, owner="return_line", owner_id=line.id or 0,
        name="a.jpg", content=picture(),
    )  # fmt: skip
    view = get_return_view(firm.session, firm.manager, head_of(firm, line).number)
    (one,) = view.lines
    assert one.sign_code == firm.sign.code
    assert one.decision is not None
    assert one.decision.charge.clauses == ("3(1)",)
    assert [id_ for id_, _ in one.photos] == [photo.id]
    assert [event.name for event in view.history] == ["add_attachment", "inspect", "receive", "request_return"]
    assert view.history[1].actor is not None
    other = other_office(firm)
    with pytest.raises(NotFound):
        read_attachment(firm.session, other, photo.id or 0)
    with pytest.raises(NotFound):
        add_attachment(
            firm.session, actor=other, now=NOON, owner="return_line", owner_id=line.id or 0, name="b.jpg",
            content=picture(colour="blue"),
        )  # fmt: skip
    assert read_attachment(firm.session, firm.office, photo.id or 0)


def test_the_decision_shown_is_the_one_that_was_made(firm: Firm) -> None:
    line = inspected(firm)
    firm.sign.warranty_months = 0  # the register says something else by now
    firm.session.add(firm.sign)
    firm.session.flush()
    (one,) = get_return_view(firm.session, firm.manager, head_of(firm, line).number).lines
    assert one.decision is not None
    assert one.decision.warranty.result is line.warranty


def test_looking_asks_few_questions(firm: Firm) -> None:
    number = head_of(firm, received(firm, pieces=3)).number
    for _ in range(5):
        closed(firm)
    with counted(firm.session) as sent:
        get_return_view(firm.session, firm.manager, number)
    assert len(sent) <= 6
    with counted(firm.session) as sent:
        list_returns(firm.session, firm.manager, state=S.CLOSED)
    assert len(sent) <= 2


def test_a_signs_exchanges_say_whose_return_may_be_opened(firm: Firm) -> None:
    line = closed(firm)
    for actor, is_seen in ((firm.hotline, True), (firm.technician, False), (other_office(firm), False)):
        (one,) = get_sign_look(firm.session, actor, firm.sign.id or 0).exchanges
        assert (one.return_number, one.is_seen) == (head_of(firm, line).number, is_seen)


# --- today -------------------------------------------------------------------------------------------------------


def due(firm: Firm, actor: Actor, at: object) -> list[str]:
    found = list_due_records(firm.session, actor, now=at, sources=RETURNS_DUE)  # type: ignore[arg-type]
    return [record.source.kind for record in found.rows]


def test_what_is_due_stands_with_whoever_does_it(firm: Firm) -> None:
    asked = requested(firm)
    came = received(firm)
    judged = inspected(firm)
    refund = decided(firm, Outcome.REFUND)
    sent = shipped(firm)
    later = NOON + 30 * DAY
    assert due(firm, firm.office, later) == ["return_office"] * 2  # to send in, and to confirm
    assert sorted(due(firm, firm.project_department, later)) == ["return_workshop"]
    assert sorted(due(firm, firm.dispatcher, later)) == ["return_decision", "return_workshop"]
    assert due(firm, firm.business, later) == ["return_refund"]
    assert due(firm, firm.hotline, later) == due(firm, firm.leadership, later) == []
    assert due(firm, other_office(firm), later) == []
    found = list_due_records(firm.session, firm.manager, now=later, sources=RETURNS_DUE)
    assert {record.number for record in found.rows} == {came.number, judged.number, refund.number}
    assert {record.key for record in found.rows} == {head_of(firm, one).number for one in (came, judged, refund)}
    assert asked.due_at is not None
    assert sent.due_at is not None


# --- register ----------------------------------------------------------------------------------------------------


def test_the_register_holds_every_line_with_its_decision(firm: Firm) -> None:
    first = received(firm, pieces=3)
    done = decided(firm, Outcome.REFUND)
    register = REGISTERS["returns"]
    rows = list_rows(firm.session, firm.manager, register, Selection())
    labels = [column.label for column in register.columns]
    cells = {row.cells[labels.index("Return")]: row for row in rows}
    assert len(rows) == 3
    row = cells[done.number]
    assert row.number == head_of(firm, done).number
    assert row.cells[labels.index("Refund (yuan)")] == 50_000
    assert row.cells[labels.index("Customer")] == firm.customer.name
    assert sum(row.cells[labels.index("Pieces")] for row in rows) == 10
    chosen = Selection(narrowed=(("outcome", Outcome.REFUND),))
    assert count_rows(firm.session, firm.manager, register, chosen) == 1
    assert count_rows(firm.session, firm.manager, register, Selection(customer=firm.customer.name[:2])) == 3
    assert count_rows(firm.session, firm.manager, register, Selection(project=firm.project.code)) == 3
    assert count_rows(firm.session, firm.manager, register, Selection(where=Where(office_id=firm.office_id))) == 3
    assert count_rows(firm.session, firm.manager, register, Selection(where=Where(office_id=10_000))) == 0
    assert count_rows(firm.session, firm.manager, register, Selection(where=Where(team_id=firm.team_id))) == 3
    assert first.quantity == 3


def test_the_register_is_each_offices_own(firm: Firm) -> None:
    requested(firm)
    other = other_office(firm)
    theirs = requested(firm, actor=other)
    (row,) = list_rows(firm.session, other, REGISTERS["returns"], Selection())
    assert row.number == head_of(firm, theirs).number


@pytest.mark.parametrize(("seconds", "found"), [(-1, 0), (0, 0), (1, 1)])
def test_the_last_moment_does_not_count(firm: Firm, seconds: int, found: int) -> None:
    requested(firm)
    before = Selection(before_at=NOON + seconds * SECOND)
    assert count_rows(firm.session, firm.manager, REGISTERS["returns"], before) == found


def test_causes_narrow_it(firm: Firm) -> None:
    inspected(firm, cause=Cause.WEAR)
    for cause, found in ((Cause.WEAR, 1), (Cause.MATERIAL, 0)):
        chosen = Selection(narrowed=(("return_cause", cause),))
        assert count_rows(firm.session, firm.manager, REGISTERS["returns"], chosen) == found
