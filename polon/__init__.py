"""Polon: numeric claims about prisoners, from Telegram channels and news sites, each with its words."""

__version__ = "0.1.0"
