"""The gate (应急〔2023〕99号, 12) as one table for Word."""

from __future__ import annotations

from collections.abc import Sequence

from coatxl import __version__
from coatxl.annex.block import LANDSCAPE_CM, Block, Cell, Provenance, Source
from coatxl.reports.gate_model import GateAnswer, setting_lines
from coatxl.reports.gate_report import TITLE as NAME
from coatxl.reports.gate_report import behind, verdict_words
from coatxl.reports.model import FileResult
from coatxl.standards.coating.annexes.parts import heads
from coatxl.standards.coating.standard import TITLE

_SHARES = (0.05, 0.08, 0.22, 0.09, 0.36, 0.2)


def block(answers: Sequence[GateAnswer], files: Sequence[FileResult], subject: str) -> Block:
    """The page of items; ValueError when there is none."""
    rows = [
        (
            Cell(answer.id, align="center"),
            Cell(answer.kind.zh, align="center"),
            Cell(answer.title.zh),
            Cell(verdict_words(answer, "zh"), "stress" if answer.verdict == "不通过" else "body", "center"),
            Cell(behind(answer, "zh"), "minor"),
            Cell(answer.person.zh, "minor"),
        )
        for answer in answers
    ]
    sources = tuple(
        Source(file.path, sheet, frozenset(), file.sha256) for file in files if file.sha256 for sheet in file.rows
    )
    settings = tuple(setting_lines(files, "zh"))
    return Block(
        table=NAME.zh,
        title=f"{NAME.zh}（{subject}）",
        number="表1",
        clause="12",
        widths=tuple(LANDSCAPE_CM * share for share in _SHARES),
        rows=(heads("序号", "类别", "事项", "结论", "依据：单元格，或没有执行的检查", "仍须由人核对"), *rows),
        header_rows=1,
        provenance=Provenance(sources, TITLE, settings, f"coatxl {__version__}"),
        notes=("注：应急〔2023〕99号所列失实、虚假情形和导则第12章的报告内容；“无法机检”是输入不全，不是通过。",),
    )
