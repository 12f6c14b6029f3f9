"""Everybody reads their own notices only."""

from __future__ import annotations

from aftersales.models import NoticeKind
from aftersales.queries.notices import count_unread, list_notices
from aftersales.services.notices import mark_read
from aftersales.services.notify import notify
from tests.builders import HOUR, NOON, Firm


def tell(firm: Firm, *kinds: NoticeKind) -> None:
    request = firm.register()
    for kind in kinds:
        for who in (firm.manager, firm.dispatcher):
            notify(
                firm.session, staff_id=who.staff_id or 0, kind=kind, request_id=request.id or 0, about_at=NOON, now=NOON
            )


def test_a_read_notice_is_read_for_its_reader_alone(firm: Firm) -> None:
    tell(firm, NoticeKind.ARRIVAL_LATE, NoticeKind.ARRIVAL_SOON)
    first = list_notices(firm.session, firm.manager)[0]
    assert mark_read(firm.session, actor=firm.manager, now=NOON + HOUR, ids=[first.id]) == 1
    assert (count_unread(firm.session, firm.manager), count_unread(firm.session, firm.dispatcher)) == (1, 2)


def test_somebody_elses_notice_cannot_be_marked(firm: Firm) -> None:
    tell(firm, NoticeKind.ARRIVAL_LATE)
    theirs = list_notices(firm.session, firm.dispatcher)[0]
    assert mark_read(firm.session, actor=firm.manager, now=NOON, ids=[theirs.id]) == 0
    assert count_unread(firm.session, firm.dispatcher) == 1


def test_all_can_be_read_at_once_and_the_first_reading_counts(firm: Firm) -> None:
    tell(firm, NoticeKind.ARRIVAL_LATE, NoticeKind.ARRIVAL_SOON)
    assert mark_read(firm.session, actor=firm.manager, now=NOON + HOUR) == 2
    assert mark_read(firm.session, actor=firm.manager, now=NOON + 2 * HOUR) == 0
    assert {notice.read_at for notice in list_notices(firm.session, firm.manager)} == {NOON + HOUR}


def test_no_ids_mark_nothing(firm: Firm) -> None:
    tell(firm, NoticeKind.ARRIVAL_LATE)
    assert mark_read(firm.session, actor=firm.manager, now=NOON, ids=[]) == 0


def test_the_unread_ones_stand_first(firm: Firm) -> None:
    tell(firm, NoticeKind.ARRIVAL_SOON, NoticeKind.ARRIVAL_LATE)
    newest = list_notices(firm.session, firm.manager)[0]
    mark_read(firm.session, actor=firm.manager, now=NOON, ids=[newest.id])
    assert [notice.read_at is None for notice in list_notices(firm.session, firm.manager)] == [True, False]
