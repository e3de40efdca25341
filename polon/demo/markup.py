"""Page templates and rich text: the marks of the world's files as HTML of Telegram's public preview."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|~~(?P<spoiler>.+?)~~"
    r"|\(\((?P<custom>.+?)\)\)"
    r"|\[(?P<words>[^]]+)\]\((?P<address>[^)]+)\)"
    r"|(?P<emoji>[\U0001F1E6-\U0001F1FF]{2}|[\u2600-\u27BF\U0001F300-\U0001FAFF]\uFE0F?)"
)


@cache
def template(name: str) -> Template:
    """One of the package's page templates."""
    return Template((files("polon.demo") / "templates" / name).read_text("utf-8"))


def fragment(part: str, /, **values: object) -> str:
    """A part of a page, filled. The values are HTML: whoever passes text has escaped it."""
    return _fragments()[part].substitute(values)


def rich(text: str) -> str:
    """HTML of a post's text; a line that begins with `> ` is a block quotation, which takes no `<br/>` after it."""
    html = ""
    for line in text.strip().split("\n"):
        if line.startswith("> "):
            html += f"<blockquote>{inline(line[2:])}</blockquote>"
        else:
            gap = "" if not html or html.endswith("</blockquote>") else "<br/>"
            html += gap + inline(line)
    return html


def inline(text: str) -> str:
    """HTML of a line: bold, spoiler, links, plain and custom emoji; everything else escaped."""
    html, at = "", 0
    for match in _INLINE.finditer(text):
        html += escape(text[at : match.start()]) + _marked(match)
        at = match.end()
    return html + escape(text[at:])


def plain(text: str) -> str:
    """The text without its marks, on one line, as a reply quotes it."""
    bare = _INLINE.sub(lambda m: next(g for g in m.group("bold", "spoiler", "custom", "words", "emoji") if g), text)
    return " ".join(bare.split()).replace("> ", "")


def emoji(character: str) -> str:
    """An emoji as the preview shows it: a picture named by its UTF-8 bytes, with the character inside."""
    return fragment("emoji", image=character.encode().hex().upper(), character=character)


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
def _fragments() -> dict[str, Template]:
    table = tomllib.loads(template("fragments.toml").template)
    return {name: Template(html.strip("\n")) for name, html in table.items()}
