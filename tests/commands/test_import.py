"""`aftersales import signs`, as a person types it."""

from pathlib import Path

import openpyxl
import pytest
from sqlmodel import func, select

from aftersales.cli import main
from aftersales.database import Store
from aftersales.models import Sign
from tests.documents.register_builder import sign, workbook


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    monkeypatch.delenv("AFTERSALES_DATABASE_URL", raising=False)
    monkeypatch.delenv("AFTERSALES_DEMO", raising=False)
    (tmp_path / "signs.xlsx").write_bytes(
        workbook(sign("A"), sign("B", 交工日期="2023年2月30日", 质保期="终身"), sign("A"), sign("C", 联系电话="见合同"))
    )
    return tmp_path


def stored(desk: Path) -> int:
    store = Store.open(f"sqlite:///{(desk / 'data' / 'aftersales.sqlite3').as_posix()}")
    with store.reading() as session:
        count = session.exec(select(func.count()).select_from(Sign)).one()
    store.close()
    return count


def test_each_refused_row_has_one_line_and_the_rest_is_stored(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "signs", "signs.xlsx"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        "row 5, H5: “2023年2月30日” is a day that doesn't exist. "
        "I5: “终身” isn't a warranty period in months; write a whole number such as 24."
    ) in lines
    assert "row 6, J6: Sign code A already stands in row 4." in lines
    assert "Note on row 7, D7: “见合同” doesn't look like a telephone number; it is kept as written." in lines
    assert "New: signs: 2, customers: 1, contacts: 2, projects: 1, sign types: 1, offices: 1." in lines
    assert "Stored already and left as they are: 0. Refused rows: 2." in lines
    assert "The refused rows are in signs.rejects.xlsx: mend them there and import that file." in lines
    assert stored(desk) == 2


def test_the_lines_are_in_the_chosen_language(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_LANG", "zh")
    assert main(["import", "signs", "signs.xlsx", "--dry-run"]) == 0
    assert "第 6 行 J6：标识编号 A 与第 4 行重复。" in capsys.readouterr().out.splitlines()


def test_a_dry_run_stores_nothing_and_writes_no_file_unless_asked(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "signs", "signs.xlsx", "--dry-run"]) == 0
    assert "Would be new: signs: 2" in capsys.readouterr().out
    assert stored(desk) == 0
    assert not list(desk.glob("*rejects*"))
    assert main(["import", "signs", "signs.xlsx", "--dry-run", "--rejects", "mend.xlsx"]) == 0
    assert (desk / "mend.xlsx").exists()


def test_a_second_run_changes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "signs", "signs.xlsx"])
    capsys.readouterr()
    assert main(["import", "signs", "signs.xlsx"]) == 0
    said = capsys.readouterr().out
    assert "New: signs: 0, customers: 0, contacts: 0, projects: 0, sign types: 0, offices: 0." in said
    assert stored(desk) == 2


def test_the_refused_rows_can_be_mended_and_imported(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "signs", "signs.xlsx"])
    book = openpyxl.load_workbook(desk / "signs.rejects.xlsx")
    book.active["H2"], book.active["I2"], book.active["J3"] = "2023-02-28", 24, "D"
    book.save(desk / "signs.rejects.xlsx")
    capsys.readouterr()
    assert main(["import", "signs", "signs.rejects.xlsx"]) == 0
    assert "New: signs: 2, customers: 0" in capsys.readouterr().out
    assert stored(desk) == 4


def test_a_file_of_refused_rows_is_never_written_over_one_that_is_being_mended(desk: Path) -> None:
    main(["import", "signs", "signs.xlsx"])
    first = (desk / "signs.rejects.xlsx").read_bytes()
    main(["import", "signs", "signs.rejects.xlsx"])
    assert (desk / "signs.rejects.xlsx").read_bytes() == first
    assert (desk / "signs.rejects-2.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["import", "signs", "none.xlsx"], "There is no file none.xlsx."),
        (["import", "signs", "text.xlsx"], "This isn't an Excel file (.xlsx)."),
        (["import", "signs", "signs.xlsx", "--rejects", "./signs.xlsx"], "can't be written over the register itself"),
    ],
)
def test_what_can_not_be_done_is_one_line_on_stderr_and_status_2(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    (desk / "text.xlsx").write_text("hello")
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert len(told.err.splitlines()) == 1
    assert not (desk / "data").exists()


@pytest.mark.parametrize("arguments", [["import"], ["import", "signs"], ["import", "staff", "x"]])
def test_wrong_usage_is_status_2(desk: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
