"""Passwords and tokens: made, hashed, compared."""

from __future__ import annotations

import hashlib
import secrets
import threading
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_HASHER = PasswordHasher()
# Each hash takes 64 MiB on purpose: a flood of tries must not take all of the memory.
_AT_ONCE = threading.BoundedSemaphore(4)
# Letters and digits that can't be taken for one another when read out.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def hash_password(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(password)


def _nobodys() -> str:
    """As a hash with today's settings looks, and nobody's: making a real one would take half a second of each start."""
    salt, digest = (
        b64encode(secrets.token_bytes(length)).rstrip(b"=").decode() for length in (_HASHER.salt_len, _HASHER.hash_len)
    )
    costs = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


_NOBODYS = _nobodys()


def is_password(kept_hash: str | None, password: str) -> bool:
    """Whether this is the password; as slow for a name that isn't there (None)."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept_hash or _NOBODYS, password) and kept_hash is not None
        except (Argon2Error, InvalidHashError):
            return False


def is_outdated(kept_hash: str) -> bool:
    """Whether the hash was made with weaker settings than are used now."""
    return _HASHER.check_needs_rehash(kept_hash)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """A token is long and random: one fast hash is enough to keep the stored one useless."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_readable_secret(groups: int = 4) -> str:
    """A first password or a setup code that can be read out: `k7wm-3hxt-…`, 20 bits a group."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(groups))
