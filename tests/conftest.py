"""What every room's tests share: the office and browser markers and the hypothesis profile."""

from __future__ import annotations

import os
import shutil

import browser
import hypothesis
import pytest

# A deadline measures the machine, not the code; the runs of CI are the same each time.
hypothesis.settings.register_profile("coatxl", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("coatxl")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests marked office or browser where LibreOffice or Chromium is missing; where CI is set that is a failure."""
    if item.get_closest_marker("office") and not shutil.which("soffice"):
        missing = "LibreOffice (soffice) is not on the PATH"
    elif item.get_closest_marker("browser") and not browser.program():
        missing = "Chromium is not on the PATH"
    else:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{missing}, and CI must not skip it", pytrace=False)
    pytest.skip(missing)
