"""Find a person of a customer, hand out what is stored about them, erase it after they asked for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.documents.person_text import TABLES, person_text
from aftersales.queries.person_data import find_people
from aftersales.queries.person_hits import MOST_HITS, Hit, list_hits
from aftersales.queries.person_reach import Person, rows_of_person
from aftersales.rules.roles import Actor
from aftersales.services.erase_person import erase_person, other_words
from aftersales.services.hand_out_person import hand_out_person
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import as_typed, current_language, show, t

_ERASED = "person_erased"


def draw_found(actor: Actor) -> Person | None:
    """The search, and the people it finds; gives the chosen one."""
    done = st.session_state.pop(_ERASED, None)
    if done:
        st.success(t("Erased. Backup copies that were made before still hold it until they are deleted."))
    typed = st.text_input(
        t("Name or telephone number"), key="person_typed", max_chars=80,
        help=t("The whole name, or all digits of the number."),
    )  # fmt: skip
    if not typed.strip():
        return None
    with reading() as session:
        found = find_people(session, actor, typed)
    if not found:
        st.info(t("Nothing about this person is stored."), icon=":material/search_off:")
        return None
    by_label = {
        " · ".join(filter(None, (one.person.name, one.phone, t("{count} requests", count=one.requests)))): one.person
        for one in found
    }
    label = st.radio(t("Who is it?"), list(by_label), format_func=as_typed, key="person_chosen")
    return by_label.get(label) if label else None


def draw_person(actor: Actor, person: Person) -> None:
    """How much is stored where; the file to hand out; the form to erase it."""
    st.subheader(as_typed(person.name), anchor=False)
    person = replace(person, also=_other_words())
    with reading() as session:
        rows = rows_of_person(session, actor, person)
        counted, hits = rows.count(), list_hits(session, actor, rows)
    other = sum(number for table, number in counted.items() if table not in TABLES)
    with st.grid(columns="auto", min_column_width=150):
        for table, label in TABLES.items():
            if counted.get(table):
                st.metric(t(label), show(counted[table]), border=True)
        if other:
            st.metric(t("Elsewhere"), show(other), border=True)

    _draw_hits(hits)
    language = current_language()  # the file is made in a thread that knows no browser

    def told() -> dict[str, Any]:
        with unit_of_work() as session:
            return hand_out_person(session, actor=actor, now=utc_now(), person=person)

    with st.container(horizontal=True):
        st.download_button(
            t("Hand out to read"), lambda: person_text(told(), language).encode("utf-8-sig"), file_name="person.txt",
            mime="text/plain", icon=":material/download:", on_click="ignore", key="person_text",
        )  # fmt: skip
        st.download_button(
            t("Hand out (JSON)"), lambda: json.dumps(told(), ensure_ascii=False, indent=2).encode(),
            file_name="person.json", mime="application/json", icon=":material/data_object:", on_click="ignore",
            key="person_export",
        )  # fmt: skip
    _draw_erase(actor, person)


def _other_words() -> tuple[str, ...]:
    """A nickname isn't found by itself: whoever knows one says it."""
    typed = st.text_area(
        t("Other words for this person"), key="person_also", max_chars=400, height=68,
        placeholder=t("A nickname, another spelling; one a line"),
        help=t("They are looked for in the records that have to do with this person, and nowhere else."),
    )  # fmt: skip
    words: tuple[str, ...] = ()
    with errors_shown():
        words = other_words(typed)
    return words


def _draw_hits(hits: list[Hit]) -> None:
    """Each text as it stands, so that nobody erases what means another."""
    if not hits:
        return
    with st.expander(t("What others wrote that names this person: {count}", count=len(hits)), key="person_hits"):
        rows = [
            {t("Kind"): t(TABLES.get(hit.table, "Elsewhere")), t("Number"): hit.record, t("Words"): hit.text}
            for hit in hits
        ]
        st.dataframe(rows, hide_index=True, key="person_hits_list")
        if len(hits) >= MOST_HITS:
            st.caption(t("These are the first {count}; all are erased.", count=MOST_HITS))


def _draw_erase(actor: Actor, person: Person) -> None:
    with st.expander(t("Erase"), icon=":material/delete_forever:", key="person_erase"):
        st.markdown(
            t("Name, number and e-mail are replaced everywhere, and the words in the trail that name the person are "
              "erased. Numbers, times, sums and the trail's proof stay. It can't be undone.")
        )  # fmt: skip
        reason = st.text_input(t("Reason"), key="person_reason", max_chars=400)
        photos = st.checkbox(t("The photos of their requests, too"), key="person_photos")
        typed = st.text_input(t("Type the name to confirm: {name}", name=as_typed(person.name)), key="person_confirm")
        if st.button(t("Erase for good"), key="person_erase_now", type="primary", disabled=typed != person.name):
            with errors_shown():
                with unit_of_work() as session:
                    erase_person(session, actor=actor, now=utc_now(), person=person, reason=reason, with_photos=photos)
                st.session_state[_ERASED] = True
                st.rerun()
