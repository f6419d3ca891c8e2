"""Findings as text, json and 检查结果.xlsx: FORMATS names them all."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from coatxl.findings import Lang
from coatxl.reports import json, text, xlsx
from coatxl.reports.model import RunResult


class Render(Protocol):
    """One output format: the whole run as bytes, the same for the same run."""

    def __call__(self, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
        """Render a run; output is the file that will hold it, for formats whose links lead from there."""


FORMATS: dict[str, Render] = {"text": text.render, "json": json.render, "xlsx": xlsx.render}
