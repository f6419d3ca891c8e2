"""The tables of 附录 B and C are the standard's, character by character: caption, headers and cells are pinned."""

from __future__ import annotations

import hashlib

import pytest

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import GRADES, GradeTable, Scale

PINNED = [
    (lec.SCALE_L, "B.1", "a7af1d33b8ffde265fff1884647a5302ccd719cdfd0bf260b51d7d7924243247"),
    (lec.SCALE_E, "B.2", "5a6373c76ba2c06864eb6d33a385b65c2c38543a5273a8b1aa7538a6aa52be99"),
    (lec.SCALE_C, "B.3", "48b0d56b84d9674d4cce8c3763b6fae90b585a547492a7d532193146701af4d3"),
    (lec.B4, "B.4", "9392670355cf1f5b94c98c85e4ac6a44b77dc566f6e0953210e8da48fe0a9600"),
    (matrix.SCALE_L, "C.1", "8f8b20a222e55dd579e700a201c58ea1d97c9c5109a7e047f7a3f8a866caa9ea"),
    (matrix.SCALE_S, "C.2", "d03eeb20eefb98c6d4ba8c0012f089fb84b4905d873240be1de93cd64694dc1e"),
    (matrix.C3, "C.3", "6b8a3835ad42ec2ec109c89ed2fb062d1ae0d54829f1be780e62ab42e6a21c57"),
]


@pytest.mark.parametrize(("printed", "table", "sha256"), PINNED, ids=[table for _, table, _ in PINNED])
def test_table_is_verbatim(printed: Scale | GradeTable, table: str, sha256: str) -> None:
    rows = printed.rows if isinstance(printed, GradeTable) else tuple(score.cells for score in printed.scores)
    cells = [printed.caption, *printed.columns, *(cell for row in rows for cell in row)]
    assert printed.table == table
    assert hashlib.sha256("\x1f".join(cells).encode()).hexdigest() == sha256
    assert {len(row) for row in rows} == {len(printed.columns)}


@pytest.mark.parametrize("printed", [lec.B4, matrix.C3])
def test_grade_tables_stand_highest_first(printed: GradeTable) -> None:
    assert tuple(row[1] for row in reversed(printed.rows)) == GRADES


def test_labels_and_criteria_are_cells_of_the_row() -> None:
    assert (lec.SCALE_L.scores[6].label, lec.SCALE_L.scores[6].criterion) == (
        "实际不可能",
        "生产活动中，实际上不可能发生事故的作业活动。",
    )
    assert lec.SCALE_E.scores[1].label == "每天工作时间内暴露"
    assert lec.SCALE_C.scores[5].label == "无伤亡"
    assert lec.SCALE_C.scores[5].criterion == "直接经济损失：1万以下；环境破坏：基本无影响；公司形象：形象没有受损"
    assert matrix.SCALE_S.scores[0].label == "死亡"
    assert matrix.SCALE_S.scores[0].criterion.startswith("法律、法规及其他要求：违反法律、法规和标准；直接经济损失：")
    for score in matrix.SCALE_L.scores:
        assert score.label == score.criterion == score.cells[1]
