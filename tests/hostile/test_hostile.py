"""Every hostile input ends by itself, within limits, with one clear line; CI takes a sample of each class."""

from __future__ import annotations

import sys

import pytest

from hostile.case import CASES
from hostile.generator import GROUPS
from hostile.trial import check, judge, made, remove

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rlimits and process trees are those of Linux")
SAMPLE = [case for case in CASES if case.sample]


def test_every_class_is_covered_and_in_the_sample():
    assert {case.group for case in CASES} == set(GROUPS)
    assert {case.group for case in SAMPLE} == set(GROUPS)
    assert len({case.id for case in CASES}) == len(CASES)


def _survives(case, tmp_path):
    source = tmp_path / "in"
    try:
        assert judge(case, check(made(case, source), tmp_path / "work")) == []
    finally:
        remove(source)


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.id)
def test_sample(case, tmp_path):
    _survives(case, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if not case.sample], ids=lambda case: case.id)
def test_rest(case, tmp_path):
    _survives(case, tmp_path)
