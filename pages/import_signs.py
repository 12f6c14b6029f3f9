"""Import signs: take a company's own Excel register, after a look at what will happen."""

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.documents.register_file import MAX_FILE_BYTES, read_register
from aftersales.rules.roles import Action, ensure_may
from aftersales.services.import_signs import foresee_import, import_signs
from aftersales.ui.import_preview import (
    Look,
    after_storing,
    draw_outcome,
    draw_preview,
    draw_what_is_read,
    forget_look,
    progress_bar,
    put_look,
    take_look,
)
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import t
from aftersales.ui.upload import upload
from aftersales.ui.who import current_actor

st.title(t("Import signs"))
actor = current_actor()
if actor is None:
    st.stop()
ensure_may(actor, Action.IMPORT)

st.markdown(
    t(
        "Take the register of installed signs that your company keeps in Excel, as it is. "
        "You see first what would be stored and which rows can't be taken; nothing is stored before you confirm."
    )
)
file = upload(
    t("Register of installed signs (.xlsx)"),
    types=("xlsx",),
    key="register_file",
    most_mb=MAX_FILE_BYTES // 1024 // 1024,
    on_change=forget_look,
)

look = take_look()
if look is None and file is not None:
    with errors_shown(), progress_bar(t("Reading the file …")) as progress:
        register = read_register(file.getvalue(), today=local_day(utc_now()), progress=progress)
        with reading() as session:
            outcome = foresee_import(session, actor=actor, rows=register.rows, problems=register.problems)
        look = put_look(Look(file.name, register, outcome))

if look is None:
    draw_what_is_read()
    st.stop()

if look.is_stored:
    draw_outcome(look)
    st.stop()

if draw_preview(look):
    with errors_shown(), progress_bar(t("Storing the signs …")) as progress:
        with unit_of_work() as session:
            outcome = import_signs(
                session,
                actor=actor,
                now=utc_now(),
                rows=look.register.rows,
                problems=look.register.problems,
                progress=progress,
            )
        put_look(after_storing(look, outcome))
        st.rerun()
