"""The columns of a company's own register of signs, found by their Chinese or English headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Column(StrEnum):
    """What a column of the register tells; the value is the field of `RegisterRow`."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    PHONE = "phone"
    IS_KEY = "is_key"
    PROJECT = "project"
    CONTRACT_NUMBER = "contract_number"
    HANDOVER = "handover_on"
    WARRANTY = "warranty_months"
    CODE = "code"
    SIGN_TYPE = "sign_type"
    PLACE = "place"
    ADDRESS = "address"
    PROVINCE = "province"
    CITY = "city"
    OFFICE = "office"
    REMARK = "remark"


NEEDED = (Column.CUSTOMER, Column.CODE)

# Chinese spellings parted by spaces, English ones by bars.
HEADINGS: dict[Column, tuple[str, str]] = {
    Column.CUSTOMER: (
        "客户名称 客户 客户单位 业主 业主单位 建设单位 甲方 单位名称",
        "customer|customer name|client|owner",
    ),
    Column.CONTACT: ("联系人 客户联系人 联系人姓名", "contact|contact person|contact name"),
    Column.PHONE: (
        "联系电话 电话 手机 手机号 联系方式 电话号码",
        "phone|phone number|telephone|tel|mobile|contact phone",
    ),
    Column.IS_KEY: ("重点客户 是否重点客户 是否重点", "key customer|key account|is key|key"),
    Column.PROJECT: ("工程名称 工程 项目 项目名称", "project|project name"),
    Column.CONTRACT_NUMBER: (
        "合同编号 合同号 工程合同编号",
        "contract|contract number|contract no|contract code",
    ),
    Column.HANDOVER: (
        "交工日期 交工 交工时间 验收日期 竣工日期 移交日期 交付日期",
        "handover|handover date|handover on|handed over|handed over on|acceptance date|completion date",
    ),
    Column.WARRANTY: (
        "质保期 保修期 质保 保修期限 质保期限 质保月数 保修月数 质保年限 保修年限",
        "warranty|warranty months|warranty period|warranty years|warranty in months",
    ),
    Column.CODE: (
        "标识编号 标识牌编号 标牌编号 编号 标识编码 标识牌编码",
        "sign code|sign number|sign no|sign id|code",
    ),
    Column.SIGN_TYPE: ("标识类型 标识牌类型 类型 标牌类型 标识种类", "sign type|type|type of sign"),
    Column.PLACE: (
        "安装位置 位置 安装地点",
        "place|location|position|installed at|place of installation",
    ),
    Column.ADDRESS: ("详细地址 地址 工程地址 项目地址 安装地址", "address|street address|site address"),
    Column.PROVINCE: ("省份 省 所在省", "province"),
    Column.CITY: ("城市 市 所在城市 地市", "city"),
    Column.OFFICE: ("办事处 所属办事处 负责办事处", "office|branch|regional office"),
    Column.REMARK: ("备注 说明", "remark|remarks|note|notes|comment|comments"),
}

# The row's own counter, and what a mend file adds: known, of no interest, not reported as ignored.
OWN_ROW = {"en": "Original row", "zh": "原行号"}
OWN_REASON = {"en": "Why refused", "zh": "退回原因"}
SILENT = ("序号 行号", "no|number|#|nr|serial|serial number")
TOTALS = ("合计", "总计", "小计", "共计", "总数", "total", "grandtotal", "subtotal", "sum")


def plain(heading: Any) -> str:
    """A heading without case, spaces, marks and bracketed hints: "质保期（月） *" is "质保期"."""
    text = unicodedata.normalize("NFKC", str(heading if heading is not None else "")).casefold()
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", text)
    return re.sub(r"[\s*:：._\-—/]+", "", text) or text.strip()


def _spellings(chinese: str, english: str) -> list[str]:
    return [plain(word) for word in (*chinese.split(), *english.split("|"))]


KNOWN: dict[str, Column] = {spelling: column for column, words in HEADINGS.items() for spelling in _spellings(*words)}
IGNORED_SILENTLY = {*_spellings(*SILENT), *map(plain, OWN_ROW.values()), *map(plain, OWN_REASON.values())}


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """Where the headings stand and which column (counted from 0) tells what."""

    row: int  # 1 is the sheet's first row
    texts: tuple[str, ...]
    columns: dict[Column, int]
    ignored: tuple[str, ...]  # headings that nothing is known about, as written
    years: bool  # a bare number in the warranty column counts years: the heading says so

    @property
    def missing(self) -> tuple[Column, ...]:
        return tuple(column for column in NEEDED if column not in self.columns)


def read_headings(cells: Sequence[Any], row: int) -> HeadingRow:
    """Read one row as headings, in any order; of two columns with the same meaning the first counts."""
    columns: dict[Column, int] = {}
    ignored: list[str] = []
    for index, cell in enumerate(cells):
        heading = plain(cell) if isinstance(cell, str) else ""
        column = KNOWN.get(heading)
        if column is not None and column not in columns:
            columns[column] = index
        elif heading and heading not in IGNORED_SILENTLY:
            ignored.append(str(cell).strip())
    texts = tuple(str(cell).strip() if cell is not None else "" for cell in cells)
    warranty = texts[columns[Column.WARRANTY]].casefold() if Column.WARRANTY in columns else ""
    return HeadingRow(row, texts, columns, tuple(ignored), years="年" in warranty or "year" in warranty)


def find_headings(rows: Sequence[Sequence[Any]], first_row: int = 1, within: int = 50) -> HeadingRow | None:
    """The row among the first `within` that knows the most headings (two at least), or None."""
    best: HeadingRow | None = None
    for offset, cells in enumerate(rows[:within]):
        found = read_headings(cells, first_row + offset)
        if len(found.columns) >= 2 and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best
