"""TelegramRSS, the program of tg.i-c-a.su: a channel's messages as RSS and as JSON, by Telegram's own interface.

It needs no preview. The date of an edited post in its RSS is that of the edit, and advertisements stand among posts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import groupby, islice

from msgspec.structs import replace as with_values

from polon.mock.http import JSON, Ask, Reply
from polon.mock.markup import as_telegram, plain, words
from polon.mock.posts import Face, Post
from polon.mock.world import Account

EDITED_AFTER = timedelta(days=1)
"""When a post was edited, if it was."""

LIMIT, MOST = 10, 100

Message = dict[str, object]


def answer(account: Account | None, ads: tuple[str, ...], ask: Ask) -> Reply:
    """`/rss/<channel>[/<page>]` and `/json/<channel>[/<page>]`, with `limit`, `page` and `id`, the newest one shown."""
    if account is None or not account.exists:
        return Reply(_errors("USERNAME_NOT_OCCUPIED"), 400, JSON)
    if account.face.kind in ("bot", "user"):
        return Reply(_errors("BOTS NOT ALLOWED"), 400, JSON)
    form, _, *page = ask.path.strip("/").split("/")
    number = int(page[0]) if page and page[0].isdecimal() else ask.number("page") or 1
    limit = max(1, min(ask.number("limit") or LIMIT, MOST))
    below = (ask.number("id") or 0) + 1 if "id" in ask.query else None
    start = (max(1, number) - 1) * limit
    parts = list(islice(_parts(account.history.before(below)), start, start + limit))
    if form == "json":
        return Reply(json.dumps(_answer(account.face, parts, ads), ensure_ascii=False, indent=4), kind=JSON)
    return Reply(_feed(account.face, parts, ads, ask), kind="text/xml;charset=UTF-8")


def locked() -> str:
    """What somebody reads who has asked too much."""
    return _errors("Too many requests", "Time to unlock access: 00:01:00")


def _errors(*words_of: str) -> str:
    return json.dumps({"success": False, "errors": list(words_of)}, indent=4) + "\n"


def _parts(posts: Iterator[Post]) -> Iterator[tuple[Post, int]]:
    """Every message with its post, newest first: each part of an album is one."""
    for post in posts:
        for number in reversed(post.ids):
            yield post, number


def _edited_at(post: Post) -> datetime:
    return post.at + EDITED_AFTER if post.edited else post.at


# JSON


def _answer(face: Face, parts: list[tuple[Post, int]], ads: tuple[str, ...]) -> Message:
    chats = [{"_": "channel", "id": _peer(face.number), "title": face.title, "username": face.handle}]
    return {
        "_": "messages.channelMessages",
        "inexact": False,
        "pts": 4096,
        "count": len(parts),
        "messages": [_message(face, post, number) for post, number in parts],
        "chats": chats,
        "users": [],
        "sponsored_messages": [_ad(place, text) for place, text in enumerate(ads)],
    }


def _peer(number: int) -> int:
    """A channel's number as MadelineProto writes it."""
    return -1_000_000_000_000 - number


def _message(face: Face, post: Post, number: int) -> Message:
    head: Message = {"id": number, "peer_id": _peer(face.number), "date": int(post.at.timestamp())}
    if post.kind == "service":
        return {"_": "messageService", **head, "action": {"_": "messageActionPinMessage"}}
    first = number == post.id
    message: Message = {"_": "message", **head, "message": as_telegram(post.text) if first else "", "views": 1200}
    if post.photos > 1:
        message["grouped_id"] = face.number * 1_000_000 + post.id
    if post.photos or post.video or post.file:
        message["media"] = {"_": "messageMediaPhoto" if post.photos else "messageMediaDocument"}
    if post.edited:
        message["edit_date"] = int(_edited_at(post).timestamp())
    if post.reply:
        message["reply_to"] = {"_": "messageReplyHeader", "reply_to_msg_id": post.reply}
    if post.signed:
        message["post_author"] = post.signed
    if post.forwarded:
        header: Message = {"_": "messageFwdHeader", "date": int(post.at.timestamp()), "from_name": post.forwarded.name}
        message["fwd_from"] = header | ({"post_author": post.forwarded.author} if post.forwarded.author else {})
    return message


def _ad(place: int, text: str) -> Message:
    return {
        "_": "sponsoredMessage",
        "id": f"ad{place}",
        "title": "Advertiser",
        "message": text,
        "url": "https://t.me/advertiser_bot?start=ad",
        "webpage": {"url": "https://t.me/advertiser_bot?start=ad"},
    }


# RSS


def _feed(face: Face, parts: list[tuple[Post, int]], ads: tuple[str, ...], ask: Ask) -> str:
    items = [_ad_item(text) for text in ads] + [_item(face, post, ask.base) for post in _posts(parts) if _is_told(post)]
    newest = max((_edited_at(post) for post, _ in parts), default=datetime(1970, 1, 1, tzinfo=UTC))
    link, date = f"https://t.me/s/{face.handle}", format_datetime(newest)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:media="http://search.yahoo.com/mrss/" version="2.0">\n  <channel>\n'
        f"    <title>{escape(face.title)}</title>\n    <link>{link}</link>\n"
        f"    <description>{escape(words(face.description)) or 'No description'}</description>\n"
        f"    <pubDate>{date}</pubDate>\n    <lastBuildDate>{date}</lastBuildDate>\n"
        f"    <image><url>{ask.base}/icon/{face.handle}/icon.jpg</url><link>{link}</link></image>\n"
        f'    <atom:link rel="self" type="application/rss+xml" href="{ask.base}/rss/{face.handle}"/>\n'
        f"{''.join(items)}  </channel>\n</rss>\n"
    )


def _posts(parts: list[tuple[Post, int]]) -> Iterator[Post]:
    """Posts of messages: an album under its last one, whose caption is missing where its first part is."""
    for post, group in groupby(parts, key=lambda part: part[0]):
        *_, (_, lowest) = group
        yield post if lowest == post.id else with_values(post, id=lowest, text="", photos=1)


def _is_told(post: Post) -> bool:
    return post.kind == "post" and bool(post.text or post.photos or post.video or post.file)


def _item(face: Face, post: Post, base: str) -> str:
    link = f"https://t.me/{face.handle}/{post.id}"
    source = post.forwarded
    return _item_of(
        title=_title(post),
        description=_pictures(face, post, base) + "<br/>" + as_telegram(post.text) + _linked(post),
        date=format_datetime(_edited_at(post).astimezone(UTC)),
        link=link,
        more=f'      <source url="{escape(source.url)}">{escape(source.name)}</source>\n'
        if source and source.url
        else "",
    )


def _ad_item(text: str) -> str:
    return _item_of(
        title=f"[Sponsored] {plain(text)[:50]}",
        description=f"<br/>{as_telegram(text)}",
        date="",
        link="https://t.me/advertiser_bot?start=ad",
    )


def _item_of(title: str, description: str, date: str, link: str, more: str = "") -> str:
    dated = f"      <pubDate>{date}</pubDate>\n" if date else ""
    titled = f"      <title>{escape(title)}</title>\n" if title else ""
    return (
        f"    <item>\n{titled}      <description>{escape(description)}</description>\n{dated}"
        f"      <link>{escape(link)}</link>\n      <guid>{escape(link)}</guid>\n{more}    </item>\n"
    )


def _title(post: Post) -> str:
    text = words(post.text)
    first = text.split("\n")[0][:100] if len(text) > 50 else ""
    mark = "[Video]" if post.video else "[Photo]" if post.photos else "[Media]" if post.file else ""
    return f"{mark} {first}".strip()


def _pictures(face: Face, post: Post, base: str) -> str:
    shown = post.ids if post.photos or post.video or post.file else ()
    picture = '<a href="{0}/photo.jpg" target="_blank" rel="nofollow"><img src="{0}/preview/thumb.jpeg"/></a><br/>'
    return "".join(picture.format(f"{base}/media/{face.handle}/{number}") for number in shown)


def _linked(post: Post) -> str:
    page = post.preview
    if page is None:
        return ""
    inner = f"<cite><b>{page.site}</b></cite></br><b>{page.title}</b></br>{page.description}</br>"
    return f'<br/><br/><blockquote cite="{page.url}">{inner}</blockquote>'
