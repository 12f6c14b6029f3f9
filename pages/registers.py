"""The registers: calls and letters, dispatches, reports, surveys and costs, to look through and take away (4(9))."""

import streamlit as st

from aftersales.queries.registers.known import registers_of
from aftersales.ui.register_export import draw_export
from aftersales.ui.register_filter import choose_register, draw_filter
from aftersales.ui.register_table import draw_table
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Registers"))
register = choose_register(registers_of(actor))
chosen = draw_filter(register)
draw_table(actor, register, chosen.selection)
draw_export(actor, register, chosen)
