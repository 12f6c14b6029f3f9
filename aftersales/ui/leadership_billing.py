"""What waits to be quoted, billed and paid: three calm numbers, and the rows behind each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from aftersales.locale.figures import format_figure
from aftersales.queries.figures.billing import DEFINITIONS, MOST_ROWS, TITLES, Stage, Stock, count_billing, list_billing
from aftersales.queries.where import Where
from aftersales.rules.figures import Unit
from aftersales.rules.roles import Actor
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.rows_table import draw_rows_table
from aftersales.ui.text import current_language, named, show, t

PREFIX = "billing:"


def asked_stage(key: str) -> Stage | None:
    """Which of the three an address means, if one."""
    name = key.removeprefix(PREFIX)
    return Stage(name) if key.startswith(PREFIX) and name in list(Stage) else None


def stock_words(stock: Stock) -> str:
    """How many pieces of work the sum is of."""
    return t("Cases: {count}", count=stock.count)


def sum_words(stock: Stock) -> str:
    return format_figure(stock.total_fen, Unit.MONEY, current_language())


def numbers_of(stocks: Mapping[Stage, Stock]) -> list[tuple[str, str, Stock, str]]:
    """Of each stage its key in the address, its title, its stock and its definition."""
    return [(f"{PREFIX}{stage}", t(TITLES[stage]), stocks[stage], t(DEFINITIONS[stage])) for stage in Stage]


def draw_billing_rows(actor: Actor, stage: Stage, where: Where, today: date) -> None:
    """What waits longest first; each row opens its request."""
    with reading() as session:
        rows = list_billing(session, actor, stage, where=where)
        total = len(rows)
        if total == MOST_ROWS:
            total = count_billing(session, actor, where=where)[stage].count
    st.subheader(t(TITLES[stage]), anchor=False)
    st.caption(t(DEFINITIONS[stage]))
    if not rows:
        st.success(t("There are none."), icon=":material/check_circle:")
        return
    since = t("Billed on") if stage is Stage.TO_PAY else t("Done on")
    picked = draw_rows_table(
        [
            {
                t("Number"): row.number,
                t("Amount (yuan)"): row.amount_fen / 100,
                **({t("Invoice number"): row.bill} if stage is Stage.TO_PAY else {}),
                since: row.since,
                t("Waits for (days)"): (today - row.since).days,
                t("Customer"): row.customer,
                t("Project"): row.project or "—",
                t("Sign"): row.sign_code or "—",
                t("Charge"): show(row.charge),
                t("Office"): named(*row.office) if row.office else "—",
            }
            for row in rows
        ],
        total, key="billing_rows", choose=t("choose a row to open its request"),
        config={
            t("Amount (yuan)"): st.column_config.NumberColumn(format="¥%.2f"),
            since: st.column_config.DateColumn(format="YYYY-MM-DD"),
        },
    )  # fmt: skip
    if picked is not None:
        open_request(rows[picked].number)
