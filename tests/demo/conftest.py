from __future__ import annotations

from collections.abc import Iterator

import pytest

from polon.demo.server import Addresses, serve
from polon.demo.world import World, load_world


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="module")
def addresses(world: World) -> Iterator[Addresses]:
    with serve(world) as found:
        yield found
