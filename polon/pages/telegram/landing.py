"""`t.me/<name>` and `t.me/<channel>/<id>`: whose a name is, and the beginning of a post's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from lxml import etree

from polon.pages import PageError
from polon.pages.elements import Element, line_of, read, text_of
from polon.pages.markup import one_line, tidy
from polon.sources import Source


class Account(StrEnum):
    """What a name is that somebody asked Telegram's site for."""

    CHANNEL = "channel"
    GROUP = "group"
    BOT = "bot"
    USER = "user"
    NOBODY = "nobody"
    HOME = "home"
    """Not a name's page: Telegram's front page, where names lead that can be none."""
    INVITE = "invite"
    """An invitation to a closed group or channel, or a link into one."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """The page of a name: whose it is, what it is called and says of itself, and how many follow it.

    `count` are subscribers, members or monthly users, as exact as the page has it; `preview` is true where the page
    leads to the public preview.
    """

    who: Account
    title: str | None = None
    description: str | None = None
    count: int | None = None
    preview: bool = False


_NAMED = etree.XPath("//*[contains(@class, 'tgme_') or contains(@class, 'tl_')]")
_LINKS = etree.XPath("//a[@href]/@href")
_METAS = etree.XPath("//meta[@property]")
_TITLE = etree.XPath("string(//title)")
_LONGEST = 200
"""Characters of a line that tells how many follow a name."""
_COUNT = re.compile(r"(\d[\d\s,.]*)\s?([KM]\b)?", re.IGNORECASE)
_CLOSED = re.compile(r"tg://(?:join|privatepost)\b", re.IGNORECASE)
_FRONT = re.compile(r"tl_(?:main|page)\w*")
_WORDS = {"subscriber": Account.CHANNEL, "member": Account.GROUP, "user": Account.BOT}
"""What Telegram counts of each; `monthly users` are a bot's."""


def read_landing(body: bytes) -> Landing:
    """Reads `t.me/<name>`, where a refused preview leads. Raises PageError where the bytes are no HTML.

    Classes and structure decide first; the English words of the counts, of the title («Telegram: Launch @name») and of
    the button decide between what looks the same.
    """
    root = read(body)
    named = _by_class(root)
    links = [str(link) for link in _list(_LINKS(root))]
    extras = [line_of(element)[:_LONGEST] for element in named.get("tgme_page_extra", [])]
    title = _first(named, "tgme_page_title") or _first(named, "tgme_channel_info_header_title")
    description = _first(named, "tgme_page_description") or _first(named, "tgme_channel_info_description")
    preview = any(_is_preview(link) for link in links) or "tgme_channel_info" in named
    verb = _verb(root)
    who = _who(named, links, extras, verb, preview=preview, title=title)
    counted = [number for extra in extras if (number := _count(extra)) is not None]
    return Landing(
        who=who,
        title=title,
        description=description if title else None,
        count=counted[0] if counted else None,
        preview=preview,
    )


def read_summary(body: bytes, *, source: Source, channel_description: str | None) -> str | None:
    """The text of a post as `t.me/<channel>/<id>` tells it to other sites, for a post that shows none anywhere else.

    None where it is empty or the channel's own description, which stands there for a post without text. Of a text that
    was cut off, the last word goes, and numbers before it: what is left of a number may be another. Raises PageError
    where the page has no place for such a text.
    """
    text = _property(read(body), "og:description")
    if text is None:
        raise PageError(f"source {source.name}: the page of a post tells other sites nothing of it (og:description)")
    text = tidy(text)
    if not text or one_line(text) == one_line(channel_description or ""):
        return None
    return _whole_words(text) if text.endswith("…") else text


def _whole_words(text: str) -> str | None:
    lines = text.removesuffix("…").split("\n")
    words = re.split(r"(\s+)", lines[-1])[:-1]
    while words and (not words[-1].strip() or any(character.isdigit() for character in words[-1])):
        words.pop()
    lines[-1] = "".join(words)
    kept = "\n".join(lines).rstrip()
    return f"{kept} …" if kept else None


def _who(
    named: dict[str, list[Element]], links: list[str], extras: list[str], verb: str, *, preview: bool, title: str | None
) -> Account:
    if any(_CLOSED.match(link) for link in links):
        return Account.INVITE
    if preview:
        return Account.CHANNEL
    if "tgme_page" not in named and "tgme_page_title" not in named:
        return Account.HOME if any(_FRONT.fullmatch(name) for name in named) else Account.UNKNOWN
    for extra in extras:
        for word, account in _WORDS.items():
            if re.search(rf"\d\s*[KM]?\s+(?:monthly )?{word}s?\b", extra, re.IGNORECASE):
                return account
    if any(extra.startswith("@") for extra in extras):
        return Account.BOT if len(extras) > 1 or verb == "launch" or extras[0].lower().endswith("bot") else Account.USER
    if title:
        return {"launch": Account.BOT, "contact": Account.USER}.get(verb, Account.UNKNOWN)
    return Account.NOBODY if "tgme_page_description" in named or "tgme_icon_user" in named else Account.UNKNOWN


def _verb(root: Element) -> str:
    """The word in «Telegram: Launch @name»: launch, view, contact, join."""
    match = re.match(r"Telegram: (\w{1,20}) @", one_line(str(_TITLE(root))))
    return match[1].lower() if match else ""


def _count(extra: str) -> int | None:
    match = _COUNT.match(extra)
    if match is None:
        return None
    scale = {"": 1, "k": 1_000, "m": 1_000_000}[(match[2] or "").lower()]
    digits = re.sub(r"\s", "", match[1]).rstrip(".,")
    if len(digits) > 20:
        return None
    if scale > 1:
        whole, _, part = digits.replace(",", ".").partition(".")
        return int(f"{whole}{part:0<9}"[: len(whole) + 9]) * scale // 10**9 if (whole + part).isdecimal() else None
    number = re.sub("[,.]", "", digits)
    return int(number) if number.isdecimal() else None


def _is_preview(link: str) -> bool:
    try:
        return urlsplit(link).path.startswith("/s/")
    except ValueError:
        return False


def _by_class(root: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for element in _list(_NAMED(root)):
        if isinstance(element, etree._Element):
            for name in element.get("class", "").split():
                found.setdefault(name, []).append(element)
    return found


def _first(named: dict[str, list[Element]], name: str) -> str | None:
    return next((text for element in named.get(name, []) if (text := text_of(element, _is_badge))), None)


def _is_badge(element: Element) -> bool:
    return "verified-icon" in element.get("class", "")


def _property(root: Element, name: str) -> str | None:
    metas = (meta for meta in _list(_METAS(root)) if isinstance(meta, etree._Element))
    return next((meta.get("content", "") for meta in metas if meta.get("property") == name), None)


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []
