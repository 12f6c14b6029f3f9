"""The handbook of the demo company's lit letters, with the parts that the clause names (1.5)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.documents.sheet import Sheet
from aftersales.documents.sheet_words import SheetWords
from aftersales.queries.letterhead import get_letterhead
from aftersales.rules.roles import SYSTEM
from aftersales.services.handbooks import add_handbook

TITLE = "发光字使用和日常维修与护理手册"
PARTS = (
    ("一、构造", "不锈钢字壳、亚克力面板、LED模组、防水开关电源和防水接头组成；电源集中安装在检修箱内。"),
    ("二、功能", "夜间自发光标识，由时控开关或楼宇系统控制，色温 6500 K，设计寿命 30,000 小时。"),
    ("三、使用", "请保持每天断电不少于 4 小时；雨后如有跳闸，请先断开本路电源，再拨打服务热线。"),
    ("四、日常维护与维修", "每季度用清水和软布擦拭面板，不得使用稀释剂；每年台风季前检查固定螺栓和密封胶。"),
    ("五、注意事项", "不得自行拆卸、悬挂物品或在字体上方施工；发现松动、漏电，请立即隔离下方区域并通知我们。"),
)


def add_first_handbook(session: Session, *, now: datetime, sign_type_id: int, company: str) -> None:
    """Lit letters have theirs; the other main types show what a missing one looks like."""
    words = SheetWords("zh")
    sheet = Sheet(words, title=TITLE, number="V1.0")
    sheet.set_creation_date(now)
    sheet.letterhead(get_letterhead(session), TITLE, right=["V1.0"], qr=None)
    for heading, text in PARTS:
        sheet.heading(heading)
        sheet.note(text)
    add_handbook(
        session, actor=SYSTEM, now=now, sign_type_id=sign_type_id, name=f"{TITLE} V1.0.pdf", content=sheet.finished()
    )
