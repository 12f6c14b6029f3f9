"""The parts of *My account*: where one is signed in, and the second factor."""

from __future__ import annotations

import base64
import io

import segno
import streamlit as st

from aftersales.clock import utc_now
from aftersales.config import idle_minutes
from aftersales.models import Account
from aftersales.queries.company import find_company
from aftersales.queries.sessions import OpenSession, list_open_sessions
from aftersales.services.second_factor import (
    new_second_factor,
    second_factor_address,
    turn_off_second_factor,
    turn_on_second_factor,
)
from aftersales.services.sessions import end_all_sessions
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import as_typed, show, t
from aftersales.ui.who import Here, count_own_try

SECRET = "second_factor_secret"


def draw_sessions(here: Here) -> None:
    """Where this person is signed in, and a way to end all of it but here."""
    with reading() as session:
        found = list_open_sessions(session, here.actor.staff_id or 0, now=utc_now(), idle_minutes=idle_minutes())
    for one in found:
        _draw_session(one, is_here=one.id == here.session_id)
    st.caption(t("A session ends by itself after {count} minutes in which nobody uses it.", count=idle_minutes()))
    if st.button(t("Sign out everywhere else"), key="end_others", icon=":material/logout:", disabled=len(found) < 2):
        with errors_shown(), unit_of_work() as session:
            end_all_sessions(
                session, actor=here.actor, now=utc_now(), staff_id=here.actor.staff_id or 0,
                keep_session_id=here.session_id,
            )  # fmt: skip
        st.rerun()


def _draw_session(one: OpenSession, *, is_here: bool) -> None:
    name = as_typed(one.device or t("unknown browser"))
    since = as_typed(t("since {moment}, last used {last}", moment=one.created_at, last=one.last_seen_at))
    here = f" :green-badge[{as_typed(t('this one'))}]" if is_here else ""
    st.markdown(f":material/devices: **{name}**{here}  \n:small[:gray[{since}]]")


def draw_second_factor(here: Here, account: Account) -> None:
    """Turn it on with the app's first code, or off with the password."""
    if account.totp_secret:
        st.markdown(
            f":green-badge[{as_typed(t('on'))}] " + as_typed(t("After the password a code from your app is asked."))
        )
        with st.form("second_factor_off", border=False):
            password = st.text_input(
                t("Password"), type="password", key="off_password", autocomplete="current-password"
            )
            if st.form_submit_button(t("Turn the second factor off"), key="turn_off"):
                with errors_shown():
                    count_own_try(here)
                    with unit_of_work() as session:
                        turn_off_second_factor(session, actor=here.actor, now=utc_now(), password=password)
                    st.rerun()
        return
    st.markdown(
        as_typed(
            t("With a second factor your password alone opens nothing: a code from an app on your phone is asked too.")
        )
    )
    if SECRET not in st.session_state:
        if st.button(t("Set up a second factor"), key="second_factor_begin", icon=":material/shield_lock:"):
            st.session_state[SECRET] = new_second_factor()
            st.rerun()
        return
    _draw_turning_on(here, account, st.session_state[SECRET])


def _draw_turning_on(here: Here, account: Account, secret: str) -> None:
    with reading() as session:
        company = find_company(session)
    address = second_factor_address(secret, name=account.name, issuer=company.name if company else "Aftersales")
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=5, border=3, light="#fff")
    code = base64.b64encode(picture.getvalue()).decode()
    st.markdown(as_typed(t("Scan this with an authenticator app, then type the code that it shows.")))
    st.html(f'<img src="data:image/svg+xml;base64,{code}" alt="QR" width="220" height="220">')
    st.caption(t("Can't scan? Type this key into the app:"))
    st.code(secret, language=None)
    with st.form("second_factor_on", border=False):
        typed = st.text_input(t("Code"), key="on_code", autocomplete="one-time-code", max_chars=10)
        password = st.text_input(t("Password"), type="password", key="on_password", autocomplete="current-password")
        if st.form_submit_button(t("Turn the second factor on"), type="primary", key="turn_on"):
            with errors_shown():
                count_own_try(here)
                with unit_of_work() as session:
                    turn_on_second_factor(
                        session, actor=here.actor, now=utc_now(), password=password, secret=secret, code=typed
                    )
                del st.session_state[SECRET]
                st.rerun()


def moment_line(account: Account) -> str:
    return t("Sign-in name {name}; the password is of {moment}.", name=account.name, moment=show(account.password_at))
