"""How often a page asks the database: at most eight times a rerun, for whoever looks at whatever."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.rules.kinds import Role
from aftersales.ui.navigation import present_pages
from aftersales.ui.page import page_store
from tests.screens.conftest import Company, OpenApp
from tests.screens.test_every_page import FILES, ROLES, has

MOST = 8
_OF_REQUEST = "SELECT number FROM service_request WHERE {which} ORDER BY id DESC LIMIT 1"
REQUESTS = {
    "new": "state = 'registered'",
    "closed": "state = 'closed'",
    "a recurrence with its analysis": "root_cause <> '' AND repeats_id IS NOT NULL",
    "an inquiry": "kind = 'inquiry'",
    "with an agreement": "id IN (SELECT request_id FROM agreement)",
    "escalated": "id IN (SELECT request_id FROM escalation)",
    "with a return": "id IN (SELECT request_id FROM product_return)",
}
# The pages of records, with one of them open.
RECORDS = {
    "agreements.py": "SELECT number FROM agreement ORDER BY id DESC LIMIT 1",
    "complaints.py": "SELECT number FROM complaint ORDER BY id DESC LIMIT 1",
    "returns.py": "SELECT number FROM product_return ORDER BY id DESC LIMIT 1",
    "recurrences.py": "SELECT number FROM corrective_action ORDER BY id DESC LIMIT 1",
    "audits.py": "SELECT number FROM audit ORDER BY id DESC LIMIT 1",
    "care.py": "SELECT number FROM revisit ORDER BY id DESC LIMIT 1",
}


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    return demo_company


@contextmanager
def queries_of(engine: Engine) -> Iterator[list[str]]:
    """Each statement that is sent meanwhile; the beginning of a transaction is none."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def ensure_few(app: AppTest) -> None:
    """Of a page that is drawn already, so that nothing is counted that only its first run asks."""
    app.run()
    with queries_of(page_store().engine) as sent:
        app.run()
    assert not app.exception
    twice = [said for said, times in Counter(sent).items() if times > 1]
    assert len(sent) <= MOST and not twice, "\n".join(said[said.find("FROM") :][:160] for said in sent)


def number_of(query: str) -> str:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        number = session.connection().execute(text(query)).scalar_one()
    store.close()
    return str(number)


def test_every_page_is_counted() -> None:
    assert [entry.file for entry in present_pages()] == list(FILES)


@pytest.mark.parametrize("file", FILES)
def test_a_page_asks_at_most_eight_times(open_app: OpenApp, file: str) -> None:
    for role in ROLES:
        if has(role, FILES[file]):
            ensure_few(open_app(file, role=role))


@pytest.mark.parametrize("role", [Role.AFTER_SALES_MANAGER, Role.DISPATCHER, Role.OFFICE, Role.LEADERSHIP])
@pytest.mark.parametrize("what", REQUESTS)
def test_a_request_asks_at_most_eight_times(open_app: OpenApp, what: str, role: Role) -> None:
    app = open_app("request.py", role=role)
    app.query_params["number"] = number_of(_OF_REQUEST.format(which=REQUESTS[what]))
    ensure_few(app)


@pytest.mark.parametrize("file", RECORDS)
def test_a_record_asks_at_most_eight_times(open_app: OpenApp, file: str) -> None:
    app = open_app(file, role=Role.AFTER_SALES_MANAGER)
    app.query_params["number"] = number_of(RECORDS[file])
    ensure_few(app)
