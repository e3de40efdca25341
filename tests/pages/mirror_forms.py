"""Posts written by us, as the preview and each other program tell of them.

The forms are the programs' own: RSSHub's lib/routes/telegram, RSS-Bridge's TelegramBridge and AtomFormat, TelegramRSS's
Feed and JsonController over danog/telegram-entities, Telegram Desktop's export_output_json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

HANDLE, TITLE, NUMBER = "DzvinNews", "Дзвін", 1463721328

Run = tuple[str, str]
"""A stretch of a line with its kind: plain, bold, italic, link, hashtag, emoji, custom, spoiler."""


@dataclass(frozen=True)
class Line:
    """A line of a post; `quote` where it is part of a quotation."""

    runs: tuple[Run, ...]
    quote: bool = False

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.runs)


@dataclass(frozen=True)
class Written:
    """A post as its author wrote it; `photos` above 1 make an album, which takes so many ids."""

    id: int
    lines: tuple[Line, ...] = ()
    at: datetime = datetime(2026, 8, 20, 21, 30, tzinfo=UTC)
    edited: datetime | None = None
    signed: str | None = None
    forwarded: tuple[str, str, int, str | None] | None = None
    photos: int = 0
    answers: str | None = None
    linked: bool = False
    poll: bool = False
    service: bool = False

    @property
    def ids(self) -> range:
        return range(self.id, self.id + max(1, self.photos))

    @property
    def raw(self) -> str:
        return "\n".join(line.text for line in self.lines)


def said(text: str) -> tuple[Line, ...]:
    """Lines without marks; `> ` begins a quoted one."""
    lines = ((line.removeprefix("> "), line.startswith("> ")) for line in text.split("\n"))
    return tuple(Line((("plain", line),), quote) for line, quote in lines)


def blocks(lines: Sequence[Line]) -> list[tuple[bool, list[Line]]]:
    """Lines in a row that are, or are not, quoted."""
    found: list[tuple[bool, list[Line]]] = []
    for line in lines:
        if not found or found[-1][0] != line.quote:
            found.append((line.quote, []))
        found[-1][1].append(line)
    return found


# Telegram's preview

EMOJI = """<i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F94A5.png')"><b>{}</b></i>"""


def shown(run: Run, emoji: str = EMOJI) -> str:
    kind, text = run
    words = escape(text)
    return {
        "plain": words,
        "bold": f"<b>{words}</b>",
        "italic": f"<i>{words}</i>",
        "link": f'<a href="https://bank.example/jar" target="_blank" onclick="return confirm(1)">{words}</a>',
        "hashtag": f'<a href="?q=%23">{words}</a>',
        "emoji": emoji.format(words),
        "custom": f'<tg-emoji emoji-id="5463249828450424568">{emoji.format(words)}</tg-emoji>',
        "spoiler": f"<tg-spoiler>{words}</tg-spoiler>",
    }[kind]


def preview_html(post: Written, emoji: str = EMOJI) -> str:
    """The text as the preview has it: a quotation's edge is the line end beside it."""
    html = ""
    for at, (quote, lines) in enumerate(blocks(post.lines)):
        inner = "<br/>".join("".join(shown(run, emoji) for run in line.runs) for line in lines)
        if not quote:
            html += inner
            continue
        before = blocks(post.lines)[at - 1][1][-1].text if at else "x"
        html += ("<br/>" if not before else "") + f"<blockquote>{inner}</blockquote>"
    return html


def forward_html(post: Written) -> str:
    if post.forwarded is None:
        return ""
    name, handle, number, author = post.forwarded
    signature = f'(<span class="tgme_widget_message_forwarded_from_author" dir="auto">{escape(author)}</span>)'
    return (
        f'Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/{handle}/{number}">'
        f'<span dir="auto">{escape(name)}</span></a>{" " + signature if author else ""}'
    )


def photos_html(post: Written) -> str:
    photo = (
        '<a class="tgme_widget_message_photo_wrap" href="https://t.me/{}/{}?single"'
        " style=\"background-image:url('https://cdn.example/p.jpg')\"></a>"
    )
    return "".join(photo.format(HANDLE, number) for number in post.ids) if post.photos else ""


def bubble(post: Written) -> str:
    """What stands in a message's bubble before its footer, as the fixture `message` takes it."""
    text = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{preview_html(post)}</div>'
    if post.photos > 1:
        text = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    forward = f'<div class="tgme_widget_message_forwarded_from accent_color">{forward_html(post)}</div>'
    reply = (
        f'<a class="tgme_widget_message_reply user-color-default" href="https://t.me/{HANDLE}/3" "="">'
        '<div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name"'
        f' dir="auto">{TITLE}</span></div><div class="tgme_widget_message_text js-message_reply_text" dir="auto">'
        f"{escape(post.answers or '')}</div></a>"
    )
    linked = (
        '<a class="tgme_widget_message_link_preview" href="https://paper.example/1">'
        '<div class="link_preview_site_name accent_color">Газета</div><div class="link_preview_title">900 полонених'
        '</div><div class="link_preview_description">Чужі слова про 901 полоненого</div></a>'
    )
    return (
        (forward if post.forwarded else "")
        + (reply if post.answers else "")
        + photos_html(post)
        + (POLL if post.poll else "")
        + (text if post.lines else "")
        + (linked if post.linked else "")
    )


POLL = (
    '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Скільки?</div>'
    '<div class="tgme_widget_message_poll_type">Anonymous Poll</div><div class="tgme_widget_message_poll_option">'
    '<div class="tgme_widget_message_poll_option_percent">27%</div><div class="tgme_widget_message_poll_option_text">'
    "300 полонених</div></div></div>"
)


def preview_page(posts: Iterable[Written], message: Callable[..., str], preview: Callable[..., bytes]) -> bytes:
    """A page of the preview, by the builders of conftest.py."""
    return preview(
        *(
            message(
                post.id,
                bubble(post),
                time=post.at.isoformat(),
                classes="service_message" if post.service else "",
                meta=(
                    f'<span class="tgme_widget_message_from_author" dir="auto">{post.signed}</span>, '
                    if post.signed
                    else ""
                )
                + ("edited &nbsp;" if post.edited else ""),
            )
            for post in posts
        )
    )


# RSSHub, from the preview and from an account


def rss(title: str, items: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://t.me/s/{HANDLE}</link><description>d - Powered by RSSHub"
        f"</description><language>en</language>{''.join(items)}</channel></rss>"
    ).encode()


def item(**parts: str) -> str:
    inner = "".join(f"<{name}>{escape(words)}</{name}>" for name, words in parts.items() if words)
    return f"<item>{inner}</item>"


def rsshub(posts: Iterable[Written], *, as_browsers_read: bool = False) -> bytes:
    return rss(f"{TITLE} - Telegram Channel", (_hub_item(post, as_browsers_read) for post in reversed(list(posts))))


def _hub_item(post: Written, as_browsers_read: bool) -> str:
    html = preview_html(post, '<span class="emoji">{}</span>')
    if as_browsers_read and "<blockquote>" in html:
        html = f"<p>{html.replace('<blockquote>', '</p><blockquote>', 1)}<p></p>"
    else:
        html = f"<p>{html}</p>"
    forward = ""
    if post.forwarded:
        name, handle, number, author = post.forwarded
        forward = f'<p>Forwarded From <b><a href="https://t.me/{handle}/{number}">{escape(name)}</a></b>'
        forward += f" ({escape(author)})</p>" if author else "</p>"
    reply = (
        f"<div class=\"rsshub-quote\"><blockquote>\n<p><a href='https://t.me/{HANDLE}/3'><b>{TITLE}</b>:</a></p>\n\n"
        f"<p>{escape(post.answers or '')}</p>\n</blockquote></div>"
    )
    poll = (
        "<blockquote><p><b>Скільки?</b></p><p><small>Anonymous Poll</small></p><p><b>27%</b> - 300 полонених</p>"
        "</blockquote>"
    )
    linked = (
        '<blockquote><b>Газета</b><br><b><a href="https://paper.example/1">900 полонених</a></b><br>'
        "<p>Чужі слова про 901 полоненого</p></blockquote>"
    )
    marks = ("🔁" if post.forwarded else "") + ("↩️" if post.answers else "") + ("🔧" if post.service else "")
    marks += ("🖼" if post.photos else "") + ("📊" if post.poll else "")
    title = f"{marks} {'Скільки?' if post.poll else post.raw.split(chr(10))[0].strip()}".strip()
    return item(
        title=title,
        description=forward
        + (reply if post.answers else "")
        + (poll if post.poll else "")
        + (html if post.lines else "")
        + (linked if post.linked else "")
        + '<img src="https://cdn.example/p.jpg">' * post.photos,
        link=f"https://t.me/{HANDLE}/{post.id}",
        guid=f"https://t.me/{HANDLE}/{post.id}",
        pubDate=format_datetime(post.at, usegmt=True),
        author=post.signed or "",
    )


HUB_TAGS = {
    "plain": "{}", "bold": "<strong>{}</strong>", "italic": "<em>{}</em>", "link": '<a href="https://bank.example/jar">{}</a>',
    "hashtag": "{}", "emoji": "{}", "custom": '<tg-emoji emoji-id="5463249828450424568">{}</tg-emoji>',
    "spoiler": "<spoiler>{}</spoiler>",
}  # fmt: skip


def tagged(post: Written, tags: dict[str, str], end: str) -> str:
    """The text with its entities as tags, and each line end as `end`, as programs with an account do."""
    parts = []
    for quote, lines in blocks(post.lines):
        inner = end.join("".join(tags[kind].format(escape(text)) for kind, text in line.runs) for line in lines)
        parts.append(f"<blockquote>{inner}</blockquote>" if quote else inner)
    return end.join(parts)


def rsshub_account(posts: Iterable[Written]) -> bytes:
    """RSSHub with TELEGRAM_SESSION."""
    items = []
    for post in reversed(list(posts)):
        html = f"<p>{tagged(post, HUB_TAGS, '<br/>')}</p>"
        origin = f"Forwarded From: {post.forwarded[0]}: " if post.forwarded else ""
        pictures = "<br/>\n".join(['<img src="https://hub.example/telegram/media/x/1" alt=""/>'] * post.photos)
        items.append(
            item(
                title=(origin + post.raw)[:80],
                description=pictures + html,
                link=f"https://t.me/s/{HANDLE}/{post.id}",
                guid=f"https://t.me/s/{HANDLE}/{post.id}",
                pubDate=format_datetime(post.at, usegmt=True),
                author=TITLE,
            )
        )
    return rss(TITLE, items)


# RSS-Bridge


def atom(entries: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xmlns:media="http://search.yahoo.com/mrss/">\n  <title type="text">{TITLE} (@{HANDLE}) - Telegram</title>\n'
        f"  <id>https://bridge.example/</id><author><name>RSS-Bridge</name></author>{''.join(entries)}</feed>"
    ).encode()


def entry(link: str, title: str, html: str, at: datetime | None, author: str = TITLE) -> str:
    stamp = at.strftime("%Y-%m-%dT%H:%M:%S+00:00") if at else ""
    times = f"<published>{stamp}</published><updated>{stamp}</updated>" if at else ""
    return (
        f'<entry><title type="html">{escape(title)}</title>{times}<id>{escape(link)}</id>'
        f'<link rel="alternate" type="text/html" href="{escape(link)}"/><author><name>{escape(author)}</name></author>'
        f'<content type="html">{escape(html)}</content>'
        '<link rel="enclosure" type="image/jpeg" href="https://cdn.example/p.jpg"/></entry>'
    )


def rss_bridge(posts: Iterable[Written]) -> bytes:
    entries = []
    for post in reversed(list(posts)):
        text = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{preview_html(post)}</div>'
        reply = (
            f"<blockquote>{TITLE}<br>\n{escape(post.answers or '')}\n"
            f'<a href="https://t.me/{HANDLE}/3">https://t.me/{HANDLE}/3</a></blockquote><hr>'
        )
        linked = (
            '<blockquote><a href="https://paper.example/1"></a><br><a href="https://paper.example/1">\n900 полонених -'
            " Газета</a><br>Чужі слова про 901 полоненого</blockquote>"
        )
        photo = f'<a href="https://t.me/{HANDLE}/{post.id}"><img src="https://cdn.example/p.jpg"/></a><br>'
        html = (
            (forward_html(post) + "<br><br>" if post.forwarded else "")
            + (reply if post.answers else "")
            + (
                "Скільки?<br><small>Anonymous Poll</small><br><ul><li>27% - 300 полонених</li></ul>"
                if post.poll
                else ""
            )
            + photo * post.photos
            + (text if post.lines else "")
            + (linked if post.linked else "")
        )
        entries.append(entry(f"https://t.me/{HANDLE}/{post.id}", post.raw[:100], html, post.at))
    return atom(entries)


# TelegramRSS

TG_TAGS = HUB_TAGS | {
    "bold": "<b>{}</b>", "italic": "<i>{}</i>", "spoiler": "<tg-spoiler>{}</tg-spoiler>"
}  # fmt: skip


def tgrss(posts: Iterable[Written], *, more: str = "") -> bytes:
    items = [more]
    for post in reversed(list(posts)):
        picture = (
            f'<a href="https://tg.example/media/{HANDLE}/{post.id}" target="_blank" rel="nofollow">'
            f'<img src="https://tg.example/media/{HANDLE}/{post.id}/preview/thumb.jpeg" style="max-width:100%"/></a>'
            "<br/>"
        )
        linked = (
            '<br/><br/><blockquote cite="https://paper.example/1"><cite><b>Газета</b></cite></br>'
            "<b>900 полонених</b></br>Чужі слова про 901 полоненого</br></blockquote>"
        )
        html = picture * post.photos + "<br/>" + tagged(post, TG_TAGS, "<br>") + (linked if post.linked else "")
        source = ""
        if post.forwarded:
            name, handle, number, _ = post.forwarded
            source = f'<source url="https://t.me/{handle}/{number}">{escape(name)}</source>'
        if post.lines or post.photos:
            items.append(
                item(
                    title=("[Photo] " if post.photos else "") + post.raw[:60],
                    description=html,
                    pubDate=format_datetime(post.edited or post.at),
                    link=f"https://t.me/{HANDLE}/{post.id}",
                    guid=f"https://t.me/{HANDLE}/{post.id}",
                ).replace("</item>", f"{source}</item>")
            )
    return rss(TITLE, items)


def tgjson(posts: Iterable[Written], **more: object) -> bytes:
    messages: list[dict[str, object]] = []
    for post in posts:
        for number in post.ids:
            message: dict[str, object] = {
                "_": "messageService" if post.service else "message",
                "out": False,
                "id": number,
                "peer_id": -(10**12) - NUMBER,
                "date": int(post.at.timestamp()),
                "message": tagged(post, TG_TAGS, "<br>") if number == post.id and not post.service else "",
            }
            if post.edited and number == post.id:
                message["edit_date"] = int(post.edited.timestamp())
            if post.photos:
                message["media"] = {"_": "messageMediaPhoto", "photo": {"id": 10**18 + number}}
            if post.photos > 1:
                message["grouped_id"] = 13_900_000_000_000_000 + post.id
            if post.signed:
                message["post_author"] = post.signed
            if post.forwarded:
                _, _, origin, author = post.forwarded
                message["fwd_from"] = {"_": "messageFwdHeader", "from_id": -(10**12) - 777, "channel_post": origin}
                message["fwd_from"] |= {"post_author": author} if author else {}  # type: ignore[operator]
            messages.append(message)
    forwarded = next((post.forwarded for post in posts if post.forwarded), None)
    chats = [{"_": "channel", "id": -(10**12) - NUMBER, "title": TITLE, "username": HANDLE}]
    if forwarded:
        chats.append({"_": "channel", "id": 777, "title": forwarded[0], "username": forwarded[1]})
    history = {"_": "messages.channelMessages", "count": 9, "messages": messages[::-1], "chats": chats, "users": []}
    return json.dumps(history | {"sponsored_messages": []} | more, ensure_ascii=False, indent=4).encode()


# Telegram Desktop

TYPES = {
    "bold": "bold",
    "italic": "italic",
    "link": "text_link",
    "hashtag": "hashtag",
    "custom": "custom_emoji",
    "spoiler": "spoiler",
}


def entities(post: Written) -> list[dict[str, str]]:
    parts: list[dict[str, str]] = []
    for at, (quote, lines) in enumerate(blocks(post.lines)):
        if at:
            parts.append({"type": "plain", "text": "\n"})
        if quote:
            parts.append({"type": "blockquote", "text": "\n".join(line.text for line in lines)})
            continue
        for row, line in enumerate(lines):
            if row:
                parts.append({"type": "plain", "text": "\n"})
            for kind, text in line.runs:
                piece = {"type": TYPES.get(kind, "plain"), "text": text}
                parts.append(piece | ({"href": "https://bank.example/jar"} if kind == "link" else {}))
    return merged(parts)


def merged(parts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Plain pieces in a row as one, as Telegram Desktop has them."""
    found: list[dict[str, str]] = []
    for part in parts:
        if found and part["type"] == found[-1]["type"] == "plain":
            found[-1] = {"type": "plain", "text": found[-1]["text"] + part["text"]}
        else:
            found.append(part)
    return [part for part in found if part["text"]]


def exported(post: Written) -> list[dict[str, object]]:
    """The messages of a post, one for each part of an album."""
    messages: list[dict[str, object]] = []
    for number in post.ids:
        pieces = entities(post) if number == post.id else []
        mixed: object = [part["text"] if part["type"] == "plain" else part for part in pieces]
        if all(part["type"] == "plain" for part in pieces):
            mixed = "".join(part["text"] for part in pieces)
        message: dict[str, object] = {
            "id": number,
            "type": "service" if post.service else "message",
            "date": post.at.replace(tzinfo=None).isoformat(),
            "date_unixtime": str(int(post.at.timestamp())),
        }
        if post.edited:
            message |= {"edited": "2026-08-21T10:00:00", "edited_unixtime": str(int(post.edited.timestamp()))}
        if post.service:
            message |= {"actor": TITLE, "actor_id": f"channel{NUMBER}", "action": "pin_message", "message_id": 3}
        else:
            message |= {"from": TITLE, "from_id": f"channel{NUMBER}"}
        if post.signed:
            message["author"] = post.signed
        if post.forwarded:
            message |= {"forwarded_from": post.forwarded[0], "forwarded_from_id": "channel777"}
        if post.answers:
            message["reply_to_message_id"] = 3
        if post.photos:
            message |= {
                "photo": "(File not included. Change data exporting settings to download.)",
                "width": 9,
                "height": 9,
            }
        if post.poll:
            answers = [{"text": "300 полонених", "voters": 27, "chosen": False}]
            message["poll"] = {"question": "Скільки?", "closed": False, "total_voters": 100, "answers": answers}
        messages.append(
            message | {"text": "" if post.service else mixed, "text_entities": [] if post.service else pieces}
        )
    return messages


def export(posts: Iterable[Written], **head: object) -> bytes:
    """A `result.json` of the channel alone."""
    chat = {"name": TITLE, "type": "public_channel", "id": NUMBER} | head
    messages = [message for post in posts for message in exported(post)]
    return json.dumps(chat | {"messages": messages}, ensure_ascii=False, indent=1).encode()
