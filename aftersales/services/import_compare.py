"""A register's rows beside the signs that are stored: which are new, which the same, which differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.documents.register_refusals import Refusal, RowProblem
from aftersales.documents.register_rows import RegisterRow
from aftersales.models import Customer, Project, Sign, SignType
from aftersales.rules.message import N_, Message, message
from aftersales.rules.names import name_key

LOOK_AT_ONCE = 500
DEFAULT_TYPE = ("未注明类型", "Type not stated")

ProjectKey = tuple[str, str, str]  # customer's name, contract number, project's name, each as a key


def chunks(items: Sequence[Any], size: int = LOOK_AT_ONCE) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def project_name(row: RegisterRow) -> str:
    return row.project or row.contract_number or row.customer


def project_key(row: RegisterRow) -> ProjectKey:
    return name_key(row.customer), name_key(row.contract_number), name_key(project_name(row))


def is_code_of(code: str, contract_number: str) -> bool:
    """Whether a project's code stands for this contract: itself, a further project of it, or one without a number."""
    if not contract_number:
        return True
    return code == contract_number or (
        code.startswith(f"{contract_number}/") and code[len(contract_number) + 1 :].isdigit()
    )


@dataclass(slots=True)
class Comparison:
    """Rows whose code isn't stored, how many are stored as they are, and those stored with other content."""

    fresh: list[RegisterRow] = field(default_factory=list)
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


def compare_with_store(session: Session, rows: Sequence[RegisterRow]) -> Comparison:
    """Look every code up, a few hundred at a time."""
    result = Comparison()
    for part in chunks(rows):
        found: Iterable[Any] = session.connection().execute(
            select(
                col(Sign.code),
                col(Sign.place),
                col(Sign.handover_on),
                col(Sign.warranty_months),
                col(Sign.remark),
                col(Project.code).label("project_code"),
                col(Project.name).label("project"),
                col(Project.address),
                col(Project.handover_on).label("project_handover_on"),
                col(Project.warranty_months).label("project_warranty_months"),
                col(Customer.name).label("customer"),
                col(SignType.name).label("sign_type"),
            )
            .select_from(Sign)
            .join(Project, col(Sign.project_id) == col(Project.id))
            .join(Customer, col(Project.customer_id) == col(Customer.id))
            .join(SignType, col(Sign.sign_type_id) == col(SignType.id))
            .where(col(Sign.code).in_([row.code for row in part]))
        )
        stored = {sign.code: sign for sign in found}
        for row in part:
            if row.code not in stored:
                result.fresh.append(row)
            elif differing := _differences(row, stored[row.code]):
                reason = message(
                    N_("Sign code {code} is already stored with other content: {fields}."),
                    code=row.code,
                    fields=tuple(differing),
                )
                result.problems.append(row.refused(Refusal.STORED_OTHERWISE, reason))
            else:
                result.unchanged += 1
    return result


def _differences(row: RegisterRow, sign: Any) -> list[Message]:
    own_handover, own_months = own_terms(row, sign.project_handover_on, sign.project_warranty_months)
    same = {
        N_("Customer"): name_key(sign.customer) == name_key(row.customer),
        N_("Project"): name_key(sign.project) == name_key(project_name(row)),
        N_("Contract number"): is_code_of(sign.project_code, row.contract_number),
        N_("Sign type"): name_key(sign.sign_type) == name_key(row.sign_type or DEFAULT_TYPE[0]),
        N_("Place"): sign.place in (row.place, full_place(row, sign.address)),
        N_("Handover"): sign.handover_on == own_handover,
        N_("Warranty months"): sign.warranty_months == own_months,
        N_("Remark"): sign.remark == row.remark,
    }
    return [message(label) for label, is_same in same.items() if not is_same]


def own_terms(row: RegisterRow, handover_on: date | None, months: int | None) -> tuple[date | None, int | None]:
    """What a sign must say itself because its project says something else; a sign that says nothing follows it."""
    return (
        None if row.handover_on == handover_on else row.handover_on,
        None if row.warranty_months == months else row.warranty_months,
    )


def full_place(row: RegisterRow, project_address: str) -> str:
    """Where the sign hangs; its address stands before it when it isn't its project's."""
    if not row.address or row.address == project_address:
        return row.place
    return f"{row.address} {row.place}".strip()
