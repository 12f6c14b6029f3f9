"""One small dialog a step of a request's life. `FORMS` knows them by the step's name."""

from __future__ import annotations

from collections.abc import Callable

from aftersales.ui.steps import analysis, answer, classify, closing, hold, merging, quote, send, survey, visit
from aftersales.ui.steps.dialog import StepDialog, draw_open_step, open_step, tell_done

FORMS: dict[str, Callable[[StepDialog], None]] = {
    "respond": answer.draw_respond,
    "promise": answer.draw_promise,
    "resolve": answer.draw_resolve,
    "classify": classify.draw_classify,
    "change_charge": classify.draw_change_charge,
    "hold": hold.draw_hold,
    "resume": hold.draw_resume,
    "quote": quote.draw_quote,
    "accept_quote": quote.draw_accept_quote,
    "dispatch": send.draw_dispatch,
    "accept_job": send.draw_accept_job,
    "hand_back": send.draw_hand_back,
    "recall": send.draw_recall,
    "depart": visit.draw_depart,
    "arrive": visit.draw_arrive,
    "make_safe": visit.draw_make_safe,
    "record_finding": visit.draw_record_finding,
    "finish": visit.draw_finish,
    "leave_half_done": visit.draw_leave_half_done,
    "ask_survey": survey.draw_ask_survey,
    "record_survey": survey.draw_record_survey,
    "analyse": analysis.draw_analyse,
    "close": closing.draw_close,
    "reopen": closing.draw_reopen,
    "cancel": closing.draw_cancel,
    "merge": merging.draw_merge,
    "split": merging.draw_split,
}

__all__ = ["FORMS", "StepDialog", "draw_open_step", "open_step", "tell_done"]
