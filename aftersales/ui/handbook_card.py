"""The handbook of the sign that is looked up: to read, or to store where there is none (1.5)."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.handbooks import HandbookView
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.handbooks import MOST_BYTES, add_handbook, read_handbook
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import as_typed, named, show, t
from aftersales.ui.upload import upload


def draw_handbook(actor: Actor, handbook: HandbookView) -> None:
    """One card: what there is, and for who keeps the register the way to add one."""
    with st.container(border=True, key="handbook", gap="small"):
        kind = as_typed(named(handbook.sign_type, handbook.sign_type_en))
        st.markdown(f"**{t('Use and care handbook')}** :gray[{kind}]")
        attachment_id = handbook.attachment_id
        if attachment_id is None:
            if handbook.is_main:
                st.markdown(
                    f":orange-badge[:material/warning: {t('A main sign needs a handbook; none is stored yet.')}]"
                )
            else:
                st.markdown(f":gray[{t('No handbook is stored for this type of sign.')}]")
        else:

            def content() -> bytes:
                with reading() as session:
                    return read_handbook(session, actor, attachment_id)

            st.download_button(
                handbook.name or t("Use and care handbook"), content, file_name=handbook.name, mime="application/pdf",
                icon=":material/menu_book:", key="handbook_file", on_click="ignore",
            )  # fmt: skip
            st.caption(t("Stored {moment}", moment=show(handbook.added_at)))
        if may(actor, Action.KEEP_REGISTER):
            _draw_upload(actor, handbook)


def _draw_upload(actor: Actor, handbook: HandbookView) -> None:
    key = f"handbook_new_{handbook.sign_type_id}"
    with st.expander(t("Store a new handbook"), icon=":material/upload_file:"):
        chosen = upload(t("Handbook as PDF"), types=("pdf",), key=key, most_mb=MOST_BYTES // 1024 // 1024)
        if chosen is not None and st.button(t("Store it"), key="handbook_store", type="primary"):
            with errors_shown():
                with unit_of_work() as session:
                    add_handbook(
                        session, actor=actor, now=utc_now(), sign_type_id=handbook.sign_type_id, name=chosen.name,
                        content=chosen.getvalue(),
                    )  # fmt: skip
                st.session_state.pop(key, None)
                st.rerun()
