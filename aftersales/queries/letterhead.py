"""What stands at the head of every printed sheet: our names, address, hotline and logo."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from aftersales.models import AttachmentBytes, Company

BothNames = tuple[str, str]  # Chinese, English (may be empty)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`logo` holds a PNG, JPEG or WebP picture, or nothing."""

    names: BothNames = ("", "")
    addresses: BothNames = ("", "")
    hotline: str = ""
    logo: bytes | None = None


def get_letterhead(session: Session, *, with_logo: bool = True) -> Letterhead:
    """An empty one before the company was founded. Two queries, one without the logo."""
    company = session.get(Company, 1)
    if company is None:
        return Letterhead()
    logo = None
    if with_logo and company.logo_id is not None:
        statement = select(AttachmentBytes.content).where(col(AttachmentBytes.attachment_id) == company.logo_id)
        logo = session.exec(statement).first()
    return Letterhead(
        (company.name, company.name_en), (company.address, company.address_en), company.hotline, logo
    )  # fmt: skip
