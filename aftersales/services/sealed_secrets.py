"""Secrets that have to be read again (those of second factors), encrypted by a key that lies outside the database.

Who gets a copy of the database alone can't make anybody's codes.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from aftersales.config import secrets_key_file
from aftersales.errors import Unavailable
from aftersales.rules.message import N_


def seal(secret: str, *, of: int) -> str:
    """Encrypt and sign `secret` for the person `of`; makes the key at the first one. Raises Unavailable."""
    return Fernet(_key(secrets_key_file(), make=True)).encrypt(f"{of}:{secret}".encode()).decode()


def open_sealed(sealed: str, *, of: int) -> str:
    """The secret again. Raises Unavailable where the key is missing or another, or it was sealed for somebody else."""
    try:
        opened = Fernet(_key(secrets_key_file(), make=False)).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        opened = ""
    whose, _, secret = opened.partition(":")
    if whose != str(of) or not secret:
        raise Unavailable(
            N_(
                "The second factor can't be checked: the key in {path} is not the one it was made with. Bring that "
                "file back, or reset the account: aftersales account reset NAME."
            ),
            path=str(secrets_key_file()),
        )
    return secret


def _key(path: Path, *, make: bool) -> bytes:
    try:
        if make and not path.exists():
            _make_key(path)
        return path.read_bytes().strip()
    except OSError as error:
        raise Unavailable(
            N_("The key of the second factors in {path} can't be read or made: {reason}."),
            path=str(path), reason=error.strerror or "",
        ) from None  # fmt: skip


def _make_key(path: Path) -> None:
    """Written whole before it has its name, so that two servers starting at once end with one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, Fernet.generate_key())
        os.fsync(file)
    finally:
        os.close(file)
    try:
        os.link(draft, path)  # fails where another was faster
    except FileExistsError:
        pass
    finally:
        draft.unlink()
