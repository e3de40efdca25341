"""One message of a channel in the markup of Telegram's public preview, with everything that real posts carry."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC
from html import escape
from zlib import crc32

from polon.mock.markup import emoji, fragment, inline, plain, rich, template
from polon.mock.posts import Face, History, Poll, Post, Preview

OPEN_TELEGRAM = "Please open Telegram to view this post"


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose page a message stands on; `stamp` is the server's time in seconds, `embedded` a page of one post."""

    face: Face
    history: History
    stamp: int
    embedded: bool = False


def message(setting: Setting, post: Post) -> str:
    """One message, as a page of the channel shows it or, embedded, as `?embed=1` does."""
    face = setting.face
    view = "" if face.kind == "group" else f'data-view="{data_view(face, post, setting.stamp)}"'
    at = post.at.astimezone(UTC)
    moment = fragment("moment", handle=face.handle, id=post.id, datetime=at.isoformat(), clock=f"{at:%H:%M}")
    html = template("message.html").fill(
        face_values(face),
        id=post.id,
        classes=_classes(face, post),
        data=f'data-peer="c{face.number}_-1" {view}' if setting.embedded else view,
        logo=fragment("logo") if setting.embedded else "",
        body=_service(post, setting.embedded) if post.kind == "service" else _body(setting, post),
        views=fragment("views", views=post.views) if post.views else "",
        meta=_meta(post) + moment,
        keyboard=_keyboard(post),
    )
    return html.replace("<br/>", "<br>") if face.markup == "2020" else html


def face_values(face: Face) -> dict[str, str]:
    """What every template of a channel asks for."""
    initial = next((c for c in face.title if c.isalpha()), "T")
    return {"handle": face.handle, "title": escape(face.title), "initial": initial}


def data_view(face: Face, post: Post, stamp: int) -> str:
    """The unpadded base64url JSON of `data-view`: channel, post (an album's ends in g), server time, a check."""
    number = f'"{post.id}g"' if post.photos > 1 else post.id
    check = crc32(b"%d/%d" % (face.number, post.id))
    view = f'{{"c":{-face.number},"p":{number},"t":{stamp},"h":"{check:08x}f0a94d1b3c"}}'
    return base64.urlsafe_b64encode(view.encode()).decode().rstrip("=")


def _classes(face: Face, post: Post) -> str:
    # Since about 2022 every message has the first of them: it says nothing about the message.
    styling = " force_userpic" if face.markup == "2020" else " text_not_supported_wrap"
    media = {"sticker": " sticker_media no_bubble", "roundvideo": " roundvideo_media no_bubble"}.get(
        post.media or "", ""
    )
    return styling + media + (" service_message" if post.kind == "service" else "")


def _meta(post: Post) -> str:
    signature = fragment("signature", name=escape(post.signed)) if post.signed else ""
    return signature + (fragment("edited") if post.edited else "")


def _service(post: Post, embedded: bool) -> str:
    if embedded:
        return fragment("unsupported", label="Service message")
    return fragment("text", html=inline(post.text)) if post.text else ""


def _body(setting: Setting, post: Post) -> str:
    if post.orphan:
        return fragment("unsupported", label=OPEN_TELEGRAM)
    parts = (
        _forwarded(post),
        _reply(setting, post),
        _media(setting.face, post),
        _file(setting.face, post),
        _text(post),
        _poll(setting.face, post, post.poll) if post.poll else "",
        _preview(post.preview) if post.preview else "",
        _reactions(post),
    )
    return "\n".join(p for p in parts if p)


def _forwarded(post: Post) -> str:
    if post.forwarded is None:
        return ""
    name, by = escape(post.forwarded.name), post.forwarded.author
    author = fragment("forwarded_author", name=escape(by)) if by else ""
    if post.forwarded.url is None:
        return fragment("forwarded_hidden", name=name, author=author)
    return fragment("forwarded", name=name, address=escape(post.forwarded.url), author=author)


def _reply(setting: Setting, post: Post) -> str:
    """The quoted post: it stands before the text and shares one of its classes."""
    parent = setting.history.find(post.reply) if post.reply else None
    if parent is None:
        return ""
    kind, quoted = ("text", plain(parent.text)) if parent.text else ("metatext", "Video" if parent.video else "Photo")
    return fragment("reply", **face_values(setting.face), id=parent.id, kind=kind, quoted=escape(quoted))


def _media(face: Face, post: Post) -> str:
    address = f"https://t.me/{face.handle}"
    if post.video:
        unsupported = fragment("unsupported", label="This media is not supported in your browser")
        return fragment("video", address=f"{address}/{post.id}", duration=post.video, unsupported=unsupported)
    if post.media:
        return fragment(post.media, address=f"{address}/{post.id}")
    if post.photos == 0:
        return ""
    if post.photos == 1:
        return fragment("photo", address=f"{address}/{post.id}")
    return fragment("album", photos="".join(fragment("photo", address=f"{address}/{i}?single") for i in post.ids))


def _file(face: Face, post: Post) -> str:
    if not post.file:
        return ""
    return fragment("file", address=f"https://t.me/{face.handle}/{post.id}", name=escape(post.file))


def _text(post: Post) -> str:
    """The text: an album's caption is nested twice, a post with custom emoji has a second copy that says nothing."""
    if not post.text:
        return ""
    text = fragment("text", html=rich(post.text))
    if post.photos > 1:
        return fragment("text", html=text)
    if "((" not in post.text:
        return text
    return fragment("two_copies", text=text, unsupported=fragment("unsupported", label=OPEN_TELEGRAM))


def _poll(face: Face, post: Post, poll: Poll) -> str:
    options = (fragment("poll_option", words=escape(words), percent=percent) for words, percent in poll.options)
    question = escape(poll.question)
    all_options = "".join(options)
    return fragment("poll", handle=face.handle, id=post.id, question=question, options=all_options, votes=poll.votes)


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
    return fragment("reactions", each=each + (fragment("custom_reaction", count=post.id) if post.id % 3 == 0 else ""))


def _keyboard(post: Post) -> str:
    """Buttons below the post, outside of its bubble."""
    if not post.buttons:
        return ""
    return fragment("keyboard", rows="".join(fragment("button", words=escape(words)) for words in post.buttons))
