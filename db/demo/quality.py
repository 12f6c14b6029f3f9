"""Why signs failed again, what was done against it, and whether it helped: most of it did (4(6))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.models import CauseAnalysis, CorrectiveAction, ServiceRequest, Sign
from aftersales.rules.cause_analysis import AnalysisMethod, Branch
from aftersales.rules.corrective_action import ANSWERING
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.periods import midnight
from aftersales.services.action_effect import count_came_back
from aftersales.services.cause_analysis import NewAnalysis, record_cause_analysis
from aftersales.services.corrective_action_steps import (
    begin_action,
    carry_out_action,
    drop_action,
    find_effect_good,
    find_effect_not_good,
    plan_action_again,
)
from aftersales.services.corrective_actions import ActionPlan, NewCorrectiveAction, set_corrective_action
from aftersales.services.rows import rows_by
from db.demo.desk import Desk, by_day

B = Branch
FORGOTTEN = timedelta(days=32)  # of what was set since then, some was never carried out
UNPLANNED = timedelta(days=90)  # what failed of what was set since then still is to be planned again
DROPPED = "该标识已随外墙改造整体拆除，不再执行。"


@dataclass(frozen=True, slots=True)
class Case:
    """Why, by whys or by branches; what is done by which department; what came of it; and what was tried next."""

    root_cause: str
    action: str
    department: str
    done: str
    second: str
    whys: tuple[str, ...] = ()
    branches: tuple[tuple[Branch, tuple[str, ...]], ...] = ()
    root_branch: Branch | None = None


ELECTRIC = (
    Case(
        "该批次电源在高温下提前失效", "同批次电源全部更换，通知生产部停用该批次", "production",
        "同批次电源已换完，库存隔离退回供应商。", "改用宽温防水电源，外壳加散热孔。",
        whys=("电源烧毁，标识不亮", "箱体内温度超过70℃", "箱体无散热孔，夏季日晒", "选型时只看功率，未核对温度等级"),
    ),
    Case(
        "安装时接头未做二次防水", "全部接头补做热缩防水，列入安装检查表", "project",
        "本项目接头已逐一补做防水，检查表已更新并培训。", "改用免焊防水接头，安装后做淋水试验。",
        branches=((B.PEOPLE, ("新人未经防水工艺培训",)), (B.TOOLS, ("热风枪不足，现场用打火机代替",)),
                  (B.METHOD, ("安装检查表没有防水一项", "完工后未做淋水试验")), (B.ENVIRONMENT, ("台风季雨水倒灌",))),
        root_branch=B.METHOD,
    ),
    Case(
        "顶部排水孔设计过小", "设计部修改图纸，本项目全部扩孔", "design",
        "图纸已改版，现场扩孔完成。", "顶部加导水檐，排水孔移到背面。",
        whys=("箱体内积水短路", "排水孔被灰尘堵住", "孔径只有3毫米", "图纸沿用室内款"),
    ),
)  # fmt: skip
BODY = (
    Case(
        "固定件按室内标准选用，抗风不足", "同类标识全部改用加强型固定件并复拧", "project",
        "固定件已全部更换，复拧力矩有记录。", "增设背部支撑，委托检测机构复核受力。",
        branches=((B.MATERIAL, ("膨胀螺栓规格偏小",)), (B.METHOD, ("安装后未做拉拔试验",)),
                  (B.ENVIRONMENT, ("临街风口，常年阵风",)), (B.MEASUREMENT, ("力矩扳手超期未校",))),
        root_branch=B.MATERIAL,
    ),
    Case(
        "面板材料未加抗紫外线涂层", "采购改用抗紫外线板材，同批面板分期更换", "purchasing",
        "首批面板已更换，旧板材停止采购。", "改用铝板烤漆面板。",
        whys=("面板褪色开裂", "长期日晒老化", "板材无抗紫外线涂层", "采购规格书没有耐候等级"),
    ),
)  # fmt: skip
OTHER = (
    Case(
        "现场核对不细，版面稿与最新名录不符", "制作前由客户在版面稿上签字确认", "design",
        "签字确认已列入下单流程。", "版面稿改为线上核对，客户逐项确认。",
        whys=("内容又要更改", "版面稿与最新名录不符", "下单前没有请客户再核对"),
    ),
)  # fmt: skip
F = FaultCategory
CASES: dict[FaultCategory, tuple[Case, ...]] = {
    **dict.fromkeys((F.FACE_DAMAGED, F.LETTERS_FALLEN, F.LOOSE, F.RUST, F.MAY_FALL, F.HIT), BODY),
    **dict.fromkeys((F.TEXT_CHANGE, F.OTHER), OTHER),
}


def analyse(desk: Desk, request_id: int) -> None:
    """The project department writes the analysis; an action for the sign type, where one stands, answers it too."""
    chance = Random(f"quality {request_id}")
    session, now, writer = desk.session, desk.now, desk.firm.project
    if _is_answered(desk, request_id):
        return  # opened again meanwhile: what was found and set the first time stands
    request = session.get_one(ServiceRequest, request_id)
    sign = session.get_one(Sign, request.sign_id)
    fault = request.fault_found or request.fault
    case = chance.choice(CASES.get(fault, ELECTRIC))
    for_type = [one for one in rows_by(session, CorrectiveAction, "sign_type_id", sign.sign_type_id)
                if one.fault is fault and one.state in ANSWERING]  # fmt: skip
    action_id = for_type[-1].id if for_type and chance.random() < 0.6 else None
    if action_id is None and chance.random() < 0.12:
        new = NewCorrectiveAction(**_plan(desk, case, chance).model_dump(), fault=fault, sign_type_id=sign.sign_type_id)
        row = set_corrective_action(session, actor=desk.firm.manager, now=now, new=new)
        action_id = row.id
        desk.born.append(_follow(desk, case, row))
    record_cause_analysis(
        session, actor=writer, now=now, request_id=request_id,
        new=NewAnalysis(
            method=AnalysisMethod.FISHBONE if case.branches else AnalysisMethod.FIVE_WHYS, whys=case.whys,
            branches=dict(case.branches), root_branch=case.root_branch, root_cause=case.root_cause,
            action_id=action_id, action=None if action_id is not None else _plan(desk, case, chance),
        ),
    )  # fmt: skip
    if action_id is None:
        own = rows_by(session, CorrectiveAction, "request_id", request_id)
        desk.born.append(_follow(desk, case, own[-1]))


def _is_answered(desk: Desk, request_id: int) -> bool:
    known = rows_by(desk.session, CauseAnalysis, "request_id", request_id)
    actions = [desk.session.get_one(CorrectiveAction, one.action_id) for one in known if one.action_id is not None]
    return any(one.state in ANSWERING for one in actions)


def _plan(desk: Desk, case: Case, chance: Random, words: str = "") -> ActionPlan:
    due_on = local_day(desk.now) + timedelta(days=chance.randint(5, 14))
    return ActionPlan(
        words=words or case.action, owner_id=desk.firm.heads[case.department].staff_id or 0, due_on=due_on,
        check_on=due_on + timedelta(days=30),
    )  # fmt: skip


def _is_closed(desk: Desk, request_id: int | None) -> bool:
    return request_id is not None and desk.session.get_one(ServiceRequest, request_id).state is RequestState.CLOSED


def _follow(desk: Desk, case: Case, row: CorrectiveAction) -> Iterator[datetime]:
    """Begun, done and checked; once more where the fault came back. A few recent ones were forgotten."""
    chance = Random(f"action {row.id}")
    session, action_id = desk.session, row.id or 0
    owner, manager = desk.firm.heads[case.department], desk.firm.manager
    while True:
        is_recent = desk.ends_at - desk.now < FORGOTTEN
        if is_recent and action_id % 4 == 0:
            return
        yield by_day(desk.now + timedelta(days=chance.randint(1, 3), minutes=chance.randint(1, 300)))
        begin_action(session, actor=owner, now=desk.now, action_id=action_id)
        if is_recent and action_id % 4 == 1:
            return
        late = chance.randint(1, 6) if chance.random() < 0.1 else -chance.randint(0, 3)
        evening = midnight(row.due_on, service_zone()) + timedelta(days=late, hours=chance.randint(9, 16))
        yield max(evening, desk.now + timedelta(hours=2))
        if row.round == 1 and chance.random() < 0.03 and _is_closed(desk, row.request_id):
            drop_action(session, actor=manager, now=desk.now, action_id=action_id, reason=DROPPED)
            return
        carry_out_action(session, actor=owner, now=desk.now, action_id=action_id, done_words=case.done)
        yield midnight(row.check_on, service_zone()) + timedelta(days=chance.randint(0, 2), hours=chance.randint(9, 16))
        again = count_came_back(session, row)
        if not again or row.request_id is None:
            words = "一个月内未再发生，效果良好。" if not again else "同类故障明显减少，继续观察。"
            find_effect_good(session, actor=manager, now=desk.now, action_id=action_id, check_words=words)
            return
        is_left = desk.ends_at - desk.now < UNPLANNED
        if is_left:  # and was found out late
            yield max(desk.now, desk.ends_at - timedelta(days=chance.randint(3, 9), hours=20))
        find_effect_not_good(
            session, actor=manager, now=desk.now, action_id=action_id, check_words="同一块标识牌又报同样故障。"
        )
        if is_left:
            return
        yield by_day(desk.now + timedelta(days=chance.randint(1, 4)))
        plan = _plan(desk, case, chance, case.second)
        plan_action_again(session, actor=desk.firm.project, now=desk.now, action_id=action_id, plan=plan)
