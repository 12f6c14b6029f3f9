"""The versions of each sign type's handbook, and a new one: written part by part, or as a PDF (1.5)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import SignType
from aftersales.queries.choices import list_sign_types
from aftersales.queries.handbooks import VersionRow, get_version_text, holding_now, list_versions
from aftersales.rules.handbook import PARTS, BookLanguage
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.handbooks import (
    MOST_BYTES,
    UploadedVersion,
    WrittenVersion,
    upload_handbook,
    write_handbook,
)
from aftersales.ui.handbook_links import draw_read_button
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.text import as_typed, named, show, t
from aftersales.ui.upload import upload


def draw_versions(actor: Actor, today: date) -> None:
    with reading() as session:
        rows = list_versions(session, actor)
        types = list_sign_types(session)
    by_type: dict[int, list[VersionRow]] = defaultdict(list)
    for row in rows:
        by_type[row.sign_type_id].append(row)
    keeps = may(actor, Action.KEEP_HANDBOOKS)
    if keeps:
        _draw_new(actor, types, by_type, today)
    lacking = [kind for kind in types if kind.is_main and not by_type[kind.id or 0]]
    if lacking:
        names = tuple(as_typed(named(kind.name, kind.name_en)) for kind in lacking)
        st.warning(t("Main sign types without a handbook: {names}", names=names), icon=":material/warning:")
    for kind in sorted(types, key=lambda one: not one.is_main):
        if by_type[kind.id or 0]:
            _draw_type(actor, kind, by_type[kind.id or 0], today)


def _draw_type(actor: Actor, kind: SignType, rows: list[VersionRow], today: date) -> None:
    holds = holding_now(rows, today)
    with st.container(border=True, gap="small", key=f"versions_{kind.id}"):
        main = f" :violet-badge[{t('main sign')}]" if kind.is_main else ""
        st.markdown(f"**{as_typed(named(kind.name, kind.name_en))}**{main}")
        for row in reversed(rows):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                state = (
                    f":green-badge[:material/check_circle: {t('holds')}]" if row in holds
                    else f":blue-badge[{t('holds later')}]" if row.valid_from > today
                    else f":gray-badge[{t('earlier')}]"
                )  # fmt: skip
                who = f" · {as_typed(named(*row.added_by))}" if row.added_by else ""
                st.markdown(
                    f"{state} **{as_typed(row.number)}** · {show(row.language)} · "
                    f"{t('valid from {day}', day=row.valid_from)}  \n:small[:gray[{show(row.added_at)}{who} · "
                    f"{t('handed over {count} times', count=row.deliveries)}]]",
                    width="stretch",
                )
                draw_read_button(row, actor, key=f"read_version_{row.id}")


def _draw_new(actor: Actor, types: list[SignType], by_type: dict[int, list[VersionRow]], today: date) -> None:
    asked = st.query_params.get("new", "")
    names = {kind.id or 0: named(kind.name, kind.name_en) for kind in sorted(types, key=lambda one: not one.is_main)}
    ids = list(names)
    with st.expander(t("Add a version"), icon=":material/note_add:", expanded=bool(asked), key="new_version"):
        index = ids.index(int(asked)) if asked.isdecimal() and int(asked) in ids else 0
        left, right = st.columns(2)
        type_id = left.selectbox(t("Sign type"), ids, index=index, format_func=names.__getitem__, key="version_type")
        words = {each: show(each) for each in BookLanguage}
        language = right.selectbox(t("Language"), list(words), format_func=words.__getitem__, key="version_language")
        number = left.text_input(t("Version number"), placeholder="V2.0", max_chars=24, key="version_number")
        valid_from = right.date_input(t("Valid from"), value=today, format="YYYY-MM-DD", key="version_from")
        written, uploaded = t("Write it here"), t("Upload a PDF")
        way = st.segmented_control(
            t("How"), (written, uploaded), default=written, required=True, key="version_way",
            label_visibility="collapsed",
        )  # fmt: skip
        values = {"sign_type_id": type_id, "number": number, "language": language, "valid_from": valid_from}
        if way == uploaded:
            _draw_upload(actor, values)
        else:
            last = [row for row in by_type[type_id] if row.language is language and row.attachment_id is None]
            _draw_parts(actor, values, last[-1] if last else None)


def _draw_parts(actor: Actor, values: dict[str, object], last: VersionRow | None) -> None:
    """Begins with the texts of the version before, which stays as it is."""
    form = f"version:{values['sign_type_id']}:{values['language']}"
    texts: dict[str, str] = {}
    if last is not None and f"{form}:{next(iter(PARTS))}" not in st.session_state:
        with reading() as session:
            texts = get_version_text(session, actor, last.id).parts
    if last is not None:
        st.caption(t("Begins with the texts of {number}, which stays as it is.", number=last.number))
    for part, heading in PARTS.items():
        st.session_state.setdefault(f"{form}:{part}", texts.get(part, ""))
        st.text_area(t(heading), key=f"{form}:{part}", max_chars=4000, height=100)
    if st.button(t("Save this version"), key="version_save", type="primary", icon=":material/save:"):
        parts = {part: st.session_state[f"{form}:{part}"] for part in PARTS}
        with errors_shown():
            new = WrittenVersion(**values, **parts)
            with unit_of_work() as session:
                write_handbook(session, actor=actor, now=utc_now(), new=new, once=once_key(form))
            _done(form, [f"{form}:{part}" for part in PARTS])


def _draw_upload(actor: Actor, values: dict[str, object]) -> None:
    chosen = upload(t("Handbook as PDF"), types=("pdf",), key="version_file", most_mb=MOST_BYTES // 1024 // 1024)
    if chosen is not None and st.button(t("Store it"), key="version_store", type="primary"):
        with errors_shown():
            new = UploadedVersion(**values, name=chosen.name[-160:])
            with unit_of_work() as session:
                upload_handbook(
                    session, actor=actor, now=utc_now(), new=new, content=chosen.getvalue(), once=once_key("upload")
                )
            _done("upload", ["version_file"])


def _done(form: str, keys: list[str]) -> None:
    next_once_key(form)
    for key in [*keys, "version_number"]:
        st.session_state.pop(key, None)
    st.query_params.clear()
    st.toast(t("The version is stored; the earlier ones stay as they were."), icon=":material/check_circle:")
    st.rerun()
