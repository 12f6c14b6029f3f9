"""The demo company's handbooks: versions of its main sign types with the parts that the clause names (1.5)."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.documents.sheet import Sheet
from aftersales.documents.sheet_words import SheetWords
from aftersales.queries.letterhead import get_letterhead
from aftersales.rules.handbook import BookLanguage
from aftersales.rules.roles import Actor
from aftersales.services.handbooks import UploadedVersion, WrittenVersion, upload_handbook, write_handbook

# construction, functions, use, care, cautions
LIT = (
    "不锈钢字壳、亚克力面板、LED模组、防水开关电源和防水接头组成；电源集中安装在检修箱内。",
    "夜间自发光标识，由时控开关或楼宇系统控制，色温 6500 K，设计寿命 30,000 小时。",
    "请保持每天断电不少于 4 小时；雨后如有跳闸，请先断开本路电源，再拨打服务热线。",
    "每季度用清水和软布擦拭面板，不得使用稀释剂；每年台风季前检查固定螺栓和密封胶。",
    "不得自行拆卸、悬挂物品或在字体上方施工；发现松动、漏电，请立即隔离下方区域并通知我们。",
)
LIT_EN = (
    "Stainless letter shells, acrylic faces, LED modules, sealed power supplies and connectors; the supplies stand "
    "together in the service box.",
    "Self-lit at night, switched by a timer or the building's control; 6500 K, made for 30,000 hours.",
    "Leave it off for at least 4 hours a day. If it trips after rain, switch off its circuit first, then call us.",
    "Wipe the faces with water and a soft cloth each quarter, never with thinner. Check bolts and seals each year "
    "before the typhoon season.",
    "Never take it apart, hang things on it or work above it. If it is loose or leaks current, keep people away "
    "from below and call us at once.",
)
BY_TYPE: dict[str, tuple[str, str, str, str, str]] = {
    "发光字": LIT,
    "背发光字": (
        "不锈钢字壳、背部导光板、LED模组、防水开关电源组成，字体与墙面留 30 mm 发光间隙。",
        "夜间形成背光轮廓，由时控开关控制，色温 3000 K 或 6500 K。",
        "开关时间请按季节调整；发光间隙内请勿堆放杂物。", "每季度清理字体背面积灰；每年检查支撑脚和密封。",
        "不得自行拆卸或喷涂；发现字体松动，请隔离下方区域并通知我们。",
    ),
    "楼顶大字": (
        "镀锌钢桁架、铝型材字壳、LED模组、分路配电箱和防雷接地组成。", "远距离夜间标识，分路控制，配防雷装置。",
        "开启前确认配电箱各路正常；六级以上大风时请断电。",
        "每半年检查桁架焊缝、螺栓与接地电阻；台风季前后各检查一次，由我方技术人员进行。",
        "非专业人员不得登上桁架；发现构件变形、异响，请立即断电、隔离楼下区域并通知我们。",
    ),
    "LED显示屏": (
        "显示模组、接收卡、控制器、开关电源、钢结构和散热风机组成。", "播放文字、图片与视频，由控制电脑或网络发布。",
        "先开控制器后开屏，先关屏后关控制器；潮湿天气每天至少点亮 2 小时。",
        "每月清理风机滤网；每季度检查电源输出与接线端子。", "不得用水冲洗屏体；黑屏、花屏时请先断电再报修。",
    ),
}  # fmt: skip
UPLOADED = "精神堡垒"  # its handbook came as a PDF; the cantilever signs have none yet


def write_first_handbooks(session: Session, *, actor: Actor, now: datetime, types: dict[str, int]) -> None:
    """What there was when the company began to use the product."""
    today = local_day(now)
    for name, texts in BY_TYPE.items():
        _write(session, actor, now, types[name], "V1.0", BookLanguage.ZH, today, texts)
    _write(session, actor, now, types["发光字"], "V1.0", BookLanguage.EN, today, LIT_EN)
    file = UploadedVersion(
        sign_type_id=types[UPLOADED], number="V1.0", valid_from=today, name=f"{UPLOADED}使用维护手册 V1.0.pdf"
    )
    upload_handbook(session, actor=actor, now=now, new=file, content=_old_file(session, now))


def write_second_handbook(session: Session, *, actor: Actor, now: datetime, types: dict[str, int]) -> None:
    """A later version, which leaves the first one to those who have it."""
    texts = (*LIT[:3], LIT[3] + "自 V2.0 起：检修箱每半年开箱除尘一次。", LIT[4])
    _write(session, actor, now, types["发光字"], "V2.0", BookLanguage.ZH, local_day(now), texts)


def _write(
    session: Session, actor: Actor, now: datetime, type_id: int, number: str, language: BookLanguage, day: date,
    texts: tuple[str, ...],
) -> None:  # fmt: skip
    parts = dict(zip(("construction", "functions", "usage", "care", "cautions"), texts, strict=True))
    new = WrittenVersion(sign_type_id=type_id, number=number, language=language, valid_from=day, **parts)
    write_handbook(session, actor=actor, now=now, new=new)


def _old_file(session: Session, now: datetime) -> bytes:
    title = f"{UPLOADED}使用和日常维修与护理手册"
    sheet = Sheet(SheetWords("zh"), title=title, number="V1.0")
    sheet.set_creation_date(now)
    sheet.letterhead(get_letterhead(session), title, right=["V1.0"], qr=None)
    for heading, text in (
        ("一、构造", "钢结构立柱、铝板面层、内置灯带和地脚螺栓组成。"),
        ("二、功能", "园区或商场主入口的形象标识，夜间自发光。"),
        ("三、使用", "时控开关按季节调整；请勿在基座上停放车辆或张贴广告。"),
        ("四、日常维护与维修", "每季度清洗面板，每年检查地脚螺栓与焊缝；台风季前加查一次。"),
        ("五、注意事项", "发现倾斜、漏电，请立即隔离周围区域并通知我们。"),
    ):
        sheet.heading(heading)
        sheet.note(text)
    return sheet.finished()
