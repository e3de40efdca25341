"""Pages of Telegram's public preview: `/s/<channel>`, `/<channel>/<id>?embed=1`, landing pages."""

from __future__ import annotations

from html import escape

from polon.demo.markup import fragment, rich, template
from polon.demo.message import channel_names, message
from polon.demo.world import Channel, Post

PAGE = 20
"""Messages on a page of the preview."""

NOT_FOUND = "Post not found"
NOT_SHOWN = "Unfortunately, this channel couldn't be displayed on your device."


def preview_page(channel: Channel, before: int | None = None, after: int | None = None) -> str:
    """`/s/<channel>`: the newest posts, those before an id or those after it, oldest first."""
    posts = [p for p in channel.post if (before is None or p.id < before) and (after is None or p.id > after)]
    shown = posts[-PAGE:] if after is None else posts[:PAGE]
    older = shown[0].id if shown and shown[0].id > channel.post[0].id else None
    newer = shown[-1].id if shown and shown[-1].id < channel.post[-1].id else None
    query = f"?before={before}" if before else f"?after={after}" if after else ""
    return template("preview.html").substitute(
        channel_names(channel),
        description=escape(channel.description.strip()),
        description_html=rich(channel.description),
        subscribers=channel.subscribers,
        canonical=f"/s/{channel.handle}{query}",
        prev=_cursor("relation", channel, "before", older, rel="prev"),
        next=_cursor("relation", channel, "after", newer, rel="next"),
        older=_cursor("cursor", channel, "before", older),
        newer=_cursor("cursor", channel, "after", newer),
        messages="".join(fragment("wrap", message=m) for m in _messages(channel, shown)),
    )


def embed_page(channel: Channel, number: int) -> str:
    """`/<channel>/<id>?embed=1`: one post, an album for each of its ids, or the words that it was not found."""
    found = [p for p in channel.post if number in p.ids]
    if not found:
        return refusal_page(NOT_FOUND)
    return template("embed.html").substitute(message=message(channel, found[0], embedded=True))


def refusal_page(words: str) -> str:
    """What an embedded post's page says in the place of the post."""
    refusal = template("refusal.html").substitute(words=escape(words, quote=False))
    return template("embed.html").substitute(message=refusal)


def landing_page(handle: str, channel: Channel | None) -> str:
    """`/<name>`: where a refused preview redirects to; `channel` is None for a name that nobody has."""
    if channel is None:
        robots = '<meta name="robots" content="noindex, nofollow">'
        page = fragment("nobody", handle=handle)
        parts = {"verb": "Contact", "robots": robots, "og_title": f"Telegram: Contact @{handle}", "description": ""}
    else:
        html = rich(channel.description)
        page = fragment("somebody", **channel_names(channel), subscribers=channel.subscribers, description_html=html)
        description = escape(channel.description.strip())
        parts = {"verb": "View", "robots": "", "og_title": escape(channel.title), "description": description}
    return template("landing.html").substitute(parts, handle=handle, page=page)


def _messages(channel: Channel, shown: list[Post]) -> list[str]:
    return [message(channel, post) for post in shown] or [fragment("no_posts")]


def _cursor(name: str, channel: Channel, key: str, cursor: int | None, rel: str = "") -> str:
    return fragment(name, handle=channel.handle, key=key, cursor=cursor, rel=rel) if cursor else ""
