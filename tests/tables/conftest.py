"""The add-in's functions, as their hosts find them, and the pieces that this room's tests share."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "udfs"), str(Path(__file__).parent)]
