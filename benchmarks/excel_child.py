"""One import, export, reading or writing in a process of its own, so that its memory can be told: prints JSON."""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path


def main(what: str, *given: str) -> None:
    started = time.perf_counter()
    DEEDS[what](*given)
    print(json.dumps({"peak_mib": _peak_mib(), "seconds": time.perf_counter() - started}))


def _peak_mib() -> float:
    """Linux's other counter, ru_maxrss, begins with the memory of the process that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index]
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _read(file: str, _folder: str) -> None:
    from python_calamine import CalamineWorkbook

    for _ in CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows():
        pass


def _write(rows: str, file: str) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(int(rows)):
        for column in range(27):
            sheet.write(row, column, f"第{row}行第{column}格")
    book.close()


def _export(url: str, staff_id: str, rows: str, file: str) -> None:
    from aftersales.database import Store
    from benchmarks.figures.excel_export import export

    store = Store.open(url)
    export(store, int(staff_id), int(rows), Path(file), [])
    store.close()


def _import(file: str, folder: str) -> None:
    from aftersales.database import Store
    from aftersales.documents.register_file import read_register
    from aftersales.rules.roles import SYSTEM
    from aftersales.services.company import found_company
    from aftersales.services.import_signs import import_signs

    now = datetime(2026, 11, 25, tzinfo=UTC)
    store = Store.open(f"sqlite:///{(Path(folder) / 'import.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        found_company(session, now=now, name="标识公司")
    register = read_register(Path(file), today=date(2026, 11, 25))
    with store.unit_of_work() as session:
        import_signs(session, actor=SYSTEM, now=now, rows=register.rows, problems=register.problems)
    store.close()


DEEDS = {"read": _read, "write": _write, "import": _import, "export": _export}

if __name__ == "__main__":
    main(*sys.argv[1:])
