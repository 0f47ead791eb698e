"""Which tests of the adapters need servers or many processes: `make servers` runs them, `make test` does not."""

from __future__ import annotations

import pytest

ROOMS = {"state", "desk", "http"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name in ROOMS and item.path.parent.parent.name == "adapters":
            item.add_marker("servers")
