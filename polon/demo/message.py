"""One message of a channel in the markup of Telegram's public preview, with everything that real posts carry."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC
from html import escape

from polon.demo.markup import emoji, fragment, inline, plain, rich, template
from polon.demo.world import Channel, Poll, Post, Preview


def message(channel: Channel, post: Post, embedded: bool = False) -> str:
    """One message, as a page of the channel shows it or, `embedded`, as `?embed=1` does."""
    view = f'data-view="{data_view(channel, post)}"'
    at = post.at.astimezone(UTC)
    return template("message.html").substitute(
        channel_names(channel),
        id=post.id,
        classes=" service_message" if post.kind == "service" else "",
        data=f'data-peer="c{-channel.number}_-1" {view}' if embedded else view,
        logo=fragment("logo") if embedded else "",
        body=_service(post, embedded) if post.kind == "service" else _body(channel, post),
        views=fragment("views", views=post.views) if post.views else "",
        meta=_meta(post),
        datetime=at.isoformat(),
        clock=f"{at:%H:%M}",
    )


def channel_names(channel: Channel) -> dict[str, str]:
    """What every template of a channel asks for."""
    initial = next(c for c in channel.title if c.isalpha())
    return {"handle": channel.handle, "title": escape(channel.title), "initial": initial}


def data_view(channel: Channel, post: Post) -> str:
    """The unpadded base64url JSON of `data-view`: channel, post (an album's ends in g), server time, a check."""
    number = f"{post.id}g" if post.photos > 1 else post.id
    check = hashlib.sha256(f"{channel.handle}/{post.id}".encode()).hexdigest()[:18]
    view = {"c": channel.number, "p": number, "t": int(channel.post[-1].at.timestamp()), "h": check}
    return base64.urlsafe_b64encode(json.dumps(view, separators=(",", ":")).encode()).decode().rstrip("=")


def _meta(post: Post) -> str:
    signature = fragment("signature", name=escape(post.signed)) if post.signed else ""
    return signature + (fragment("edited") if post.edited else "")


def _service(post: Post, embedded: bool) -> str:
    if embedded:
        return fragment("unsupported", label="Service message")
    return fragment("text", html=inline(post.text))


def _body(channel: Channel, post: Post) -> str:
    parts = (
        _forwarded(post),
        _reply(channel, post),
        _media(channel, post),
        _text(post),
        _poll(channel, post, post.poll) if post.poll else "",
        _preview(post.preview) if post.preview else "",
        _reactions(post),
    )
    return "\n".join(p for p in parts if p)


def _forwarded(post: Post) -> str:
    if post.forwarded is None:
        return ""
    name = escape(post.forwarded.name)
    if post.forwarded.url is None:
        return fragment("forwarded_hidden", name=name)
    return fragment("forwarded", name=name, address=post.forwarded.url)


def _reply(channel: Channel, post: Post) -> str:
    """The quoted post: it stands before the text and shares one of its classes."""
    parent = next((p for p in channel.post if p.id == post.reply), None)
    if parent is None:
        return ""
    kind, quoted = ("text", plain(parent.text)) if parent.text else ("metatext", "Photo")
    names = channel_names(channel)
    return fragment("reply", **names, id=parent.id, kind=kind, quoted=escape(quoted))


def _media(channel: Channel, post: Post) -> str:
    address = f"https://t.me/{channel.handle}"
    if post.video:
        unsupported = fragment("unsupported", label="This media is not supported in your browser")
        return fragment("video", address=f"{address}/{post.id}", duration=post.video, unsupported=unsupported)
    if post.photos == 0:
        return ""
    if post.photos == 1:
        return fragment("photo", address=f"{address}/{post.id}")
    return fragment("album", photos="".join(fragment("photo", address=f"{address}/{i}?single") for i in post.ids))


def _text(post: Post) -> str:
    """The text: an album's caption is nested twice, a post with custom emoji has a second copy that says nothing."""
    if not post.text:
        return ""
    text = fragment("text", html=rich(post.text))
    if post.photos > 1:
        return fragment("text", html=text)
    if "((" not in post.text:
        return text
    other = fragment("unsupported", label="Please open Telegram to view this post")
    return fragment("two_copies", text=text, unsupported=other)


def _poll(channel: Channel, post: Post, poll: Poll) -> str:
    options = (fragment("poll_option", words=escape(words), percent=percent) for words, percent in poll.options)
    question = escape(poll.question)
    all_options = "".join(options)
    return fragment("poll", handle=channel.handle, id=post.id, question=question, options=all_options, votes=poll.votes)


def _preview(preview: Preview) -> str:
    return fragment(
        "link_preview",
        address=escape(preview.url),
        site=escape(preview.site),
        title=escape(preview.title),
        description=escape(preview.description),
    )


def _reactions(post: Post) -> str:
    if not post.views:
        return ""
    counts = (("❤", post.id * 7 + 12), ("🙏", post.id * 2 + 5))
    each = "".join(fragment("reaction", emoji=emoji(character), count=count) for character, count in counts)
    return fragment("reactions", each=each)
