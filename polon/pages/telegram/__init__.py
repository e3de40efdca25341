"""Telegram's public web: a channel's preview, one post, whose a name is. The markup is Telegram's of 2020 to 2026."""

from polon.pages.telegram.embed import Embed, read_embed
from polon.pages.telegram.landing import Account, Landing, read_landing, read_summary
from polon.pages.telegram.preview import Preview, read_preview

__all__ = [
    "Account",
    "Embed",
    "Landing",
    "Preview",
    "read_embed",
    "read_landing",
    "read_preview",
    "read_summary",
]
