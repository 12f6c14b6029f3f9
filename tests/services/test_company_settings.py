"""What the company says about itself, its logo, and goals that hold from their moment on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from aftersales.documents.quote_sheet import quote_pdf
from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed
from aftersales.models import AttachmentBytes, Company, CompanyGoal, Event
from aftersales.queries.company_settings import get_company_settings
from aftersales.queries.figures.goals import get_goals, get_goals_of
from aftersales.queries.figures.monthly import get_monthly_report
from aftersales.queries.letterhead import get_letterhead
from aftersales.rules.goals import USUAL_GOALS
from aftersales.rules.periods import month_of
from aftersales.rules.roles import SYSTEM
from aftersales.services.company_settings import CompanyWords, change_company, remove_logo, set_goals, set_logo
from tests.builders import DAY, HOUR, Firm
from tests.documents.letterhead import logo_picture
from tests.documents.test_slip_and_quote import QUOTE
from tests.services.conftest import firm
from tests.services.test_attachments import picture

__all__ = ["firm"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def version_of(firm: Firm) -> int:
    return firm.session.exec(select(Company.version)).one()


def events_of(firm: Firm, name: str) -> list[Event]:
    return list(firm.session.exec(select(Event).where(col(Event.name) == name)))


def with_logo(firm: Firm, content: bytes) -> Company:
    return set_logo(
        firm.session, actor=firm.manager, now=firm.now, expected_version=version_of(firm), name="logo.png",
        content=content,
    )  # fmt: skip


def test_new_words_stand_on_the_next_sheet_and_in_the_trail(firm: Firm) -> None:
    new = CompanyWords(
        name="新名标识", name_en="New Name Signs", hotline="400-1", address="张江路1号", address_en="1 Rd"
    )
    change_company(firm.session, actor=firm.administrator, now=firm.now, expected_version=version_of(firm), new=new)
    head = get_letterhead(firm.session)
    assert (head.names, head.addresses, head.hotline) == (
        ("新名标识", "New Name Signs"), ("张江路1号", "1 Rd"), "400-1",
    )  # fmt: skip
    [event] = events_of(firm, "change_company")
    assert event.data["name"] == "新名标识"


def test_the_same_words_again_write_nothing(firm: Firm) -> None:
    company = firm.session.exec(select(Company)).one()
    same = CompanyWords(**{name: getattr(company, name) for name in CompanyWords.model_fields})
    change_company(firm.session, actor=firm.manager, now=firm.now, expected_version=company.version, new=same)
    assert not events_of(firm, "change_company")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(firm: Firm) -> None:
    seen = version_of(firm)
    with_logo(firm, logo_picture())
    with pytest.raises(ChangedMeanwhile):
        change_company(
            firm.session, actor=firm.manager, now=firm.now, expected_version=seen, new=CompanyWords(name="另一名")
        )


def test_the_logo_is_drawn_at_the_head_until_it_is_removed(firm: Firm) -> None:
    plain = quote_pdf(QUOTE, "zh", address=None).count(b"/Subtype /Image")
    with_logo(firm, logo_picture())
    headed = replace(QUOTE, company=get_letterhead(firm.session))
    assert quote_pdf(headed, "zh", address=None).count(b"/Subtype /Image") == plain + 1
    remove_logo(firm.session, actor=firm.manager, now=firm.now, expected_version=version_of(firm))
    assert get_letterhead(firm.session).logo is None
    assert [len(events_of(firm, name)) for name in ("set_logo", "remove_logo")] == [1, 1]


@pytest.mark.parametrize(
    "content",
    [SVG, b"", b"%PDF-1.4 %%EOF", b"\x89PNG\r\n\x1a\n" + b"0" * 50, picture("WEBP", (200, 200)),
     picture("PNG", (39, 100)), picture("PNG", (4001, 100)), b"\x89PNG" + b"0" * (2 * 1024 * 1024)],
    ids=["svg", "nothing", "pdf", "cut off", "webp", "narrow", "wide", "heavy"],
)  # fmt: skip
def test_what_is_no_logo_is_refused(firm: Firm, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        with_logo(firm, content)
    assert not firm.session.exec(select(AttachmentBytes)).all()


@pytest.mark.parametrize("size", [(40, 40), (4000, 40)])
def test_the_smallest_and_the_largest_logo_are_taken(firm: Firm, size: tuple[int, int]) -> None:
    assert with_logo(firm, picture("PNG", size)).logo_id is not None


def test_a_goal_holds_from_its_moment_on_and_changes_no_month_before(firm: Firm) -> None:
    march, april = month_of(date(2026, 3, 1)), month_of(date(2026, 4, 1))
    firm_at = firm.now.replace(month=4)
    assert set_goals(firm.session, actor=firm.manager, now=firm_at, goals={"arrival_kept": 980}) == 1
    assert get_goals_of(firm.session, march)["arrival_kept"] == USUAL_GOALS["arrival_kept"]
    assert get_goals_of(firm.session, april)["arrival_kept"] == 0.98
    assert get_goals(firm.session, firm_at)["arrival_kept"] == USUAL_GOALS["arrival_kept"]
    assert get_goals(firm.session, firm_at + HOUR)["arrival_kept"] == 0.98
    report = get_monthly_report(firm.session, SYSTEM, april, now=firm_at + DAY)
    assert report.goals["arrival_kept"] == 0.98
    [event] = events_of(firm, "set_goals")
    assert (event.data["goals_milli"], event.data["before_milli"]) == ({"arrival_kept": 980}, {"arrival_kept": 950})


def test_the_newest_goal_wins_and_an_unchanged_one_writes_no_row(firm: Firm) -> None:
    for hours, milli in ((0, 960), (1, 970), (2, 970)):
        set_goals(firm.session, actor=firm.manager, now=firm.now + hours * HOUR, goals={"response_kept": milli})
    assert get_goals(firm.session, firm.now + DAY)["response_kept"] == 0.97
    assert len(firm.session.exec(select(CompanyGoal)).all()) == 2
    changes = get_company_settings(firm.session, firm.manager, now=firm.now + DAY).changes
    assert [change.goal for change in changes] == [0.97, 0.96]


@pytest.mark.parametrize(
    ("key", "milli", "is_taken"),
    [
        ("satisfaction", 999, False), ("satisfaction", 1000, True), ("satisfaction", 5000, True),
        ("satisfaction", 5001, False), ("complete", 0, False), ("complete", 1, True), ("complete", 1000, True),
        ("complete", 1001, False), ("requests", 10, False), ("nothing", 10, False),
    ],
)  # fmt: skip
def test_goals_have_bounds(firm: Firm, key: str, milli: int, is_taken: bool) -> None:
    if is_taken:
        assert set_goals(firm.session, actor=firm.manager, now=firm.now, goals={key: milli}) == 1
    else:
        with pytest.raises(InvalidInput):
            set_goals(firm.session, actor=firm.manager, now=firm.now, goals={key: milli})


def test_leadership_reads_and_the_administrator_sets_no_goals(firm: Firm) -> None:
    for actor in (firm.leadership, firm.administrator):
        with pytest.raises(NotAllowed):
            set_goals(firm.session, actor=actor, now=firm.now, goals={"complete": 900})
    with pytest.raises(NotAllowed):
        get_company_settings(firm.session, firm.leadership, now=firm.now)
