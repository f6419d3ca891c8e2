"""The buttons in Excel: 检查本工作簿, 生成安全检查表 (8.2.2) and 汇总隐患 (8.2.4) as macros, over coatxl.batch.live.

`Import Functions` of the xlwings tab makes the macros; place_buttons then puts the buttons on the active sheet.
"""

from __future__ import annotations

import xlwings as xw

from coatxl.batch.live import actions, excel

# VBA names are ASCII: the caption is what a person reads.
BUTTONS = (
    ("check_this_workbook", "检查本工作簿"),
    ("draft_checklist", "生成安全检查表"),
    ("collect_dangers", "汇总隐患"),
)


@xw.sub
def check_this_workbook() -> None:
    """检查本工作簿：按导则条款检查，结果写到“检查结果”表，点“位置”可回到单元格。"""
    excel.press(xw.Book.caller(), actions.check)


@xw.sub
def draft_checklist() -> None:
    """生成安全检查表：为还没有检查项目的风险管控措施增加检查项目，写在已有各行之下。"""
    excel.press(xw.Book.caller(), actions.draft_checklist)


@xw.sub
def collect_dangers() -> None:
    """汇总隐患：把不符合的检查项目列入“隐患清单”，写在已有各行之下。"""
    excel.press(xw.Book.caller(), actions.collect_dangers)


@xw.sub
def place_buttons() -> None:
    """放置按钮：在当前工作表右侧放上以上三个按钮。"""
    excel.place_buttons(xw.Book.caller(), BUTTONS)
