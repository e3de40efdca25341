"""Mirrors of the preview: other programs that tell of the same posts in their own forms."""

from __future__ import annotations

from polon.mock.http import NOT_FOUND, Ask, Reply
from polon.mock.world import World


def answer(world: World, host: str, ask: Ask) -> Reply:
    """What a mirror answers in this world."""
    return NOT_FOUND


def handle_in(ask: Ask) -> str | None:
    """The channel that a question to a mirror is about."""
    return None
