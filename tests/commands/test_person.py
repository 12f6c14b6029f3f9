"""`aftersales person export` and `erase`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlmodel import select

from aftersales.cli import main
from aftersales.database import Store
from aftersales.models import ServiceRequest
from aftersales.rules.personal import ERASED
from tests.builders import build_firm


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'a.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", address)
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    store = Store.open(address)
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        firm = build_firm(session)
        firm.register(contact_name="欧阳晓云", contact_phone="139 1234 5678")
        firm.register(contact_name="李雷", contact_phone="13912345678")
    store.close()
    return address


def name_of(url: str) -> list[str]:
    store = Store.open(url)
    with store.reading() as session:
        found = sorted(session.exec(select(ServiceRequest.contact_name)).all())
    store.close()
    return found


def test_it_hands_out_json(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "person.json"
    assert main(["person", "export", "--phone", "13912345678", "--name", "欧阳晓云", "--out", str(out)]) == 0
    told = json.loads(out.read_text("utf-8"))
    assert [row["contact_name"] for row in told["rows"]["service_request"]] == ["欧阳晓云"]


def test_two_with_one_phone_have_to_be_told_apart(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["person", "export", "--phone", "139-1234-5678"]) == 2
    said = capsys.readouterr().err
    assert "欧阳晓云" in said
    assert "李雷" in said


def test_without_yes_it_only_says_what_would_go(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["person", "erase", "--name", "欧阳晓云", "--reason", "asked by letter"]
    assert main(asked) == 0
    assert "service_request\t1" in capsys.readouterr().out
    assert "欧阳晓云" in name_of(url)
    assert main([*asked, "--yes"]) == 0
    assert name_of(url) == sorted(["李雷", ERASED])
    assert main([*asked, "--yes"]) == 2


def test_nobody_and_nothing_said_are_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["person", "export"]) == 2
    assert main(["person", "export", "--phone", "13800000000"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_it_hands_out_a_text_to_read_and_names_a_contact_of_the_register(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["person", "export", "--customer-contact", "1", "--text"]) == 0
    said = capsys.readouterr().out
    assert "What is stored about 王芳" in said
    assert "Contacts" in said
    assert main(["person", "export", "--customer-contact", "99"]) == 2
    assert main(["person", "export", "--customer-contact", "1", "--out", "/nowhere/at/all.json"]) == 2


def test_another_word_for_the_person_is_shown_before_it_goes(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["person", "erase", "--name", "欧阳晓云", "--reason", "asked by letter", "--also", "大堂发光字"]
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert re.search(r"service_request\tFW\d{8}-\d{4}\t大堂发光字不亮\n", said)
    assert main([*asked, "--yes"]) == 0
    store = Store.open(url)
    with store.reading() as session:
        found = sorted(session.exec(select(ServiceRequest.description)).all())
    store.close()
    assert found == [f"{ERASED}不亮"] * 2  # the other's request is of the same customer, and was shown, too
    assert main(["person", "erase", "--name", "李雷", "--reason", "x", "--also", "李"]) == 2
