"""The hosts put udfs/ on sys.path; so do its tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "udfs"))
