"""Authors as printed, twins in other languages, pages that are not free or have no text."""

from __future__ import annotations

import json

import pytest

from polon.pages import EmptyPageError, PageError, PaywallError
from polon.pages.article import read_article
from polon.records import Access

URL = "https://visnyk.example/news/5"
LAST = "Це вже другий обмін за місяць, і сторони домовляються про наступний."


def linked(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def person(name):
    return {"@type": "Person", "name": name}


def printed(*names):
    return "".join(f'<div class="post_author"><a href="/authors/{n}/">{name}</a></div>' for n, name in enumerate(names))


AUTHORS = {
    "json-ld": (linked(author=person("Олена Мак")), "<p>Олена Мак</p>", ("Олена Мак",)),
    "a list": (
        linked(author=[person("Олена Мак"), person("Ян Гай")]),
        printed("Олена Мак", "Ян Гай"),
        ("Олена Мак", "Ян Гай"),
    ),
    "a mere name": (linked(author="Олена Мак"), "", ("Олена Мак",)),
    "a list of names": (linked(author={"name": ["Олена Мак", "Ян Гай"]}), "", ("Олена Мак", "Ян Гай")),
    "escaped": (linked(author=person("Ян &quot;Гай&quot; О&#39;Кей")), "", ('Ян "Гай" О\'Кей',)),
    "no author in json-ld": (linked(author=[None, 5, {"name": {}}, True]), "", ()),
    "meta": ('<meta name="author" content="Олена Мак">', "", ("Олена Мак",)),
    "meta with two": ('<meta name="article:author" content="Олена Мак,Ян Гай">', "", ("Олена Мак", "Ян Гай")),
    "an address in meta": ('<meta property="article:author" content="https://f.example/1">', "", ()),
    "what is printed wins": (
        linked(author=person("Штатний кореспондент")) + '<meta name="author" content="Агенція Луна">',
        "<p>Агенція Луна</p>",
        ("Агенція Луна",),
    ),
    "the outlet is no author": (
        linked(author=person("Вісник"), publisher={"name": "Вісник"}) + '<meta name="author" content="visnyk.example">',
        printed("Ян Гай"),
        ("Ян Гай",),
    ),
    "nor is the site": ('<meta property="og:site_name" content="Вісник"><meta name="author" content="ВІСНИК">', "", ()),
    "microdata": ("", '<li itemprop="author">Олена Мак</li>', ("Олена Мак",)),
    "microdata with a name": ("", '<span itemprop="author"><b itemprop="name">Олена Мак</b>, 5</span>', ("Олена Мак",)),
    "rel": ("", '<a rel="author" href="/x">Олена Мак</a>', ("Олена Мак",)),
    "class": ("", '<div class="news-author">Автор: Олена Мак</div>', ("Олена Мак",)),
    "byline": ("", '<div class="byline">By Helen Poppy</div>', ("Helen Poppy",)),
    "address of an author's page": ("", '<a href="/blogger/olena_u5/">Олена Мак,</a>', ("Олена Мак",)),
    "not in the margin": ("", '<aside><a rel="author" href="/x">Олена Мак</a></aside>', ()),
    "a photographer is none": ("", '<p itemprop="author">Фото: Олена Мак</p>', ()),
    "no text is a name": ("", f'<div class="author">{"Дуже довгий опис. " * 20}</div>', ()),
}  # fmt: skip


@pytest.mark.parametrize(("head", "shown", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_authors(head, shown, expected, article, news):
    found = read_article(article(head, after=shown), URL, source=news(), charset="utf-8")
    assert found.authors == expected


def test_a_signature_under_the_text_is_no_text(article, news):
    head = linked(author=[person("Олена Мак"), person("Ян Гай")])
    body = ("Вчора до Києва повернулися 146 військових, повідомили у штабі.", LAST)
    found = read_article(article(head, body=(*body, "Олена Мак, Ян Гай")), URL, source=news(), charset="utf-8")
    assert found.text.split("\n\n")[1:] == list(body)


def alternate(code, address):
    return f'<link rel="alternate" hreflang="{code}" href="{address}">'


TWINS = {
    "another language": (alternate("ru", "/rus/news/5") + alternate("uk", "/5"), ("https://visnyk.example/rus/news/5",)),
    "two": (
        alternate("ru", "/rus/5") + alternate("en", "https://en.visnyk.example/5?utm_source=x"),
        ("https://visnyk.example/rus/5", "https://en.visnyk.example/5"),
    ),
    "its own language elsewhere": (alternate("uk-UA", "https://visnyk.test/news/5"), ()),
    "x-default": (alternate("x-default", "/eng/news/5"), ()),
    "front pages of editions": (alternate("en", "https://visnyk.test") + alternate("ru", "/rus/"), ()),
    "ua is uk": (alternate("ua", "/ukr/news/5"), ()),
    "no address": (alternate("ru", "javascript:alert(1)"), ()),
    "once": (alternate("ru", "/rus/5") * 3, ("https://visnyk.example/rus/5",)),
    "a feed": ('<link rel="alternate" type="application/rss+xml" href="/rss/ru/5">', ()),
    "no alternate": ('<link rel="stylesheet" hreflang="ru" href="/rus/5">', ()),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), TWINS.values(), ids=TWINS)
def test_twins(head, expected, article, news):
    assert read_article(article(head), URL, source=news(), charset="utf-8").twins == expected


def test_no_more_than_twenty_twins(article, news):
    head = "".join(alternate("ru", f"/rus/{n}") for n in range(300))
    assert len(read_article(article(head), URL, source=news(), charset="utf-8").twins) == 20


ACCESS = {
    "free": (linked(isAccessibleForFree=True), None),
    "not free": (linked(isAccessibleForFree=False), Access.PAYWALL),
    "in words": (linked(isAccessibleForFree="False"), Access.PAYWALL),
    "says nothing": (linked(), None),
    "null": (linked(isAccessibleForFree=None), None),
    "locked": ('<meta property="article:content_tier" content="locked">', Access.PAYWALL),
    "metered": ('<meta property="article:content_tier" content="metered">', None),
}


@pytest.mark.parametrize(("head", "expected"), ACCESS.values(), ids=ACCESS)
def test_access(head, expected, article, news):
    assert read_article(article(head), URL, source=news(), charset="utf-8").access is expected


@pytest.mark.parametrize(
    ("head", "error"),
    [("", EmptyPageError), (linked(isAccessibleForFree=False), PaywallError)],
    ids=["empty", "paywall"],
)
def test_a_page_without_text_is_no_document(head, error, news):
    page = f"<html lang='uk'><head>{head}</head><body><h1>Обмін</h1></body></html>".encode()
    with pytest.raises(PageError) as caught:
        read_article(page, URL, source=news(), charset="utf-8")
    assert type(caught.value) is error


def test_no_bytes_are_an_empty_page(news):
    with pytest.raises(EmptyPageError, match="empty"):
        read_article(b" \n", URL, source=news(), charset="utf-8")
