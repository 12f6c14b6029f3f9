"""What people say and write: customers as they call, technicians as they report."""

from __future__ import annotations

from random import Random

from aftersales.rules.kinds import Cause as C
from aftersales.rules.kinds import FaultCategory as F

# How customers speak; {place} is where the sign hangs, {type} what it is.
CALLS: dict[F, tuple[str, ...]] = {
    F.DARK: (
        "{place}的牌子又不亮了，今天能来吗",
        "你好，{place}那个{type}昨天晚上开始就不亮了",
        "王工，{place}{type}整个黑了，领导明天要来检查，麻烦尽快",
    ),
    F.PARTLY_DARK: (
        "{place}{type}有两个字不亮，看着像断了笔画",
        "{place}的牌子半边亮半边不亮，影响不好",
        "{type}右下角有一截不亮了，在{place}",
    ),
    F.FLICKER: ("{place}的{type}一闪一闪的，晚上很刺眼，有业主投诉", "{type}一直在闪，{place}，麻烦派人看一下"),
    F.FADED_LIGHT: ("{place}的{type}颜色偏了，有的白有的黄", "{place}灯光越来越暗，跟旁边的比差很多"),
    F.POWER_SUPPLY: ("{place}{type}合上闸就跳，怀疑是电源坏了", "{place}的{type}嗡嗡响，电源箱有点烫"),
    F.WATER: ("下雨后{place}的{type}里面进水了，能看到水珠", "昨晚大雨，{place}{type}短路了，已经把电关了"),
    F.SEAL_AGED: ("{place}{type}边上的胶都裂开了，怕进水", "{place}的密封胶老化脱落，请安排处理"),
    F.FACE_DAMAGED: ("{place}{type}面板裂了一道口子", "{place}的{type}面板褪色严重，都看不清字了"),
    F.LETTERS_FALLEN: (
        "{place}的字掉了一个，人没事，麻烦快点来装上",
        "{type}少了一个笔画，在{place}，保安捡到了收在值班室",
    ),
    F.LOOSE: ("{place}的{type}有点歪，风一吹就晃", "{place}立柱倾斜了，看着不太放心"),
    F.RUST: ("{place}{type}底座锈得厉害，锈水流到墙上了",),
    F.LEAKAGE: ("{place}的{type}漏电，保洁碰到说麻手，已经围起来了", "{place}{type}一开就跳闸，电工说对地漏电"),
    F.MAY_FALL: (
        "台风过后{place}的{type}松了，看着要掉下来，下面人很多，快来人！",
        "{place}{type}固定螺丝掉了两个，随时可能砸人",
    ),
    F.TEXT_CHANGE: ("{place}的{type}内容要换，什么价钱", "{place}的{type}要改几个名字"),
    F.HIT: ("{place}的{type}被货车倒车撞弯了", "{place}的牌子被人砸坏了，已经报警"),
    F.SCREEN: ("{place}的大屏花屏了，左边一块全是绿的", "{place}LED屏黑屏，重启没用"),
    F.OTHER: ("{place}的{type}有点问题，说不清，来看看吧",),
}
CALLS_EN: dict[F, tuple[str, ...]] = {
    F.DARK: ("The sign at {place} has been dark since last night. Can somebody come today?",),
    F.PARTLY_DARK: ("Two letters of our sign ({place}) are out, it looks awful.",),
    F.FLICKER: ("The sign at {place} keeps flickering and guests complain.",),
    F.WATER: ("There is water inside the light box at {place} after the rain.",),
    F.MAY_FALL: ("A panel at {place} is hanging by one bolt after the storm - please come now!",),
    F.HIT: ("A truck hit the sign at {place}.",),
    F.SCREEN: ("The LED screen at {place} shows green blocks on the left side.",),
    F.OTHER: ("Something is wrong with the sign at {place}, please have a look.",),
}
# A fault, what is found, what is done, the usual part (code, name, size), and the usual causes.
WORK: dict[F, tuple[str, str, str, tuple[C, ...]]] = {
    F.DARK: (
        "开关电源无输出，模组正常",
        "更换防水电源，通电测试2小时正常",
        "PJ-02",
        (C.MATERIAL, C.MATERIAL, C.WEAR, C.CONSTRUCTION),
    ),
    F.PARTLY_DARK: ("模组断点，接头氧化", "更换LED模组并重做防水接头", "PJ-01", (C.MATERIAL, C.CONSTRUCTION, C.WEAR)),
    F.FLICKER: ("接线端子松动，接触不良", "重新压接端子并固定线束", "PJ-06", (C.CONSTRUCTION, C.MATERIAL)),
    F.FADED_LIGHT: ("模组批次光衰不一致", "整字更换同批次模组", "PJ-01", (C.MATERIAL, C.WEAR)),
    F.POWER_SUPPLY: ("电源电容鼓包", "更换350W开关电源，清理散热孔", "PJ-03", (C.MATERIAL, C.WEAR, C.CUSTOMER_USE)),
    F.WATER: (
        "顶部密封失效，箱内积水",
        "排水烘干，重新打胶，更换受潮接头",
        "PJ-07",
        (C.CONSTRUCTION, C.FORCE_MAJEURE, C.WEAR),
    ),
    F.SEAL_AGED: ("密封胶老化开裂约3米", "铲除旧胶，重新打硅酮密封胶", "PJ-07", (C.WEAR, C.MATERIAL)),
    F.FACE_DAMAGED: ("亚克力面板开裂", "更换5mm亚克力面板并贴膜", "PJ-04", (C.MATERIAL, C.THIRD_PARTY, C.WEAR)),
    F.LETTERS_FALLEN: (
        "字壳背胶脱开，固定钉锈断",
        "重新焊接固定脚并安装字壳",
        "PJ-05",
        (C.CONSTRUCTION, C.FORCE_MAJEURE),
    ),
    F.LOOSE: (
        "地脚螺栓松动，基础无裂缝",
        "校正立柱，更换膨胀螺栓并紧固",
        "PJ-08",
        (C.CONSTRUCTION, C.FORCE_MAJEURE, C.THIRD_PARTY),
    ),
    F.RUST: ("底座烤漆脱落，表面锈蚀", "除锈打磨后补漆两遍", "PJ-12", (C.WEAR, C.MATERIAL)),
    F.LEAKAGE: (
        "电源线绝缘破损对壳体漏电",
        "断电更换线缆，复测绝缘电阻合格",
        "PJ-06",
        (C.CONSTRUCTION, C.CUSTOMER_USE, C.WEAR),
    ),
    F.MAY_FALL: (
        "固定螺栓被大风拉脱，面板悬空",
        "登高车拆下加固，重新打膨胀螺栓",
        "PJ-08",
        (C.FORCE_MAJEURE, C.CONSTRUCTION),
    ),
    F.TEXT_CHANGE: ("内容变更，旧面板完好", "制作并更换新内容面板", "PJ-04", (C.CUSTOMER_USE,)),
    F.HIT: ("立面被车辆撞击变形", "更换受损面板，校正龙骨", "PJ-04", (C.THIRD_PARTY,)),
    F.SCREEN: ("接收卡损坏，箱体无信号", "更换接收卡并重新配置", "PJ-10", (C.MATERIAL, C.WEAR, C.CUSTOMER_USE)),
    F.OTHER: ("现场检查未见异常，灰尘较多", "清洁并全面检查线路", "PJ-06", (C.CUSTOMER_USE, C.WEAR)),
}
PARTS = {
    "PJ-01": ("LED模组", "防水 1.2W"),
    "PJ-02": ("防水开关电源", "200W"),
    "PJ-03": ("开关电源", "350W"),
    "PJ-04": ("亚克力面板", "5mm"),
    "PJ-05": ("不锈钢字壳", "600mm"),
    "PJ-06": ("防水接头", "2芯"),
    "PJ-07": ("硅酮密封胶", "300ml"),
    "PJ-08": ("膨胀螺栓", "M12"),
    "PJ-10": ("接收卡", ""),
    "PJ-12": ("氟碳漆", "1L"),
}
# How often each fault is reported in a common year.
OFTEN: dict[F, int] = {
    F.DARK: 20,
    F.PARTLY_DARK: 18,
    F.FLICKER: 9,
    F.FADED_LIGHT: 5,
    F.POWER_SUPPLY: 7,
    F.WATER: 7,
    F.SEAL_AGED: 4,
    F.FACE_DAMAGED: 6,
    F.LETTERS_FALLEN: 4,
    F.LOOSE: 4,
    F.RUST: 3,
    F.LEAKAGE: 2,
    F.MAY_FALL: 1,
    F.TEXT_CHANGE: 6,
    F.HIT: 3,
    F.SCREEN: 6,
    F.OTHER: 2,
}
STORM: dict[F, int] = {
    F.WATER: 30,
    F.LOOSE: 18,
    F.LETTERS_FALLEN: 14,
    F.MAY_FALL: 12,
    F.LEAKAGE: 8,
    F.DARK: 14,
    F.FACE_DAMAGED: 8,
}
RAIN: dict[F, int] = {F.WATER: 25, F.LEAKAGE: 6, F.SEAL_AGED: 12, F.DARK: 20, F.PARTLY_DARK: 15, F.POWER_SUPPLY: 8}
OURS = (C.CONSTRUCTION, C.MATERIAL)  # what a warranty covers; the more likely, the newer the sign
ONLY_SCREEN = "LED显示屏"
UNLIT = ("景区木质标识", "石材标识", "宣传栏", "科室牌", "道路标志牌", "楼层索引牌", "导视牌")
UNLIT_FAULTS: dict[F, int] = {
    F.FACE_DAMAGED: 20,
    F.LOOSE: 12,
    F.RUST: 8,
    F.TEXT_CHANGE: 18,
    F.HIT: 8,
    F.OTHER: 4,
    F.MAY_FALL: 1,
}

INSPECTIONS = ("春节前请安排一次全院标识安全巡检", "国庆前把外立面的字检查一遍", "台风季前做一次高空标识检查")
MAINTENANCE = ("按合同安排季度保养，{place}一带", "{place}的{type}该清洗了，请约时间")
CARE_EN = ("The signs at {place} are due for cleaning and a check before the holidays, please propose a time.",)
ASK_EN = (
    "Could you send us the care handbook for the sign at {place}?",
    "Until when is our sign at {place} in warranty?",
)
INQUIRIES = (
    "{place}的{type}平时怎么清洁？可以用水冲吗",
    "质保到什么时候，能发一份说明书吗",
)
SUGGESTIONS = ("建议报修后能短信告诉我们师傅几点到", "希望夜间也有人接电话，上次打了两遍才通")
OUTCOMES = (
    "已电话说明清洁方法，并发送使用和日常维修与护理手册",
    "已告知保修期截止日期，资料发至邮箱",
    "已采纳，转售后服务部改进，客户表示感谢",
)
ANSWERS = ("已电话联系，稍后告知到场时间", "已与客户确认现场情况，安排维修班", "已接单，正在协调人员")
HOLDS = (
    "客户要求等商场闭店后再施工",
    "联系不上现场负责人，电话无人接",
    "客户在走内部付款审批",
    "现场正在装修，暂时进不去",
)
CANCELS = ("客户自行处理好了", "是总闸没合，电话指导后恢复", "重复登记，客户确认不需要")
HALF_DONE = (
    "缺350W电源一只，已向仓库申请",
    "需要登高车，明天再来",
    "面板需定制，5个工作日到货",
    "雨太大，高空作业不安全",
)
REFUSALS = ("另一个现场走不开，来不及", "今天登高证年审，不能高空作业", "车坏在路上")
REOPENS = ("客户反映修完第三天又不亮", "复查发现接头仍有渗水", "客户对颜色不满意，要求重做")
PRAISE = (
    "师傅很专业，态度也好",
    "来得很快，谢谢",
    "修得干净，还教了我们怎么保养",
    "Very professional, thank you.",
    "",
    "",
    "",
    "",
)
GRUMBLES = ("等得太久了，说好上午来下午才到", "同一个问题修了两次", "没有解释为什么会坏", "价格偏高")
SURVEY_NO = ("客户说太忙，不愿填写", "客户表示以后再说，不用再打来")
SAFETY = ("拉警戒线，断电后作业，系安全绳", "登高车作业，下方设专人看护", "已断电并挂牌，验电后施工")
CUSTOMER_WORDS = ("满意", "已修好，谢谢", "暂时正常，再观察几天", "")


def draw_cause(chance: Random, fault: F) -> C:
    """A cause that such a fault has."""
    causes = WORK[fault][3]
    return chance.choices(causes, [3 if cause in OURS else 1 for cause in causes])[0]
