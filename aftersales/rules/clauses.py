"""Every clause of the service promise: where the product enforces it, on which screens, and which tests prove it.

docs/clauses.md is printed from this table. A clause that isn't built, or only in part, says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Built(StrEnum):
    WHOLE = "built"
    PART = "built in part"
    NOT_YET = "not built yet"


@dataclass(frozen=True, slots=True)
class Clause:
    """`enforced`: dotted names; `screens`: addresses; `tests`: path::name; `lacking`: what isn't there."""

    number: str
    asks: str
    enforced: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    lacking: str = ""

    @property
    def built(self) -> Built:
        if not self.enforced:
            return Built.NOT_YET
        return Built.PART if self.lacking else Built.WHOLE


R, S, Q, D = "aftersales.rules", "aftersales.services", "aftersales.queries", "aftersales.documents"

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "1.1", "Service is fast, decisive, accurate, thorough, complete.",
        (f"{R}.scorecard.score",), ("leadership",),
        ("tests/rules/test_scorecard.py::test_fast_puts_answers_and_arrivals_together",
         "tests/rules/test_scorecard.py::test_exactly_the_goal_is_met",
         "tests/services/test_handbook_deliveries.py::test_complete_asks_for_the_handbook_by_the_day_of_closing"),
    ),
    Clause(
        "1.2", "The goal: service whose quality satisfies the customer.",
        (f"{Q}.figures.sums",), ("leadership",),
        ("tests/screens/test_leadership.py::test_it_opens_with_the_question_and_satisfaction_first",
         "tests/queries/figures/test_sums.py::test_the_mean_mark_is_that_of_the_answers"),
    ),
    Clause(
        "1.3", "In warranty staff arrive within 12 h of the notice, after it within 48 h.",
        (f"{R}.deadlines.arrival_deadline", f"{S}.clocks.replay"), ("request", "board", "today"),
        ("tests/rules/test_deadlines.py::test_the_rules_hours_depend_on_the_warranty_and_unknown_favours_the_customer",
         "tests/services/test_register_request.py::test_out_of_warranty_it_is_paid_and_48_hours"),
    ),
    Clause(
        "1.4a", "In warranty, what our construction caused is repaired free.",
        (f"{R}.charge.decide_charge",), ("intake", "request"),
        ("tests/rules/test_charge.py::test_in_warranty_the_cause_decides",),
    ),
    Clause(
        "1.4b", "In warranty, another cause: the customer bears the cost, without margin.",
        (f"{R}.charge.decide_charge", f"{S}.quote.make_quote", f"{R}.lifecycle.gate_repair"), ("request",),
        ("tests/services/test_visits.py::test_at_cost_there_is_no_margin",
         "tests/services/test_visits.py::test_the_charge_is_decided_again_when_the_cause_found_differs"),
    ),
    Clause(
        "1.4c", "Warranty service is part of the project as a whole.",
        (f"{S}.decisions.load_place",), ("warranty", "request"),
        ("tests/queries/test_place.py::test_a_sign_brings_its_project_customer_office_and_team",),
    ),
    Clause(
        "1.5", "Main signs get a detailed handbook after handover.",
        (f"{S}.handbooks.write_handbook", f"{S}.handbook_deliveries.deliver_handbook",
         f"{Q}.handbook_deliveries.list_missing", f"{D}.handbook_sheet.handbook_pdf",
         f"{D}.handbook_note_sheet.handbook_note_pdf"),
        ("handbooks", "warranty", "request", "registers"),
        ("tests/services/test_handbooks.py::test_every_part_that_the_clause_names_is_needed",
         "tests/services/test_handbooks.py::test_a_new_version_leaves_the_old_ones_texts_as_they_were",
         "tests/services/test_handbook_deliveries.py::"
         "test_a_main_sign_without_a_handbook_is_listed_from_its_handover_on",
         "tests/services/test_handbook_deliveries.py::"
         "test_the_version_that_a_customer_got_is_kept_when_a_newer_one_comes",
         "tests/screens/test_handbooks.py::test_a_missing_delivery_is_recorded_from_the_list"),
    ),
    Clause(
        "2", "The after-sales department owns the service, the project department carries it out.",
        (f"{S}.register_request.owner_for", f"{S}.register_request.team_for"), ("request",),
        ("tests/services/test_register_request.py::test_every_channel_goes_into_the_register",
         "tests/queries/test_place.py::test_a_sign_brings_its_project_customer_office_and_team"),
    ),
    Clause(
        "2a", "What the contract and its tender say comes first.",
        (f"{S}.terms.load_terms", f"{S}.set_terms.set_term", f"{R}.charge.decide_charge"), ("warranty", "request"),
        ("tests/services/test_clocks.py::test_the_contracts_hours_come_before_the_rules",
         "tests/rules/test_warranty.py::test_a_contracts_or_tenders_term_cites_2a_only_where_it_was_used",
         "tests/rules/test_charge.py::test_the_contracts_coverage_wins_over_the_repeat_and_the_warranty"),
    ),
    Clause(
        "2b", "A special or out-of-contract request waits for a supplementary agreement that others approve.",
        (f"{R}.agreement.AGREEMENT", f"{S}.agreements", f"{S}.agreement_stops", f"{R}.lifecycle.gate_visit_kind",
         f"{D}.agreement_sheet.agreement_pdf"),
        ("agreements", "request", "today"),
        ("tests/services/test_agreements.py::test_dispatch_is_refused_until_it_is_approved",
         "tests/services/test_agreements.py::test_who_negotiated_it_does_not_approve_it",
         "tests/services/test_agreements.py::test_the_clock_waits_for_the_agreement_by_itself_and_goes_on_after_it",
         "tests/screens/test_agreements.py::test_the_business_department_begins_negotiates_and_submits"),
    ),
    Clause(
        "3(1)", "In warranty, loss from bad material is made good free: repair, or the same new product.",
        (f"{R}.charge.decide_charge", f"{R}.return_decision.decide_return", f"{S}.sign_exchanges.record_exchange"),
        ("intake", "request", "returns", "warranty"),
        ("tests/rules/test_charge.py::test_bad_material_is_repaired_or_exchanged",
         "tests/services/test_returns.py::test_free_only_where_the_decision_says_so",
         "tests/services/test_sign_exchanges.py::test_by_the_contract_it_has_months_of_its_own"),
    ),
    Clause(
        "3(2)", "After warranty, service is paid; the repair starts on an accepted quote only.",
        (f"{R}.lifecycle.gate_repair", f"{S}.quote.make_quote", f"{R}.gates.missing_for_bill"), ("request",),
        ("tests/services/test_visits.py::test_the_accepted_quote_opens_the_repair",
         "tests/rules/test_gates.py::test_a_bill_needs_a_charge_and_an_accepted_quote"),
    ),
    Clause(
        "4(1)", "Never contradict or quarrel with a user.",
        (f"{S}.survey.Answers", f"{S}.survey_complaints.open_complaints", f"{R}.complaint.gate_other_person"),
        ("surveys", "complaints"),
        ("tests/services/test_integrity.py::"
         "test_a_bad_mark_for_manners_opens_a_conduct_complaint_about_the_crew",
         "tests/services/test_complaints.py::test_conduct_names_whom_it_concerns_and_they_take_no_step_of_it"),
    ),
    Clause(
        "4(2)", "Answer and teach patiently; what can't be answered goes to the department.",
        (f"{S}.answers", f"{Q}.answers.find_answers", f"{S}.respond.resolve", f"{R}.escalation.ESCALATION",
         f"{S}.escalations.escalate_request"),
        ("handbooks", "intake", "request", "opinions", "today", "registers"),
        ("tests/services/test_answers.py::test_the_fitting_answer_comes_first_and_what_does_not_fit_not_at_all",
         "tests/services/test_answers.py::test_a_retired_one_is_kept_and_not_offered",
         "tests/screens/test_handbooks.py::test_the_intake_offers_answers_while_an_inquiry_is_typed",
         "tests/services/test_escalations.py::test_by_hand_with_a_reason_acknowledged_answered_closed",
         "tests/services/test_escalations.py::test_the_acknowledgement_is_kept_to_the_second",
         "tests/screens/test_opinions.py::test_any_open_request_is_escalated_with_a_reason"),
    ),
    Clause(
        "4(3)", "Polite and proper.",
        (f"{S}.survey.Answers", f"{S}.survey_complaints.open_complaints", f"{Q}.surveys.list_surveys"),
        ("surveys", "complaints"),
        ("tests/queries/test_surveys.py::test_the_bad_ones_are_three_and_less",
         "tests/services/test_surveys.py::test_marks_are_one_to_five_and_the_overall_one_is_needed",
         "tests/services/test_integrity.py::"
         "test_a_bad_mark_for_manners_opens_a_conduct_complaint_about_the_crew"),
    ),
    Clause(
        "4(4)", "Reply within 4 h; arrive at the time the customer asked for.",
        (f"{R}.deadlines.response_deadline", f"{R}.deadlines.arrival_deadline", f"{S}.respond.respond"),
        ("request", "board", "today"),
        ("tests/rules/test_deadlines.py::test_an_answer_is_due_after_four_hours_of_the_clock",
         "tests/services/test_register_request.py::test_the_promised_time_starts_as_the_asked_one",
         "tests/services/test_clocks.py::test_an_automatic_answer_never_meets_the_promise"),
    ),
    Clause(
        "4(5)", "Never ask a customer for property or anything unreasonable.",
        (f"{S}.survey_complaints.open_complaints", f"{R}.complaint.INTEGRITY", f"{Q}.complaint_sight.integrity_seen",
         f"{R}.lifecycle.gate_repair", f"{S}.quote.make_quote", f"{S}.cost_lines.write_costs"),
        ("complaints", "request", "surveys", "service-report"),
        ("tests/services/test_visits.py::test_free_or_undecided_work_is_not_quoted",
         "tests/services/test_report.py::test_a_technician_sets_no_price_of_the_price_list",
         "tests/screens/test_request.py::test_a_technician_sees_the_accepted_quote_and_no_other_money",
         "tests/services/test_integrity.py::"
         "test_a_yes_to_having_been_asked_for_something_opens_an_integrity_complaint_alone",
         "tests/services/test_integrity.py::test_it_is_nowhere_for_whom_it_does_not_exist"),
    ),
    Clause(
        "4(6)", "Problems are handled in time; the same problem must not happen again.",
        (f"{R}.recurrence.decide_recurrence", f"{R}.lifecycle.gate_close", f"{R}.corrective_action.CORRECTIVE_ACTION",
         f"{S}.cause_analysis.record_cause_analysis", f"{S}.corrective_action_steps", f"{Q}.recurrences.problem_signs",
         f"{Q}.registers.corrective_actions.CORRECTIVE_ACTIONS"),
        ("intake", "request", "today", "recurrences", "registers"),
        ("tests/rules/test_recurrence.py::test_both_windows_include_their_last_day",
         "tests/services/test_register_request.py::"
         "test_the_same_fault_within_the_window_is_a_recurrence_and_the_third_goes_to_the_manager",
         "tests/rules/test_charge.py::test_a_repeat_of_our_own_repair_is_free_whatever_the_warranty",
         "tests/queries/test_recurrences.py::test_clusters_count_signs_of_all_that_are_installed",
         "tests/queries/test_recurrences.py::test_the_chain_goes_from_the_first_to_the_last_of_one_fault",
         "tests/services/test_corrective_actions.py::test_what_was_found_on_site_makes_it_the_third_time",
         "tests/services/test_corrective_actions.py::test_a_recurrence_closes_only_with_cause_and_action",
         "tests/services/test_corrective_actions.py::test_an_effect_is_good_only_where_the_fault_stayed_away",
         "tests/screens/test_corrective_actions.py::test_it_goes_from_the_plan_to_the_check_of_its_effect"),
    ),
    Clause(
        "4(7)", "After the work: the service report with care, and the user's survey.",
        (f"{R}.report.missing_in_report", f"{R}.gates.is_survey_settled", f"{R}.lifecycle.gate_close"),
        ("service-report", "surveys", "request"),
        ("tests/services/test_loop.py::test_closing_without_report_and_survey_is_refused_with_what_is_missing",
         "tests/services/test_surveys.py::test_two_unanswered_asks_a_day_apart_close_a_day_after_the_second"),
    ),
    Clause(
        "4(8)", "A major quality problem goes to the unit responsible at once.",
        (f"{R}.escalation.unit_responsible", f"{R}.escalation.ESCALATION", f"{S}.escalations.escalate_major"),
        ("request", "opinions", "today", "registers"),
        ("tests/services/test_escalations.py::test_a_major_problem_is_escalated_the_moment_it_is_registered",
         "tests/services/test_escalations.py::test_it_is_when_it_becomes_major_and_once_only",
         "tests/services/test_escalations.py::test_the_cause_names_the_unit_else_the_fault_else_quality",
         "tests/screens/test_opinions.py::test_a_major_problem_stands_with_its_department"),
    ),
    Clause(
        "4(9)", "Register of calls and letters, dispatch records, cost and other reports.",
        (f"{Q}.registers", f"{D}.export_workbook"), ("registers",),
        ("tests/queries/registers/test_registers.py::test_a_register_holds_what_its_tables_hold",
         "tests/queries/registers/test_registers.py::test_costs_add_up_to_what_sql_adds_up"),
    ),
    Clause(
        "5.1(1)", "Collect and accept inquiries and opinions.",
        (f"{S}.register_request.register_request", f"{S}.office_opinions.send_office_opinion",
         f"{S}.respond.resolve", f"{Q}.opinions.list_to_route"),
        ("intake", "request", "opinions"),
        ("tests/services/test_register_request.py::test_an_inquiry_has_a_response_and_no_arrival",
         "tests/screens/test_intake.py::test_a_question_needs_no_fault_and_has_no_arrival",
         "tests/queries/test_matters.py::test_what_nobody_was_asked_about_is_to_be_routed"),
    ),
    Clause(
        "5.1(2)", "Handle every customer and market complaint, and feed back at once.",
        (f"{R}.complaint.feedback_deadline", f"{S}.complaints.register_complaint",
         f"{S}.complaint_steps.give_first_feedback", f"{S}.complaints_late.tell_late_feedback"),
        ("complaints", "request", "today", "registers"),
        ("tests/services/test_complaints.py::test_the_first_feedback_is_kept_up_to_exactly_four_hours",
         "tests/services/test_complaints.py::"
         "test_its_clock_counts_from_the_receipt_at_night_too_and_nothing_moves_it",
         "tests/services/test_integrity.py::test_late_feedback_is_told_once_to_those_who_see_it",
         "tests/screens/test_complaints.py::test_the_first_feedback_is_one_click_and_a_text"),
    ),
    Clause(
        "5.1(3)", "Opinions go to the departments they concern, and the outcome comes back.",
        (f"{R}.opinion.OPINION", f"{S}.opinions.route_opinion", f"{S}.opinions.answer_opinion",
         f"{R}.lifecycle.gate_resolve", f"{R}.lifecycle.gate_close", f"{S}.respond.resolve"),
        ("request", "opinions", "today", "registers"),
        ("tests/services/test_clocks.py::test_an_inquiry_ends_with_its_outcome",
         "tests/screens/test_request.py::test_a_request_without_a_visit_is_answered_and_resolved",
         "tests/services/test_opinions.py::test_it_goes_to_the_department_and_its_answer_back_to_the_customer",
         "tests/services/test_opinions.py::test_several_departments_each_answer_for_themselves",
         "tests/queries/test_matters.py::"
         "test_an_opinion_stands_on_the_departments_today_and_when_late_on_the_desks",
         "tests/screens/test_opinions.py::test_the_department_finds_acknowledges_and_answers_it"),
    ),
    Clause(
        "5.1(4)", "Accept returns and exchanges from the offices.",
        (f"{R}.product_return.RETURN", f"{S}.returns.request_return", f"{S}.return_shipping.close_return_line",
         f"{Q}.registers.returns.RETURNS"),
        ("returns", "registers"),
        ("tests/services/test_returns.py::test_an_exchange_goes_its_whole_way",
         "tests/services/test_returns.py::test_part_of_a_quantity_goes_its_own_way",
         "tests/services/test_returns.py::test_a_call_about_a_return_lands_among_the_returns",
         "tests/screens/test_returns.py::test_the_office_asks_for_a_return"),
    ),
    Clause(
        "5.2(1)", "Offices collect opinions and send them in promptly.",
        (f"{R}.opinion.send_by", f"{S}.office_opinions.send_office_opinion", f"{Q}.opinions.list_office_opinions"),
        ("opinions", "registers"),
        ("tests/services/test_opinions.py::test_an_offices_opinion_keeps_when_it_was_heard_and_when_it_was_sent",
         "tests/services/test_opinions.py::test_later_than_two_working_days_is_late_and_shown_as_such",
         "tests/screens/test_opinions.py::"
         "test_the_office_sends_in_what_it_heard_and_sees_what_became_of_it"),
    ),
    Clause(
        "5.2(2)", "A customer care plan; key customers are revisited; feedback known by region.",
        (f"{R}.care.REVISIT", f"{R}.care_rhythm", f"{S}.care_plans", f"{S}.produce_revisits.produce_revisits",
         f"{S}.revisits", f"{Q}.revisits.feedback_by_region"),
        ("care", "today", "registers", "leadership"),
        ("tests/services/test_revisits.py::test_the_ticker_produces_what_is_due_and_never_twice",
         "tests/services/test_revisits.py::"
         "test_a_key_customer_is_asked_again_months_after_the_last_talk_and_others_never",
         "tests/services/test_revisits.py::test_feedback_is_summed_by_region",
         "tests/screens/test_care.py::test_a_revisit_is_made_and_a_suggestion_registered_from_it"),
    ),
    Clause(
        "5.2(3)", "One service standard across the offices, supervised.",
        (f"{R}.scorecard.score", f"{R}.audit.AUDIT", f"{R}.audit.draw_sample", f"{S}.audit_draw.draw_audits",
         f"{S}.audits", f"{S}.audit_findings", f"{Q}.registers.audits.AUDITS"),
        ("leadership", "audits", "today", "registers"),
        ("tests/queries/figures/test_sums.py::test_a_place_narrows_the_figures",
         "tests/rules/test_scorecard.py::test_the_total_needs_enough_cases_of_each",
         "tests/rules/test_audit.py::test_the_same_seed_draws_the_same_in_whatever_order_they_come",
         "tests/services/test_audits.py::test_nobody_audits_what_they_did_or_closed",
         "tests/services/test_audits.py::test_an_audit_goes_from_the_checklist_to_its_finding_and_is_closed",
         "tests/screens/test_audits.py::test_the_auditor_answers_notes_a_finding_and_finishes"),
    ),
    Clause(
        "5.2(4)", "Complaints handled fast: organised, filtered, checked, tracked.",
        (f"{R}.complaint.COMPLAINT", f"{S}.complaint_steps", f"{S}.complaint_merge.merge_complaint",
         f"{Q}.registers.complaints.COMPLAINTS"),
        ("complaints", "today", "registers"),
        ("tests/services/test_complaints.py::test_it_goes_through_the_five_stages_each_with_who_and_when",
         "tests/services/test_complaints.py::"
         "test_a_merged_duplicate_loses_nothing_and_the_other_keeps_the_earlier_receipt",
         "tests/services/test_complaints.py::test_nothing_is_resolved_before_all_that_it_needs_is_there",
         "tests/services/test_complaints.py::"
         "test_reopened_it_is_verified_anew_and_the_old_answer_stays_in_the_history",
         "tests/screens/test_complaints.py::test_each_stage_draws_itself"),
    ),
)  # fmt: skip
