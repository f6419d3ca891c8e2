"""Typed tables as pandas DataFrames, with the origin of every row; the one place that imports pandas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.check import open_dossier
from coatxl.tables.table import Table

if TYPE_CHECKING:
    import pandas as pd

# Columns that say where a row comes from, behind the table's own.
ORIGIN_COLUMNS = ("来源文件", "来源表", "来源行")


def read_tables(path: str | Path) -> dict[str, pd.DataFrame]:
    """The tables of one workbook by sheet name, columns by header; Unreadable when it cannot be read.

    Scores and D are Decimal objects, dates datetime64, texts str ("" for a blank), grades as stated in
    the cells; 来源文件, 来源表 and 来源行 (counted from 1) tell where each row stands.
    """
    path = Path(path)
    paper = open_dossier(path, path.name)
    return {table.sheet: frame(table, rows, path.name) for table, rows in paper.reading.rows.items()}


def frame(table: type[Table], rows: Iterable[Table], file: str) -> pd.DataFrame:
    """The rows of one table as a DataFrame."""
    import pandas as pd

    rows = list(rows)
    data: dict[str, object] = {}
    for name, each in table.fields.items():
        if not each.column.in_template and not any(row.has(name) for row in rows):
            continue
        values = [getattr(row, name) for row in rows]
        data[each.column.header] = (
            pd.to_datetime(pd.Series(values)) if each.kind == "date" else pd.Series(values, dtype=object)
        )
    data["来源文件"] = pd.Series([file] * len(rows), dtype=object)
    data["来源表"] = pd.Series([row.source.sheet.name for row in rows], dtype=object)
    data["来源行"] = pd.Series([row.row_number for row in rows], dtype="int64")
    return pd.DataFrame(data)


def pivot(rows: list[tuple[str, str]], columns: Iterable[str]) -> list[tuple[str, list[int]]]:
    """Counts of (key, column) pairs: a line for each key in order of first appearance, a number for each column."""
    import pandas as pd

    columns = list(columns)
    keys = list(dict.fromkeys(key for key, _ in rows))
    if not rows:
        return []
    data = pd.DataFrame(rows, columns=["key", "column"])
    table = pd.crosstab(data["key"], data["column"]).reindex(index=keys, columns=columns, fill_value=0)
    return [(key, [int(n) for n in counts]) for key, counts in zip(keys, table.to_numpy().tolist(), strict=True)]
