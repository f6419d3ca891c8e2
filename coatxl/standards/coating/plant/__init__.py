"""A complete fictitious plant (油漆喷涂车间): a working paper with every sheet of 4 to 12 filled in, as a shipped example."""

from __future__ import annotations

from coatxl.standards.coating.demo_example import Paper
from coatxl.standards.coating.plant.analysis import Analysis
from coatxl.standards.coating.plant.data import facts, rows_of_sheets

__all__ = ["NAME", "plant"]

NAME = "示例工厂"


def plant() -> Paper:
    """Return the plant as a new paper: its facts by 项目 word, and the rows of every sheet but 风险评价矩阵.

    Enterprise, people, certificates and figures are invented. What one sheet says is not typed again for another:
    检查项目, 对应措施, 风险评价LEC, 隐患清单, the confirmations and the counts of the conclusion follow from the hazards.
    """
    rows = rows_of_sheets()
    analysis = Analysis.read()
    analysis.add_to(rows)
    return Paper(NAME, facts(), rows)
