"""Who may come in: accounts, their sessions, and how often somebody tried."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from aftersales.models.base import Base, Moment


class Account(Base, table=True):
    """How one person signs in. The password is kept as an argon2 hash only."""

    __tablename__ = "account"

    staff_id: int = Field(foreign_key="staff.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=80, unique=True)
    password_hash: str = Field(max_length=200)
    must_change: bool = Field(default=True)  # a first password, known to whoever made it
    totp_secret: str | None = Field(default=None, max_length=200)  # encrypted: services/sealed_secrets.py
    totp_last_step: int = 0  # the half minute of the last code taken: no code is good twice
    made_at: datetime = Field(sa_type=Moment)
    password_at: datetime = Field(sa_type=Moment)


class StaffSession(Base, table=True):
    """One browser in which somebody is signed in. Token and ticket are kept as hashes only."""

    __tablename__ = "staff_session"

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)  # of the cookie
    ticket_hash: str | None = Field(default=None, max_length=64, unique=True)  # changed for the cookie once
    ticket_until_at: datetime | None = Field(default=None, sa_type=Moment)
    outside_hash: str | None = Field(default=None, max_length=64, unique=True)  # the company sign-in it came from
    created_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    device: str = Field(default="", max_length=200)


class SignInTries(Base, table=True):
    """Failed tries for one name, second factor or address. The key is a hash: what is typed there may be anything."""

    __tablename__ = "sign_in_tries"

    key: str = Field(primary_key=True, max_length=64)
    failed: int
    last_at: datetime = Field(sa_type=Moment, index=True)


class SetupCode(Base, table=True):
    """The code that the first start prints, asked before the first account is made."""

    __tablename__ = "setup_code"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code_hash: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Moment)
