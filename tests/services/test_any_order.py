"""Steps taken in any order, by Hypothesis: whatever happens, the invariants of the life cycle hold."""

from __future__ import annotations

import contextlib
import os
from datetime import timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from aftersales.database import Store
from aftersales.errors import AftersalesError
from aftersales.models import (
    Assignment,
    Dispatch,
    Event,
    Quote,
    QuoteState,
    ServiceReport,
    ServiceRequest,
    Survey,
    SurveyAsk,
    SurveyWay,
)  # fmt: skip
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, StopReason
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.roles import SYSTEM
from aftersales.services.cause_analysis import record_cause_analysis
from aftersales.services.classify import Classification, change_charge, classify_request
from aftersales.services.clocks import replay
from aftersales.services.close import cancel_request, close_request, reopen_request
from aftersales.services.dispatch import NewDispatch, accept_job, dispatch_crew, hand_back, recall_visit
from aftersales.services.facts import facts_of
from aftersales.services.hold import hold_request, resume_request
from aftersales.services.merge import merge_request, split_request
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.report import file_report
from aftersales.services.respond import promise_time, resolve, respond
from aftersales.services.survey import Answers, ask_survey, record_survey, refuse_survey
from aftersales.services.visit import arrive, depart, finish, leave_half_done, make_safe, record_finding
from tests.builders import HOUR, NOON, Firm, build_firm, new_sign
from tests.services.quality_deeds import analysis

CLOCKS = ("respond_due_at", "arrive_due_at", "hours_due_at", "repair_due_at")
PEOPLE = ("hotline", "dispatcher", "manager", "technician", "second_technician", "office", "leadership")
MOVES = {"register", "respond", "classify", "promise", "hold", "resume", "dispatch", "record_finding", "file_report",
         "reopen", "cancel", "merge", "take_in", "replay"}  # fmt: skip
ON_SITE = {"accept_job", "depart", "arrive", "make_safe", "record_finding", "finish", "leave_half_done", "file_report"}
ONWARD = ON_SITE - {"leave_half_done"} | {
    "respond",
    "resume",
    "dispatch",
    "quote",
    "record_survey",
    "analyse",
    "close",
    "resolve",
}


class Undo(Exception):
    """Rolls one refused step back, as the door does."""


class AnyOrder(RuleBasedStateMachine):
    """One firm, a handful of requests, every use case by anybody at a time that only goes forward."""

    store: Store
    closed_ever: ClassVar[list[int]]  # so that the test can tell it reached the end of the life cycle at all

    @initialize(months=st.sampled_from([0, 24]))
    def begin(self, months: int) -> None:
        self.work = self.store.unit_of_work()
        self.session = self.work.__enter__()
        self.firm: Firm = build_firm(self.session, months=months)
        self.signs = [self.firm.sign, new_sign(self.session, self.firm)]
        self.now = NOON
        self.requests: list[int] = []
        self.known: dict[int, tuple[int, dict[str, object]]] = {}

    def teardown(self) -> None:
        if hasattr(self, "work"):
            self.closed_ever.extend(self.session.exec(select(Event.id).where(Event.name == "close")).all())
            with contextlib.suppress(Undo):
                self.work.__exit__(Undo, Undo(), None)

    def _try(self, deed: object, **values: object) -> None:
        """A refusal leaves nothing behind: the savepoint plays the unit of work."""
        before = self.session.exec(select(Event.id).order_by(Event.id.desc())).first()
        point = self.session.begin_nested()
        try:
            deed(self.session, now=self.now, **values)  # type: ignore[operator]
            point.commit()
        except AftersalesError:
            point.rollback()
            self.session.expire_all()
            return
        after = self.session.exec(select(Event.id).order_by(Event.id.desc())).first()
        assert after is not None and after > (before or 0), "a change without an event"

    @rule(sign=st.integers(0, 1), fault=st.sampled_from([FaultCategory.DARK, FaultCategory.MAY_FALL]),
          cause=st.sampled_from(list(Cause)), asked=st.sampled_from([None, -1, 5, 30]),
          kind=st.sampled_from([Kind.REPAIR, Kind.REPAIR, Kind.INQUIRY]))  # fmt: skip
    @precondition(lambda self: len(self.requests) < 4)
    def register(self, sign: int, fault: FaultCategory, cause: Cause, asked: int | None, kind: Kind) -> None:
        def deed(_session: object, now: object) -> None:
            made = self.firm.register(
                at=self.now, sign_id=self.signs[sign].id, fault=fault, cause=cause, kind=kind,
                asked_at=None if asked is None else self.now + asked * HOUR,
            )  # fmt: skip
            self.requests.append(made.id or 0)

        self._try(deed)

    @rule(hours=st.sampled_from([0.01, 0.5, 3, 13, 50]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), is_sensible=st.sampled_from([True, True, True, False]))
    @precondition(lambda self: self.requests)
    def step(self, data: st.DataObject, who: str, is_sensible: bool) -> None:
        """Anybody tries anything; three times in four a step that is open, by somebody who may."""
        request_id = data.draw(st.sampled_from(self.requests[:1] * 4 + self.requests))
        actor, later = getattr(self.firm, who), self.now + HOUR
        common = {"actor": actor, "request_id": request_id}
        visit = self.session.exec(
            select(Dispatch).where(Dispatch.request_id == request_id).order_by(Dispatch.visit.desc())
        ).first()
        request = self.session.get_one(ServiceRequest, request_id)
        quote = self._open_quote(request_id)
        cause = data.draw(st.sampled_from(list(Cause)))
        crew = NewDispatch(staff_ids=(self.firm.technician.staff_id or 0,), starts_at=later, minutes=30)
        deeds = {
            "respond": (respond, {}),
            "promise": (promise_time, {"promised_at": later}),
            "classify": (classify_request, {"change": Classification(cause=cause)}),
            "change_charge": (change_charge, {"charge": Charge.FREE, "reason": "协商"}),
            "hold": (hold_request, {"reason": StopReason.CUSTOMER, "note": "客户外出", "ask_again_on": later.date()}),
            "resume": (resume_request, {}),
            "dispatch": (dispatch_crew, {"new": crew}),
            "accept_job": (accept_job, {}),
            "hand_back": (hand_back, {"reason": "生病"}),
            "recall": (recall_visit, {"reason": "改期"}),
            "depart": (depart, {}),
            "arrive": (arrive, {}),
            "make_safe": (make_safe, {"measures": "拆除"}),
            "record_finding": (record_finding, {"cause": cause, "fault": request.fault}),
            "finish": (finish, {}),
            "leave_half_done": (leave_half_done, {"missing": "缺件", "next_promised_at": later}),
            "resolve": (resolve, {"outcome": "已答复"}),
            "quote": (make_quote, {"new": NewQuote(lines=(NewLine(name="人工", quantity_milli=1000, unit_fen=100),))}),
            "ask_survey": (ask_survey, {"way": SurveyWay.TELEPHONE}),
            "record_survey": (record_survey, {"way": SurveyWay.TELEPHONE, "answers": Answers(overall=4)}),
            "refuse": (refuse_survey, {"reason": "不愿意"}),
            "analyse": (record_cause_analysis, {"new": analysis(self.firm, at=self.now)}),
            "close": (close_request, {}),
            "reopen": (reopen_request, {"reason": "又坏"}),
            "cancel": (cancel_request, {"reason": "取消"}),
            "merge": (merge_request, {"into_id": data.draw(st.sampled_from(self.requests)), "reason": "重复"}),
        }  # fmt: skip
        if len(self.requests) < 5:
            deeds["split"] = (
                split_request, {"description": "另一处", "fault": FaultCategory.LOOSE, "reason": "两件事"},
            )  # fmt: skip
        if visit is not None:
            deeds["file_report"] = (file_report, {"new": self.firm.report_of(request, visit.id or 0)})
        names = sorted(deeds)
        if is_sensible:
            facts = facts_of(self.session, request, self.now)
            offers = LIFECYCLE.offers(request.state, SYSTEM, facts)
            onward = [o.step for o in offers if o.is_open and o.step.name in ONWARD & deeds.keys()]
            moving = [step.name for step in onward if step.moves[request.state] is not request.state]
            names = moving or [step.name for step in onward] or names
        name = data.draw(st.sampled_from(names))
        deed, values = deeds[name]
        if is_sensible:
            common["actor"] = self.firm.technician if name in ON_SITE else self.firm.manager
        self._try(deed, **common | values)
        if quote is not None:
            self._try(answer_quote, actor=self.firm.hotline, quote_id=quote, accepted=True, answered_by="王芳")
        self.requests = list(self.session.exec(select(ServiceRequest.id).order_by(ServiceRequest.id)))

    def _open_quote(self, request_id: int) -> int | None:
        statement = select(Quote.id).where(Quote.request_id == request_id, Quote.state == QuoteState.SENT)
        return self.session.exec(statement).first()

    @invariant()
    def each_request_says_which_charge_was_accepted(self) -> None:
        """The last quote that the customer accepted in this round, or none (3(2))."""
        if not hasattr(self, "session"):
            return
        for request in self.session.exec(select(ServiceRequest)):
            accepted = self.session.exec(
                select(Quote)
                .where(Quote.request_id == request.id, Quote.round == request.round)
                .where(Quote.state == QuoteState.ACCEPTED)
                .order_by(Quote.answered_at.desc(), Quote.id.desc())
            ).first()
            assert request.quoted_charge == (accepted.charge if accepted else None)

    @invariant()
    def numbers_have_no_gap(self) -> None:
        if not hasattr(self, "session"):
            return
        by_day: dict[str, list[int]] = {}
        for number in self.session.exec(select(ServiceRequest.number).order_by(ServiceRequest.id)):
            by_day.setdefault(number[:10], []).append(int(number[11:]))
        assert all(counted == list(range(1, len(counted) + 1)) for counted in by_day.values())

    @invariant()
    def closed_means_every_gate_was_passed(self) -> None:
        if not hasattr(self, "session"):
            return
        for request in self.session.exec(select(ServiceRequest).where(ServiceRequest.state == RequestState.CLOSED)):
            if not request.kind.needs_visit:
                assert request.outcome
                continue
            of_round = (ServiceReport.request_id == request.id, Dispatch.round == request.round)
            assert self.session.exec(select(ServiceReport.id).join(Dispatch).where(*of_round)).first()
            answers = select(Survey.id).where(Survey.request_id == request.id, Survey.round == request.round)
            asks = select(SurveyAsk.id).where(SurveyAsk.request_id == request.id, SurveyAsk.round == request.round)
            assert self.session.exec(answers).first() or len(self.session.exec(asks).all()) >= 2
            assert request.repeats_id is None or (request.root_cause and request.corrective_action)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        if not hasattr(self, "session"):
            return
        live = self.session.exec(select(Assignment).where(Assignment.is_live)).all()
        for one in live:
            for other in live:
                if one.id < other.id and one.staff_id == other.staff_id:
                    assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at

    @invariant()
    def deadlines_move_only_with_an_event_and_are_what_a_replay_gives(self) -> None:
        if not hasattr(self, "session"):
            return
        for request in self.session.exec(select(ServiceRequest)):
            clocks = {name: getattr(request, name) for name in CLOCKS}
            last = self.session.exec(
                select(Event)
                .where(Event.subject == "request", Event.subject_id == request.id)
                .order_by(Event.id.desc())
            ).first()
            assert last is not None
            seen, before = self.known.get(request.id, (0, clocks))
            if before != clocks:
                told = self.session.exec(
                    select(Event.name).where(
                        Event.subject_id == request.id, Event.subject == "request", Event.id > seen
                    )
                ).all()
                assert set(told) & MOVES, f"{before} became {clocks} without an event"
            self.known[request.id] = (last.id, clocks)
            if request.state in LIFECYCLE.final or request.state is RequestState.DONE:
                assert request.due_at is None
                continue
            decided = replay(self.session, request, now=self.now)
            assert decided.response.due_at == request.respond_due_at
            if decided.arrival is not None and not decided.arrival.stopped:
                assert decided.arrival.by_hours_at == request.hours_due_at
            if decided.arrival is not None and (request.promised_at or not decided.arrival.stopped):
                assert decided.arrival.due_at == request.arrive_due_at


# A longer search: AFTERSALES_MACHINE_EXAMPLES=500 python -m pytest tests/services/test_any_order.py
EXAMPLES = int(os.environ.get("AFTERSALES_MACHINE_EXAMPLES", "15"))


def test_whatever_the_order_the_invariants_hold(migrated_store: Store) -> None:
    closed: list[int] = []
    machine = type("Bound", (AnyOrder,), {"store": migrated_store, "closed_ever": closed})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            derandomize="AFTERSALES_MACHINE_EXAMPLES" not in os.environ,  # CI searches the same way each time
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert closed, "no run reached the end: the machine would prove nothing about closing"
