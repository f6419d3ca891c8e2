"""The rules of the standard, a module for each topic; importing them registers them.

Those of gate.py belong to the gate alone, which imports them itself.
"""

from __future__ import annotations

from coatxl.standards.coating.rules import (
    appendix_a,
    checklist,
    chemicals,
    cited,
    claims,
    closing,
    conclusion,
    countermeasures,
    dangers,
    division,
    hazards,
    installations,
    lec,
    majors,
    matrix,
    methods,
    numbers,
    own_criteria,
    photos,
    preparation,
    references,
    report_parts,
    risk,
    scope,
    survey,
    verification,
)

__all__ = [
    "appendix_a", "checklist", "chemicals", "cited", "claims", "closing", "conclusion", "countermeasures", "dangers", "division", "hazards", "installations", "lec", "majors", "matrix", "methods",
    "numbers", "own_criteria", "photos", "preparation", "references", "report_parts", "risk", "scope", "survey", "verification",
]  # fmt: skip
