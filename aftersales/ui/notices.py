"""One notice as a line that opens its request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import NoticeKind
from aftersales.queries.notices import Told
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.notices import mark_read
from aftersales.ui.moments import show_time
from aftersales.ui.navigation import open_request
from aftersales.ui.page import unit_of_work
from aftersales.ui.text import as_typed, t

_SAID = {
    NoticeKind.RESPONSE_SOON: (N_("The customer is to be answered by {moment}"), ":material/timer:"),
    NoticeKind.RESPONSE_LATE: (N_("The customer was to be answered by {moment}"), ":red[:material/error:]"),
    NoticeKind.ARRIVAL_SOON: (N_("Somebody has to be there by {moment}"), ":material/timer:"),
    NoticeKind.ARRIVAL_LATE: (N_("Somebody had to be there by {moment}"), ":red[:material/error:]"),
    NoticeKind.REPAIR_LATE: (N_("The repair had to be done by {moment}"), ":red[:material/error:]"),
    NoticeKind.ASK_AGAIN: (N_("On hold: ask the customer again today"), ":material/phone_callback:"),
    NoticeKind.RECURRENCE_TO_MANAGER: (N_("The same fault a third time, for you to decide"), ":material/replay:"),
    NoticeKind.DANGER: (N_("Danger reported at {moment}"), ":red[:material/warning:]"),
    NoticeKind.JOB_ASSIGNED: (N_("A job for you, beginning {moment}"), ":material/engineering:"),
    NoticeKind.JOB_HANDED_BACK: (N_("A technician handed the job back at {moment}"), ":material/undo:"),
    NoticeKind.COMPLAINT: (
        N_("A complaint came in; the first feedback is due by {moment}"),
        ":orange[:material/campaign:]",
    ),
    NoticeKind.COMPLAINT_OWNER: (N_("A complaint of {moment} is yours to see through"), ":material/assignment_ind:"),
    NoticeKind.FEEDBACK_LATE: (N_("A complaint's first feedback was due by {moment}"), ":red[:material/error:]"),
    NoticeKind.OPINION_ROUTED: (N_("An opinion for your department, to be answered by {moment}"), ":material/forum:"),
    NoticeKind.ESCALATED: (N_("Escalated to your department, to be acknowledged by {moment}"), ":red[:material/flag:]"),
    NoticeKind.AUDITS_GIVEN: (N_("Closed requests for you to audit, by {moment}"), ":material/fact_check:"),
    NoticeKind.AUDIT_FINDING: (N_("An audit found something for you to see to, by {moment}"), ":material/rule:"),
    NoticeKind.ACTION_GIVEN: (N_("A corrective action is yours, due by {moment}"), ":material/build_circle:"),
    NoticeKind.EFFECT_NOT_GOOD: (
        N_("A corrective action had no good effect: plan it again"),
        ":red[:material/replay:]",
    ),
    NoticeKind.MATTER_ANSWERED: (N_("A department answered at {moment}"), ":material/mark_chat_read:"),
}


_STYLE = """
<style>
[class*="st-key-notice_"] { padding: .5rem .2rem; border-bottom: 1px solid
  color-mix(in srgb, currentColor 10%, transparent); }
[class*="st-key-notice_"] > div:first-child { flex: 1 1 19rem !important; width: auto !important; }
[class*="st-key-notice_"] p { overflow-wrap: anywhere; }
[class*="st-key-notice_"] [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
</style>
"""


def draw_notices(told: Sequence[Told], actor: Actor, now: datetime) -> None:
    st.html(_STYLE)
    with st.container(gap="xsmall"):
        for notice in told:
            _draw_notice(notice, actor, now)


def _draw_notice(notice: Told, actor: Actor, now: datetime) -> None:
    """Bold while unread; opening it marks it read."""
    said, icon = _SAID[notice.kind]
    sentence = as_typed(t(said, moment=show_time(notice.about_at, now)))
    is_unread = notice.read_at is None
    subject = " · ".join(as_typed(part) for part in (notice.customer, notice.place) if part)
    with st.container(
        horizontal=True, key=f"notice_{notice.id}", vertical_alignment="center",
        horizontal_alignment="distribute",
    ):  # fmt: skip
        text = f"{icon} {f'**{sentence}**' if is_unread else f':gray[{sentence}]'}"
        told = t("told {moment}", moment=show_time(notice.made_at, now))
        st.markdown(f"{text}  \n:small[{subject} :gray[· {told}]]")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if st.button(notice.number, key=f"open_notice_{notice.id}", type="tertiary"):
                _read(actor, notice.id)
                _open(notice)
            if is_unread:
                st.button(
                    t("Mark read"), key=f"read_{notice.id}", icon=":material/done:", on_click=_read,
                    args=(actor, notice.id),
                )  # fmt: skip


def _open(notice: Told) -> None:
    if notice.page:
        st.switch_page(notice.page, query_params={"number": notice.number})
    open_request(notice.number)


def _read(actor: Actor, notice_id: int) -> None:
    with unit_of_work() as session:
        mark_read(session, actor=actor, now=utc_now(), ids=[notice_id])
