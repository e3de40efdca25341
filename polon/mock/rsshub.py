"""RSSHub's feed of a channel, made of the newest page of its preview; in the form of its route telegram/channel.

Reply, forward and media come before and after the text, marked by emoji in the title; service messages are items.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import format_datetime
from html import escape

from polon.mock import pages
from polon.mock.http import Reply
from polon.mock.markup import inline, plain, rich, words
from polon.mock.posts import Face, Forward, History, Poll, Post, Preview
from polon.mock.world import Account

XML = "application/xml; charset=UTF-8"

_EMOJI = re.compile(r'<i class="emoji"[^>]*><b>(.*?)</b></i>')


def feed(account: Account | None, name: str) -> Reply:
    """The feed, or RSSHub's page for an error: it sees no preview of a closed channel, nor of a name nobody has."""
    if account is None or not account.open:
        return Reply(_error(name), 503)
    face, sheet = account.face, pages.sheet(account.shown)
    items = [_item(face, account.shown, post) for post in reversed(sheet.posts) if not post.orphan]
    return Reply(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        f'version="2.0"><channel><title>{escape(face.title)} - Telegram Channel</title>'
        f"<link>https://t.me/s/{face.handle}</link>"
        f"<description>{escape(words(face.description))} - Powered by RSSHub</description>"
        "<generator>RSSHub</generator><webMaster>contact@rsshub.app (RSSHub)</webMaster>"
        f"<itunes:author>{escape(face.title)}</itunes:author><language>en</language><ttl>5</ttl>"
        f"{''.join(items)}</channel></rss>",
        kind=XML,
    )


def _item(face: Face, history: History, post: Post) -> str:
    link = f"https://t.me/{face.handle}/{post.id}"
    author = f"<author>{escape(post.signed)}</author>" if post.signed else ""
    return (
        f"<item><title>{escape(_title(post))}</title><description>{escape(_description(face, history, post))}"
        f'</description><link>{link}</link><guid isPermaLink="false">{link}</guid>'
        f"<pubDate>{format_datetime(post.at.astimezone(UTC), usegmt=True)}</pubDate>{author}</item>"
    )


def _title(post: Post) -> str:
    marks = {
        "↩️": post.reply,
        "🔁": post.forwarded,
        "🔧": post.kind == "service",
        "🎬": post.video,
        "🖼": post.photos,
        "📊": post.poll,
        "📄": post.file,
    }
    tag = "".join(mark for mark, there in marks.items() if there)
    first = plain(post.text.strip().split("\n")[0])
    title = post.poll.question if post.poll else f"{post.file} - 214.7 KB" if post.file else first
    return " ".join(part for part in (tag, title) if part) or format_datetime(post.at.astimezone(UTC), usegmt=True)


def _description(face: Face, history: History, post: Post) -> str:
    parts = (
        _forwarded(post.forwarded) if post.forwarded else "",
        _reply(face, history, post),
        _poll(post.poll) if post.poll else "",
        _file(post.file) if post.file else "",
        f"<p>{_text(post)}</p>" if post.text else "",
        _preview(post.preview) if post.preview else "",
        _media(post),
    )
    return "".join(parts)


def _text(post: Post) -> str:
    """The text as the preview has it, its emoji without pictures, its addresses escaped once."""
    html = inline(post.text) if post.kind == "service" else rich(post.text)
    html = _EMOJI.sub(r'<span class="emoji">\1</span>', html).replace("&amp;amp;", "&amp;")
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>' if post.photos > 1 else html


def _forwarded(forward: Forward) -> str:
    name = escape(forward.name)
    link = f'<a href="{escape(forward.url)}">{name}</a>' if forward.url else name
    return f"<p>Forwarded From <b>{link}</b>" + (f" ({escape(forward.author)})" if forward.author else "") + "</p>"


def _reply(face: Face, history: History, post: Post) -> str:
    parent = history.find(post.reply) if post.reply else None
    if parent is None:
        return ""
    quoted = f"<p>{escape(plain(parent.text))}</p>" if parent.text else "<p><small>Photo</small></p>"
    link = f"https://t.me/{face.handle}/{parent.id}"
    return (
        f"<div class=\"rsshub-quote\"><blockquote>\n<p><a href='{link}'><b>{escape(face.title)}</b>:</a></p>\n"
        f"{quoted}\n</blockquote></div>"
    )


def _poll(poll: Poll) -> str:
    options = "".join(f"<p><b>{percent}%</b> - {escape(option)}</p>" for option, percent in poll.options)
    question = f"<p><b>{escape(poll.question)}</b></p><p><small>Anonymous Poll</small></p>"
    return f"<blockquote>{question}{options}</blockquote>"


def _file(name: str) -> str:
    return f"<blockquote><p><b>{escape(name)}</b></p><p><small>214.7 KB</small></p></blockquote>"


def _preview(preview: Preview) -> str:
    link = f'<b><a href="{escape(preview.url)}">{escape(preview.title)}</a></b><br>'
    return f"<blockquote><b>{escape(preview.site)}</b><br>{link}<p>{escape(preview.description)}</p></blockquote>"


def _media(post: Post) -> str:
    video = '<video controls="controls" poster="https://cdn.example/file/thumb.jpg"></video>' if post.video else ""
    return video + '<img src="https://cdn.example/file/photo.jpg" width="800" height="528">' * post.photos


def _error(name: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Welcome to RSSHub!</title></head><body><h1>Looks like something went wrong"
        '</h1><p>Error Message:<br><code class="mt-2 block max-h-28 overflow-auto bg-zinc-100 align-bottom">'
        "Error: Unable to fetch message feed from this channel. Please check this URL to see if you can view the "
        f"message preview: https://t.me/s/{escape(name)}</code></p></body></html>"
    )
