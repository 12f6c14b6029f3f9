"""A real company of one person a role, each with an account, for screens behind the sign-in."""

from __future__ import annotations

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.accounts import add_account
from tests.screens.small_company import build_small_company

PASSWORD = "blaue-Leiter-47"


def build_own_company(url: str) -> dict[Role, int]:
    """The small company, not a demo: the hotline clerk signs in as `hotline`, and so on, all with PASSWORD."""
    staff_ids = build_small_company(url, is_demo=False)
    store = Store.open(url)
    with store.unit_of_work() as session:
        for role in (Role.HOTLINE, Role.AFTER_SALES_MANAGER):
            add_account(
                session, actor=SYSTEM, now=utc_now(), staff_id=staff_ids[role], name=str(role), password=PASSWORD
            )
    store.close()
    return staff_ids
