"""A news article's page to a Document: its headline and text, its times, language and one address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import trafilatura
from bs4 import BeautifulSoup
from lxml.html import HTMLParser, document_fromstring
from soupsieve import SelectorSyntaxError

from polon.pages import EmptyPageError, PageError, PaywallError
from polon.pages.addresses import canonical_of, document_id
from polon.pages.authors import access_of, authors_of, without_signature
from polon.pages.boxes import box_lines, folded, without_boxes
from polon.pages.language import language_of
from polon.pages.lead import with_lead
from polon.pages.markup import attribute, load, one_line, text_of, tidy, tree
from polon.pages.metadata import Node, linked_articles, meta, plain, text_value
from polon.pages.restore import restored
from polon.pages.times import read_times
from polon.pages.twins import twins_of
from polon.records import Access, Document, revision_of
from polon.sources import Source

_MAX_TITLE = 500
_SEGMENTS = {"uk": "uk", "ua": "uk", "ukr": "uk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"}
_SEPARATOR = re.compile(r"\s*[|–—·•»:-]|\s+\.")
_ASIDE = frozenset(("aside", "nav", "footer", "form", "figure", "button"))


@dataclass(frozen=True, slots=True)
class Article:
    """A page as read: its document, and what a keeper of the source should know of how it was read."""

    document: Document
    warnings: tuple[str, ...] = ()


def read_article(body: bytes, url: str, *, source: Source, charset: str | None) -> Document:
    """The document of an article's page, fetched from `url`; `charset` is what the HTTP header said.

    Raises PageError, with the reason: EmptyPageError where the page is empty or has no text, PaywallError where it has
    none and says that its text is not free, and else where it is no HTML or cannot be parsed.
    """
    return inspect_article(body, url, source=source, charset=charset).document


def inspect_article(body: bytes, url: str, *, source: Source, charset: str | None) -> Article:
    """As `read_article`, with its warnings: times that disagree, selectors that find nothing, no headline."""
    markup = load(body, charset)
    soup = tree(markup)
    try:
        return _article(markup, soup, url, source)
    except SelectorSyntaxError as error:
        reason = str(error).splitlines()[0]
        raise PageError(f"source {source.name}: [selectors] holds what is no CSS selector: {reason}") from error


def _article(markup: str, soup: BeautifulSoup, url: str, source: Source) -> Article:
    warnings: list[str] = []
    nodes = linked_articles(soup, url)
    headlines = _headlines(soup, nodes, source, warnings)
    title = headlines[0][:_MAX_TITLE] if headlines else None
    paragraphs = with_lead(_body(markup, soup, nodes, source, warnings), soup, nodes)
    authors, access = authors_of(soup, nodes, url), access_of(soup, nodes)
    paragraphs = without_signature(_without_headline(paragraphs, headlines), authors)
    if not paragraphs and access is Access.PAYWALL:
        raise PaywallError("the page has no article text: it says that its text is not free")
    if not paragraphs:
        raise EmptyPageError("the page has no article text")
    if title is None:
        warnings.append("title: the page has none")
    text = "\n\n".join([title, *paragraphs] if title else paragraphs)
    lang = language_of(text, _declared_language(soup, nodes, url) or source.lang)
    times = read_times(soup, nodes=nodes, source=source, lang=lang, url=url)
    address = canonical_of(soup, url)
    document = Document(
        id=document_id(source.name, address),
        source=source.name,
        url=address,
        lang=lang,
        title=title,
        text=text,
        published=times.published,
        modified=times.modified,
        authors=authors,
        twins=twins_of(soup, url, address, lang),
        access=access,
        revision=revision_of(title, text),
    )
    return Article(document, (*warnings, *times.warnings))


def _headlines(soup: BeautifulSoup, nodes: tuple[Node, ...], source: Source, warnings: list[str]) -> list[str]:
    """Every form of the headline, the best first: the source's selector, JSON-LD, og:title, `<h1>`, `<title>`."""
    selected = _selected_title(soup, source, warnings)
    linked = text_value(nodes[0], "headline") if nodes else None
    headings = [one_line(text_of(tag)) for tag in soup.find_all("h1")]
    first = next((heading for heading in headings if heading), None)
    named = plain(meta(soup, "og:title", "twitter:title") or "")
    page = one_line(soup.title.get_text()) if soup.title else None
    found = [selected, *(_without_site(form, first) for form in (linked, named)), *headings, _without_site(page, first)]
    return list(dict.fromkeys(form for form in found if form))


def _selected_title(soup: BeautifulSoup, source: Source, warnings: list[str]) -> str | None:
    selector = source.selectors.title
    tag = soup.select_one(selector) if selector else None
    title = one_line(text_of(tag)) if tag is not None else None
    if selector and not title:
        warnings.append(f"title: selector {selector!r} finds nothing")
    return title


def _without_site(form: str | None, heading: str | None) -> str | None:
    """A headline without the site's name after it: «Headline - Site» where the page's own heading is «Headline»."""
    if form and heading and form != heading and form.startswith(heading) and _SEPARATOR.match(form[len(heading) :]):
        return heading
    return form


def _body(markup: str, soup: BeautifulSoup, nodes: tuple[Node, ...], source: Source, warnings: list[str]) -> list[str]:
    """The article's paragraphs: where the source's selector points, else the main text, else JSON-LD's articleBody."""
    boxes = box_lines(soup)
    if selector := source.selectors.text:
        if paragraphs := without_boxes(_selected(soup, selector), boxes):
            return paragraphs
        warnings.append(f"text: selector {selector!r} finds nothing")
    if paragraphs := without_boxes(_main_text(markup), boxes):
        return restored(paragraphs, soup, boxes)
    return _linked_body(nodes)


def _selected(soup: BeautifulSoup, selector: str) -> list[str]:
    paragraphs: list[str] = []
    done: set[int] = set()
    for tag in soup.select(selector):
        if done.isdisjoint(map(id, tag.parents)):
            done.add(id(tag))
            paragraphs += _lines(text_of(tag, skip=lambda inner: inner.name in _ASIDE))
    return paragraphs


def _main_text(markup: str) -> list[str]:
    """trafilatura's main text (Barbaresi 2021), set for precision, without comments."""
    # A tree rather than text: on text it begins with repairs that a hostile page can make take minutes.
    parser = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
        text = trafilatura.extract(root, favor_precision=True, include_comments=False)
    except Exception as error:  # a third party's parser on whatever a server sent
        raise PageError(f"the main text cannot be found: {type(error).__name__}: {error}") from error
    return _lines(text or "")


def _linked_body(nodes: tuple[Node, ...]) -> list[str]:
    body = nodes[0].get("articleBody") if nodes else None
    if not isinstance(body, str):
        return []
    return [line for part in body.splitlines() if (line := plain(part))]


def _lines(text: str) -> list[str]:
    return [line for line in tidy(text).split("\n") if line]


def _without_headline(paragraphs: list[str], headlines: list[str]) -> list[str]:
    """The paragraphs less those at the beginning that only repeat the headline in one of its forms."""
    forms = {folded(form) for form in headlines}
    start = 0
    while start < len(paragraphs) and folded(paragraphs[start]) in forms:
        start += 1
    return paragraphs[start:]


def _declared_language(soup: BeautifulSoup, nodes: tuple[Node, ...], url: str) -> str | None:
    """What `<html lang>`, JSON-LD's inLanguage or the address says; og:locale is left out, it belongs to the site."""
    root = soup.select_one("html")
    linked = text_value(nodes[0], "inLanguage") if nodes else None
    for declared in (attribute(root, "lang"), linked):
        code = re.match(r"[A-Za-z]{2}(?![A-Za-z])", declared or "")
        if code:
            return {"ua": "uk"}.get(code[0].lower(), code[0].lower())
    segment = urlsplit(url).path.strip("/").split("/")[0].lower()
    return _SEGMENTS.get(segment)
