"""What holds for the whole test run."""

from __future__ import annotations

import sys


def pytest_unconfigure() -> None:
    """Closes the event loop of Twisted's reactor, which else complains behind pytest's closing line that it is open."""
    reactor = sys.modules.get("twisted.internet.reactor")
    loop = getattr(reactor, "_asyncioEventloop", None)
    if loop is not None:
        loop.close()
