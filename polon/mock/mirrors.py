"""Mirrors of the preview: other programs that tell of the same posts in their own forms."""

from __future__ import annotations

from polon.mock import rssbridge, rsshub, tgrss
from polon.mock.http import NOT_FOUND, Ask, Reply
from polon.mock.troubles import Host
from polon.mock.world import World


def answer(world: World, host: Host, ask: Ask) -> Reply:
    """What a mirror answers in this world."""
    name = handle_in(host, ask)
    if name is None:
        return NOT_FOUND
    account = world.named(name)
    if host == "rsshub":
        return rsshub.feed(account, name)
    if host == "rss-bridge":
        return rssbridge.feed(account, name, ask)
    return tgrss.answer(account, world.ads, ask)


def refusal(host: Host, status: int) -> str:
    """The body of a mirror's answer to one who asks too much, or at all."""
    return tgrss.locked() if host == "tgrss" else f"<!DOCTYPE html><title>{status}</title><h1>{status}</h1>"


def handle_in(host: Host, ask: Ask) -> str | None:
    """The channel that a question to a mirror is about; None where the mirror has no such page."""
    parts = ask.path.strip("/").split("/")
    match host, parts:
        case "rsshub", ["telegram", "channel", name] | ["telegram", "channel", name, _]:
            return name
        case "rss-bridge", _ if ask.query.get("bridge", [""])[0].removesuffix("Bridge") == "Telegram":
            return ask.query.get("username", [""])[0].removeprefix("@") or None
        case "tgrss", ["rss" | "json", name] | ["rss" | "json", name, _]:
            return name
    return None
