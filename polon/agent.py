"""Who asks: the name under which Polon fetches pages, for servers and for robots.txt."""

from __future__ import annotations

from polon import __version__

ROBOTS_TOKEN = "polon"  # noqa: S105 (a product token, RFC 9309, 2.2.1)
"""The name by which a robots.txt may speak to Polon."""


def user_agent(contact: str | None) -> str:
    """The User-Agent header: `Polon/<version> (+contact)`; a header holds printable ASCII only."""
    clean = "".join(char for char in contact or "" if " " <= char <= "~" and char not in "()\\").strip()
    return f"Polon/{__version__} ({f'+{clean}' if clean else 'reads public statements about prisoners of war'})"
