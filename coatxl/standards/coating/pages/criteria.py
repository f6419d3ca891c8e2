"""criteria: the sheet 判定标准: 附录 B and C as printed, and the ascending lists that the formulas look up in."""

from __future__ import annotations

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import GRADES, LOWER_INCLUSIVE, Band
from coatxl.standards.coating.naming import DOCUMENT, POLICY
from coatxl.standards.coating.pages import chemicals
from coatxl.standards.coating.tables import CRITERIA_SHEET
from coatxl.tables.blueprint import Criteria, GradePart, LookupPart, ScalePart


def criteria(band_rule: str = LOWER_INCLUSIVE, *, core: bool = False) -> Criteria:
    """Return the sheet of criteria: 附录 B and C as printed, and the ascending lists that the formulas look up in.

    core: without what only the sheets of the other clauses refer to (GB 18218).
    """
    wide, columns = ((0, 0), (1, 1), (2, 5)), tuple((i, i) for i in range(6))
    source = f"文字逐字取自 {DOCUMENT} 附录{{}}（资料性）。下拉、公式和检查都引用本表；灰底列是软件执行的判定条件。"
    d_bands, r_bands = lec.bands(band_rule), matrix.bands()
    b4_note = f"注：原文中 70、160 同时落在两档，软件按“{POLICY[band_rule].zh}”判定（70 归{lec.grade(70, band_rule)}，160 归{lec.grade(160, band_rule)}）；20 因“＜20”归低风险，320 因“＞320”归较大风险。"
    return Criteria(
        sheet=CRITERIA_SHEET,
        widths=(11, 27, 30, 20, 42, 38),
        sections=(
            (
                "判定标准（附录B　作业条件危险性分析法）", source.format("B"),
                (
                    ScalePart(lec.SCALE_L, "LEC_L", 1, wide),
                    ScalePart(lec.SCALE_E, "LEC_E", 1, wide),
                    ScalePart(lec.SCALE_C, "LEC_C", 1, ((0, 0), (1, 2), (3, 3), (4, 4), (5, 5))),
                    GradePart(lec.B4, d_bands, ((0, 0), (1, 1), (3, 5)), (2, 2), b4_note),
                ),
            ),
            (
                "判定标准（附录C　风险矩阵法）", source.format("C"),
                (
                    ScalePart(matrix.SCALE_L, "MATRIX_L", 1, ((0, 0), (1, 5))),
                    ScalePart(matrix.SCALE_S, "MATRIX_S", 2, columns),
                    GradePart(
                        matrix.C3, r_bands, ((0, 0), (1, 1), (3, 4), (5, 5)), (2, 2),
                        "注：原文未列 13、14、17～19，L、S 为 1～5 的整数时乘积不会落在其中；轻微风险的“实施期限”原文为空。",
                    ),
                ),
            ),
            *(() if core else chemicals.SECTIONS),
            (
                "程序用表", "由表B.4、C.3得出，供公式查等级；改判定口径时由 coatxl 重新生成，不要手改。",
                (
                    LookupPart(
                        "D 的分级下限（升序）", "“含下限”为 1 表示恰为下限时归本级，为 0 时归下一级。",
                        (
                            ("D 下限", "D_LOW", _lows(d_bands)),
                            ("含下限（1 含，0 不含）", "D_INC", tuple(int(b.low is None or b.low_included) for b in d_bands)),
                            ("风险等级", "D_GRADE", GRADES),
                        ),
                    ),
                    LookupPart(
                        "R 的分级下限（升序）", "R 是整数，恰为下限时归本级。",
                        (("R 下限", "R_LOW", _lows(r_bands)), ("风险等级", "R_GRADE", GRADES)),
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def _lows(bands: tuple[Band, ...]) -> tuple[float, ...]:
    return tuple(float(band.low or 0) for band in bands)
