"""Everything of one request: who may see it, in how many queries, and its history as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from aftersales.documents.history_text import HEADLINES, tell
from aftersales.errors import NotAllowed, NotFound
from aftersales.locale import sentence
from aftersales.models import SurveyWay
from aftersales.queries.history import list_history
from aftersales.queries.request_view import get_request_view
from aftersales.rules.kinds import Cause, FaultCategory, StopReason
from aftersales.rules.roles import Actor
from aftersales.services.close import close_request, reopen_request
from aftersales.services.hold import hold_request, resume_request
from aftersales.services.merge import merge_request, split_request
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.survey import ask_survey
from aftersales.services.visit import leave_half_done, record_finding
from tests.builders import HOUR, Firm

MOST_QUERIES = 4  # whatever its history: nothing is asked for row by row, nor table by table


@contextmanager
def counted(firm: Firm) -> Iterator[list[str]]:
    """The statements that the block sends."""
    said: list[str] = []
    firm.session.flush()
    firm.session.expire_all()
    connection = firm.session.connection()

    def note(_conn, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        said.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(connection, "before_cursor_execute", note)


def view_of(firm: Firm, number: str, actor: Actor | None = None, hours: int = 8):  # type: ignore[no-untyped-def]
    return get_request_view(firm.session, actor or firm.manager, number, now=firm.now + hours * HOUR)


def test_an_unknown_number_is_not_found(firm: Firm) -> None:
    with pytest.raises(NotFound):
        view_of(firm, "FW20200101-0001")


def test_a_technician_sees_own_jobs_only(firm: Firm) -> None:
    request = firm.on_site()
    assert view_of(firm, request.number, firm.technician).request.number == request.number
    with pytest.raises(NotAllowed):
        view_of(firm, request.number, firm.second_technician)
    with pytest.raises(NotAllowed):
        list_history(firm.session, firm.second_technician, request.id)


def test_an_administrator_sees_no_requests(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        view_of(firm, firm.accepted().number, firm.administrator)


def test_the_page_asks_few_questions_however_long_the_story(firm: Firm) -> None:
    request = firm.on_site(cause=Cause.CUSTOMER_USE)
    for hour in range(3, 9):
        new = NewQuote(lines=tuple(NewLine(price_item_id=firm.price_id, quantity_milli=n * 500) for n in (1, 2, 3)))
        make_quote(firm.session, actor=firm.dispatcher, now=firm.now + hour * HOUR, request_id=request.id, new=new)
    leave_half_done(firm.session, actor=firm.technician, now=firm.now + 9 * HOUR, request_id=request.id, missing="电源")
    firm.dispatch(request, at=firm.now + 20 * HOUR, crew=(firm.technician, firm.second_technician))
    # As a page looks: in a session that writes nothing, steps and clocks are answered from what was read together.
    number = request.number
    with counted(firm) as said, Session(firm.session.connection()) as looking:
        view = get_request_view(looking, firm.manager, number, now=firm.now + 21 * HOUR)
    assert [len(visit.crew) for visit in view.visits] == [2, 1]
    assert [len(quote.lines) for quote in view.quotes] == [3] * 6
    assert len(said) <= MOST_QUERIES, "\n".join(said)


def test_linked_requests_are_named_by_what_links_them(firm: Firm) -> None:
    first = firm.closable()
    close_request(firm.session, actor=firm.hotline, now=firm.now + 7 * HOUR, request_id=first.id)
    again = firm.accepted(at=firm.now + timedelta(days=3))
    duplicate = firm.accepted(at=firm.now + timedelta(days=3, hours=1))
    later = firm.now + timedelta(days=3, hours=2)
    merge_request(
        firm.session, actor=firm.hotline, now=later, request_id=duplicate.id, into_id=again.id, reason="同一件事"
    )
    second = split_request(
        firm.session, actor=firm.hotline, now=later, request_id=again.id, description="另一块门牌松动",
        fault=FaultCategory.LOOSE, reason="两件事",
    )  # fmt: skip
    found = {(one.relation, one.number) for one in view_of(firm, again.number, hours=80).links.requests}
    assert found == {
        ("It happened before", first.number), ("Merged in", duplicate.number), ("Split off", second.number),
    }  # fmt: skip
    assert ("Merged into", again.number) in {
        (one.relation, one.number) for one in view_of(firm, duplicate.number, hours=80).links.requests
    }


def told(firm: Firm, request_id: int, language: str) -> list[str]:
    events = list_history(firm.session, firm.manager, request_id)
    lines = []
    for event_ in reversed(events):
        one = tell(event_, language)
        lines.append(" ".join(sentence(part, language) for part in (one.headline, *one.details)))
    return lines


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_history_says_who_is_sent_what_moved_and_what_was_said(firm: Firm, language: str) -> None:
    request = firm.accepted()
    hold_request(
        firm.session, actor=firm.hotline, now=firm.now + HOUR, request_id=request.id, reason=StopReason.CUSTOMER,
        note="客户出差", ask_again_on=(firm.now + timedelta(days=2)).date(),
    )  # fmt: skip
    resume_request(firm.session, actor=firm.hotline, now=firm.now + 3 * HOUR, request_id=request.id)
    firm.dispatch(request, at=firm.now + 4 * HOUR)
    lines = told(firm, request.id, language)
    expected = {
        "en": ("Registered the request", "Ask again on 12 Mar 2026.", "Arrival now due by 11 Mar 2026 02:00.", "王强"),
        "zh": ("登记了服务单", "2026年3月12日再次询问。", "到场时限为 2026年3月11日 02:00。", "王强"),
    }[language]
    for place, words in zip((0, 2, 3, 4), expected, strict=True):
        assert words in lines[place], lines
    words = [part for one in list_history(firm.session, firm.manager, request.id) for part in tell(one, language).words]
    assert "客户出差" in words


def test_every_event_of_a_whole_life_has_a_sentence_of_its_own(firm: Firm) -> None:
    request = firm.on_site(cause=Cause.CUSTOMER_USE)
    record_finding(
        firm.session, actor=firm.technician, now=firm.now + 3 * HOUR, request_id=request.id, cause=Cause.CUSTOMER_USE,
        fault=request.fault,
    )  # fmt: skip
    new = NewQuote(lines=(NewLine(price_item_id=firm.price_id, quantity_milli=1000),))
    quote = make_quote(firm.session, actor=firm.dispatcher, now=firm.now + 3 * HOUR, request_id=request.id, new=new)
    answer_quote(
        firm.session, actor=firm.hotline, now=firm.now + 4 * HOUR, quote_id=quote.id, accepted=True, answered_by="王芳"
    )
    names = {one.name for one in list_history(firm.session, firm.manager, request.id)}
    done = firm.done(at=firm.now + timedelta(days=1))
    ask_survey(
        firm.session, actor=firm.hotline, now=firm.now + timedelta(days=2), request_id=done.id, way=SurveyWay.LINK
    )
    reopen_request(
        firm.session, actor=firm.hotline, now=firm.now + timedelta(days=2), request_id=done.id, reason="又不亮了"
    )
    names |= {one.name for one in list_history(firm.session, firm.manager, done.id)}
    assert names <= set(HEADLINES)
    assert "Total: ¥80.00." in " ".join(told(firm, request.id, "en"))


def test_history_goes_on_behind_the_last_one_shown(firm: Firm) -> None:
    request = firm.closable()
    first = list_history(firm.session, firm.manager, request.id, limit=4)
    rest = list_history(firm.session, firm.manager, request.id, before_id=first[-1].id)
    ids = [one.id for one in (*first, *rest)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 9


def test_a_technician_reads_no_price_that_isnt_accepted_and_no_mark_in_the_history(firm: Firm) -> None:
    request = firm.closable()
    by_technician = {one.name: one for one in list_history(firm.session, firm.technician, request.id)}
    by_manager = {one.name: one for one in list_history(firm.session, firm.manager, request.id)}
    assert "total_fen" in by_manager["file_report"].data and "total_fen" not in by_technician["file_report"].data
    assert by_manager["record_survey"].data["overall"] == 5 and "overall" not in by_technician["record_survey"].data
    assert by_technician["file_report"].words == by_manager["file_report"].words
