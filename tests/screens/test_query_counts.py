"""No page asks the store more than eight questions when it is drawn again, with and without a record open."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from aftersales.places import product_folder
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor
from aftersales.ui.navigation import PageEntry, present_pages
from aftersales.ui.page import page_store
from benchmarks.figures.page_records import RECORDS, addresses_of
from benchmarks.figures.pages import MOST_QUERIES
from benchmarks.remember import statements_counted
from tests.screens.conftest import Company, OpenApp

REQUESTS = {
    "new": "state = 'registered'",
    "closed": "state = 'closed'",
    "a recurrence with its analysis": "root_cause <> '' AND repeats_id IS NOT NULL",
    "an inquiry": "kind = 'inquiry'",
    "with an agreement": "id IN (SELECT request_id FROM agreement)",
    "escalated": "id IN (SELECT request_id FROM escalation)",
    "with a return": "id IN (SELECT request_id FROM product_return)",
}
ROLES = (Role.AFTER_SALES_MANAGER, Role.TECHNICIAN, Role.OFFICE)


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    return demo_company


def has(role: Role, entry: PageEntry) -> bool:
    return entry.is_open_to(Actor(staff_id=1, name="", roles=frozenset({role})))


CASES = [
    pytest.param(entry, role, id=f"{entry.url_path}-{role.value}")
    for entry in present_pages()
    for role in ROLES
    if has(role, entry)
]


def test_every_page_is_counted_for_somebody() -> None:
    assert {entry.file for entry in present_pages() if any(has(role, entry) for role in ROLES)} == {
        entry.file for entry in present_pages()
    }


def test_every_page_that_opens_a_record_is_counted_with_one() -> None:
    pages = {entry.file for entry in present_pages()}
    opening = {
        file for file in pages if 'query_params.get("number")' in (product_folder() / "pages" / file).read_text("utf-8")
    }
    assert opening <= RECORDS.keys() <= pages


def drawn_again(app: AppTest, file: str, asked: dict[str, str]) -> list[str]:
    """The statements of the second run: what is asked once, on coming, isn't asked again."""
    app.switch_page(file)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    with statements_counted(page_store().engine) as sent:
        app.run()
    assert not app.exception, app.exception
    return sent


@pytest.mark.parametrize(("entry", "role"), CASES)
def test_a_page_asks_at_most_eight_questions(open_app: OpenApp, entry: PageEntry, role: Role) -> None:
    app = open_app(role=role)
    with page_store().reading() as session:
        records = addresses_of(session, entry.file)
    if role is ROLES[0] and entry.file in RECORDS and entry.file != "audits.py":  # the demo draws its audits by month
        assert records
    for asked in ({}, *records):
        sent = drawn_again(app, entry.file, asked)
        assert len(sent) <= MOST_QUERIES, f"{asked}: " + "\n\n".join(sent)


@pytest.mark.parametrize("role", [Role.AFTER_SALES_MANAGER, Role.DISPATCHER, Role.OFFICE, Role.LEADERSHIP])
@pytest.mark.parametrize("what", REQUESTS)
def test_a_request_asks_at_most_eight_questions_whatever_hangs_on_it(open_app: OpenApp, what: str, role: Role) -> None:
    app = open_app(role=role)
    query = text(f"SELECT number FROM service_request WHERE {REQUESTS[what]} ORDER BY id DESC LIMIT 1")
    with page_store().reading() as session:
        number = str(session.connection().execute(query).scalar_one())
    sent = drawn_again(app, "request.py", {"number": number})
    assert len(sent) <= MOST_QUERIES, "\n\n".join(sent)
