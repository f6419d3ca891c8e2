"""The core sheets of the working paper (底稿), each declared once."""

from __future__ import annotations

from coatxl.standards.coating.tables.checklist import ChecklistRow
from coatxl.standards.coating.tables.chemicals import ChemicalRow
from coatxl.standards.coating.tables.conclusion import ConclusionRow
from coatxl.standards.coating.tables.countermeasures import CountermeasureRow
from coatxl.standards.coating.tables.dangers import HiddenDangerRow
from coatxl.standards.coating.tables.division import RiskPointRow, UnitRow
from coatxl.standards.coating.tables.hazards import HazardRow, RelationRow
from coatxl.standards.coating.tables.installations import MajorHazardRow
from coatxl.standards.coating.tables.major import MajorVerdictRow
from coatxl.standards.coating.tables.materials import MaterialRow
from coatxl.standards.coating.tables.methods import MethodRow
from coatxl.standards.coating.tables.project import ConfirmationRow, ProjectRow
from coatxl.standards.coating.tables.report_parts import AnnexListRow, ReportPartRow
from coatxl.standards.coating.tables.risks import LecRow, MatrixRow
from coatxl.standards.coating.tables.scope import ScopeRow
from coatxl.standards.coating.tables.survey import BuildingRow, SurveyRow
from coatxl.standards.coating.tables.team import TeamRow
from coatxl.standards.coating.tables.verification import VerificationRow
from coatxl.tables.table import Table

# In the order of the working paper; 关系表 is read from strangers' workbooks only.
TEMPLATE_TABLES: tuple[type[Table], ...] = (
    ProjectRow, TeamRow, ScopeRow, MaterialRow, SurveyRow, BuildingRow,
    UnitRow, RiskPointRow, HazardRow, ChemicalRow, MajorHazardRow, MethodRow, ChecklistRow, LecRow, MatrixRow, HiddenDangerRow, MajorVerdictRow,
    CountermeasureRow, VerificationRow, ConclusionRow, ReportPartRow, AnnexListRow,
    ConfirmationRow,
)  # fmt: skip
TABLES: tuple[type[Table], ...] = (*TEMPLATE_TABLES, RelationRow)
# The chain from 评价单元 to 隐患清单: what a paper must have, and the whole of a small one.
CORE_TABLES: tuple[type[Table], ...] = (
    ProjectRow, UnitRow, RiskPointRow, HazardRow, ChecklistRow, LecRow, MatrixRow, HiddenDangerRow, ConfirmationRow,
)  # fmt: skip

GUIDE_SHEET = "填写说明"
CRITERIA_SHEET = "判定标准"

__all__ = [
    "CORE_TABLES", "CRITERIA_SHEET", "GUIDE_SHEET", "TABLES", "TEMPLATE_TABLES", "AnnexListRow", "BuildingRow", "ChecklistRow", "ChemicalRow", "ConclusionRow",
    "ConfirmationRow", "CountermeasureRow", "HazardRow",
    "HiddenDangerRow", "LecRow", "MajorHazardRow", "MajorVerdictRow", "MaterialRow", "MatrixRow", "MethodRow", "ProjectRow", "RelationRow",
    "ReportPartRow", "RiskPointRow", "ScopeRow", "SurveyRow", "TeamRow", "UnitRow",
    "VerificationRow",
]  # fmt: skip
