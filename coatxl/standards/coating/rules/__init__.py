"""The rules of the standard, a module for each topic; importing them registers them."""

from __future__ import annotations

from coatxl.standards.coating.rules import (
    checklist,
    cited,
    closing,
    dangers,
    division,
    hazards,
    lec,
    majors,
    matrix,
    references,
    risk,
)

__all__ = ["checklist", "cited", "closing", "dangers", "division", "hazards", "lec", "majors", "matrix", "references", "risk"]
