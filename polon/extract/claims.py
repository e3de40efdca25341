"""From what the engine found to Claim records: ids, quotations, selectors, traces."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from functools import cache
from importlib import resources

from polon import __version__
from polon.extract.confidence import confidence_of, weights_file
from polon.extract.engine import read
from polon.extract.lexicon import available, load
from polon.extract.mention import Found, Reading
from polon.extract.trace import trace_of
from polon.records import Claim, Document, claim_id

CONTEXT = 32
"""Characters of prefix and suffix around a quotation."""


def claims_of(document: Document) -> tuple[Claim, ...]:
    """Every claim of a document, in the order of its text; none where its text is withheld or it is deleted.

    A document in a language that has no file gives no claims. Pure: the same document gives the same claims.
    """
    if document.deleted or document.withheld or document.lang not in available():
        return ()
    published = document.published.date() if document.published else None
    reading = read(document.text, load(document.lang), published)
    return claims_from(reading, document.id, document.revision)


def claims_from(reading: Reading, document: str, revision: str) -> tuple[Claim, ...]:
    """The Claim records of a reading, for a document id and its revision."""
    seen: Counter[tuple[str, str]] = Counter()
    ids: dict[int, str] = {}
    index = {id(found): i for i, found in enumerate(reading.found)}
    claims = []
    for found in reading.found:
        start, end = _sentence(reading, found)
        quote = reading.page.text[start:end]
        surface = reading.page.text[found.number.start : found.number.end]
        key = (" ".join(quote.split()), surface)
        ids[id(found)] = claim_id(document, quote, surface, seen[key])
        seen[key] += 1
        claims.append(_claim(reading, found, document, revision, ids, index, (start, end)))
    return tuple(claims)


def _claim(
    reading: Reading,
    found: Found,
    document: str,
    revision: str,
    ids: dict[int, str],
    index: dict[int, int],
    span: tuple[int, int],
) -> Claim:
    text, number = reading.page.text, found.number
    start, end = span
    return Claim(
        id=ids[id(found)],
        document=document,
        revision=revision,
        start=number.start,
        end=number.end,
        surface=text[number.start : number.end],
        value=number.value,
        value_back=number.back,
        value_max=number.top,
        qualifier=number.qualifier,
        event=found.event,
        side=found.side,
        who=found.who,
        group=tuple(found.group),
        date=found.date.edtf,
        attribution=found.attribution,
        status=found.status,
        part_of=index[id(found.whole)] if found.whole is not None else None,
        optional=found.optional,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        date_text=found.date.words,
        date_rule=found.date.rule or None,
        whole=ids.get(id(found.whole)) if found.whole is not None else None,
        trace=trace_of(found, text),
        confidence=confidence_of(found),
        extractor=extractor(reading.page.lexicon.code),
    )


def _sentence(reading: Reading, found: Found) -> tuple[int, int]:
    sentence = found.scene.sentence
    tokens = reading.page.tokens
    return tokens[sentence.first].start, tokens[sentence.last - 1].end


@cache
def extractor(code: str) -> str:
    """Version of the extractor and digest of its data, the language's file and the weights: `0.1.0+en.1f2e3d4c`."""
    data = (resources.files("polon.extract") / "languages" / f"{code}.toml").read_bytes()
    return f"{__version__}+{code}.{hashlib.sha256(data + weights_file()).hexdigest()[:8]}"


def read_text(text: str, language: str, published: date | None) -> Reading:
    """What the engine reads in a text of a language. Raises LanguageError where there is no file for it."""
    return read(text, load(language), published)
