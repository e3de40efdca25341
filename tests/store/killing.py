"""A kill at a chosen call of the system, for the tests of the store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class Killed(BaseException):
    """Not an Exception: a killed process runs no handler."""


@contextmanager
def killing(monkeypatch: pytest.MonkeyPatch, call: int, part: float) -> Iterator[list[str]]:
    """Kills at the `call`-th call of the system, a write having come as far as `part` of its bytes."""
    made: list[str] = []

    def edge(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def called(file: int, *rest: Any) -> Any:
            made.append(name)
            if len(made) != call:
                return real(file, *rest)
            if name == "write":
                real(file, rest[0][: int(len(rest[0]) * part)])
            raise Killed

        return called

    with monkeypatch.context() as patched:
        for name in ("write", "fdatasync", "fsync"):
            patched.setattr(os, name, edge(name))
        yield made
