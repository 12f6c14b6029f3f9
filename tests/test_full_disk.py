"""A full disk: said in a sentence, and nothing half written."""

from pathlib import Path

import pytest
from sqlmodel import func, select

from aftersales.database import Store
from aftersales.errors import Unavailable
from aftersales.models import Attachment, AttachmentBytes, ServiceRequest
from tests.builders import Firm, build_firm


def full_store(folder: Path) -> tuple[Store, Firm]:
    """A store that may not grow by another page, as on a full disk."""
    store = Store.open(f"sqlite:///{folder / 'full.sqlite3'}")
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        firm = build_firm(session)
    return store, firm


def test_what_does_not_fit_is_refused_in_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    store, firm = full_store(tmp_path)
    with pytest.raises(Unavailable, match="disk is full"), store.unit_of_work() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
        firm.session = session
        firm.register()
        session.add(
            Attachment(
                id=1, owner="request", owner_id=1, name="a", content_type="b", size=1, sha256="c", added_at=firm.now
            )
        )
        session.flush()
        session.add(AttachmentBytes(attachment_id=1, content=b"x" * 500_000))
        session.flush()
    with store.reading() as session:
        assert session.exec(select(func.count()).select_from(ServiceRequest)).one() == 0
        assert session.exec(select(func.count()).select_from(Attachment)).one() == 0
    store.close()


def test_with_room_again_the_same_step_is_taken(tmp_path: Path) -> None:
    store, firm = full_store(tmp_path)
    with store.unit_of_work() as session:
        firm.session = session
        assert firm.register().number == "FW20260310-0001"
    store.close()
