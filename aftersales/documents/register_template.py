"""An empty register with the headings that the import knows, for a company that has none yet."""

from __future__ import annotations

import io

import xlsxwriter

from aftersales.documents.register_headings import NEEDED, Column

TITLES: dict[Column, dict[str, str]] = {
    Column.CUSTOMER: {"zh": "客户名称", "en": "Customer"},
    Column.CONTACT: {"zh": "联系人", "en": "Contact"},
    Column.PHONE: {"zh": "联系电话", "en": "Phone"},
    Column.IS_KEY: {"zh": "重点客户", "en": "Key customer"},
    Column.PROJECT: {"zh": "工程名称", "en": "Project"},
    Column.CONTRACT_NUMBER: {"zh": "合同编号", "en": "Contract number"},
    Column.HANDOVER: {"zh": "交工日期", "en": "Handover date"},
    Column.WARRANTY: {"zh": "质保期（月）", "en": "Warranty (months)"},
    Column.CODE: {"zh": "标识编号", "en": "Sign code"},
    Column.SIGN_TYPE: {"zh": "标识类型", "en": "Sign type"},
    Column.PLACE: {"zh": "安装位置", "en": "Place"},
    Column.ADDRESS: {"zh": "详细地址", "en": "Address"},
    Column.PROVINCE: {"zh": "省份", "en": "Province"},
    Column.CITY: {"zh": "城市", "en": "City"},
    Column.OFFICE: {"zh": "办事处", "en": "Office"},
    Column.REMARK: {"zh": "备注", "en": "Remark"},
}


def empty_register(language: str) -> bytes:
    """An .xlsx with one heading row; the needed columns are marked with a star."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("标识台账" if language == "zh" else "Signs")
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for index, (column, titles) in enumerate(TITLES.items()):
        title = titles[language] + (" *" if column in NEEDED else "")
        sheet.write_string(0, index, title, bold)
        sheet.set_column(index, index, max(14, len(title) * 2), day if column is Column.HANDOVER else None)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
