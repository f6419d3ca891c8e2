"""naming: what the standard is called, and its ways of reading table B.4 in words."""

from __future__ import annotations

from coatxl.criteria import lec
from coatxl.findings import Text

TITLE = "T/ZAWS××—2025《涂装企业安全现状评价导则》（草案）"
DOCUMENT, _, _ = TITLE.partition("《")
POLICY = {
    lec.LOWER_INCLUSIVE: Text("下限含、上限不含，320归较大", "lower bound included, 320 is 较大"),
    lec.UPPER_INCLUSIVE: Text("上限含，70归低、160归一般、320归较大", "upper bound included, 320 is 较大"),
}
