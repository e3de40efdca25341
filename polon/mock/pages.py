"""Pages of Telegram's public preview: `/s/<channel>`, `/<channel>/<id>?embed=1`, landing pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain

from polon.mock.markup import fragment, rich, template, words
from polon.mock.message import Setting, face_values, message
from polon.mock.posts import Face, History, Post

PAGE = 20
"""Messages on a page of the preview, each part of an album counted."""

SUMMARY = 255
"""Characters of a post that its landing page shows at most; Telegram's own limit is not known."""

NOT_FOUND = "Post not found"
NOT_SHOWN = "Unfortunately, this channel couldn't be displayed on your device."

_LANDINGS = {
    "channel": ("View", "{} subscribers", "View in Telegram", "view and join"),
    "group": ("View", "{} members, 31 online", "View in Telegram", "view and join"),
    "bot": ("Launch", "{} monthly users", "Start Bot", "launch"),
    "user": ("Contact", "", "Send Message", "contact"),
}
"""By the kind of account: the title's verb, the count, the button, and what one can do with it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page shows: its messages, the cursors to both sides, and the page's own address after the handle.

    `empty_next` is the cursor without a value that Telegram puts where the messages have come to an end.
    """

    posts: tuple[Post, ...]
    older: int | None
    newer: int | None
    own: str
    empty_next: bool = False


def sheet(history: History, before: int | None = None, after: int | None = None, around: int | None = None) -> Sheet:
    """The newest messages, those before an id, those after it, or those around it, oldest first.

    An album is shown whole, though it may start below the twentieth message.
    """
    if around is not None:
        earlier = _some(history.before(around), PAGE // 2)[::-1]
        posts = earlier + _some(history.after(around - 1), PAGE - _size(earlier))
    elif after is not None:
        posts = _some(history.after(after), PAGE)
    else:
        posts = _some(history.before(before), PAGE)[::-1]
    last = posts[-1].ids[-1] if posts else 0
    older = posts[0].id if posts and _any(history.before(posts[0].id)) else None
    newer = last if posts and _any(history.after(last)) else None
    empty = not posts and before is not None and _any(history.after(before - 1))
    return Sheet(tuple(posts), older, newer, _own(before, after, around, last), empty)


def preview_page(face: Face, history: History, page: Sheet) -> str:
    """`/s/<channel>` with all around the messages."""
    return template("preview.html").fill(
        face_values(face),
        description=escape(words(face.description)),
        description_html=rich(face.description),
        subscribers=face.subscribers,
        people="members" if face.markup == "2020" else "subscribers",
        body_class=_BODY[face.markup],
        canonical=f"/s/{face.handle}{page.own}",
        prev=_relation(face, "prev", "before", page.older),
        next=_relation(face, "next", "after", "" if page.empty_next else page.newer),
        history=messages(face, history, page),
    )


def messages(face: Face, history: History, page: Sheet) -> str:
    """The messages of a page with the cursors around them: all that Telegram's own script asks for."""
    stamp = next((int(p.at.timestamp()) for p in chain(history.before(None), page.posts)), 0)
    setting = Setting(face, history, stamp)
    shown = [message(setting, post) for post in page.posts] or [fragment("no_posts")]
    older, newer = _cursor(face, "before", page.older), _cursor(face, "after", page.newer)
    return older + "".join(fragment("wrap", message=m) for m in shown) + newer


def as_script_answer(html: str) -> str:
    """What Telegram's own script gets: the HTML of messages as a JSON string."""
    return json.dumps(html, ensure_ascii=False).replace("/", "\\/")


def embed_page(face: Face, history: History, number: int) -> str:
    """`/<channel>/<id>?embed=1`: one post, an album for each of its ids, or the words that it was not found."""
    post = history.find(number)
    if post is None:
        return refusal_page(NOT_FOUND)
    setting = Setting(face, history, int(post.at.timestamp()), embedded=True)
    return template("embed.html").fill(message=message(setting, post))


def refusal_page(reason: str) -> str:
    """What an embedded post's page says in the place of the post."""
    refusal = template("refusal.html").fill(words=escape(reason, quote=False))
    return template("embed.html").fill(message=refusal)


def landing_page(handle: str, face: Face | None, preview: bool = True, post: Post | None = None) -> str:
    """`/<name>` and `/<name>/<id>`; `face` is None for a name that nobody has.

    `preview`: the page links to the channel's preview. A post's page describes it by the beginning of its text, and
    one without text by the channel.
    """
    if face is None:
        robots = '<meta name="robots" content="noindex, nofollow">'
        page = fragment("nobody", handle=handle)
        parts = {"verb": "Contact", "robots": robots, "og_title": f"Telegram: Contact @{handle}", "description": ""}
    else:
        description = post_summary(post) or words(face.description)
        verb, _, _, _ = _LANDINGS[face.kind]
        parts = {"verb": verb, "robots": "", "og_title": escape(face.title), "description": escape(description)}
        page = _somebody(face, preview)
    return template("landing.html").fill(parts, handle=handle, page=page)


def post_summary(post: Post | None) -> str:
    """The beginning of a post's text, as its landing page describes it."""
    text = words(post.text) if post is not None and post.kind == "post" else ""
    return text if len(text) <= SUMMARY else text[:SUMMARY].rstrip() + "…"


def invitation_page() -> str:
    """What an invite link and a link into a private channel show."""
    parts = {"verb": "Join Group Chat", "robots": "", "og_title": "Join group chat on Telegram", "description": ""}
    html = template("landing.html").fill(parts, handle="", page=fragment("invited"))
    return html.replace("Join Group Chat @", "Join Group Chat")


def home_page() -> str:
    """The front page of telegram.org, where a name that cannot be one ends."""
    return template("home.html").fill()


def rename_classes(html: str, names: Mapping[str, str]) -> str:
    """The page with other class names, as after a change of Telegram's markup."""

    def renamed(match: re.Match[str]) -> str:
        return 'class="' + " ".join(names.get(name, name) for name in match[1].split(" ")) + '"'

    return re.sub(r'class="([^"]*)"', renamed, html) if names else html


_BODY = {
    "2026": "widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions",
    "2020": "widget_frame_base tgme_widget emoji_image thin_box_shadow no_transitions",
}


def _somebody(face: Face, preview: bool) -> str:
    _, count, button, verb = _LANDINGS[face.kind]
    extras = [f"@{face.handle}"] if face.kind in ("bot", "user") else []
    extras += [count.format(face.subscribers)] if count else []
    return fragment(
        "somebody",
        **face_values(face),
        extras="".join(fragment("extra", words=extra) for extra in extras),
        description_html=rich(face.description),
        button=button,
        can=verb,
        context=fragment("context_link", handle=face.handle) if preview and face.kind == "channel" else "",
    )


def _some(posts: Iterator[Post], most: int) -> list[Post]:
    """Posts until they come to `most` messages."""
    taken: list[Post] = []
    room = most
    while room > 0 and (post := next(posts, None)):
        taken.append(post)
        room -= len(post.ids)
    return taken


def _any(posts: Iterator[Post]) -> bool:
    return next(posts, None) is not None


def _size(posts: list[Post]) -> int:
    return sum(len(post.ids) for post in posts)


def _own(before: int | None, after: int | None, around: int | None, last: int) -> str:
    if around is not None:
        return f"/{around}"
    if after is not None:
        return f"?after={after}"
    return f"?before={before or last + 1}"


def _relation(face: Face, rel: str, key: str, cursor: int | str | None) -> str:
    return "" if cursor is None else fragment("relation", handle=face.handle, key=key, cursor=cursor, rel=rel)


def _cursor(face: Face, key: str, cursor: int | None) -> str:
    if cursor is None:
        return ""
    link = fragment("cursor", handle=face.handle, key=key, cursor=cursor)
    return link if face.markup == "2020" else fragment("more", link=link)
