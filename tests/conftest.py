"""What every room's tests share: the command line, the office and browser markers and the hypothesis profile."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import browser
import hypothesis
import pytest
from command_line import Coatxl, caller

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


@pytest.fixture
def coatxl(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Coatxl:
    """The command line in a folder of its own."""
    monkeypatch.delenv("COATXL_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)
    return caller(capfd)
