"""Page templates and rich text: the marks of a script's posts as HTML of Telegram's public preview, or as words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from importlib.resources import files

_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|~~(?P<spoiler>.+?)~~"
    r"|\(\((?P<custom>.+?)\)\)"
    r"|\[(?P<words>[^]]+)\]\((?P<address>[^)]+)\)"
    r"|(?P<emoji>[\U0001F1E6-\U0001F1FF]{2}|[0-9#*]\uFE0F?\u20E3|[\u2600-\u27BF\U0001F300-\U0001FAFF]\uFE0F?)"
)
_MARKED = re.compile(r"[*~(\[\u20e3\u2600-\u27BF\U0001F1E6-\U0001FAFF]")
_QUOTE = "> "


class Form:
    """A template: `$name` stands for a value. One step of string formatting, as a page needs hundreds."""

    def __init__(self, text: str) -> None:
        self._text = re.sub(r"\$([a-z_]+)", r"%(\1)s", text.replace("%", "%%"))

    def fill(self, values: Mapping[str, object] | None = None, /, **more: object) -> str:
        """The text with its values, which are HTML: whoever passes text has escaped it. KeyError where one lacks."""
        return self._text % ({**values, **more} if values else more)


@cache
def form(package: str, name: str) -> Form:
    """A file of a package's `templates`."""
    return Form((files(package) / "templates" / name).read_text("utf-8"))


def template(name: str) -> Form:
    """One of this package's page templates."""
    return form("polon.mock", name)


def fragment(part: str, /, **values: object) -> str:
    """A part of a page, filled. The values are HTML: whoever passes text has escaped it."""
    return _fragments()[part].fill(values)


def rich(text: str) -> str:
    """HTML of a post's text; lines that begin with `> ` are a block quotation, whose own end breaks the line."""
    html, quoting = "", False
    for line in text.strip().split("\n"):
        quoted = line.startswith(_QUOTE)
        if quoted and not quoting:
            html += "<br/><blockquote>" if html.endswith("<br/>") else "<blockquote>"
        elif quoting and not quoted:
            html += "</blockquote>"
        elif html:
            html += "<br/>"
        html += inline(line.removeprefix(_QUOTE)) if quoted else inline(line)
        quoting = quoted
    return html + "</blockquote>" if quoting else html


def inline(text: str) -> str:
    """HTML of a line: bold, spoiler, links, plain and custom emoji; everything else escaped."""
    if not _MARKED.search(text):
        return _escape(text)
    html, at = "", 0
    for match in _INLINE.finditer(text):
        html += _escape(text[at : match.start()]) + _marked(match)
        at = match.end()
    return html + _escape(text[at:])


def as_telegram(text: str) -> str:
    """HTML of a post's text as TelegramRSS makes it: few tags, plain emoji, nothing escaped."""

    def marked(match: re.Match[str]) -> str:
        if bold := match["bold"]:
            return f"<strong>{_INLINE.sub(marked, bold)}</strong>"
        if address := match["address"]:
            name = match["words"]
            return name if address.startswith("?") else f'<a href="{address}" target="_blank" rel="nofollow">{name}</a>'
        return next(part for part in match.group("spoiler", "custom", "emoji") if part)

    quoted = re.sub(r"(?:^> .*(?:\n|\Z))+", _quotation, text.strip(), flags=re.MULTILINE)
    return _INLINE.sub(marked, quoted).replace("\n", "<br />\n")


def words(text: str) -> str:
    """What a reader sees of a post's text: its lines without marks, nor the widthless spaces that some begin with."""
    lines = (_bare(line.removeprefix(_QUOTE)).strip() for line in text.replace("\u200b", "").strip().split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines))


def plain(text: str) -> str:
    """The text without its marks, on one line, as a reply quotes it."""
    return " ".join(_bare(text).split()).replace(_QUOTE, "")


@lru_cache(maxsize=1024)
def emoji(character: str) -> str:
    """An emoji as the preview shows it: a picture named by its UTF-8 bytes, with the character inside."""
    return fragment("emoji", image=character.encode().hex().upper(), character=character)


def _quotation(match: re.Match[str]) -> str:
    """Lines of a quotation; the break after the last one is the text's, as before the first."""
    lines = [line.removeprefix(_QUOTE) for line in match[0].rstrip("\n").split("\n")]
    return f"<blockquote>{chr(10).join(lines)}</blockquote>" + ("\n" if match[0].endswith("\n") else "")


def _escape(text: str) -> str:
    """HTML of plain text with the entities that Telegram writes."""
    return escape(text).replace("&#x27;", "&#39;").replace("$", "&#036;")


def _bare(text: str) -> str:
    return _INLINE.sub(lambda m: next(g for g in m.group("bold", "spoiler", "custom", "words", "emoji") if g), text)


def _marked(match: re.Match[str]) -> str:
    if bold := match["bold"]:
        return f"<b>{inline(bold)}</b>"
    if spoiler := match["spoiler"]:
        return f"<tg-spoiler>{inline(spoiler)}</tg-spoiler>"
    if custom := match["custom"]:
        return fragment("custom_emoji", emoji=emoji(custom))
    if address := match["address"]:
        # Since 2024 the preview escapes an outside address twice; a hashtag's is relative.
        if address.startswith("?"):
            return fragment("hashtag", address=address, words=inline(match["words"]))
        return fragment("link", address=escape(escape(address)), words=inline(match["words"]))
    return emoji(match["emoji"])


@cache
def _fragments() -> dict[str, Form]:
    table = tomllib.loads((files("polon.mock") / "templates" / "fragments.toml").read_text("utf-8"))
    return {name: Form(html.strip("\n")) for name, html in table.items()}
