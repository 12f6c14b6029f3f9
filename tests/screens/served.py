"""A firm at work in a file of its own, for screens that show jobs, reports and surveys."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import select

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Company, Dispatch, SurveyWay
from aftersales.rules.kinds import Role
from aftersales.services.report import file_report
from aftersales.services.survey import Answers, record_survey
from tests.builders import DAY, HOUR, Firm, build_firm, new_sign


@dataclass
class Served:
    """Numbers of the requests, and the staff number of each role."""

    on_site: str
    done: str  # with a report, its survey still open
    answered: str
    staff_ids: dict[Role, int] = field(default_factory=dict)


def build_served_firm(url: str) -> Served:
    """One job at the sign, one done with its report, one answered by the customer."""
    store = Store.open(url)
    store.migrate(backed_up=True)
    now = utc_now()
    with store.unit_of_work() as session:
        firm = build_firm(session, now=now - 300 * DAY)
        company = session.get_one(Company, 1)
        company.is_demo = True
        session.add(company)
        on_site = firm.on_site(at=now - 5 * HOUR, place="O'Brien <b>大堂</b>")
        done = firm.done(at=now - 2 * DAY, sign_id=new_sign(session, firm).id)
        _report(firm, done.id or 0)
        answered = firm.done(at=now - 40 * DAY, sign_id=new_sign(session, firm).id)
        _report(firm, answered.id or 0)
        record_survey(
            session, actor=firm.hotline, now=now - 30 * DAY, request_id=answered.id or 0, way=SurveyWay.TELEPHONE,
            answers=Answers(overall=3, manners=5, asked_extra=False, words="师傅*很快* [谢谢]"),
        )  # fmt: skip
        people = {
            Role.HOTLINE: firm.hotline, Role.DISPATCHER: firm.dispatcher, Role.TECHNICIAN: firm.technician,
            Role.AFTER_SALES_MANAGER: firm.manager, Role.LEADERSHIP: firm.leadership, Role.OFFICE: firm.office,
        }  # fmt: skip
        served = Served(
            on_site.number, done.number, answered.number,
            {role: person.staff_id or 0 for role, person in people.items()},
        )  # fmt: skip
    store.close()
    return served


def _report(firm: Firm, request_id: int) -> None:
    visit = firm.session.exec(select(Dispatch).where(Dispatch.request_id == request_id)).one()
    from aftersales.models import ServiceRequest

    request = firm.session.get_one(ServiceRequest, request_id)
    assert visit.ended_at
    file_report(
        firm.session, actor=firm.technician, now=visit.ended_at + HOUR, request_id=request_id,
        new=firm.report_of(request, visit.id or 0),
    )  # fmt: skip
