"""The Excel add-in's module: what xlwings offers, and what reaches the functions through xlwings' own call."""

from __future__ import annotations

import importlib
import sys
import types
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest.mock import MagicMock

import coatxl_udfs
import pytest
import xlwings
from functions import FUNCTIONS, Function

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_GIVEN = -2147352572  # what COM passes for an optional argument that was left out
NOT_AVAILABLE = -2146826246  # what COM passes for #N/A


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_every_function_is_offered_under_its_name_with_its_text(function: Function) -> None:
    offered = getattr(coatxl_udfs, function.name)
    assert offered.__name__ == function.name
    assert offered.__doc__ == function.description
    values = [1.0] * len([a for a in function.arguments if a.default is None])
    assert offered(*values) == function.call(*values)


class Cell:
    """A referenced cell as COM passes it: no number yet, but something to read the raw value of."""

    def __init__(self, value: object) -> None:
        self.value = value


class PlayedRange:
    """What xlwings makes of a Cell."""

    def __init__(self, raw_value: object, sheet: object) -> None:
        self.raw_value, self.sheet = raw_value, sheet
        self.impl = types.SimpleNamespace(max_cells_per_read=None)
        self.address = "$A$1"


@dataclass(frozen=True)
class Excel:
    """The add-in's module as Excel has it, xlwings' udfs module, and a call from a cell."""

    module: types.ModuleType
    udfs: types.ModuleType
    call: Callable[..., object]


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Excel:
    """Give xlwings as on Windows: COM and Excel are played, the decorators, the call and the VBA generator its own."""
    engine = types.SimpleNamespace(
        impl=types.SimpleNamespace(prepare_xl_data_element=lambda value, _options: value), type="desktop"
    )
    sheet = types.SimpleNamespace(book=types.SimpleNamespace(app=types.SimpleNamespace(engine=engine)))
    windows = types.SimpleNamespace(Range=lambda xl: xl, is_range_instance=lambda argument: isinstance(argument, Cell))
    for name in ("pythoncom", "win32com", "win32com.client", "xlwings.com_server", "xlwings.udfs"):
        monkeypatch.setitem(sys.modules, name, MagicMock())
    monkeypatch.setitem(sys.modules, "pywintypes", types.SimpleNamespace(com_error=OSError))
    monkeypatch.setitem(xlwings.engines.engines_by_name, "excel", engine)
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    del sys.modules["xlwings.udfs"]
    udfs = importlib.import_module("xlwings.udfs")
    monkeypatch.setattr(udfs, "Range", lambda impl: PlayedRange(impl.value if impl else None, sheet))
    monkeypatch.setattr(xlwings, "func", udfs.xlfunc)
    monkeypatch.setattr(xlwings, "arg", udfs.xlarg)
    monkeypatch.delitem(sys.modules, "coatxl_udfs")
    module = importlib.import_module("coatxl_udfs")

    def call(name: str, *arguments: object) -> object:
        ((answer,),) = udfs.call_udf("coatxl_udfs", name, arguments)
        return answer

    return Excel(module, udfs, call)


def test_xlwings_finds_each_function_once_with_category_and_texts(excel: Excel) -> None:
    found = [v for v in vars(excel.module).values() if hasattr(v, "__xlfunc__")]
    assert [f.__xlfunc__["name"] for f in found] == [function.name for function in FUNCTIONS]
    for offered, function in zip(found, FUNCTIONS, strict=True):
        info = offered.__xlfunc__
        assert (info["category"], info["ret"]["doc"], info["volatile"]) == ("coatxl", function.description, False)
        assert [(a["name"], a["doc"], a.get("optional")) for a in info["args"]] == [
            (a.name, a.description, a.default) for a in function.arguments
        ]
        assert not hasattr(function.call, "__xlfunc__")


@pytest.mark.parametrize("given", [lambda value: value, Cell], ids=["typed", "referenced"])
def test_cells_reach_the_functions_as_they_are(excel: Excel, given: Callable[[object], object]) -> None:
    def grade(*values: object) -> object:
        return excel.call("LEC_GRADE", *map(given, values), NOT_GIVEN)

    assert grade(10.0, 1.0, 7.0) == "一般风险"
    assert excel.call("LEC_GRADE", *map(given, (10.0, 1.0, 7.0, "upper_inclusive"))) == "低风险"
    assert excel.call("LEC_D", *map(given, (0.1, 0.5, 3.0))) == 0.15
    assert grade(None, None, None) == ""
    assert grade(10.0, None, 7.0) == "待补"
    for bad in ("", "10", "１０", True, NOT_AVAILABLE, datetime(1900, 1, 3, tzinfo=UTC), 4.0):
        assert grade(bad, 1.0, 7.0) == "取值无效"
    assert excel.call("RISK_ACCEPTABLE", given("较大风险"), NOT_GIVEN) == "不可接受"
    assert excel.call("RISK_ACCEPTABLE", given(""), given("一般风险")) == ""


def test_a_range_of_several_cells_is_invalid(excel: Excel) -> None:
    assert excel.call("MATRIX_GRADE", Cell(((1.0,), (2.0,))), 3.0) == "取值无效"


def test_an_argument_left_out_is_a_blank_cell(excel: Excel) -> None:
    assert excel.call("LEC_GRADE", 3.0, 6.0, NOT_GIVEN, NOT_GIVEN) == "待补"
    assert excel.call("MATRIX_CHECK", 3.0, 4.0, NOT_GIVEN) == ""
    assert excel.call("RISK_RANK", NOT_GIVEN) == ""


@pytest.mark.parametrize("given", [lambda value: value, Cell], ids=["typed", "referenced"])
def test_every_declared_case_is_answered_in_excel_as_in_python(excel: Excel, given: Callable[[object], object]) -> None:
    for function in FUNCTIONS:
        for case in function.cases:
            missing = [NOT_GIVEN] * (len(function.arguments) - len(case.values))
            assert excel.call(function.name, *map(given, case.values), *missing) == function.call(*case.values)
