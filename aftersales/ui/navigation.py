"""The list of pages, and links to one record."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from aftersales.places import product_folder
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.text import t

# The first is the day's work, the second what is settled with customers beside the repair.
WORK, CUSTOMERS, LOOK_UP, SETTINGS = N_("Work"), N_("Customer matters"), N_("Look up"), N_("Settings")


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page. `needs` lists actions of which any one opens it; empty: everybody."""

    file: str
    url_path: str
    title: str
    icon: str
    group: str
    needs: tuple[Action, ...] = ()
    is_hidden: bool = False  # reachable by its address and by links only

    def is_open_to(self, actor: Actor) -> bool:
        return not self.needs or any(may(actor, action) for action in self.needs)


# The first one is where people start.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("today.py", "today", N_("Today"), ":material/today:", WORK),
    PageEntry("intake.py", "intake", N_("Intake"), ":material/call:", WORK, (Action.REGISTER,)),
    PageEntry("board.py", "board", N_("Dispatch board"), ":material/view_kanban:", WORK, (Action.SEE_BOARD,)),
    PageEntry(
        "reports.py",
        "service-report",
        N_("Service reports"),
        ":material/assignment_turned_in:",
        WORK,
        (Action.FILE_REPORT, Action.SEE_REQUESTS),
    ),
    PageEntry(
        "leadership.py", "leadership", N_("Leadership overview"), ":material/monitoring:", WORK, (Action.SEE_FIGURES,)
    ),
    PageEntry("notices.py", "notices", N_("Notices"), ":material/notifications:", WORK),
    PageEntry(
        "agreements.py",
        "agreements",
        N_("Agreements"),
        ":material/contract:",
        CUSTOMERS,
        (Action.NEGOTIATE, Action.APPROVE_AGREEMENT, Action.SEE_COSTS),
    ),
    PageEntry(
        "complaints.py", "complaints", N_("Complaints"), ":material/person_alert:", CUSTOMERS, (Action.SEE_REQUESTS,)
    ),
    PageEntry(
        "opinions.py",
        "opinions",
        N_("Opinions"),
        ":material/forum:",
        CUSTOMERS,
        (Action.ROUTE_MATTER, Action.ANSWER_MATTER, Action.COLLECT_OPINION),
    ),
    PageEntry(
        "returns.py", "returns", N_("Returns"), ":material/assignment_return:", CUSTOMERS, (Action.SEE_REQUESTS,)
    ),
    PageEntry("surveys.py", "surveys", N_("Surveys"), ":material/reviews:", CUSTOMERS, (Action.SEE_SURVEYS,)),
    PageEntry("care.py", "care", N_("Customer care"), ":material/favorite:", CUSTOMERS, (Action.SEE_SURVEYS,)),
    PageEntry(
        "warranty.py", "warranty", N_("Warranty lookup"), ":material/verified_user:", LOOK_UP, (Action.SEE_WARRANTY,)
    ),
    PageEntry(
        "handbooks.py",
        "handbooks",
        N_("Handbooks and answers"),
        ":material/auto_stories:",
        LOOK_UP,
        (Action.SEE_WARRANTY,),
    ),
    PageEntry("recurrences.py", "recurrences", N_("Recurrences"), ":material/replay:", LOOK_UP, (Action.SEE_REQUESTS,)),
    PageEntry("audits.py", "audits", N_("Audits"), ":material/fact_check:", LOOK_UP, (Action.SEE_AUDITS,)),
    PageEntry("registers.py", "registers", N_("Registers"), ":material/menu_book:", LOOK_UP, (Action.SEE_REQUESTS,)),
    PageEntry(
        "request.py",
        "request",
        N_("Service request"),
        ":material/description:",
        LOOK_UP,
        (Action.SEE_REQUESTS, Action.SEE_OWN_JOBS),
        is_hidden=True,
    ),
    PageEntry(
        "import_signs.py", "import-signs", N_("Import signs"), ":material/upload_file:", SETTINGS, (Action.IMPORT,)
    ),
    PageEntry(
        "personal_data.py",
        "personal-data",
        N_("Personal data"),
        ":material/privacy_tip:",
        SETTINGS,
        (Action.ERASE_PERSON,),
    ),
    PageEntry("trail.py", "trail", N_("Trail"), ":material/history:", SETTINGS, (Action.VERIFY_TRAIL,)),
    PageEntry("staff.py", "staff", N_("Staff and accounts"), ":material/group:", SETTINGS, (Action.MANAGE_STAFF,)),
    PageEntry(
        "company.py",
        "company",
        N_("Company and goals"),
        ":material/domain:",
        SETTINGS,
        (Action.MANAGE_COMPANY, Action.SET_GOALS),
    ),
    PageEntry("account.py", "account", N_("My account"), ":material/manage_accounts:", SETTINGS),
    PageEntry("who.py", "who", N_("Who is here"), ":material/badge:", SETTINGS),
)


def present_pages() -> tuple[PageEntry, ...]:
    return tuple(entry for entry in PAGES if (product_folder() / "pages" / entry.file).is_file())


# Whoever signs in has an account, and in the demo anybody may be anyone: each other page's place is out of sight.
_ONLY_IN_DEMO, _ONLY_SIGNED_IN = {"who.py"}, {"account.py"}


def gate_pages(file: str | None) -> list[st.Page]:
    """One page at all addresses, for who isn't let in yet: a link to a record waits behind it."""
    file = file or "sign_in.py"
    return [
        st.Page(
            file, title=t("Sign in"), icon=":material/lock:", url_path=entry.url_path, default=position == 0,
            visibility="hidden",
        )
        for position, entry in enumerate(present_pages())
    ]  # fmt: skip


def pages_for(actor: Actor, *, is_demo: bool) -> dict[str, list[st.Page]]:
    """The pages this person has, by translated group."""
    out_of_sight = _ONLY_SIGNED_IN if is_demo else _ONLY_IN_DEMO
    entries = [entry for entry in present_pages() if entry.is_open_to(actor)]
    sections: dict[str, list[st.Page]] = {}
    for position, entry in enumerate(entries):
        page = st.Page(
            entry.file,
            title=t(entry.title),
            icon=entry.icon,
            url_path=entry.url_path,
            default=position == 0,
            visibility="hidden" if entry.is_hidden or entry.file in out_of_sight else "visible",
        )
        sections.setdefault(t(entry.group), []).append(page)
    return sections


def request_address(number: str) -> str:
    """The address of one request, to paste or to link."""
    return "/request?" + urlencode({"number": number})


def warranty_address(sign_code: str) -> str:
    """The address of one sign's warranty and history."""
    return "/warranty?" + urlencode({"sign": sign_code})


def open_request(number: str) -> None:
    """Leave this page for one request."""
    st.switch_page("request.py", query_params={"number": number})
