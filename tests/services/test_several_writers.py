"""Several processes write at once: numbers without gaps, one chain, nobody in two places."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlmodel import select

from aftersales.database import Store
from aftersales.models import Event, ServiceRequest, TrailHead
from tests.builders import build_firm

ROOT = Path(__file__).resolve().parents[2]


def _run(*calls: list[str]) -> list[str]:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.services.processes", *call], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for call in calls
    ]
    outputs = [process.communicate(timeout=120)[0].strip() for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return outputs


def _url(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def test_numbers_have_no_gap_and_none_is_given_twice(store: Store) -> None:
    with store.unit_of_work() as session:
        firm = build_firm(session)
        staff, sign = str(firm.hotline.staff_id), str(firm.sign.id)
    _run(*(["register", _url(store), staff, sign, "15"] for _ in range(3)))
    with store.reading() as session:
        numbers = sorted(session.exec(select(ServiceRequest.number)))
        assert numbers == [f"FW20260310-{turn:04d}" for turn in range(1, 31)]
        events = session.exec(select(Event.id).order_by(Event.id)).all()
        head = session.get_one(TrailHead, 1)
        assert events == list(range(1, head.count + 1))


def test_two_dispatchers_cannot_send_one_technician_to_two_places(store: Store) -> None:
    with store.unit_of_work() as session:
        firm = build_firm(session)
        first, second = firm.accepted(), firm.accepted()
        staff, technician = str(firm.dispatcher.staff_id), str(firm.technician.staff_id)
        ids = (str(first.id), str(second.id))
    outcomes = _run(*(["dispatch", _url(store), staff, request, technician] for request in ids))
    assert sorted(outcomes) == ["planned", "refused"]
