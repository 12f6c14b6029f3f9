"""Where personal data stands: the one list that masking, a person's export and erasure go by.

A test walks all tables: a text column that stands neither here nor among the excused ones fails it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from aftersales.models.base import Base


class Personal(StrEnum):
    """What kind of data a column holds, and so what masking and erasure do with it."""

    NAME = "name"  # one person's name: shown to who sees the record; replaced when erased
    PHONE = "phone"  # masked for who doesn't need it; replaced
    DIGITS = "digits"  # the same number for finding it: never shown; emptied
    EMAIL = "email"  # masked; replaced
    ADDRESS = "address"  # of a customer or a site, not of one person: masked; not erased with a person
    TITLE = "title"  # replaced
    WORDS = "words"  # free text: numbers in it are masked; the person's name and number in it are replaced
    FOUND_BY = "found_by"  # words to find rows by: never shown; written again from the row
    DRAFT = "draft"  # a form's content: its writer's only; a draft that names the person is thrown away
    TRAIL = "trail"  # words beside an event: numbers in them are masked; erased whole, which the trail tells
    PICTURE = "picture"  # a signature goes with its person, photos on request


# Of customers' people. Products, contracts and sums hold none.
OF_CUSTOMERS: dict[str, dict[str, Personal]] = {
    "customer": {"address": Personal.ADDRESS},
    "customer_words": {"words": Personal.FOUND_BY},
    "contact": {
        "name": Personal.NAME, "phone": Personal.PHONE, "phone_digits": Personal.DIGITS, "email": Personal.EMAIL,
        "title": Personal.TITLE,
    },
    "project": {"address": Personal.ADDRESS},
    "project_words": {"words": Personal.FOUND_BY},
    "sign_words": {"words": Personal.FOUND_BY},
    "sign": {"remark": Personal.WORDS},
    "service_request": {
        "contact_name": Personal.NAME, "contact_phone": Personal.PHONE, "place": Personal.WORDS,
        "description": Personal.WORDS, "root_cause": Personal.WORDS, "corrective_action": Personal.WORDS,
        "outcome": Personal.WORDS,
    },
    "request_words": {"words": Personal.FOUND_BY},
    "request_stop": {"note": Personal.WORDS},
    "request_round": {"reason": Personal.WORDS},
    "dispatch": {"note": Personal.WORDS, "needs": Personal.WORDS, "end_reason": Personal.WORDS},
    "assignment": {"refusal": Personal.WORDS},
    "service_report": {
        "findings": Personal.WORDS, "work_done": Personal.WORDS, "left_to_do": Personal.WORDS,
        "safety_measures": Personal.WORDS, "customer_words": Personal.WORDS, "signed_by": Personal.NAME,
        "unsigned_reason": Personal.WORDS,
    },
    "quote": {"note": Personal.WORDS, "answered_by": Personal.NAME},
    "bill": {"reason": Personal.WORDS, "withdrawn_reason": Personal.WORDS},
    "agreement": {
        "subject": Personal.WORDS, "terms": Personal.WORDS, "customer_side": Personal.NAME, "reason": Personal.WORDS,
    },
    "survey": {"refusal": Personal.WORDS, "words": Personal.WORDS},
    "complaint": {
        "contact_name": Personal.NAME, "contact_phone": Personal.PHONE, "words": Personal.WORDS,
        "feedback": Personal.WORDS, "finding": Personal.WORDS, "cause": Personal.WORDS, "action": Personal.WORDS,
        "outcome": Personal.WORDS, "answer_words": Personal.WORDS, "answered_by": Personal.NAME,
        "reason": Personal.WORDS,
    },
    "handbook_delivery": {
        "received_by": Personal.NAME, "unsigned_reason": Personal.WORDS, "remark": Personal.WORDS,
    },
    "revisit": {
        "heard_from": Personal.NAME, "occasion": Personal.WORDS, "words": Personal.WORDS, "wishes": Personal.WORDS,
        "reason": Personal.WORDS,
    },
    "opinion_routing": {"question": Personal.WORDS, "answer": Personal.WORDS, "reason": Personal.WORDS},
    "cause_line": {"words": Personal.WORDS},
    "corrective_action": {
        "words": Personal.WORDS, "done_words": Personal.WORDS, "check_words": Personal.WORDS, "reason": Personal.WORDS,
    },
    "escalation": {"reason": Personal.WORDS, "feedback": Personal.WORDS},
    "product_return": {"remark": Personal.WORDS},
    "audit": {"words": Personal.WORDS},
    "audit_line": {"note": Personal.WORDS},
    "audit_finding": {"words": Personal.WORDS, "seen_to_words": Personal.WORDS},
    "return_line": {
        "reason": Personal.WORDS, "condition": Personal.WORDS, "finding": Personal.WORDS,
        "quote_answered_by": Personal.NAME, "exception_reason": Personal.WORDS, "refusal": Personal.WORDS,
    },
    "notice": {"about": Personal.WORDS},
    "form_draft": {"content": Personal.DRAFT},
    "event_words": {"words": Personal.TRAIL},
    "sealed_event_words": {"words": Personal.TRAIL},
    "attachment": {"name": Personal.WORDS},
    "attachment_bytes": {"content": Personal.PICTURE},
}  # fmt: skip
OF_CUSTOMERS["integrity_complaint"] = OF_CUSTOMERS["complaint"]

# Of those who work here: never erased while they do; made anonymous after they left (services/anonymous_staff.py).
OF_STAFF: dict[str, dict[str, Personal]] = {
    "staff": {"name": Personal.NAME, "name_en": Personal.NAME, "email": Personal.EMAIL, "phone": Personal.PHONE},
    "account": {"name": Personal.NAME},
    "staff_session": {"device": Personal.WORDS},
}

# Text that says nothing of a person, and why; "*" stands for every table.
EXCUSED: dict[str, str] = {
    "*.number": "a number we give",
    "*.code": "a number we give, or a contract's",
    "*.unit": "a unit of measure",
    "*.unit_en": "a unit of measure",
    "*.hash": "a hash",
    "*.words_hash": "a salted hash",
    "*.salt": "the salt of a hash",
    "*.subject": "a kind of record",
    "account.password_hash": "a hash",
    "account.totp_secret": "a secret, encrypted",
    "agreement.negotiator_ids": "ids of staff",
    "attachment.content_type": "a kind of file",
    "attachment.owner": "a kind of record",
    "attachment.purpose": "what a picture is for",
    "attachment.sha256": "a hash",
    "calendar_day.frames": "times of day",
    "calendar_day.name": "a holiday",
    "calendar_day.source": "where a holiday was announced",
    "care_plan.name": "a plan's name",
    "care_plan.regions": "regions",
    "company.address": "our own",
    "company.address_en": "our own",
    "company.hotline": "our own",
    "company.name": "our own",
    "company.name_en": "our own",
    "company_goal.figure": "a figure's key",
    "contract_term.quote": "a contract's own words",
    "contract_term.value": "a contract's terms",
    "corrective_action.batch": "a production batch",
    "cost_line.name": "a part or a kind of work",
    "customer.city": "a town",
    "customer.name": "an organisation",
    "customer.province": "a province",
    "daily_counter.prefix": "a number's beginning",
    "department.name": "a department",
    "department.name_en": "a department",
    "event.data": "ids and values only: free text goes into the words",
    "event.name": "a deed",
    "return_line.product": "a product",
    "return_line.serials": "serial numbers",
    "return_line.new_serials": "serial numbers",
    "return_line.carrier": "a carrier",
    "return_line.carrier_in": "a carrier",
    "return_line.waybill": "a waybill's number",
    "return_line.waybill_in": "a waybill's number",
    "return_line.voucher": "a voucher's number",
    "return_line.basis": "terms and days a decision was made from",
    "sign_exchange.product": "a product",
    "sign_exchange.old_serials": "serial numbers",
    "sign_exchange.new_serials": "serial numbers",
    "form_draft.form": "a form's name",
    "handbook_version.care": "a handbook's text",
    "handbook_version.cautions": "a handbook's text",
    "handbook_version.construction": "a handbook's text",
    "handbook_version.functions": "a handbook's text",
    "handbook_version.usage": "a handbook's text",
    "known_answer.answer": "published by us",
    "known_answer.answer_en": "published by us",
    "known_answer.question": "published by us",
    "known_answer.question_en": "published by us",
    "notice.page": "a page of the product",
    "office.name": "an office",
    "office.name_en": "an office",
    "office.region": "a region",
    "office.region_en": "a region",
    "once_key.key": "a form's key",
    "price_item.name": "a part or a kind of work",
    "price_item.name_en": "a part or a kind of work",
    "project.name": "a building site",
    "quote_line.name": "a part or a kind of work",
    "report_part.name": "a part",
    "report_part.size": "a part's size",
    "sealed_event.data": "ids and values only",
    "sealed_event.name": "a deed",
    "service_calendar.holidays": "a country",
    "service_calendar.name": "a calendar",
    "service_calendar.week": "times of day",
    "service_calendar.zone": "a time zone",
    "setup_code.code_hash": "a hash",
    "sign.batch": "a production batch",
    "sign.place": "a place in a building",
    "sign_in_tries.key": "a hash",
    "sign_type.name": "a product",
    "sign_type.name_en": "a product",
    "staff_session.outside_hash": "a hash",
    "staff_session.ticket_hash": "a hash",
    "staff_session.token_hash": "a hash",
    "survey_ask.token_hash": "a hash",
    "team.name": "a team",
    "team.name_en": "a team",
    "ticker_lease.holder": "a process",
}


def columns_of_kind(*kinds: Personal, lists: tuple[dict[str, dict[str, Personal]], ...] = (OF_CUSTOMERS,)) -> list[Any]:
    """The table columns of these kinds."""
    return [
        Base.metadata.tables[table].columns[name]
        for listed in lists
        for table, columns in listed.items()
        for name, kind in columns.items()
        if kind in kinds
    ]
