"""Keeping the words up to date by which requests, signs, projects and customers are found."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.database import adapter_of
from aftersales.models import (
    Contact,
    Customer,
    CustomerWords,
    Project,
    ProjectWords,
    RequestWords,
    ServiceRequest,
    Sign,
    SignType,
    SignWords,
)
from aftersales.rules.words import words_of
from aftersales.services.rows import rows_by


def _write(session: Session, table: Any, row_id: int, words: str, *, is_new: bool) -> None:
    if is_new and isinstance(session, BulkSession):
        session.index_later(str(table.__tablename__), row_id, words)
        return
    old = None
    if not is_new:
        row = session.get(table, row_id, populate_existing=True)
        old = row.words if row else None
        if old == words:
            return
    adapter_of(session).index_words(session, str(table.__tablename__), row_id, old, words)


def index_request(
    session: Session, request: ServiceRequest, *, customer: str, project: str, sign_code: str, is_new: bool = False
) -> None:
    """The words of one request: number, customer, project, sign, place, contact and phone, description."""
    words = words_of(
        request.number, customer, project, sign_code, request.place, request.contact_name,
        phones=[request.contact_phone], said=[request.description],
    )  # fmt: skip
    _write(session, RequestWords, request.id or 0, words, is_new=is_new)


def index_sign(session: Session, sign: Sign, project: Project, customer: Customer, *, is_new: bool = False) -> None:
    """The words of one sign: code, place, type, and where it stands."""
    kind = session.get(SignType, sign.sign_type_id)
    words = words_of(
        sign.code, sign.place, kind.name if kind else "", kind.name_en if kind else "", project.name, project.code,
        project.address, customer.name, customer.city,
    )  # fmt: skip
    _write(session, SignWords, sign.id or 0, words, is_new=is_new)


def index_project(session: Session, project: Project, customer: Customer, *, is_new: bool = False) -> None:
    words = words_of(project.code, project.name, project.address, customer.name, customer.city)
    _write(session, ProjectWords, project.id or 0, words, is_new=is_new)


def index_customer(session: Session, customer: Customer, *, is_new: bool = False) -> None:
    """A customer's own words and those of its contacts."""
    contacts = rows_by(session, Contact, "customer_id", customer.id)
    words = words_of(
        customer.name, customer.address, customer.city, customer.province,
        *(text for contact in contacts for text in (contact.name, contact.email)),
        phones=[contact.phone for contact in contacts],
    )  # fmt: skip
    _write(session, CustomerWords, customer.id or 0, words, is_new=is_new)
