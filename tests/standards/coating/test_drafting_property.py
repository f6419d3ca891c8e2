"""Whatever a person does to a draft and to its paper, in whatever order: no text that was typed is ever lost (issue: drafting without loss)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from drafts_by_hand import HEAD, Desk, Hand, add_measure, small
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from coatxl.standards.coating.draft_entries import CHECKLIST, DANGERS
from coatxl.standards.coating.tables import ChecklistRow, HazardRow

# What people type, and what breaks programs: formulas, line breaks, quotes, markup, other scripts, look-alikes of escapes.
_WORDS = st.text(alphabet="甲乙，。 =+-@<>&'\"_x0041\n\t１😀\u200bé", max_size=12)
_ITEM_FIELDS = ("评价单元", "风险点", "检查项目", "依据", "检查结果", "整改建议", "对应措施", "是否符合", "序号")
_DANGER_FIELDS = ("评价单元", "风险点", "隐患描述", "依据", "整改建议", "整改责任人", "整改状态", "通报日期", "序号")
_EDITS = st.lists(
    st.tuples(st.sampled_from(["type", "type", "type", "delete", "insert", "sort", "renumber", "column", "sheet", "program", "program",
                               "overtype", "comment", "footer", "link"]),
              st.integers(0, 40), st.integers(0, 8), _WORDS),
    max_size=6,
)  # fmt: skip
_SOURCE = st.lists(
    st.tuples(
        st.sampled_from(["change", "delete", "insert", "move", "number", "basis", "equal"]), st.integers(0, 40), _WORDS
    ),
    max_size=4,
)
_PROGRAM = ("草稿说明", "草稿原文", "草稿来源")
_ROUNDS = st.lists(st.tuples(_EDITS, _SOURCE), min_size=1, max_size=3)


class Person:
    """Types texts that can be told apart, and remembers which of them must still be there."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields, self.number, self.typed = fields, 0, set()

    def text(self, words: str) -> str:
        self.number += 1
        text = f"{words}手写{self.number:03}。"
        self.typed.add(text)
        return text

    def put(self, cell: Any, words: str) -> None:
        """Type over a cell; what the person typed there before is gone by the person's own will."""
        self.typed.discard(cell.value)
        cell.value = self.text(words)
        cell.data_type = "s"  # openpyxl takes a leading = for a formula, Excel a leading apostrophe for a text

    def work(self, hand: Hand, edit: tuple[str, int, int, str]) -> None:
        what, at, which, words = edit
        rows = list(hand.numbers())
        row = rows[at % len(rows)] if rows else HEAD + 1
        if what == "type" and rows:
            self.put(hand.sheet.cell(row, hand.heads[self.fields[which % len(self.fields)]]), words)
        elif what == "delete" and len(rows) > 1:
            self.typed -= {cell.value for cell in hand.sheet[row]}
            self.typed -= {cell.comment.text for cell in hand.sheet[row] if cell.comment is not None}
            self.typed -= {cell.hyperlink.target for cell in hand.sheet[row] if cell.hyperlink is not None}
            hand.sheet.delete_rows(row)
        elif what == "insert":
            hand.sheet.insert_rows(row)
            self.put(hand.sheet.cell(row, hand.heads[self.fields[which % len(self.fields)]]), words)
        elif what == "sort":
            hand.sort(self.fields[which % len(self.fields)])
        elif what == "renumber":
            for n, r in enumerate(rows, 1):
                self.typed.discard(hand.sheet.cell(r, hand.heads["序号"]).value)
                hand.sheet.cell(r, hand.heads["序号"]).value = n
        elif what == "column":
            self.put(hand.sheet.cell(row, hand.sheet.max_column + which % 2), words)
        elif what == "sheet":
            name = f"笔记{which % 2}"
            sheet = hand.workbook[name] if name in hand.workbook.sheetnames else hand.workbook.create_sheet(name)
            self.put(sheet.cell(at + 1, which + 1), words)
        else:
            self.beside(hand, edit, hand.sheet.cell(row, hand.heads[self.fields[which % len(self.fields)]]))

    def beside(self, hand: Hand, edit: tuple[str, int, int, str], cell: Any) -> None:
        """Write into the program's sheets, a comment or a link at a cell, the page footer."""
        what, at, which, words = edit
        if what == "program":  # beside, below or between the lines of a sheet of the program's
            sheet = hand.workbook[_PROGRAM[which % len(_PROGRAM)]]
            blank = [
                c
                for line in sheet.iter_rows(1, sheet.max_row + 2, 1, sheet.max_column + 2)
                for c in line
                if c.value is None
            ]
            self.put(blank[at % len(blank)], words)
        elif what == "overtype":
            sheet = hand.workbook[_PROGRAM[which % len(_PROGRAM)]]
            self.put(sheet.cell(1 + at % sheet.max_row, 1 + which % sheet.max_column), words)
        elif what == "comment":
            if cell.comment is not None:
                self.typed.discard(cell.comment.text)
            cell.comment = Comment(self.text(words.replace("_x0041_", "")), "张三")
        elif what == "footer":
            self.typed.discard(hand.sheet.oddFooter.right.text)
            hand.sheet.oddFooter.right.text = self.text("内部资料")
        elif what == "link":
            if cell.hyperlink is not None and cell.hyperlink.target:
                self.typed.discard(cell.hyperlink.target)
            cell.hyperlink = self.text(f"https://例.cn/{at}")


def change_source(rows: list[dict[str, Any]], change: tuple[str, int, str], main: str) -> None:
    what, at, words = change
    if not rows:
        return
    at %= len(rows)
    if what == "change":
        rows[at][main] = f"{rows[at][main]}{words.strip()}改"
    elif what == "delete" and len(rows) > 1:
        del rows[at]
    elif what == "insert":
        new = {"number": str(90 + at), main: f"新的{words}{at}。"}
        rows.insert(at, rows[at] | new | ({"cause": f"新诱因{at}"} if main == "measure" else {}))
    elif what == "move":
        rows.insert(0, rows.pop(at))
    elif what == "number":
        rows[at]["number"] = str(50 + at)
    elif what == "basis":
        rows[at]["basis"] = f"故要求{words}。"
        if "conforms" in rows[at]:
            rows[at]["conforms"] = "符合" if rows[at]["conforms"] == "不符合" else "不符合"
    elif what == "equal":
        rows[at][main] = rows[0][main]


def nothing_is_lost(desk: Desk, person: Person, rows: list[dict[str, Any]], main: str, rounds: Any) -> None:
    desk.draft()
    for edits, changes in rounds:
        for edit in edits:
            desk.edit(lambda hand, edit=edit: person.work(hand, edit))
        for change in changes:
            change_source(rows, change, main)
        desk.draft()
        held = {text.strip() for text in desk.hand().texts()}
        assert {text.strip() for text in person.typed} <= held
        ids = [key for key in desk.hand().ids if key]
        assert len(ids) == len(set(ids))
        once = desk.content
        assert desk.draft() == once


# Each example is a dozen files written and read: shrinking a failure would take minutes, the example tells enough.
@settings(max_examples=15, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.too_slow])
@given(rounds=_ROUNDS)
def test_no_typed_text_of_a_checklist_is_ever_lost(rounds: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        g = small("油漆桶加盖。", "风机与喷泵联锁。", "探头每年检定。", "喷枪接地。")
        add_measure(g, "喷漆房", "5", "喷枪接地。")
        g.add(ChecklistRow, unit="喷漆单元", risk_point="烘干室", number="1", item="通道畅通。", basis="故要求。")
        nothing_is_lost(Desk(Path(folder), g, CHECKLIST), Person(_ITEM_FIELDS), g.rows[HazardRow], "measure", rounds)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.too_slow])
@given(rounds=_ROUNDS)
# A text in the column 人工删除 of 草稿原文 beside a row that is there, whose source then goes.
@example(rounds=[([("overtype", 37, 1, "删")], [("basis", 36, "")])])
def test_no_typed_text_of_a_list_of_hidden_dangers_is_ever_lost(rounds: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        g = small("油漆桶加盖。")
        for n, item in enumerate(("油漆桶加盖。", "喷枪接地。", "灯具防爆。"), 1):
            g.add(
                ChecklistRow, unit="喷漆单元", risk_point="喷漆房", number=str(n), item=item, basis="故要求。", observation="没有做到",
                conforms="不符合",
            )  # fmt: skip
        nothing_is_lost(Desk(Path(folder), g, DANGERS), Person(_DANGER_FIELDS), g.rows[ChecklistRow], "item", rounds)
