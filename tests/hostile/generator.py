"""All cases of the hostile set, and every class that they must cover."""

from __future__ import annotations

from hostile import archives, cells, containers, crowds, mutants, packages, places, texts, xml_parts
from hostile.case import CASES

MODULES = (archives, xml_parts, packages, cells, texts, crowds, containers, places, mutants)
GROUPS = (
    "zip bombs", "zip structure", "zip paths", "zip damage", "encrypted", "XML entities", "XML shape", "XML encoding", "package", "far cells",
    "references", "dimension", "size", "indices", "values", "dates", "injection", "formulas", "long text", "headers", "a million of", "styles",
    "objects", "protection", "OLE and BIFF", "renamed", "files", "file names", "mutants",
)  # fmt: skip

__all__ = ["CASES", "GROUPS", "MODULES"]
