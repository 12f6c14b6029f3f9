"""One import, or one reading, in a process of its own, so that its memory can be told: prints JSON."""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path


def main(what: str, file: Path, folder: Path) -> None:
    started = time.perf_counter()
    if what == "read":
        from python_calamine import CalamineWorkbook

        for _ in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows():
            pass
    else:
        _import(file, folder)
    print(json.dumps({"peak_mib": _peak_mib(), "seconds": time.perf_counter() - started}))


def _peak_mib() -> float:
    """Linux's other counter, ru_maxrss, begins with the memory of the process that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index]
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _import(file: Path, folder: Path) -> None:
    from aftersales.database import Store
    from aftersales.documents.register_file import read_register
    from aftersales.rules.roles import SYSTEM
    from aftersales.services.company import found_company
    from aftersales.services.import_signs import import_signs

    now = datetime(2026, 11, 25, tzinfo=UTC)
    store = Store.open(f"sqlite:///{(folder / 'import.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        found_company(session, now=now, name="标识公司")
    register = read_register(file, today=date(2026, 11, 25))
    with store.unit_of_work() as session:
        import_signs(session, actor=SYSTEM, now=now, rows=register.rows, problems=register.problems)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
