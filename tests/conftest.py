"""What every room's tests share: the office marker and the hypothesis profile."""

from __future__ import annotations

import os
import shutil

import hypothesis
import pytest

# A deadline measures the machine, not the code; the runs of CI are the same each time.
hypothesis.settings.register_profile("coatxl", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("coatxl")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests marked office where LibreOffice is missing; where CI is set that is a failure."""
    if item.get_closest_marker("office") is None or shutil.which("soffice"):
        return
    missing = "LibreOffice (soffice) is not on the PATH"
    if os.environ.get("CI"):
        pytest.fail(f"{missing}, and CI must not skip it", pytrace=False)
    pytest.skip(missing)
