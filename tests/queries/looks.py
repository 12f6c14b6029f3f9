"""Every query that somebody's page can ask, called with what the scene holds: beside `tests/services/deeds.py`."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import select

import aftersales.queries
from aftersales.errors import AftersalesError
from aftersales.models import Base, Complaint, IntegrityComplaint, ServiceRequest
from aftersales.queries.audits import Which
from aftersales.queries.figures.billing import Stage
from aftersales.queries.figures.open_actions import DEFINITIONS
from aftersales.queries.kept import Arrivals
from aftersales.queries.place import get_place
from aftersales.queries.recurrences import list_repeats
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection
from aftersales.queries.reports import ReportFilter
from aftersales.queries.surveys import SurveyFilter
from aftersales.queries.trail import TrailFilter
from aftersales.queries.where import Where
from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.contact_sight import MASKED
from aftersales.rules.figures import FIGURES
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.periods import Period
from aftersales.rules.roles import SYSTEM, Actor
from tests.builders import DAY, NOON
from tests.services.deeds import LATER, Scene

EVER = Selection(NOON - 40 * DAY, NOON + 400 * DAY)
SPAN = Period(date(2026, 1, 1), date(2026, 12, 31))

# Conditions, checks and parts that the looks are made of; and what is one's own, or asks for the person by name.
PARTS: dict[str, str] = {
    "find.ensure_any": "a check",
    "registers.read.ensure_may_read": "a check",
    "figures.sums.ensure_may_read": "a check",
    "request_view.ensure_may_see": "a check",
    "sheet_head.head_fields": "a part of the sheets",
    "matters.list_request_matters": "a part of a request's view, which gives the sight",
    "complaint_sight.find_complaint": "a part of a complaint's view: the row as it is stored",
    "request_sight.find_request_sight": "gives the sight",
    "returns.find_request_of_number": "the row as it is stored, for its id and places",
    "revisits.find_revisit": "the row as it is stored, for its workflow",
    "history.history_of": "list_history, for who was shown the view",
    "drafts.list_drafts": "one's own forms",
    "intake_drafts.list_intake_drafts": "one's own forms",
    "person_data.find_people": "needs the person's name or number, and hands it out",
    "person_data.get_person_of_contact": "the same",
    "person_reach.rows_of_person": "the same",
    "person_hits.list_hits": "the same",
    "person_data.export_person": "the same",
}
# By which table's numbers a look is asked; else by requests'.
NUMBERS = {
    "audit_view": "audit",
    "agreements": "agreement", "complaints": "complaint", "corrective_actions": "corrective_action",
    "handbook_deliveries": "handbook_delivery", "returns": "product_return", "revisits": "revisit",
}  # fmt: skip


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """`module.function` of every public query that takes a session and an actor."""
    for found in pkgutil.walk_packages(aftersales.queries.__path__, "aftersales.queries."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            is_own = inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
            if is_own and {"session", "actor"} <= inspect.signature(value).parameters.keys():
                yield f"{found.name.removeprefix('aftersales.queries.')}.{name}", value


LOOKS = {name: function for name, function in functions() if name not in PARTS}


def column(scene: Scene, table: str, name: str) -> list[Any]:
    """All values, the newest first."""
    found = Base.metadata.tables[table]
    return list(scene.session.execute(select(found.c[name]).order_by(found.c.id.desc()).limit(40)).scalars())


def _values(scene: Scene, look: str, name: str) -> Iterable[Any] | None:
    """What may stand for one parameter; None: leave it out."""
    module = look.split(".")[0]
    if name == "number":
        return column(scene, NUMBERS.get(module, "service_request"), "number")
    ids = {
        "request_id": "service_request", "sign_id": "sign", "customer_id": "customer", "project_id": "project",
        "dispatch_id": "dispatch", "quote_id": "quote", "survey_id": "survey", "version_id": "handbook_version",
        "sign_type_id": "sign_type", **({"office_id": "office"} if look == "audit_view.look_at_draw" else {}),
    }  # fmt: skip
    if look == "place.get_place" and name in ("sign_id", "project_id"):
        return None
    if name in ids:
        return column(scene, ids[name], "id")
    if look.startswith("answers."):
        return {"asked": ["灯"], "with_retired": [True]}.get(name)
    known: dict[str, Callable[[], Iterable[Any]]] = {
        "now": lambda: [LATER],
        "today": lambda: [LATER.date()],
        "typed": lambda: ["大堂", "医院", "S2025", "HT", "1234", "王芳", "FW"],
        "code": lambda: column(scene, "sign", "code")[:3],
        "only_open": lambda: [False],
        "with_integrity": lambda: [True],
        "register": lambda: REGISTERS.values(),
        "selection": lambda: [EVER],
        "wanted": lambda: [{"trail": TrailFilter(), "reports": ReportFilter(), "surveys": SurveyFilter()}[module]],
        "period": lambda: [SPAN], "against": lambda: [SPAN], "periods": lambda: [[SPAN]],
        "weeks": lambda: [[SPAN]],
        "key": lambda: COMPLAINT_FIGURES if ".complaints." in look else FIGURES,
        "keys": lambda: [None] if look != "figures.sums.sum_weeks" else [["requests"]],
        "row": lambda: scene.session.execute(select(Complaint)).scalars().all()
        + scene.session.execute(select(IntegrityComplaint)).scalars().all(),
        "name": lambda: list(DEFINITIONS) if ".open_actions." in look else [
            "open", "late", "soon", "danger", "recurring", "on_hold",
        ],
        "by": lambda: [None],
        "stage": lambda: list(Stage),
        "which": lambda: list(Arrivals if module == "kept" else Which),
        "kind": lambda: ["opinion", "escalation"],
        **dict.fromkeys(("from_at", "start", "since"), lambda: [EVER.from_at]),
        **dict.fromkeys(("before_at", "before", "end", "to_at"), lambda: [EVER.before_at]),
        "starts": lambda: [[EVER.from_at]],
        **dict.fromkeys(("month", "from_month"), lambda: [SPAN if module == "figures" else SPAN.from_on]),
        "to_month": lambda: [SPAN.to_on],
        "fault": lambda: [FaultCategory.DARK],
        "limit": lambda: [200] if look.startswith("trail") or ".open_actions." in look else [],
        "where": lambda: [Where()],
        "request": lambda: [scene.session.get_one(ServiceRequest, each) for each in column(
            scene, "service_request", "id")[:4]],
        "sight": lambda: [MASKED],
        "repeats": lambda: [list_repeats(scene.session, SYSTEM, since=EVER.from_at or NOON)],
        "place": lambda: [get_place(scene.session, SYSTEM, customer_id=scene.ids["customer"])],
    }  # fmt: skip
    return known[name]() or None if name in known else None


def calls(scene: Scene, look: str) -> Iterator[dict[str, Any]]:
    """The arguments of each call of this look; none while nobody has told here what it takes."""
    given: dict[str, list[Any]] = {}
    for name, parameter in inspect.signature(LOOKS[look]).parameters.items():
        if name in ("session", "actor"):
            continue
        values = _values(scene, look, name)
        if values is not None:
            given[name] = list(values)
        if name not in given and parameter.default is parameter.empty:
            return
    for chosen in product(*given.values()):
        yield dict(zip(given, chosen, strict=True))


def seen(scene: Scene, look: str, actor: Actor) -> Iterator[str]:
    """All that one call shows, as text; a refused one shows nothing."""
    for values in calls(scene, look):
        try:
            shown = LOOKS[look](scene.session, actor, **values)
            said = repr(list(shown) if inspect.isgenerator(shown) else shown)
        except AftersalesError:
            continue
        yield said
