from __future__ import annotations

import pytest

from polon.demo.world import World, load_world


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()
