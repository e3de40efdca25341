"""What a host does when it does not do its work: the ways in which Telegram and its mirrors refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count as counting
from typing import Literal

TroubleKind = Literal["contact", "no_posts", "302", "429", "403", "500", "empty", "hang_up", "slow"]

Host = Literal["t.me", "telegram.me", "telegram.dog", "rsshub", "rss-bridge", "tgrss"]
PREVIEWS: tuple[Host, Host, Host] = ("t.me", "telegram.me", "telegram.dog")
MIRRORS: tuple[Host, Host, Host] = ("rsshub", "rss-bridge", "tgrss")
HOSTS: tuple[Host, ...] = PREVIEWS + MIRRORS

OF_PREVIEWS = frozenset(("contact", "no_posts", "302"))
"""Those that only a host of the preview can have."""


@dataclass(frozen=True, eq=False)
class Trouble:
    """A host's trouble: which questions it meets, counted from the scene on, and what they get.

    `first` is the first question that meets it, `count` how many do (None: all from there on). Robots.txt is served in
    any trouble, and does not count.
    """

    kind: TroubleKind
    hosts: tuple[Host, ...]
    channel: str | None = None
    first: int = 1
    count: int | None = None
    retry_after: int | None = None
    seconds: float = 0.0
    asked: counting[int] = field(default_factory=lambda: counting(1))

    def meets(self, host: str, names: frozenset[str]) -> bool:
        """Whether a question to `host` about an account of these names gets the trouble. It is counted."""
        if host not in self.hosts or (self.channel is not None and self.channel.lower() not in names):
            return False
        number = next(self.asked)
        return number >= self.first and (self.count is None or number < self.first + self.count)
