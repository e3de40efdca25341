from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polon.demo.server import Addresses, serve
from polon.demo.world import World, load_world
from tests.demo.running import Ran, run


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="module")
def addresses(world: World) -> Iterator[Addresses]:
    with serve(world) as found:
        yield found


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Ran, Ran, Path]:
    folder = tmp_path_factory.mktemp("demo")
    return run(folder), run(folder), run(folder, "--edit"), folder
