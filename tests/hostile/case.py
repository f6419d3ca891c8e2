"""Case: one hostile input, how it is made and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REFUSED, READABLE, EITHER = "refused", "readable", "either"
# Exit codes that each expectation allows; 2 is for the command line only.
EXPECTED_CODES = {REFUSED: {3}, READABLE: {0, 1}, EITHER: {0, 1, 3}}


@dataclass(frozen=True)
class Case:
    """build writes the input into an empty folder and returns what is to be checked, a file or the folder.

    preflight: the container alone shows that it is hostile, so that no part may be inflated for it. heavy: takes
    seconds to make or to read. sample: part of the short run that stands for its class.
    """

    group: str
    name: str
    expect: str
    build: Callable[[Path], Path]
    preflight: bool = False
    heavy: bool = False
    sample: bool = False

    @property
    def id(self):
        return f"{self.group}: {self.name}".replace("_", " ")


CASES: list[Case] = []


def add(group, name, expect, make, **flags):
    """Register a case whose make() returns the bytes of one .xlsx."""
    file_name = f"{name}.xlsx"

    def build(folder):
        target = folder / file_name
        target.write_bytes(make())
        return target

    CASES.append(Case(group, name, expect, build, **flags))


def content(group, expect, **flags):
    """Register a function that returns the bytes of one .xlsx."""

    def register(make):
        add(group, make.__name__, expect, make, **flags)
        return make

    return register


def placed(group, expect, **flags):
    """Register a function that writes files into a folder and returns what is to be checked."""

    def register(build):
        CASES.append(Case(group, build.__name__, expect, build, **flags))
        return build

    return register
