"""Registers as companies keep them, built in memory for the tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

TODAY = date(2026, 11, 25)
HEADINGS = (
    "序号", "客户名称", "联系人", "联系电话", "重点客户", "工程名称", "合同编号", "交工日期", "质保期",
    "标识编号", "标识类型", "安装位置", "详细地址", "省份", "城市", "办事处", "备注",
)  # fmt: skip
ENGLISH = (
    "No.", "Customer", "Contact", "Phone", "Key customer", "Project", "Contract number", "Handover date",
    "Warranty (months)", "Sign code", "Sign type", "Place", "Address", "Province", "City", "Office", "Remark",
)  # fmt: skip
GOOD = {
    "序号": 1,
    "客户名称": "广州市天河区第一中学",
    "联系人": "何杰静",
    "联系电话": "0755-86828890",
    "重点客户": "是",
    "工程名称": "第一中学标识系统工程",
    "合同编号": "HT-2024-001",
    "交工日期": "2024年3月14日",
    "质保期": "24个月",
    "标识编号": "S-0001",
    "标识类型": "立地式导向牌",
    "安装位置": "9层西侧",
    "详细地址": "天河区滨江路177号",
    "省份": "广东省",
    "城市": "广州市",
    "办事处": "广州办事处",
    "备注": None,
}


def sign(code: str | None = "S-0001", **changes: Any) -> list[Any]:
    """One good row with `changes` by Chinese heading."""
    values = {**GOOD, "标识编号": code, **changes}
    return [values[heading] for heading in HEADINGS]


def workbook(
    *rows: Sequence[Any],
    headings: Sequence[Any] = HEADINGS,
    titles: Sequence[Any] = ("某标识公司 标识安装台账", "制表日期：2026年10月31日"),
) -> bytes:
    """Title rows, the heading row, then `rows`, as .xlsx bytes."""
    book = openpyxl.Workbook()
    sheet = book.active
    for title in titles:
        sheet.append([title])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
