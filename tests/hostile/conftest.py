"""The whole hostile set takes minutes: it runs when asked for with -m slow, and a sample of each class always."""

from __future__ import annotations

WHOLE = "test_hostile.py::test_rest["


def pytest_collection_modifyitems(config, items):
    """Deselect the whole set, and say so in pytest's last line, unless -m asks for slow tests."""
    if "slow" in config.getoption("markexpr"):
        return
    left_out = [item for item in items if WHOLE in item.nodeid]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if WHOLE not in item.nodeid]
