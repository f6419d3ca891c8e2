"""The hosts put udfs/ on sys.path; so do its tests, which share the golden set beside them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "udfs"), str(Path(__file__).parent)]
