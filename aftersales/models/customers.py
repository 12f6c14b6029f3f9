"""Whom we serve: customers and the people to reach there."""

from __future__ import annotations

from sqlmodel import Field

from aftersales.models.base import Base


class Customer(Base, table=True):
    __tablename__ = "customer"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    is_key: bool = Field(default=False)  # 重点客户, revisited by plan (5.2(2))
    province: str = Field(default="", max_length=40)
    city: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=200)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    version: int = Field(default=1)


class Contact(Base, table=True):
    """A person at a customer. The phone is kept as written; the digits are for finding it."""

    __tablename__ = "contact"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    name: str = Field(max_length=80)
    phone: str = Field(default="", max_length=40)
    phone_digits: str = Field(default="", max_length=40, index=True)
    email: str = Field(default="", max_length=200)
    title: str = Field(default="", max_length=80)
    is_main: bool = Field(default=False)
    version: int = Field(default=1)
