"""A host of Telegram's preview: which page of which account answers a question."""

from __future__ import annotations

import re
from dataclasses import replace

from polon.mock import pages
from polon.mock.http import JSON, NOT_FOUND, Ask, Reply, moved
from polon.mock.pages import Sheet
from polon.mock.world import Account, World

_HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_POST = re.compile(r"[1-9][0-9]{0,9}")


def answer(world: World, ask: Ask) -> Reply:
    """What a host of the preview answers in this world."""
    if ask.method == "HEAD":
        return NOT_FOUND
    parts = ask.path.strip("/").split("/")
    match parts:
        case [""]:
            return Reply(pages.home_page())
        case ["c" | "joinchat", *_]:
            return Reply(pages.invitation_page())
        case [invite] if invite.startswith("+"):
            return Reply(pages.invitation_page())
        case ["s", handle] if _HANDLE.fullmatch(handle):
            return _channel(world, handle, None, ask)
        case ["s", handle, post] if _HANDLE.fullmatch(handle) and _POST.fullmatch(post):
            return _channel(world, handle, int(post), ask)
        case [handle, post] if _HANDLE.fullmatch(handle) and _POST.fullmatch(post):
            return _post(world, handle, int(post), ask)
        case [handle] if _HANDLE.fullmatch(handle):
            return _landing(world, handle)
    return moved(f"{ask.base}/")  # Telegram sends everybody else to its front page


def handle_in(path: str) -> str | None:
    """The account that a path of the preview names."""
    parts = path.strip("/").split("/")
    name = parts[1] if parts[0] == "s" and len(parts) > 1 else parts[0]
    return name if _HANDLE.fullmatch(name) else None


def contact_page(path: str) -> Reply:
    """What a host that wants to be left alone shows of any account: that nobody has the name."""
    return Reply(pages.landing_page(handle_in(path) or "telegram", None))


def no_posts_page(world: World, ask: Ask) -> Reply:
    """What a host that wants to be left alone shows of a channel: that it has no posts."""
    account = world.named(handle_in(ask.path) or "")
    if account is None or not account.open or not ask.path.startswith("/s/"):
        return answer(world, ask)
    return _page(world, account, Sheet((), None, None, ""), ask)


def _channel(world: World, handle: str, around: int | None, ask: Ask) -> Reply:
    account = world.named(handle)
    if account is None or not account.open:
        # One and the same answer to a closed preview, a group, a bot and a name that nobody has.
        return moved(f"{ask.base}/{handle}")
    sheet = pages.sheet(account.shown, ask.number("before"), ask.number("after"), around)
    return _page(world, account, _with_faults(account, sheet), ask)


def _page(world: World, account: Account, sheet: Sheet, ask: Ask) -> Reply:
    if ask.headers.get("x-requested-with", "").lower() == "xmlhttprequest":
        html = pages.messages(account.face, account.shown, sheet)
        return Reply(pages.as_script_answer(pages.rename_classes(html, world.classes)), kind=JSON)
    html = pages.preview_page(account.face, account.shown, sheet)
    return Reply(pages.rename_classes(html, world.classes))


def _with_faults(account: Account, sheet: Sheet) -> Sheet:
    shown = {number for post in sheet.posts for number in post.ids}
    for fault in account.faults:
        if fault.at and not shown & set(fault.at):
            continue
        if fault.kind == "no_anchors":
            sheet = replace(sheet, older=None, newer=None)
        elif fault.kind == "empty":
            sheet = replace(sheet, posts=(), older=None, newer=None)
        elif sheet.posts:  # both cursors lead to this page again
            sheet = replace(sheet, older=sheet.posts[-1].ids[-1] + 1, newer=sheet.posts[0].id - 1)
    return sheet


def _post(world: World, handle: str, number: int, ask: Ask) -> Reply:
    account = world.named(handle)
    if "embed" not in ask.query:
        return _landing(world, handle, number)
    if account is None or account.face.kind in ("bot", "user"):
        return Reply(pages.refusal_page(f"Channel with username @{handle} not found"))
    if account.restricted is not None:
        return Reply(pages.refusal_page(account.restricted))
    return Reply(pages.rename_classes(pages.embed_page(account.face, account.history, number), world.classes))


def _landing(world: World, handle: str, number: int | None = None) -> Reply:
    account = world.named(handle)
    if account is None:
        return Reply(pages.landing_page(handle, None))
    post = account.history.find(number) if number and account.open else None
    return Reply(pages.landing_page(account.face.handle, account.face, account.preview, post))
