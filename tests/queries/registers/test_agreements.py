"""The register of supplementary agreements: the sums of SQL, the words of the workflow, and who may open it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from aftersales.documents.export_file import write_register
from aftersales.errors import NotAllowed
from aftersales.models import Agreement
from aftersales.queries.registers.agreements import AGREEMENTS
from aftersales.queries.registers.known import registers_of
from aftersales.queries.registers.read import Selection, each_batch, list_rows
from aftersales.rules.agreement import AGREEMENT, AgreementState
from aftersales.services.agreements import AgreementTerms, accept_agreement, start_agreement, write_terms
from tests.builders import DAY, Firm

ALL = Selection()


@pytest.fixture
def made(firm: Firm) -> list[Agreement]:
    """One with its price accepted, one just begun a day later."""
    agreements = []
    for days, price in ((0, 123_456), (1, None)):
        at = firm.now + days * DAY
        request = firm.accepted(at=at, needs_agreement=True)
        agreement = start_agreement(
            firm.session, actor=firm.business, now=at + DAY, request_id=request.id or 0, subject=f"加装照明 {days}"
        )
        if price is not None:
            known = {"actor": firm.business, "now": at + DAY, "agreement_id": agreement.id or 0}
            terms = AgreementTerms(terms="夜间施工", price_fen=price)
            write_terms(firm.session, new=terms, **known)  # type: ignore[arg-type]
            accept_agreement(firm.session, answered_by="王芳", **known)  # type: ignore[arg-type]
        agreements.append(agreement)
    firm.session.flush()
    return agreements


def test_the_rows_are_those_of_the_table_the_newest_first(firm: Firm, made: list[Agreement]) -> None:
    rows = list_rows(firm.session, firm.manager, AGREEMENTS, ALL)
    assert [row.number for row in rows] == [made[1].number, made[0].number]
    state = next(place for place, column in enumerate(AGREEMENTS.columns) if column.label == "State")
    assert [row.cells[state] for row in rows] == [AgreementState.DRAFT, AgreementState.ACCEPTED]


def test_it_narrows_by_state_and_customer(firm: Firm, made: list[Agreement]) -> None:
    accepted = Selection(narrowed=(("state", AgreementState.ACCEPTED),))
    assert [row.number for row in list_rows(firm.session, firm.manager, AGREEMENTS, accepted)] == [made[0].number]
    assert not list_rows(firm.session, firm.manager, AGREEMENTS, Selection(customer="nobody"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_sums_the_prices(firm: Firm, made: list[Agreement], language: str, tmp_path: Path) -> None:
    path = tmp_path / "agreements.xlsx"
    write_register(path, AGREEMENTS, each_batch(firm.session, firm.manager, AGREEMENTS, ALL), "xlsx", language)  # type: ignore[arg-type]
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    total = firm.session.connection().execute(text("SELECT SUM(price_fen) FROM agreement")).scalar()
    assert sheet.title == {"zh": "补充协议", "en": "Agreements"}[language]
    assert sheet.cell(sheet.max_row, 5).value == int(total or 0) / 100 == 1234.56
    draft = AGREEMENT.labels[AgreementState.DRAFT]
    assert language == "zh" or sheet.cell(2, 3).value == draft


def test_who_sees_no_costs_has_no_such_register(firm: Firm) -> None:
    assert AGREEMENTS not in registers_of(firm.hotline)
    assert AGREEMENTS in registers_of(firm.business)
    with pytest.raises(NotAllowed):
        list_rows(firm.session, firm.hotline, AGREEMENTS, ALL)
