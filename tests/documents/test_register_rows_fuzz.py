"""Whatever stands in a cell, a row is taken or refused with a sentence; nothing else happens."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from aftersales.documents.mend_file import mend_file
from aftersales.documents.register_file import read_register
from aftersales.documents.register_headings import Column, read_headings
from aftersales.documents.register_refusals import RowProblem
from aftersales.documents.register_rows import LENGTHS, RegisterRow, RowReader
from aftersales.locale import sentence
from tests.documents.register_builder import HEADINGS, TODAY

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=30),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        ["2024-02-30", "24个月", "两年半", "#N/A", "=1+1", "合计", "是", "+86 138", "20240229", "\ud7ff\u200b"]
    ),
)
ROWS = st.lists(CELLS, min_size=0, max_size=len(HEADINGS))


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=4))
def test_every_row_is_empty_taken_or_refused_with_a_sentence(rows: list[list[object]]) -> None:
    reader = RowReader(read_headings(HEADINGS, 1), today=TODAY)
    codes = set()
    for number, cells in enumerate(rows, start=2):
        if reader.is_empty(cells):
            continue
        read = reader.read(number, cells)
        if isinstance(read, RegisterRow):
            assert read.customer
            assert read.code
            assert read.code not in codes
            codes.add(read.code)
            assert read.handover_on is None or read.handover_on <= TODAY + timedelta(days=731)
            assert read.warranty_months is None or 0 <= read.warranty_months <= 1200
            for column in (Column.CUSTOMER, Column.CODE, Column.PHONE, Column.PLACE, Column.REMARK):
                assert len(getattr(read, column.value)) <= LENGTHS[column]
        else:
            assert isinstance(read, RowProblem)
            for fault in read.faults:
                assert fault.cell.endswith(str(number))
                assert sentence(fault.reason, "zh")
                assert sentence(fault.reason, "en")


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=4))
def test_any_refused_row_can_be_written_to_be_mended_and_is_refused_again_for_the_same(
    rows: list[list[object]],
) -> None:
    headings = read_headings(HEADINGS, 1)
    reader = RowReader(headings, today=TODAY)
    problems = [
        read
        for number, cells in enumerate(rows, start=2)
        if not reader.is_empty(cells) and isinstance(read := reader.read(number, cells), RowProblem)
    ]
    data = mend_file(headings, problems, language="en")
    assert data.startswith(b"PK")
    if problems and all(
        isinstance(cell, str | date) and not isinstance(cell, datetime | time)
        for problem in problems
        for cell in problem.cells
    ):
        assert read_register(data, today=TODAY).problems
