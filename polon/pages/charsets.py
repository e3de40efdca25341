"""Bytes to text: the character set of a page, by its bytes before what it declares."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
# A page chooses the codec: only plain tables and UTF-16, because others are slow on purpose (punycode) or no charset.
_KNOWN = re.compile(r"cp125\d|cp866|koi8-[ru]|mac-cyrillic|iso8859-\d+|ascii|utf-16(-[lb]e)?")
_CYRILLIC = ("cp1251", "koi8-u", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_LOWER = re.compile("[а-яёіїєґ]")


def decode(body: bytes, charset: str | None) -> str:
    """The text of a page; `charset` is what the HTTP header said. Never fails: what cannot be read is U+FFFD.

    A byte order mark decides; then UTF-8 if the bytes bear it out (one broken byte in ten letters is let pass); then
    the header's charset, the page's own, and for Cyrillic the table that gives the most small letters (windows-1251
    read as KOI8 swaps the case).
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken and 0 not in body:
        return text
    declared = _codec(charset) or _codec(_declared(body))
    wide = declared is not None and declared.startswith("utf-16") and body.count(0) * 8 > len(body)
    if wide and declared is not None:
        return body.decode(declared, "replace")
    if broken * 10 <= sum(map(len, re.findall("[^\x00-\x7f\ufffd]+", text))):
        return text
    return body.decode(_single_byte(body, declared), "replace")


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _codec(label: str | None) -> str | None:
    if not label or len(label) > 40:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return name if _KNOWN.fullmatch(name) else None


def _single_byte(body: bytes, declared: str | None) -> str:
    high = len(body.translate(None, bytes(range(0x80))))
    runs = sum(map(len, _RUN.findall(body)))
    if runs * 2 < high:  # lone accents in Latin words
        # The WHATWG Encoding Standard reads ASCII and Latin-1 as windows-1252.
        return "cp1252" if declared in (None, "ascii", "iso8859-1", *_CYRILLIC) else str(declared)
    first: tuple[str, ...] = (declared,) if declared is not None and declared in _CYRILLIC else ()
    small = {name: len(_LOWER.findall(body.decode(name, "replace"))) for name in (*first, "cp1251", "koi8-u")}
    return max(small, key=lambda name: small[name])
