"""The command line as tests use it: one call, its exit code and what it said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from coatxl.cli import main


class Said(NamedTuple):
    """Exit code, standard output and standard error of one call."""

    code: int
    out: str
    err: str


Coatxl = Callable[..., Said]


def caller(capfd: pytest.CaptureFixture[str]) -> Coatxl:
    """Return the command as a function of its arguments; a traceback is a failure whatever the exit code."""

    def call(*arguments: object) -> Said:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(a) for a in arguments])
        sys.stdout.flush()
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        return Said(int(stop.value.code or 0), said.out, said.err)

    return call
