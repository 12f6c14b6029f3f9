"""The results of the satisfaction survey: four numbers, three charts, and what customers wrote."""

from __future__ import annotations

from datetime import date, datetime, time

import streamlit as st
from babel.dates import format_date

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.documents.survey_questions import GOAL
from aftersales.queries.surveys import SurveyFigures, SurveyFilter, count_surveys, get_survey_figures, list_surveys
from aftersales.queries.where import list_places
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.survey_answers import draw_answer_rows
from aftersales.ui.survey_charts import draw_by_office, draw_by_question, draw_over_time
from aftersales.ui.text import current_language, named, show, t

SPANS = (3, 12, 24)  # months


def month_starts(today: date, months: int) -> list[datetime]:
    """The beginnings of the last `months` months, this one included, oldest first."""
    last = today.year * 12 + today.month - 1
    return [
        datetime.combine(date(place // 12, place % 12 + 1, 1), time(), service_zone())
        for place in range(last - months + 1, last + 1)
    ]


def month_labels(starts: list[datetime]) -> list[str]:
    """Each month in few signs; the year stands at the first and at each January, so that no two are the same."""
    is_chinese = current_language() == "zh"
    labels = []
    for place, start in enumerate(starts):
        with_year = place == 0 or start.month == 1 or len(starts) > 12
        pattern = ("yy年M月" if with_year else "M月") if is_chinese else ("MMM yy" if with_year else "MMM")
        labels.append(format_date(start, pattern, locale="zh_CN" if is_chinese else "en"))
    return labels


def draw_results(actor: Actor, now: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="survey_filter"):
        months = st.segmented_control(
            t("Period"), SPANS, default=SPANS[1], format_func=lambda months: t("{count} months", count=months),
            key="survey_span", required=True, persist_state="session",
        )  # fmt: skip
        with reading() as session:
            offices, _ = list_places(session)
        names = {office.id: named(office.name, office.name_en) for office in offices}
        office_id = st.selectbox(
            t("Office"), list(names), index=None, format_func=names.__getitem__, key="survey_office", width=220,
            placeholder=t("All offices"), persist_state="session",
        )  # fmt: skip
    starts = month_starts(local_day(now), months)
    with reading() as session:
        figures = get_survey_figures(session, actor, starts=starts, before=now, office_id=office_id)
    if not figures.total.answered and not figures.total.refused:
        st.info(
            t("No answers in this time. Send the link after the work is done; it is under “To ask”."),
            icon=":material/reviews:",
        )
        return
    _draw_numbers(figures)
    labels = month_labels(starts)
    draw_over_time(labels, figures.periods)
    left, right = st.columns(2)
    with left:
        draw_by_question(figures.total)
    with right:
        draw_by_office(
            [(names.get(office or 0, t("without an office")), marks) for office, marks in figures.offices.items()]
        )
    _draw_words(actor, SurveyFilter(office_id=office_id, answered_from=starts[0], only_words=True))


def _draw_numbers(figures: SurveyFigures) -> None:
    total = figures.total
    mean = total.average()
    with st.grid(columns="auto", min_column_width=170):
        st.metric(
            t("All in all"), f"{mean:.2f} / 5" if mean is not None else "—", border=True,
            delta=t("goal {goal}", goal=GOAL), delta_color="off", delta_arrow="off",
        )  # fmt: skip
        st.metric(t("Answers"), show(total.answered), border=True, delta=t("refused: {count}", count=total.refused),
                  delta_color="off", delta_arrow="off")  # fmt: skip
        share = f"{total.recommends / total.recommends_of:.0%}" if total.recommends_of else "—"
        st.metric(t("Would recommend us"), share, border=True, delta=t("of {count}", count=total.recommends_of),
                  delta_color="off", delta_arrow="off")  # fmt: skip
    st.caption(
        t("Whether anything was asked for outside the agreed charge isn't shown here: the after-sales manager and "
          "leadership look into it (4(5)).")
    )  # fmt: skip


def _draw_words(actor: Actor, wanted: SurveyFilter) -> None:
    st.subheader(t("What did customers write?"), anchor=False)
    with reading() as session:
        count = count_surveys(session, actor, wanted)
        rows = list_surveys(session, actor, wanted, limit=8)
    if not rows:
        st.caption(t("Nobody wrote anything in this time."))
        return
    draw_answer_rows(rows)
    if count > len(rows):
        st.caption(t("The newest {shown} of {count}; the others are under “Answers”.", shown=len(rows), count=count))
