"""The register of service reports, what lacks one, and what stands on the sheet."""

from __future__ import annotations

import pytest
from sqlmodel import select

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Dispatch, ServiceRequest
from aftersales.queries.report_job import find_filed_report, get_report_job, list_photos
from aftersales.queries.report_sheet import get_report_sheet
from aftersales.queries.reports import ReportFilter, count_reports, list_lacking_reports, list_reports
from aftersales.rules.roles import SYSTEM
from aftersales.services.attachments import add_attachment
from aftersales.services.cost_lines import NewCost, NewPart
from aftersales.services.report import file_report
from tests.builders import DAY, HOUR, Firm, new_sign
from tests.documents.pictures import red_picture
from tests.queries.plans import plans_of
from tests.query_count import counted

ALL = ReportFilter()


def visit_of(firm: Firm, request: ServiceRequest) -> Dispatch:
    return firm.session.exec(select(Dispatch).where(Dispatch.request_id == request.id)).one()


def reported(firm: Firm, *, days: int = 0, **values: object) -> ServiceRequest:
    at = firm.now + days * DAY
    request = firm.done(at=at, sign_id=new_sign(firm.session, firm).id)
    new = firm.report_of(request, visit_of(firm, request).id or 0, **values)
    file_report(firm.session, actor=firm.technician, now=at + 5 * HOUR, request_id=request.id or 0, new=new)
    return request


def test_the_newest_report_comes_first_and_names_its_crew(firm: Firm) -> None:
    first, second = reported(firm), reported(firm, days=1)
    rows = list_reports(firm.session, firm.manager, ALL)
    assert [row.number for row in rows] == [second.number, first.number]
    assert rows[0].crew == (("王强", ""),)
    assert rows[0].is_signed
    assert rows[0].is_last


def test_pages_follow_each_other(firm: Firm) -> None:
    requests = [reported(firm, days=day) for day in range(3)]
    second = list_reports(firm.session, firm.manager, ALL, limit=2, offset=2)
    assert [row.number for row in second] == [requests[0].number]
    assert count_reports(firm.session, firm.manager, ALL) == 3


def test_days_bound_the_register_from_inclusive_to_exclusive(firm: Firm) -> None:
    reported(firm)
    filed_at = firm.now + 5 * HOUR

    def found(**days: object) -> int:
        return count_reports(firm.session, firm.manager, ReportFilter(**days))  # type: ignore[arg-type]

    assert found(filed_from=filed_at) == 1
    assert found(filed_from=filed_at + HOUR / 60) == 0
    assert found(filed_before=filed_at) == 0
    assert found(filed_before=filed_at + HOUR / 60) == 1


@pytest.mark.parametrize(("typed", "count"), [("人民医院", 1), ("1234", 1), ("不存在", 0), ("O'Brien\" OR *", 0)])
def test_a_report_is_found_by_what_its_request_is_found_by(firm: Firm, typed: str, count: int) -> None:
    reported(firm)
    assert len(list_reports(firm.session, firm.manager, ReportFilter(typed=typed))) == count


def test_a_technician_sees_own_reports_only(firm: Firm) -> None:
    reported(firm)
    assert count_reports(firm.session, firm.technician, ALL) == 1
    assert list_reports(firm.session, firm.second_technician, ALL) == []


def test_who_sees_no_requests_sees_no_reports(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        list_reports(firm.session, firm.administrator, ALL)


def test_the_register_asks_twice_however_long_it_is(firm: Firm) -> None:
    for day in range(4):
        reported(firm, days=day)
    with counted(firm.session) as sent:
        list_reports(firm.session, firm.manager, ALL)
    assert len(sent) == 2


def test_a_visit_that_arrived_lacks_its_report_until_it_is_filed(firm: Firm) -> None:
    request = firm.on_site()
    (lacking,) = list_lacking_reports(firm.session, firm.technician)
    assert lacking.number == request.number
    assert list_lacking_reports(firm.session, firm.second_technician) == []
    new = firm.report_of(request, lacking.dispatch_id)
    file_report(firm.session, actor=firm.technician, now=firm.now + 5 * HOUR, request_id=request.id or 0, new=new)
    assert list_lacking_reports(firm.session, firm.technician) == []


def test_a_job_is_found_by_its_number_however_it_is_typed(firm: Firm) -> None:
    request = firm.on_site()
    job = get_report_job(firm.session, firm.technician, f" {request.number.lower()} ")
    assert (job.number, len(job.visits)) == (request.number, 1)
    assert find_filed_report(firm.session, job.visits[0].dispatch_id) is None


def test_a_job_of_another_crew_is_not_there(firm: Firm) -> None:
    request = firm.on_site()
    with pytest.raises(NotFound):
        get_report_job(firm.session, firm.second_technician, request.number)


def test_a_job_asks_four_times(firm: Firm) -> None:
    request = firm.on_site()
    with counted(firm.session) as sent:
        get_report_job(firm.session, firm.technician, request.number)
    assert len(sent) <= 4


def test_photos_belong_to_the_visit_in_which_they_were_taken(firm: Firm) -> None:
    request = firm.on_site()
    for hours, name in ((1, "before arrival"), (4, "at the sign")):
        add_attachment(
            firm.session, actor=firm.technician, now=firm.now + hours * HOUR, owner="request",
            owner_id=request.id or 0, purpose="photo_before", name=f"{name}.png", content=red_picture(hours),
        )  # fmt: skip
    job = get_report_job(firm.session, firm.technician, request.number)
    photos = list_photos(firm.session, job.request_id, job.visits[0], job.visits)
    assert [photo.name for photo in photos] == ["at the sign.png"]


def test_the_sheet_names_everything_but_what_we_pay_ourselves(firm: Firm) -> None:
    request = reported(
        firm, parts=(NewPart(name="开关电源", count=1),),
        costs=(NewCost(price_item_id=firm.price_id, quantity_milli=1000),), customer_words="很好",
    )  # fmt: skip
    sheet = get_report_sheet(firm.session, firm.manager, visit_of(firm, request).id or 0)
    assert (sheet.number, sheet.customer, sheet.contract) == (request.number, "上海市第一人民医院", "HT-2025-001")
    assert (sheet.customer_words, sheet.signed_by, sheet.crew) == ("很好", "王芳", (("王强", ""),))
    assert [part.name for part in sheet.parts] == [("开关电源", "")]
    assert [cost.total_fen for cost in sheet.costs] == [None]


def test_a_sheet_of_another_crew_is_not_there(firm: Firm) -> None:
    request = reported(firm)
    with pytest.raises(NotFound):
        get_report_sheet(firm.session, firm.second_technician, visit_of(firm, request).id or 0)
    assert get_report_sheet(firm.session, SYSTEM, visit_of(firm, request).id or 0)


def test_what_lacks_a_report_is_looked_for_among_open_requests_only(firm: Firm) -> None:
    firm.on_site()
    (plan,) = plans_of(firm.session, lambda: list_lacking_reports(firm.session, firm.manager))
    # With a handful of rows PostgreSQL may as well look each one up by its key.
    assert "ix_service_request_open" in plan or "pk_service_request" in plan
    assert "SCAN dispatch" not in plan
