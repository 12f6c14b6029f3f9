"""The service report: who may file it, what it costs by the price list, and that nobody's words are overwritten."""

from __future__ import annotations

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed
from aftersales.models import Bearer, CostLine, Dispatch, ReportPart, ServiceReport, ServiceRequest
from aftersales.rules.kinds import Cause, CostKind
from aftersales.services.classify import change_charge
from aftersales.services.cost_lines import NewCost, NewPart
from aftersales.services.drafts import drop_draft, find_draft, keep_draft
from aftersales.services.report import file_report
from tests.builders import HOUR, Firm

LATER = 6 * HOUR


def visit_of(firm: Firm, request: ServiceRequest) -> int:
    return firm.session.exec(select(Dispatch.id).where(Dispatch.request_id == request.id)).one() or 0


def file(firm: Firm, request: ServiceRequest, *, by: object = None, **values: object) -> ServiceReport:
    new = firm.report_of(request, visit_of(firm, request), **values)
    actor = by or firm.technician
    return file_report(firm.session, actor=actor, now=firm.now + LATER, request_id=request.id or 0, new=new)  # type: ignore[arg-type]


def costs_of(firm: Firm, report: ServiceReport) -> list[CostLine]:
    return list(firm.session.exec(select(CostLine).where(CostLine.report_id == report.id).order_by(CostLine.id)))  # type: ignore[arg-type]


def test_a_report_keeps_its_parts_and_costs(firm: Firm) -> None:
    request = firm.done()
    report = file(
        firm, request, parts=(NewPart(name="开关电源", size="200W", count=2, old_returned=True),),
        costs=(NewCost(price_item_id=firm.price_id, quantity_milli=1500),),
    )  # fmt: skip
    part = firm.session.exec(select(ReportPart).where(ReportPart.report_id == report.id)).one()
    assert (part.name, part.count, part.old_returned) == ("开关电源", 2, True)
    (line,) = costs_of(firm, report)
    assert (line.name, line.unit, line.quantity_milli) == ("人工", "小时", 1500)


def test_what_we_bear_counts_without_our_margin(firm: Firm) -> None:
    report = file(firm, firm.done(), costs=(NewCost(price_item_id=firm.price_id, quantity_milli=1500),))
    (line,) = costs_of(firm, report)
    assert (line.bearer, line.unit_fen, line.total_fen) == (Bearer.US, 8_000, 12_000)


def test_what_the_customer_bears_of_paid_work_follows_the_price_list(firm: Firm) -> None:
    request = firm.on_site()
    change_charge_to_paid(firm, request)
    report = file(firm, request, costs=(NewCost(price_item_id=firm.price_id, quantity_milli=2000),))
    (line,) = costs_of(firm, report)
    assert (line.bearer, line.unit_fen) == (Bearer.CUSTOMER, 12_000)


def change_charge_to_paid(firm: Firm, request: ServiceRequest) -> None:
    from aftersales.rules.kinds import Charge

    change_charge(
        firm.session, actor=firm.manager, now=firm.now + 4 * HOUR, request_id=request.id or 0, charge=Charge.PAID,
        reason="合同另有约定",
    )  # fmt: skip


def test_a_technician_sets_no_price_of_the_price_list(firm: Firm) -> None:
    cost = NewCost(price_item_id=firm.price_id, quantity_milli=1000, unit_fen=1)
    (line,) = costs_of(firm, file(firm, firm.done(), costs=(cost,)))
    assert line.unit_fen == 8_000


def test_the_dispatcher_may_set_one(firm: Firm) -> None:
    cost = NewCost(price_item_id=firm.price_id, quantity_milli=1000, unit_fen=7_000)
    (line,) = costs_of(firm, file(firm, firm.done(), by=firm.dispatcher, costs=(cost,)))
    assert line.unit_fen == 7_000


def test_a_corrected_quantity_keeps_the_price_that_stood(firm: Firm) -> None:
    request = firm.done()
    first = file(
        firm, request, by=firm.dispatcher,
        costs=(NewCost(kind=CostKind.OUTSIDE, name="外请焊工", quantity_milli=1000, unit="次", unit_fen=30_000),),
    )  # fmt: skip
    (line,) = costs_of(firm, first)
    kept = NewCost(keeps_id=line.id, name=line.name, unit=line.unit, quantity_milli=2000)
    (changed,) = costs_of(firm, file(firm, request, costs=(kept,)))
    assert (changed.kind, changed.unit_fen, changed.total_fen) == (CostKind.OUTSIDE, 30_000, 60_000)


def test_the_line_of_another_report_lends_no_price(firm: Firm) -> None:
    other = file(
        firm, firm.done(), by=firm.dispatcher,
        costs=(NewCost(kind=CostKind.OUTSIDE, name="外请焊工", quantity_milli=1000, unit_fen=30_000),),
    )  # fmt: skip
    (line,) = costs_of(firm, other)
    request = firm.done(at=firm.now + 48 * HOUR)
    new = firm.report_of(
        request, visit_of(firm, request), costs=(NewCost(keeps_id=line.id, name="外请焊工", quantity_milli=1000),)
    )
    with pytest.raises(InvalidInput):
        file_report(firm.session, actor=firm.technician, now=firm.now + 60 * HOUR, request_id=request.id or 0, new=new)


def test_free_work_costs_the_customer_nothing(firm: Firm) -> None:
    cost = NewCost(price_item_id=firm.price_id, quantity_milli=1000, bearer=Bearer.CUSTOMER)
    with pytest.raises(InvalidInput) as refused:
        file(firm, firm.done(), costs=(cost,))
    assert refused.value.clause == "4(5)"


def test_a_report_without_signature_needs_the_reason(firm: Firm) -> None:
    request = firm.done()
    with pytest.raises(InvalidInput):
        file(firm, request, signed_by="")
    report = file(firm, request, signed_by="", unsigned_reason="夜间无人值守")
    assert (report.signed_by, report.signed_at) == ("", None)


def test_a_technician_of_another_crew_is_refused(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        file(firm, firm.done(), by=firm.second_technician)


def test_the_hotline_files_no_report(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        file(firm, firm.done(), by=firm.hotline)


@pytest.mark.parametrize("version", [0, 2])
def test_a_report_changed_meanwhile_is_not_overwritten(firm: Firm, version: int) -> None:
    request = firm.done()
    file(firm, request, findings="甲写的")
    with pytest.raises(ChangedMeanwhile):
        file(firm, request, findings="乙写的", report_version=version)
    report = firm.session.exec(select(ServiceReport)).one()
    assert (report.findings, report.version) == ("甲写的", 1)


def test_a_correction_raises_the_version(firm: Firm) -> None:
    request = firm.done()
    file(firm, request)
    report = file(firm, request, report_version=1, cause_found=Cause.CONSTRUCTION)
    assert report.version == 2


def test_a_draft_is_its_writers_own(firm: Firm) -> None:
    form = "service_report:1"
    keep_draft(firm.session, actor=firm.technician, now=firm.now, form=form, content={"findings": "进水"})
    keep_draft(firm.session, actor=firm.technician, now=firm.now + HOUR, form=form, content={"findings": "进水，短路"})
    draft = find_draft(firm.session, actor=firm.technician, form=form)
    assert draft is not None
    assert draft.content == {"findings": "进水，短路"}
    assert find_draft(firm.session, actor=firm.second_technician, form=form) is None
    drop_draft(firm.session, actor=firm.technician, form=form)
    assert find_draft(firm.session, actor=firm.technician, form=form) is None


def test_a_draft_without_end_is_refused(firm: Firm) -> None:
    with pytest.raises(InvalidInput):
        keep_draft(firm.session, actor=firm.technician, now=firm.now, form="x", content={"findings": "水" * 50_000})
