"""sheet_faults: what reading a sheet leaves out or takes otherwise: missing, doubtful, unknown, hidden, merged."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from coatxl.findings import Text
from coatxl.rules import Hit, Origin
from coatxl.tables import faults
from coatxl.tables.cells import is_blank
from coatxl.tables.faults import Fault
from coatxl.tables.header import Located
from coatxl.tables.locate import OWN_NAME, name_matches
from coatxl.tables.table import Source, Table, shown
from coatxl.workbook.book import Sheet, cell_name, column_name

# A header is quoted up to here, and so many of them; a header row is looked for so far down.
_LONGEST, _MOST = 40, 12
_HEAD_ROWS = 20


def header_faults(area: Located, source: Source, elsewhere: Collection[tuple[str, str]]) -> Iterator[Fault]:
    """Doubtful, missing and unread columns of one area; elsewhere: (sheet name, field) that tables of the book hold."""
    sheet, table = source.sheet, area.table
    asked = {name for name, _, _ in area.asked}
    for name in sorted(asked, key=lambda n: table.fields[n].index):
        cols = [c for n, c, _ in area.asked if n == name]
        words = "、".join(f"“{_header(sheet, area, c) or k}”" for n, c, k in area.asked if n == name)
        origin = Origin(sheet.name, area.header_row, cols[0], shown(sheet, area.header_row, cols[0]))
        yield faults.AMBIGUOUS_HEADER, Hit(origin, words=words, header=table.fields[name].column.header)
    present = asked | area.columns.keys() | area.labels.keys() | source.labelled.keys()
    if area.form:
        present |= set(table.form_labels)
    missing = [
        each.column.header for name, each in table.fields.items()
        if each.column.required and name not in present and (each.column.elsewhere, name) not in elsewhere
    ]  # fmt: skip
    if missing:
        origin = Origin(sheet.name, area.header_row, min(area.columns.values()))
        yield faults.MISSING_COLUMN, Hit(origin, table=table.sheet, header="”“".join(missing))
    headless = list(_headless(area, source))
    unread = [*(c for c, _ in area.unknown), *headless]
    if unread:
        quoted = [_header(sheet, area, c) or key for c, key in area.unknown]
        zh = [_header(sheet, area, c) or f"{column_name(c)}列没有表头" for c in headless]
        en = [_header(sheet, area, c) or f"column {column_name(c)} without header" for c in headless]
        unread_words = Text("、".join((*quoted, *zh)), ", ".join((*quoted, *en)))
        origin = Origin(sheet.name, area.header_row, unread[0], shown(sheet, area.header_row, unread[0]))
        yield faults.UNKNOWN_HEADER, Hit(origin, words=unread_words)


def unread_fault(sheet: Sheet, tables: tuple[type[Table], ...]) -> Fault:
    """A sheet that holds no table: one that bears a table's own name has other headers, any other is none of ours."""
    table = next((t for t in tables if name_matches(t, sheet.name) == OWN_NAME), None)
    if table is None:
        return faults.NOT_READ, Hit(Origin(sheet.name, -1, -1), sheet=sheet.name)
    top = range(sheet.top, min(sheet.bottom, sheet.top + _HEAD_ROWS))
    rows = [(r, [c for c, v in sheet.row(r) if isinstance(v, str) and v.strip()]) for r in top]
    most = max((len(cols) for _, cols in rows), default=0)
    # A title has fewer cells than the header below it; a row of data may have a few more.
    row, cols = next(((r, cols) for r, cols in rows if cols and 2 * len(cols) >= most), (sheet.top, []))
    words = [" ".join(str(sheet.value(row, c)).split())[:_LONGEST] for c in cols]
    key = next(iter(table.identify), frozenset())
    expected = [f.title for n, f in table.fields.items() if f.column.required or n in key]
    more = "…" if len(words) > _MOST else ""
    return faults.OTHER_HEADERS, Hit(
        Origin(sheet.name, row, cols[0] if cols else sheet.left, words[0] if words else None), sheet=sheet.name,
        table=table.sheet, expected="、".join(expected), found="、".join(words[:_MOST]) + more or Text("没有文字", "no text"),
    )  # fmt: skip


def _header(sheet: Sheet, area: Located, col: int) -> str:
    text = " ".join((shown(sheet, area.header_row, col) or "").split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _headless(area: Located, source: Source) -> Iterator[int]:
    """Columns within or right beside the table that hold data under no header word."""
    sheet = source.sheet
    known = {*area.columns.values(), *(c for c, _ in area.unknown), *(c for _, c, _ in area.asked), *area.passed}
    wanted = set(source.rows)
    failed = {c for r, c in area.failed if r in wanted}
    width = sheet.left + max((len(sheet.rows[r - sheet.top]) for r in source.rows), default=0)

    def used(col: int) -> bool:
        j = col - sheet.left
        rows = (sheet.rows[r - sheet.top] for r in source.rows)
        return col in failed or any(j < len(row) and not is_blank(row[j]) for row in rows)

    first, last = min(known), max(known)
    yield from (c for c in range(first, last) if c not in known and used(c))
    for beside in (range(first - 1, sheet.left - 1, -1), range(last + 1, width)):
        for col in beside:
            if not used(col):
                break
            yield col


def hidden_faults(sheet: Sheet, areas: list[Located]) -> Iterator[Fault]:
    """Whether the sheet, rows of it, or columns of its tables are hidden."""
    rows = [r for r in sheet.hidden_rows if sheet.top <= r < sheet.bottom]
    heads = {c for a in areas for c in (*a.columns.values(), *(u for u, _ in a.unknown), *(q for _, q, _ in a.asked))}
    cols = sorted(heads & sheet.hidden_columns)
    if sheet.visibility != "visible":
        what = Text("整张表隐藏", "the whole sheet is hidden")
    elif rows or cols:
        names = "、".join(map(column_name, cols))
        zh, en = [], []
        if rows:
            zh.append(f"{len(rows)} 行")
            en.append(f"{len(rows)} rows")
        if cols:
            zh.append(f"{names} 列")
            en.append(f"columns {names}")
        what = Text(f"有 {'和 '.join(zh)}隐藏", f"{' and '.join(en)} are hidden")
    else:
        return
    place = (min(rows), 0) if rows else (min(a.header_row for a in areas), cols[0]) if cols else (-1, 0)
    yield faults.HIDDEN, Hit(Origin(sheet.name, *place), sheet=sheet.name, what=what)


def merged_faults(area: Located, source: Source) -> Iterator[Fault]:
    """Cells merged downward where a blank does not mean "as above": their rows below the first are read as blank."""
    sheet = source.sheet
    names = {
        c: n for n, c in area.columns.items()
        if not area.table.fields[n].column.fill_down and not area.table.fields[n].column.computed
    }  # fmt: skip
    rows = set(source.rows) if area.tall else set()
    for m in area.tall:
        if m.left not in names:
            continue
        blank = sum(r in rows for r in range(m.top + 1, m.bottom + 1))
        value = shown(sheet, m.top, m.left)
        if blank and not is_blank(value):
            header = area.table.fields[names[m.left]].column.header
            span = f"{cell_name(m.top, m.left)}:{cell_name(m.bottom, m.right)}"
            origin = Origin(sheet.name, m.top, m.left, value)
            yield faults.MERGED_BLANKS, Hit(origin, header=header, range=span, first=m.top + 1, count=blank)
