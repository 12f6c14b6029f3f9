"""Names of people, in Chinese and as they are written in Latin letters."""

from __future__ import annotations

from random import Random

SURNAMES = (
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"),
    ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"),
    ("高", "Gao"), ("林", "Lin"), ("何", "He"), ("郭", "Guo"), ("马", "Ma"), ("罗", "Luo"), ("梁", "Liang"),
    ("宋", "Song"), ("郑", "Zheng"), ("谢", "Xie"), ("韩", "Han"), ("唐", "Tang"), ("冯", "Feng"), ("于", "Yu"),
    ("董", "Dong"), ("萧", "Xiao"), ("程", "Cheng"), ("曹", "Cao"), ("袁", "Yuan"), ("邓", "Deng"), ("许", "Xu"),
    ("欧阳", "Ouyang"),
)  # fmt: skip
GIVEN = (
    ("伟", "Wei"), ("芳", "Fang"), ("娜", "Na"), ("敏", "Min"), ("静", "Jing"), ("强", "Qiang"), ("磊", "Lei"),
    ("军", "Jun"), ("洋", "Yang"), ("勇", "Yong"), ("艳", "Yan"), ("杰", "Jie"), ("涛", "Tao"), ("明", "Ming"),
    ("超", "Chao"), ("秀英", "Xiuying"), ("霞", "Xia"), ("平", "Ping"), ("刚", "Gang"), ("桂英", "Guiying"),
    ("建国", "Jianguo"), ("志强", "Zhiqiang"), ("海燕", "Haiyan"), ("晓东", "Xiaodong"), ("丽华", "Lihua"),
    ("文博", "Wenbo"), ("佳怡", "Jiayi"), ("子轩", "Zixuan"), ("雨桐", "Yutong"), ("国栋", "Guodong"),
    ("春梅", "Chunmei"), ("立新", "Lixin"), ("天宇", "Tianyu"), ("婷婷", "Tingting"), ("永康", "Yongkang"),
)  # fmt: skip
FOREIGN = (
    "James O'Connor", "Maria Fernández", "Thomas Müller", "Sophie Laurent", "Kenji Tanaka", "Emily Clarke",
    "Rajesh Kumar", "Anna Kowalska",
)  # fmt: skip


class People:
    """Draws people that don't repeat until the names run out."""

    def __init__(self, chance: Random) -> None:
        self._pairs = [(first, given) for first in SURNAMES for given in GIVEN]
        chance.shuffle(self._pairs)
        self._chance = chance

    def draw(self) -> tuple[str, str]:
        """A name in Chinese and in Latin letters."""
        (family, family_en), (given, given_en) = self._pairs.pop()
        return family + given, f"{given_en} {family_en}"

    def phone(self) -> str:
        """A mobile number of a kind that is given to nobody."""
        return f"1{self._chance.choice('3578')}9 0000 {self._chance.randrange(10000):04d}"
