"""vector: the strongest ordinary peer: pandas with calamine, one mask over the whole folder for each check.

Values only, it guesses merged cells by filling down; --full takes merges, formulas and error cells from the XML with lxml.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

import pandas as pd
from lxml import etree  # type: ignore[import-untyped]

HEADER_ROW, FIRST_DATA_ROW = 1, 3
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHEETS = ("评价单元", "风险点划分", "危害因素描述", "安全检查表", "风险评价LEC", "隐患清单")
FILLED = {
    "风险点划分": ["评价单元", "风险点"],
    "危害因素描述": ["评价单元", "风险点", "作业步骤/设备", "危害因素", "事件", "后果", "高后果", "序号", "失控诱因"],
    "安全检查表": ["评价单元", "风险点"],
}
PLACEHOLDER = r"[×✕]{2,}|[Xx]{2,}|…{2,}|待定|TODO"
SCORES = {"L": (10, 6, 3, 1, 0.5, 0.2, 0.1), "E": (10, 6, 3, 2, 1, 0.5), "C": (100, 40, 15, 7, 3, 1)}


def load(folder: Path, *, full: bool) -> tuple[dict[str, pd.DataFrame], list[pd.DataFrame]]:
    """The tables of all workbooks, each row with its file and row number, and findings of the XML alone."""
    frames: dict[str, list[pd.DataFrame]] = {sheet: [] for sheet in SHEETS}
    found: list[pd.DataFrame] = []
    for path in sorted(folder.rglob("*.xlsx")):
        name = path.relative_to(folder).as_posix()
        sheets = pd.read_excel(path, sheet_name=None, header=HEADER_ROW, engine="calamine")
        facts = xml_facts(path) if full else {}
        for sheet in SHEETS:
            frame = sheets[sheet]
            if full:
                merges, formulas, errors = facts[sheet]
                fill_merged(frame, merges)
                told = [cell for cell in formulas if cell in errors]
                found.append(pd.DataFrame({"file": name, "rule": "CXS-08", "sheet": sheet, "cell": told}))
            else:
                columns = FILLED.get(sheet, [])
                frame[columns] = frame[columns].ffill()
            frame["_file"], frame["_row"] = name, range(FIRST_DATA_ROW, FIRST_DATA_ROW + len(frame))
            frames[sheet].append(frame)
    return {sheet: pd.concat(parts, ignore_index=True) for sheet, parts in frames.items()}, found


def xml_facts(path: Path) -> dict[str, tuple[list[str], list[str], set[str]]]:
    """Merged areas, formula cells and error cells of the six sheets."""
    with ZipFile(path) as archive:
        rels = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {rel.get("Id"): rel.get("Target") for rel in rels}
        book = etree.fromstring(archive.read("xl/workbook.xml"))
        parts = {each.get("name"): targets[each.get(RELATION)] for each in book.iter(f"{MAIN}sheet")}
        facts = {}
        for sheet in SHEETS:
            with archive.open(f"xl/{parts[sheet]}") as part:
                facts[sheet] = sheet_facts(part)
        return facts


def sheet_facts(part: IO[bytes]) -> tuple[list[str], list[str], set[str]]:
    """The facts of one sheet, streamed."""
    merges: list[str] = []
    formulas: list[str] = []
    errors: set[str] = set()
    tags = (f"{MAIN}c", f"{MAIN}mergeCell")
    element: Any
    for _, element in etree.iterparse(part, tag=tags):
        if element.tag == tags[1]:
            merges.append(element.get("ref"))
            continue
        if element.find(f"{MAIN}f") is not None:
            formulas.append(element.get("r"))
        if element.get("t") == "e":
            errors.add(element.get("r"))
        element.clear()
    return merges, formulas, errors


def fill_merged(frame: pd.DataFrame, merges: list[str]) -> None:
    """Copy the values of merged cells down, a column at a time."""
    columns: dict[int, list[Any]] = {}
    for area in merges:
        first, _, last = area.partition(":")
        column, top, bottom = ord(first[0]) - 65, int(first[1:]) - FIRST_DATA_ROW, int(last[1:]) - FIRST_DATA_ROW
        if top >= 0:
            values = columns.setdefault(column, frame.iloc[:, column].tolist())
            values[top : bottom + 1] = [values[top]] * (bottom - top + 1)
    for column, values in columns.items():
        frame.isetitem(column, values)


def check(tables: dict[str, pd.DataFrame], *, full: bool) -> list[pd.DataFrame]:
    """The findings of all workbooks, a mask for each check."""
    found: list[pd.DataFrame] = []

    def tell(rule: str, sheet: str, header: str, mask: Any) -> None:  # noqa: ANN401 — a boolean series
        rows = tables[sheet].loc[mask, ["_file", "_row"]]
        column = chr(65 + list(tables[sheet].columns).index(header))
        found.append(
            pd.DataFrame(
                {"file": rows["_file"], "rule": rule, "sheet": sheet, "cell": column + rows["_row"].astype(str)}
            )
        )

    hazards, items, risks, dangers = (tables[name] for name in SHEETS[2:])
    for sheet, frame in tables.items():
        for header in frame.columns:
            if pd.api.types.is_string_dtype(frame[header]) and not header.startswith("_"):
                tell("CX0-01", sheet, header, frame[header].str.contains(PLACEHOLDER, na=False))
    tell("CX7.3-01", "危害因素描述", "风险管控措施", hazards["风险管控措施"].isna())
    if full:
        keys = hazards[["_file", "风险点", "危害因素"]]
        tell("CX7.2-01", "危害因素描述", "事件", hazards["事件"].isna() & (keys != keys.shift()).any(axis=1))
    tell("CX8.2-07", "安全检查表", "依据", items["依据"].isna())
    tell("CX8.2-09", "安全检查表", "是否符合", ~items["是否符合"].isin(["符合", "不符合", "不适用"]))
    tell("CX8.2-05", "安全检查表", "序号", items.duplicated(["_file", "风险点", "序号"]))
    checked = pd.MultiIndex.from_frame(items[["_file", "风险点", "检查项目"]])
    measures = pd.MultiIndex.from_frame(hazards[["_file", "风险点", "风险管控措施"]])
    tell("CX8.2-02", "危害因素描述", "风险管控措施", hazards["风险管控措施"].notna() & ~measures.isin(checked))
    origin = "安全检查表 " + items["风险点"].astype(str) + "/" + items["序号"].astype(str)
    listed = pd.MultiIndex.from_frame(dangers[["_file", "来源"]])
    own = pd.MultiIndex.from_arrays([items["_file"], origin])
    tell("CX8.2-10", "安全检查表", "是否符合", (items["是否符合"] == "不符合") & ~own.isin(listed))
    legal = pd.Series(data=True, index=risks.index)
    for symbol, scores in SCORES.items():
        good = risks[symbol].isin(scores)
        tell("CXB-01", "风险评价LEC", symbol, ~good)
        legal &= good
    exact = (risks["L"] * risks["E"] * risks["C"]).round(6)
    stated = pd.to_numeric(risks["D"], errors="coerce")
    tell("CXB-02", "风险评价LEC", "D", legal & stated.notna() & (stated != exact))
    grades = pd.cut(
        exact,
        [0, 20, 70, 160, 320, 1e9],
        right=False,
        labels=["轻微风险", "低风险", "一般风险", "较大风险", "重大风险"],
    )
    tell(
        "CXB-03",
        "风险评价LEC",
        "风险等级",
        legal & risks["风险等级"].notna() & (risks["风险等级"] != grades.astype(str)),
    )
    tell("CX8.2-11", "隐患清单", "整改建议", dangers["整改建议"].isna())
    told, rechecked = pd.to_datetime(dangers["通报日期"]), pd.to_datetime(dangers["复查日期"])
    tell("CX10.1-02", "隐患清单", "复查日期", rechecked < told)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Check every workbook of a folder and write one list of findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--full", action="store_true")
    chosen = parser.parse_args(arguments)
    tables, found = load(chosen.folder, full=chosen.full)
    found += check(tables, full=chosen.full)
    with pd.ExcelWriter(chosen.output, engine="xlsxwriter") as writer:
        pd.concat(found, ignore_index=True).to_excel(writer, index=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
