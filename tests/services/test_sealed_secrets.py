"""Secrets that only the key opens, and the key's own file."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aftersales.errors import Unavailable
from aftersales.services.sealed_secrets import open_sealed, seal


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data" / "secrets.key"
    monkeypatch.setenv("AFTERSALES_KEY_FILE", str(path))
    return path


def test_a_sealed_secret_opens_again_and_says_nothing_by_itself(key_file: Path) -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", of=7)
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert len(sealed) <= 200
    assert seal("JBSWY3DPEHPK3PXP", of=7) != sealed
    assert open_sealed(sealed, of=7) == "JBSWY3DPEHPK3PXP"


def test_the_key_is_its_owners_only_and_stands_alone_in_its_folder(key_file: Path) -> None:
    seal("x", of=1)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]


@pytest.mark.parametrize("spoil", ["other person", "changed", "other key", "no key", "broken key", "clear"])
def test_what_is_not_the_persons_own_does_not_open(key_file: Path, spoil: str) -> None:
    sealed, of = seal("JBSWY3DPEHPK3PXP", of=7), 7
    if spoil == "other person":  # somebody put their own secret into a colleague's row
        of = 8
    elif spoil == "changed":
        sealed = sealed[:-4] + "AAAA"
    elif spoil == "other key":
        key_file.unlink()
        seal("y", of=1)
    elif spoil == "no key":
        key_file.unlink()
    elif spoil == "broken key":
        key_file.write_bytes(b"nonsense")
    else:
        sealed = "JBSWY3DPEHPK3PXP"
    with pytest.raises(Unavailable):
        open_sealed(sealed, of=of)


def test_a_lost_key_is_not_replaced_by_looking(key_file: Path) -> None:
    sealed = seal("x", of=1)
    key_file.unlink()
    with pytest.raises(Unavailable):
        open_sealed(sealed, of=1)
    assert not key_file.exists()


def test_two_at_once_end_with_one_key(key_file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda of: seal("secret", of=of), range(32)))
    assert [open_sealed(one, of=of) for of, one in enumerate(sealed)] == ["secret"] * 32
