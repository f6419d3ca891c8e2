"""Criteria and the worksheet functions run inside the hosts' own Python: standard library only, old syntax."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MODULES = [
    ROOT / "coatxl" / "__init__.py",
    *sorted((ROOT / "coatxl" / "criteria").glob("*.py")),
    *(ROOT / "udfs" / name for name in ("declaration.py", "functions.py", "guards.py")),
    ROOT / "udfs" / "libreoffice" / "coatxl_shim.py",
]
BESIDE = {"declaration", "functions", "guards"}
OLDEST = (3, 8)
NEWER_KEYWORDS = {"slots", "kw_only", "strict"}
SUBSCRIPTED_FROM_3_9 = {"tuple", "list", "dict", "set", "frozenset", "type"}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that is executed: annotations are not, under "from __future__ import annotations"."""
    for name, child in ast.iter_fields(node):
        if name not in {"annotation", "returns"}:
            for inner in child if isinstance(child, list) else [child]:
                if isinstance(inner, ast.AST):
                    yield inner
                    yield from running(inner)


def test_the_modules_are_there() -> None:
    assert {path.name for path in MODULES} >= {
        "__init__.py",
        "bands.py",
        "lec.py",
        "matrix.py",
        "scores.py",
        "sensitivity.py",
        "functions.py",
        "coatxl_shim.py",
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_module_imports_nothing_but_the_standard_library_and_criteria(path: Path) -> None:
    for name in imported(ast.parse(path.read_text("utf-8"))):
        assert name.split(".")[0] in sys.stdlib_module_names | BESIDE or name.startswith("coatxl.criteria")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_module_is_written_for_the_oldest_host(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"), feature_version=OLDEST)
    has_annotations = any(isinstance(node, (ast.AnnAssign, ast.FunctionDef)) for node in ast.walk(tree))
    assert not has_annotations or "__future__" in imported(tree)
    for node in running(tree):
        if isinstance(node, ast.Call):
            assert NEWER_KEYWORDS.isdisjoint(keyword.arg for keyword in node.keywords), f"line {node.lineno}"
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            assert node.value.id not in SUBSCRIPTED_FROM_3_9, f"line {node.lineno}"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
            assert names.isdisjoint({"str", "int", "float", "Decimal", "None"}), f"line {node.lineno}"
