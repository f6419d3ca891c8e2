"""naive: the job as an ordinary good engineer writes it first: pandas with openpyxl, iterrows, a pydantic model a row.

Values only, it guesses merged cells by filling down and cannot see what a formula showed; --full loads each workbook a
second time for merges and formulas, as openpyxl's users have to.
"""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

HEADER_ROW = 1
FIRST_DATA_ROW = 3
FILLED = {
    "风险点划分": ["评价单元", "风险点"],
    "危害因素描述": ["评价单元", "风险点", "作业步骤/设备", "危害因素", "事件", "后果", "高后果", "序号", "失控诱因"],
    "安全检查表": ["评价单元", "风险点"],
}
PLACEHOLDER = re.compile(r"[×✕]{2,}|[Xx]{2,}|…{2,}|待定|TODO")
SCORES = {
    "L": {Decimal(s) for s in ("10", "6", "3", "1", "0.5", "0.2", "0.1")},
    "E": {Decimal(s) for s in ("10", "6", "3", "2", "1", "0.5")},
    "C": {Decimal(s) for s in ("100", "40", "15", "7", "3", "1")},
}
BANDS = (
    (Decimal(320), "重大风险"),
    (Decimal(160), "较大风险"),
    (Decimal(70), "一般风险"),
    (Decimal(20), "低风险"),
    (Decimal(0), "轻微风险"),
)


class Row(BaseModel):
    """What every row has in common: texts without placeholders."""

    model_config = ConfigDict(str_strip_whitespace=True, coerce_numbers_to_str=True)

    @field_validator("*", mode="before")
    @classmethod
    def no_placeholder(cls, value: object) -> object:
        """Refuse a text that still holds a placeholder; pandas' NaN and NaT are blanks."""
        if isinstance(value, str) and PLACEHOLDER.search(value):
            raise ValueError("CX0-01")
        return None if value is pd.NaT or value != value else value  # noqa: PLR0124 — only NaN differs from itself


class Unit(Row):
    """评价单元."""

    unit: str | None = Field(alias="评价单元")
    kind: str | None = Field(alias="单元类别")
    divided: Literal["是", "否", "不适用"] | None = Field(alias="是否划分风险点")


class Point(Row):
    """风险点划分."""

    unit: str | None = Field(alias="评价单元")
    point: str | None = Field(alias="风险点")
    step: str | None = Field(alias="作业步骤/设备")
    kind: Literal["设备设施", "场所", "作业活动"] | None = Field(alias="风险点类别")


class Hazard(Row):
    """危害因素描述."""

    point: str | None = Field(alias="风险点")
    hazard: str | None = Field(alias="危害因素")
    event: str | None = Field(alias="事件")
    outcome: str | None = Field(alias="后果")
    number: str | None = Field(alias="序号")
    cause: str | None = Field(alias="失控诱因")
    measure: str = Field(alias="风险管控措施")
    basis: str | None = Field(alias="依据")


class Item(Row):
    """安全检查表."""

    point: str | None = Field(alias="风险点")
    number: str | None = Field(alias="序号")
    item: str | None = Field(alias="检查项目")
    basis: str = Field(alias="依据")
    observation: str | None = Field(alias="检查结果")
    conforms: Literal["符合", "不符合", "不适用"] = Field(alias="是否符合")
    suggestion: str | None = Field(alias="整改建议")


class Evaluation(Row):
    """风险评价LEC."""

    point: str | None = Field(alias="风险点")
    hazard: str | None = Field(alias="危害因素")
    likelihood: Decimal = Field(alias="L")
    exposure: Decimal = Field(alias="E")
    consequence: Decimal = Field(alias="C")
    d: Decimal | None = Field(alias="D")
    grade: str | None = Field(alias="风险等级")
    basis: str | None = Field(alias="取值依据")

    @field_validator("likelihood", "exposure", "consequence")
    @classmethod
    def listed(cls, value: Decimal, info: Any) -> Decimal:  # noqa: ANN401 — pydantic's ValidationInfo
        """Refuse a score that its table does not list."""
        symbol = {"likelihood": "L", "exposure": "E", "consequence": "C"}[info.field_name]
        if value not in SCORES[symbol]:
            raise ValueError("CXB-01")
        return value


class Danger(Row):
    """隐患清单."""

    point: str | None = Field(alias="风险点")
    description: str | None = Field(alias="隐患描述")
    basis: str | None = Field(alias="依据")
    level: Literal["一般隐患", "重大隐患"] | None = Field(alias="隐患级别")
    suggestion: str = Field(alias="整改建议")
    notified: datetime | None = Field(alias="通报日期")
    recheck: Literal["已整改", "部分整改", "未整改"] | None = Field(alias="复查结果")
    recheck_date: datetime | None = Field(alias="复查日期")
    origin: str | None = Field(alias="来源")


MODELS: dict[str, type[Row]] = {
    "评价单元": Unit, "风险点划分": Point, "危害因素描述": Hazard, "安全检查表": Item, "风险评价LEC": Evaluation, "隐患清单": Danger,
}  # fmt: skip
# What a model's error in a column means.
RULES = {
    "风险管控措施": "CX7.3-01",
    "依据": "CX8.2-07",
    "是否符合": "CX8.2-09",
    "整改建议": "CX8.2-11",
    "L": "CXB-01",
    "E": "CXB-01",
    "C": "CXB-01",
}


class Checker:
    """The findings of one workbook."""

    def __init__(self, path: Path, name: str, *, full: bool) -> None:
        self.name = name
        self.full = full
        self.frames = pd.read_excel(path, sheet_name=None, header=HEADER_ROW, engine="openpyxl")
        self.book = load_workbook(path) if full else None
        self.findings: list[dict[str, object]] = []
        self.rows: dict[str, list[tuple[int, Any]]] = {}

    def run(self) -> list[dict[str, object]]:
        """Validate every row, then compare the tables."""
        for sheet, model in MODELS.items():
            frame = self.frames[sheet]
            if self.book is None:
                columns = FILLED.get(sheet, [])
                frame[columns] = frame[columns].ffill()
            else:
                self.fill_merged(sheet, frame)
                self.see_formulas(sheet, frame)
            self.rows[sheet] = []
            for index, values in frame.iterrows():
                number = int(str(index)) + FIRST_DATA_ROW
                try:
                    self.rows[sheet].append((number, model.model_validate(values.to_dict())))
                except ValidationError as error:
                    for each in error.errors():
                        header = str(each["loc"][0])
                        rule = "CX0-01" if "CX0-01" in each["msg"] else RULES.get(header, "CXS-05")
                        self.tell(rule, sheet, header, number, each["msg"])
        self.compare()
        return self.findings

    def tell(self, rule: str, sheet: str, header: str, row: int, message: str) -> None:
        """Note a finding at a cell."""
        column = get_column_letter(list(self.frames[sheet].columns).index(header) + 1)
        self.findings.append(
            {"file": self.name, "rule": rule, "sheet": sheet, "cell": f"{column}{row}", "message": message}
        )

    def fill_merged(self, sheet: str, frame: pd.DataFrame) -> None:
        """Copy a merged cell's value over its rows; a blank event of a new hazard is then really blank."""
        assert self.book is not None  # noqa: S101 — for the type checker
        for area in self.book[sheet].merged_cells.ranges:
            if area.min_row >= FIRST_DATA_ROW:
                top, bottom, column = area.min_row - FIRST_DATA_ROW, area.max_row - FIRST_DATA_ROW, area.min_col - 1
                frame.iloc[top : bottom + 1, column] = frame.iloc[top, column]
        if sheet == "危害因素描述":
            before = None
            for index, row in frame.iterrows():
                key = (row["风险点"], row["危害因素"])
                if key != before and pd.isna(row["事件"]):
                    self.tell("CX7.2-01", sheet, "事件", int(str(index)) + FIRST_DATA_ROW, "缺少事件")
                before = key

    def see_formulas(self, sheet: str, frame: pd.DataFrame) -> None:
        """Report formulas that show an error or nothing: pandas gives NaN for both."""
        assert self.book is not None  # noqa: S101
        blank = frame.isna().to_numpy().tolist()
        for row in self.book[sheet].iter_rows(min_row=FIRST_DATA_ROW):
            cell: Any
            for cell in row:
                if cell.data_type == "f" and blank[cell.row - FIRST_DATA_ROW][cell.column - 1]:
                    self.tell("CXS-08", sheet, str(frame.columns[cell.column - 1]), cell.row, "公式显示错误值")

    def compare(self) -> None:
        """Compare rows with each other and tables with each other."""
        frame = self.frames["安全检查表"]
        checked = {(row["风险点"], row["检查项目"]) for _, row in frame.iterrows()}
        seen: set[tuple[object, object]] = set()
        listed = set(self.frames["隐患清单"]["来源"])
        for index, row in frame.iterrows():
            number = int(str(index)) + FIRST_DATA_ROW
            key = (row["风险点"], row["序号"])
            if key in seen:
                self.tell("CX8.2-05", "安全检查表", "序号", number, f"序号 {row['序号']} 重复")
            seen.add(key)
            if row["是否符合"] == "不符合" and f"安全检查表 {row['风险点']}/{row['序号']}" not in listed:
                self.tell("CX8.2-10", "安全检查表", "是否符合", number, "不符合项没有列入隐患清单")
        for number, hazard in self.rows["危害因素描述"]:
            if (hazard.point, hazard.measure) not in checked:
                self.tell("CX8.2-02", "危害因素描述", "风险管控措施", number, "措施没有列入检查")
        for number, each in self.rows["风险评价LEC"]:
            exact = each.likelihood * each.exposure * each.consequence
            if each.d is not None and each.d != exact:
                self.tell("CXB-02", "风险评价LEC", "D", number, f"D 应为 {exact}")
            grade = next(name for least, name in BANDS if exact >= least)
            if each.grade and each.grade != grade:
                self.tell("CXB-03", "风险评价LEC", "风险等级", number, f"应为 {grade}")
        for number, danger in self.rows["隐患清单"]:
            if danger.recheck_date and danger.notified and danger.recheck_date < danger.notified:
                self.tell("CX10.1-02", "隐患清单", "复查日期", number, "复查早于通报")


def main(arguments: list[str] | None = None) -> int:
    """Check every workbook of a folder and write one list of findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--full", action="store_true")
    chosen = parser.parse_args(arguments)
    findings: list[dict[str, object]] = []
    for path in sorted(chosen.folder.rglob("*.xlsx")):
        findings += Checker(path, path.relative_to(chosen.folder).as_posix(), full=chosen.full).run()
    pd.DataFrame(findings, columns=["file", "rule", "sheet", "cell", "message"]).to_excel(chosen.output, index=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
