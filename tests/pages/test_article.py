from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from polon.pages import PageError
from polon.pages.addresses import document_id
from polon.pages.article import inspect_article, read_article
from polon.records import revision_of

URL = "https://visnyk.example/news/5"
TITLE = "Додому повернулися 146 військових"
BODY = (
    "Вчора до Києва повернулися 146 військових, повідомили у штабі.\n\n"
    "Серед них 12 поранених, решту обстежать лікарі упродовж двох тижнів.\n\n"
    "Це вже другий обмін за місяць, і сторони домовляються про наступний."
)


def linked(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def read(body, source, url=URL, charset="utf-8"):
    return read_article(body, url, source=source, charset=charset)


def test_document(article, news):
    head = linked(headline=TITLE, datePublished="2025-05-14T20:28:12+03:00", dateModified="2025-05-14T18:00:00Z") + (
        '<link rel="canonical" href="/news/5-obmin?utm_source=rss#a">'
    )
    document = read(article(head), news())
    assert document.id == document_id("visnyk", "https://visnyk.example/news/5-obmin")
    assert document.source == "visnyk"
    assert document.url == "https://visnyk.example/news/5-obmin"
    assert document.lang == "uk"
    assert document.title == TITLE
    assert document.text == f"{TITLE}\n\n{BODY}"
    assert document.published == datetime(2025, 5, 14, 17, 28, 12, tzinfo=UTC)
    assert document.modified == datetime(2025, 5, 14, 18, 0, tzinfo=UTC)
    assert document.revision == revision_of(TITLE, document.text)
    assert document.deleted is False
    assert document.withheld is None


def test_page_without_times(article, news):
    document = read(article(), news())
    assert (document.published, document.modified) == (None, None)


H1 = "<h1>Заголовок сторінки</h1>"
TITLES = {
    "json-ld first": (
        linked(headline="З розмітки") + '<meta property="og:title" content="З meta">',
        H1,
        "З розмітки",
    ),
    "escaped twice": (linked(headline="Кажуть &amp;quot;так&amp;quot; &amp;amp; ні"), H1, 'Кажуть "так" & ні'),
    "markup in the headline": (linked(headline="<b>Обмін</b> &lt;script&gt;x"), H1, "Обмін x"),
    "og:title second": ('<meta property="og:title" content="З &quot;meta&quot;">', H1, 'З "meta"'),
    "then h1": ("", "<h1>Заголовок <b>сторінки</b></h1>", "Заголовок сторінки"),
    "empty h1": ("", "<h1><img></h1><h1>Другий</h1>", "Другий"),
    "title last": ("", "", "Додому повернулися 146 військових - Вісник"),
    "site's name in json-ld": (linked(headline="Заголовок сторінки — ВІСНИК"), H1, "Заголовок сторінки"),
    "site's name in og:title": (
        '<meta property="og:title" content="Заголовок сторінки | Вісник">',
        H1,
        "Заголовок сторінки",
    ),
    "a longer headline is no site's name": (
        linked(headline="Заголовок сторінки змінено"),
        H1,
        "Заголовок сторінки змінено",
    ),
    "no text in json-ld": (linked(headline={"@value": 5}), H1, "Заголовок сторінки"),
    "json-ld of the site": (
        linked(headline="Сайт").replace("NewsArticle", "WebSite"),
        H1,
        "Заголовок сторінки",
    ),
}


@pytest.mark.parametrize(("head", "heading", "expected"), TITLES.values(), ids=TITLES)
def test_title(head, heading, expected, article, news):
    document = read(article(head, heading=heading), news())
    assert document.title == expected
    assert document.text.startswith(f"{expected}\n\n")


def test_no_title_at_all(article, news):
    found = inspect_article(article(heading="", title=""), URL, source=news(), charset=None)
    assert found.document.title is None
    assert found.document.text == BODY
    assert "title: the page has none" in found.warnings


def test_title_is_cut(article, news):
    title = read(article(linked(headline="Обмін " * 200)), news()).title
    assert title is not None
    assert len(title) == 500


@pytest.mark.parametrize("repeated", [TITLE, TITLE.upper(), f"«{TITLE}».", "Інша форма заголовка"])
def test_headline_is_not_doubled(repeated, article, news):
    head = linked(headline=TITLE) + '<meta property="og:title" content="Інша форма заголовка">'
    document = read(article(head, body=(repeated, *BODY.split("\n\n"))), news())
    assert document.text == f"{TITLE}\n\n{BODY}"


def test_headline_again_further_down_stays(article, news):
    body = (*BODY.split("\n\n"), TITLE)
    assert read(article(body=body), news()).text == f"{TITLE}\n\n{BODY}\n\n{TITLE}"


def test_lead_in_the_head_is_kept(news):
    """Main-text guessing leaves the lead out where it stands apart; what the page shows, the document has."""
    lead = "Ще 146 військових удома: рік переговорів, два скасовані обміни і ніч на кордоні"
    filler = "".join(
        f"<p>Абзац {n} розповідає про дорогу, лікарів і рідних, що чекали на кордоні.</p>" for n in range(9)
    )
    page = (
        f'<html lang="uk"><head><meta property="og:description" content="{lead}"></head><body>'
        f'<div class="hero"><h1>{TITLE}</h1><h2 class="nav-lead">{lead}</h2></div>'
        f'<div class="related">Реклама</div><article><div class="body">{filler}</div></article></body></html>'
    )
    document = read(page.encode(), news(text=".body"))
    assert document.text.split("\n\n")[:3] == [
        TITLE,
        lead,
        "Абзац 0 розповідає про дорогу, лікарів і рідних, що чекали на кордоні.",
    ]


def test_description_that_the_page_does_not_show_is_left_out(article, news):
    head = '<meta property="og:description" content="Читайте про обмін полоненими 999 осіб на сайті Вісника">'
    assert "999" not in read(article(head), news()).text


def test_description_that_the_text_has_is_not_doubled(article, news):
    head = f'<meta property="og:description" content="{BODY.splitlines()[0]}">'
    assert read(article(head), news()).text == f"{TITLE}\n\n{BODY}"


SELECTOR_PAGE = (
    '<html lang="uk"><head><title>Вісник</title></head><body><div class="t">Заголовок <i>новини</i></div>'
    '<div class="x"><p>Перший <b>абзац</b> тексту.</p><script>var a = "5 полонених";</script>'
    "<p>Другий рядок<br>і третій.</p><aside><p>Читайте також</p></aside><ul><li>пункт</li></ul>"
    '<div class="x">Вкладений.</div></div><div class="x">Кінець.</div></body></html>'
).encode()


def test_selectors_go_first(news):
    document = read(SELECTOR_PAGE, news(title=".t", text=".x"))
    assert document.title == "Заголовок новини"
    assert document.text.split("\n\n") == [
        "Заголовок новини",
        "Перший абзац тексту.",
        "Другий рядок",
        "і третій.",
        "пункт",
        "Вкладений.",
        "Кінець.",
    ]


def test_selectors_that_find_nothing_are_told(article, news):
    source = news(title=".none", text="#none", published=".never")
    found = inspect_article(article(), URL, source=source, charset=None)
    assert found.document.text == f"{TITLE}\n\n{BODY}"
    assert found.warnings == (
        "title: selector '.none' finds nothing",
        "text: selector '#none' finds nothing",
        "published: selector '.never' finds nothing",
    )


@pytest.mark.parametrize("key", ["title", "text", "published"])
def test_bad_selector_names_the_source(key, article, news):
    with pytest.raises(PageError, match=r"source visnyk: \[selectors\].*"):
        read(article(), news(**{key: "p[[["}))


UNCLEAR = ("Полон 146", "Обмен на 12")
CLEAR = ("Повернулися їхні рідні, сказали у штабі, і це був довгий день.",)
LANGUAGES = {
    "html": ('lang="uk-UA"', "", URL, UNCLEAR, "ru", "uk"),
    "the country's code": ('lang="ua"', "", URL, UNCLEAR, "ru", "uk"),
    "underscore": ('lang="uk_UA"', "", URL, UNCLEAR, "ru", "uk"),
    "json-ld": ("", linked(inLanguage="uk"), URL, UNCLEAR, "ru", "uk"),
    "html before json-ld": ('lang="uk"', linked(inLanguage="ru"), URL, UNCLEAR, "en", "uk"),
    "address": ("", "", "https://visnyk.example/rus/news/5", UNCLEAR, "uk", "ru"),
    "og:locale lies": ("", '<meta property="og:locale" content="ru_RU">', URL, UNCLEAR, "uk", "uk"),
    "the source's": ("", "", URL, UNCLEAR, "ru", "ru"),
    "no code": ('lang="ukrainian"', "", URL, UNCLEAR, "ru", "ru"),
    "letters are clear": ("", "", URL, CLEAR, "ru", "uk"),
    "letters against html": ('lang="en-US"', "", URL, CLEAR, "ru", "uk"),
}


@pytest.mark.parametrize(("lang", "head", "url", "body", "default", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_language(lang, head, url, body, default, expected, article, news):
    page = article(head, lang=lang, heading="<h1>Полон</h1>", title="Полон", body=body)
    assert read(page, news(lang=default), url=url).lang == expected


def test_article_body_of_json_ld_is_the_last_way(article, news):
    head = linked(headline=TITLE, articleBody="<p>Перший абзац &amp;mdash; тут.</p>\n\nДругий абзац.")
    empty = f"<html><head>{head}</head><body><div id=app></div></body></html>".encode()
    assert read(empty, news()).text == f"{TITLE}\n\nПерший абзац — тут.\n\nДругий абзац."
    assert read(article(head), news()).text == f"{TITLE}\n\n{BODY}"


@pytest.mark.parametrize("body", [("Коротко: 5 людей удома.",), ("Одне.", "Два.")])
def test_short_article(body, article, news):
    assert read(article(body=body), news()).text == "\n\n".join((TITLE, *body))


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-u", "utf-16"])
@pytest.mark.parametrize("charset", [None, "utf-8", "windows-1251", "koi8-u", "iso-8859-1", "bogus"])
def test_wrong_charsets(encoding, charset, article, news):
    page = article().decode().replace('<meta charset="utf-8">', "").replace("©", "(c)").encode(encoding)
    assert read(page, news(), charset=charset).text == f"{TITLE}\n\n{BODY}"


def test_nothing_invisible_gets_in(article, news):
    body = (
        "Звільнено\u200b 12\u00a0осіб\x00\x1b[31m \u202eнавпаки\u202c, &#0;&#xD800; разом з усіма іншими.",
        *BODY.split("\n\n"),
    )
    text = read(article(body=body), news()).text
    assert "Звільнено 12 осіб" in text
    assert not set(text) & set("\u200b\x00\x1b\u202e\u202c")
    text.encode()


NO_ARTICLE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\t\x00", "empty"),
    "json": (b'{"a": "<5"}', "no HTML tag"),
    "plain text": (b"Too Many Requests", "no HTML tag"),
    "pdf": (b"%PDF-1.7\n1 0 obj << /Type /Catalog >>", "no HTML tag"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no HTML tag"),
    "rss": (b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', "root is <rss>"),
    "atom": (b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>', "root is <feed>"),
    "sitemap": (b"<?xml version='1.0'?><!-- x --><urlset><url/></urlset>", "root is <urlset>"),
    "no text": (b"<html><head><title>x</title></head><body><h1>x</h1><div></div></body></html>", "no article text"),
    "only scripts": (b"<html><body><script>document.write('<p>text</p>')</script></body></html>", "no article text"),
    "too long": (b"<p>x</p>" + b" " * 20_000_000, "bytes"),
}


@pytest.mark.parametrize(("body", "reason"), NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_no_article(body, reason, news):
    with pytest.raises(PageError, match=reason):
        read(body, news())
