"""The company's own sign-in: the button, and letting in who comes back."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.services.company_sign_in import sign_in_by_claims
from aftersales.ui.gate import device, take_outcome
from aftersales.ui.identity import has_provider, provider_claims
from aftersales.ui.page import page_store
from aftersales.ui.text import t


def draw_company_sign_in() -> None:
    """Nothing where no provider is set up."""
    if not has_provider():
        return
    claims = provider_claims()
    if claims is not None:
        with page_store().unit_of_work() as session:
            outcome = sign_in_by_claims(session, claims=claims, device=device(), now=utc_now())
        take_outcome(outcome)
    if st.button(
        t("Sign in with your company account"), key="company_sign_in", icon=":material/domain:", width="stretch"
    ):
        st.login()
    st.caption(t("Or with name and password:"))
