"""The register of audits: the rows of the table, the words of the workflow, the sums of yes, and who may open it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from aftersales.documents.export_file import write_register
from aftersales.errors import NotAllowed
from aftersales.models import Audit
from aftersales.queries.registers.audits import AUDITS
from aftersales.queries.registers.known import registers_of
from aftersales.queries.registers.read import Selection, each_batch, list_rows
from aftersales.rules.audit import AuditCheck, AuditState
from aftersales.services.audits import finish_audit
from tests.builders import HOUR, Firm
from tests.services.audit_deeds import TODAY, answered, closed, drawn, found

ALL = Selection()


@pytest.fixture
def made(firm: Firm) -> list[Audit]:
    """Three: one with a finding, one without, one that nobody has looked at."""
    closed(firm, 3)
    rows = drawn(firm)
    answered(firm, rows[0], (AuditCheck.PHOTOS,))
    found(firm, rows[0], AuditCheck.PHOTOS, firm.office)
    answered(firm, rows[1])
    for row in rows[:2]:
        finish_audit(firm.session, actor=firm.manager, now=TODAY + 5 * HOUR, audit_id=row.id or 0)
    return rows


def test_the_rows_are_those_of_the_table_the_newest_first(firm: Firm, made: list[Audit]) -> None:
    rows = list_rows(firm.session, firm.manager, AUDITS, ALL)
    assert [row.number for row in rows] == [row.number for row in reversed(made)]
    state = next(place for place, column in enumerate(AUDITS.columns) if column.label == "State")
    assert [row.cells[state] for row in rows] == [AuditState.TO_DO, AuditState.CLOSED, AuditState.FOLLOW_UP]


def test_it_narrows_by_state_and_customer(firm: Firm, made: list[Audit]) -> None:
    follow_up = Selection(narrowed=(("state", AuditState.FOLLOW_UP),))
    assert [row.number for row in list_rows(firm.session, firm.manager, AUDITS, follow_up)] == [made[0].number]
    assert not list_rows(firm.session, firm.manager, AUDITS, Selection(customer="nobody"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_sums_what_was_answered_yes(firm: Firm, made: list[Audit], language: str, tmp_path: Path) -> None:
    path = tmp_path / "audits.xlsx"
    write_register(path, AUDITS, each_batch(firm.session, firm.manager, AUDITS, ALL), "xlsx", language)  # type: ignore[arg-type]
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    assert sheet.title == {"zh": "服务稽核", "en": "Audits"}[language]
    place = next(place for place, column in enumerate(AUDITS.columns, 1) if column.label == "Answered yes")
    assert sheet.cell(sheet.max_row, place).value == 2 * len(AuditCheck) - 1
    assert sheet.cell(2, 3).value == {"zh": "待稽核", "en": "To audit"}[language]


def test_the_business_department_has_no_such_register(firm: Firm) -> None:
    assert AUDITS in registers_of(firm.office)
    assert AUDITS not in registers_of(firm.business)
    with pytest.raises(NotAllowed):
        list_rows(firm.session, firm.business, AUDITS, ALL)
