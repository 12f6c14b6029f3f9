"""Which request is which: the values of the n-th request and the n-th sign, the same for the services and the bulk."""

from __future__ import annotations

from benchmarks.company.cases import OPEN, OVER, Case, SignValues, Values
from benchmarks.company.world import BEGIN, GIVEN, SIGNS_A_PROJECT, SURNAMES, World, office_index, person_name

MOST_OPEN = 500
COMMON, RARE, MISSING = "闪烁", "鲸鱼", "龙虾"  # in a fifth of all requests, in two, in none
SEEN = ("大堂发光字{}不亮", "门头灯箱{}漏水", "导视牌{}掉漆褪色", "楼顶字{}左侧偏暗", "停车场立牌{}被撞歪")
SINCE = ("昨晚开始", "下雨以后", "客户来电反映", "保安巡查发现", "第二次报修", "开业前需要修好", "更换电源后")
PLACES = ("住院楼大堂", "门诊楼入口", "1号楼楼顶", "地下车库B区", "南门立柱", "3号楼电梯厅", "办公楼前台", "室外广场")

_OVER = tuple(case for case, count in OVER for _ in range(count))
_OPEN = tuple(case for case, count in OPEN for _ in range(count))


def open_requests(requests: int) -> int:
    return min(MOST_OPEN, requests // 4)


def case_of(world: World, index: int) -> Case:
    """The last ones are still open. Multiplying by seven strews the kinds over the day."""
    if index >= world.requests - open_requests(world.requests):
        return _OPEN[index * 7 % len(_OPEN)]
    return _OVER[index * 7 % len(_OVER)]


def sign_index_of(world: World, index: int, case: Case) -> int:
    """Signs take turns, so that one is visited again only after years. Even projects are in warranty."""
    turn = index * 13 % (world.signs // 2)
    project, place = divmod(turn, SIGNS_A_PROJECT)
    return (2 * project + (0 if case.in_warranty else 1)) * SIGNS_A_PROJECT + place


def description_of(world: World, index: int) -> str:
    rare = RARE if index in (world.requests // 3, world.requests * 2 // 3) else ""
    common = COMMON if index % 5 == 0 else ""
    return f"{SINCE[index % len(SINCE)]}{SEEN[index // 5 % len(SEEN)].format(common)}{rare}"


def values_of(world: World, index: int, sign_ids: range) -> tuple[Case, Values, int]:
    """The n-th request: its case, its values, and the place of its sign among all signs."""
    case = case_of(world, index)
    sign = sign_index_of(world, index, case)
    office = office_index(sign // SIGNS_A_PROJECT)
    values = Values(
        at=BEGIN + world.step * (index + 1),
        sign_id=sign_ids[sign],
        contact=person_name(index % (len(SURNAMES) * len(GIVEN))),
        phone=f"13{(index * 7919 + 12345) % 10**9:09d}",
        description=description_of(world, index),
        hotline=world.hotline[office * 2 + index % 2],
        dispatcher=world.dispatchers[office],
        technician=world.technicians[index % len(world.technicians)],
        price_id=world.price_id,
    )
    return case, values, sign


def sign_values_of(world: World, index: int) -> SignValues:
    project, place = divmod(index, SIGNS_A_PROJECT)
    return SignValues(
        code=f"S{project + 1:05d}-{place + 1:03d}",
        place=f"{place % 9 + 1}层{PLACES[index % len(PLACES)]}",
        batch=f"B{index // 1000:04d}",
        project_id=world.sites[project].id,
        sign_type_id=world.sign_types[index % len(world.sign_types)][0],
    )
