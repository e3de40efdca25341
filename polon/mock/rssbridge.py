"""RSS-Bridge's Atom feed of a channel, made of the newest page of its preview; in the form of its TelegramBridge.

What is passed on and what is answered stand before the text, in one content with it; an error is an entry of the feed.
"""

from __future__ import annotations

from datetime import UTC
from html import escape

from polon.mock import pages
from polon.mock.http import Ask, Reply
from polon.mock.markup import fragment, inline, plain, rich
from polon.mock.posts import Face, History, Poll, Post, Preview
from polon.mock.world import Account

ATOM = "application/atom+xml; charset=UTF-8"
TITLE = 100
FAILED = "2026-10-01T00:00:00+00:00"
"""The time of an error's entry; the real one says when it was asked."""


def feed(account: Account | None, name: str, ask: Ask) -> Reply:
    """The feed. It sees no preview of a closed channel, nor of a name nobody has, and says so in an entry."""
    if ask.query.get("format", [""])[0] != "Atom":
        return Reply("<!DOCTYPE html><title>400</title><p>The mock has no format but Atom.</p>", 400)
    own = escape(ask.base + ask.target)
    if account is None or not account.open:
        return Reply(_atom("Telegram Bridge", own, f"https://t.me/s/{name}", [_error(own)]), kind=ATOM)
    face, sheet = account.face, pages.sheet(account.shown)
    entries = [_entry(face, account.shown, post) for post in reversed(sheet.posts)]
    title = f"{face.title} (@{name}) - Telegram"
    return Reply(_atom(title, own, f"https://t.me/s/{name}", entries), kind=ATOM)


def _atom(title: str, own: str, link: str, entries: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">\n'
        f'  <title type="text">{escape(title)}</title>\n  <id>{own}</id>\n  <icon>https://t.me/favicon.ico</icon>\n'
        f"  <updated>{FAILED}</updated>\n  <author>\n    <name>RSS-Bridge</name>\n  </author>\n"
        f'  <link rel="alternate" type="text/html" href="{escape(link)}"/>\n'
        f'  <link rel="self" type="application/atom+xml" href="{own}"/>\n{"".join(entries)}</feed>\n'
    )


def _entry(face: Face, history: History, post: Post) -> str:
    link = f"https://t.me/{face.handle}/{post.id}"
    at = post.at.astimezone(UTC).isoformat()
    alternate = f'<link rel="alternate" type="text/html" href="{link}"/>'
    return (
        f'  <entry>\n    <title type="html">{escape(_title(face, post))}</title>\n    <published>{at}</published>\n'
        f"    <updated>{at}</updated>\n    <id>{link}</id>\n    {alternate}\n"
        f"    <author>\n      <name>{escape(face.title)}</name>\n    </author>\n"
        f'    <content type="html">{escape(_content(face, history, post) or " ")}</content>\n  </entry>\n'
    )


def _error(own: str) -> str:
    content = (
        "<p>Unable to find channel. The channel is non-existing or non-public.</p>"
        "<p><strong>Type:</strong> Exception</p><p><strong>Code:</strong> 0</p>"
    )
    return (
        f'  <entry>\n    <title type="html">Bridge returned error 0! (20727)</title>\n'
        f"    <published>{FAILED}</published>\n    <updated>{FAILED}</updated>\n"
        f"    <id>urn:sha1:0aab0c7b6f8b1f6e2f0c5d7a3f1f9f7d8f3a5c11</id>\n"
        f'    <link rel="alternate" type="text/html" href="{own}"/>\n'
        f'    <content type="html">{escape(content)}</content>\n  </entry>\n'
    )


def _title(face: Face, post: Post) -> str:
    text = plain(post.text)
    if not text:
        return post.poll.question if post.poll else f"@{face.handle} posted a {'video' if post.video else 'photo'}"
    if len(text.encode()) <= TITLE:  # bytes, as PHP counts
        return text
    ends = [at for at, character in enumerate(text) if character == " " and len(text[:at].encode()) <= TITLE]
    return text[: ends[-1] if ends else text.find(" ")] + "..."


def _content(face: Face, history: History, post: Post) -> str:
    if post.orphan:
        return ""
    photo = '<a href="{}"><img src="https://cdn.example/file/photo.jpg"/></a><br>'
    parts = (
        _forwarded(post),
        _reply(face, history, post),
        _poll(post.poll) if post.poll else "",
        '<video controls="" poster="https://cdn.example/file/thumb.jpg" style="max-width:100%;"></video>'
        if post.video
        else "",
        "".join(photo.format(f"https://t.me/{face.handle}/{number}?single") for number in post.ids)
        if post.photos
        else "",
        _text(post),
        f"File attachments:<br>{escape(post.file)} -\n214.7 KB<br>" if post.file else "",
        _preview(post.preview) if post.preview else "",
    )
    return "".join(parts)


def _text(post: Post) -> str:
    if not post.text:
        return ""
    text = fragment("text", html=inline(post.text) if post.kind == "service" else rich(post.text))
    return fragment("text", html=text) if post.photos > 1 else text


def _forwarded(post: Post) -> str:
    if post.forwarded is None:
        return ""
    name = f'<span dir="auto">{escape(post.forwarded.name)}</span>'
    url, by = post.forwarded.url, post.forwarded.author
    kind = 'class="tgme_widget_message_forwarded_from_name"'
    whose = f'<a {kind} href="{escape(url)}">{name}</a>' if url else f"<span {kind}>{name}</span>"
    return f"Forwarded from&nbsp;{whose}{fragment('forwarded_author', name=escape(by)) if by else ''}<br><br>"


def _reply(face: Face, history: History, post: Post) -> str:
    parent = history.find(post.reply) if post.reply else None
    if parent is None:
        return ""
    link = f"https://t.me/{face.handle}/{parent.id}"
    quoted = escape(plain(parent.text)) if parent.text else "Photo"
    return f'<blockquote>{escape(face.title)}<br>\n{quoted}\n<a href="{link}">{link}</a></blockquote><hr>'


def _poll(poll: Poll) -> str:
    options = "".join(f"<li>{percent}% - {escape(option)}</li>" for option, percent in poll.options)
    return f"\t\t\t{escape(poll.question)}<br><small>Anonymous Poll</small><br><ul>{options}</ul>"


def _preview(preview: Preview) -> str:
    address, title, site = escape(preview.url), escape(preview.title), escape(preview.site)
    return (
        f'<blockquote><a href="{address}"></a><br><a href="{address}">\n{title} - {site}</a><br>'
        f"{escape(preview.description)}</blockquote>"
    )
