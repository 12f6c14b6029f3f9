"""The company's names, address and hotline, and the logo: what every printed sheet begins with."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import Company
from aftersales.rules.roles import Actor
from aftersales.services.company_settings import (
    MOST_LOGO_BYTES,
    CompanyWords,
    change_company,
    remove_logo,
    set_logo,
)
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import t
from aftersales.ui.upload import upload

_VERSION, _SAVED, _UPLOADS = "company_version", "company_saved", "company_uploads"
_FIELDS = ("name", "name_en", "hotline", "address", "address_en")


def draw_company_data(actor: Actor, company: Company) -> None:
    """A form; what was typed stays where it can't be saved."""
    version: int = st.session_state.setdefault(_VERSION, company.version)
    with st.form("company_form", border=False):
        typed = {
            "name": st.text_input(t("Company's name"), value=company.name, key="company_name", max_chars=120),
            "name_en": st.text_input(
                t("Company's name in English"), value=company.name_en, key="company_name_en", max_chars=120
            ),
            "hotline": st.text_input(t("Service hotline"), value=company.hotline, key="company_hotline", max_chars=40),
            "address": st.text_input(t("Address"), value=company.address, key="company_address", max_chars=200),
            "address_en": st.text_input(
                t("Address in English"), value=company.address_en, key="company_address_en", max_chars=200
            ),
        }  # fmt: skip
        if st.form_submit_button(t("Save"), type="primary", key="company_save"):
            with errors_shown():
                with unit_of_work() as session:
                    changed = change_company(
                        session, actor=actor, now=utc_now(), expected_version=version, new=CompanyWords(**typed)
                    )
                    st.session_state[_VERSION] = changed.version
                st.session_state[_SAVED] = True
                st.rerun()
    if st.session_state.pop(_SAVED, False):
        st.success(t("Saved. Sheets printed from now on say so."), icon=":material/check:")
    if version != company.version:
        st.warning(t("Somebody else has changed these data since you opened the page."), icon=":material/sync_problem:")
        st.button(t("Show what stands now"), key="company_reread", on_click=_forget)


def _forget() -> None:
    for key in (_VERSION, *(f"company_{name}" for name in _FIELDS)):
        st.session_state.pop(key, None)


def draw_logo(actor: Actor, company: Company, logo: bytes | None) -> None:
    """The logo as it is, another one, or none."""
    if logo is not None:
        st.image(logo, width=240)
    else:
        st.caption(t("No logo yet: sheets begin with the company's name."))
    turn = st.session_state.setdefault(_UPLOADS, 0)  # a new uploader after each saving, so that it is empty
    file = upload(
        t("Another logo") if logo else t("Logo"), types=("png", "jpg", "jpeg"), key=f"company_logo_{turn}",
        most_mb=MOST_LOGO_BYTES // 1024 // 1024,
    )  # fmt: skip
    with st.container(horizontal=True):
        if st.button(t("Use this logo"), key="company_logo_save", disabled=file is None, type="primary"):
            with errors_shown():
                with unit_of_work() as session:
                    changed = set_logo(
                        session, actor=actor, now=utc_now(), expected_version=company.version, name=file.name,
                        content=file.getvalue(),
                    )  # fmt: skip
                    _keep_version(company, changed)
                st.session_state[_UPLOADS] = turn + 1
                st.rerun()
        if logo is not None and st.button(t("Print without a logo"), key="company_logo_remove"):
            with errors_shown():
                with unit_of_work() as session:
                    _keep_version(
                        company,
                        remove_logo(session, actor=actor, now=utc_now(), expected_version=company.version),
                    )
                st.rerun()


def _keep_version(before: Company, after: Company) -> None:
    """The form beside goes on from the logo's change, unless somebody else's came between."""
    if st.session_state.get(_VERSION) == before.version:
        st.session_state[_VERSION] = after.version
