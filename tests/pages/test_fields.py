"""Which way gave each field of an article, as `polon sources check` shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from polon.pages import PageError
from polon.pages.fields import Field, read_fields
from polon.sources import Source

URL = "https://visnyk.example/2026/05/20/sorok"
TEXT = "<p>Міністерство повідомило, що сьогодні додому повернулися сорок людей, серед них десять офіцерів.</p>" * 4


def fields(
    source: Source, head: str, body: str = f"<h1>Сорок людей удома</h1>{TEXT}", lang: str = ""
) -> dict[str, Field]:
    page = f"<!DOCTYPE html><html{lang}><head>{head}</head><body><article>{body}</article></body></html>"
    found = read_fields(page.encode(), URL, source=source, charset="utf-8").fields
    return {field.name: field for field in found}


def linked(**keys: str) -> str:
    inner = ", ".join(f'"{key}": {value}' for key, value in keys.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {inner}}}</script>'


def test_json_ld_is_named_with_what_it_gave(news: Callable[..., Source]) -> None:
    head = linked(
        headline='"Сорок людей удома"',
        datePublished='"2026-05-20T10:00:00+03:00"',
        dateModified='"2026-05-20T12:30:00"',
        inLanguage='"uk-UA"',
        author='[{"@type": "Person", "name": "Олена Вигадана"}]',
    )
    found = fields(news(), head)
    assert found["title"] == Field("title", "Сорок людей удома", "JSON-LD")
    assert found["published"] == Field("published", "2026-05-20T10:00:00+03:00", "JSON-LD, with its zone")
    assert found["modified"] == Field("modified", "2026-05-20T12:30:00+03:00", "JSON-LD")
    assert found["language"] == Field("language", "uk", "JSON-LD")
    assert found["authors"] == Field("authors", "Олена Вигадана", "JSON-LD")
    assert found["canonical"] == Field("canonical", URL, "its own address")
    assert found["length"].way == "main text of the page"


def test_meta_elements_are_named_by_their_names(news: Callable[..., Source]) -> None:
    head = (
        '<meta property="og:title" content="Сорок людей удома, кажуть"><meta property="article:published_time" '
        'content="2026-05-20 10:00"><meta property="article:modified_time" content="2026-05-20T11:00:00Z">'
        '<link rel="canonical" href="https://visnyk.example/sorok">'
    )
    found = fields(news(), head, lang=' lang="uk"')
    assert found["title"].way == "meta og:title"
    assert found["published"].value == "2026-05-20T10:00:00+03:00"
    assert found["published"].way == "meta article:published_time, read in the zone of the file"
    assert found["modified"] == Field("modified", "2026-05-20T14:00:00+03:00", "meta article:modified_time")
    assert found["language"].way == "html lang"
    assert found["canonical"] == Field("canonical", "https://visnyk.example/sorok", "link canonical")
    assert found["authors"] == Field("authors", None)


def test_selectors_and_last_resorts_are_named(news: Callable[..., Source]) -> None:
    source = news(title=".head", text=".story", published=".day")
    day = '<span class="day">20 травня 2026, 10:15</span>'
    body = f'<div class="head">Сорок удома</div>{day}<div class="story">{TEXT}</div>'
    found = fields(source, "", body)
    assert found["title"] == Field("title", "Сорок удома", "selector")
    assert found["published"] == Field("published", "2026-05-20T10:15:00+03:00", "the page's text")
    assert found["length"].way == "selector"
    assert found["language"].way == "the text's letters, the address, or the file"
    assert fields(news(), "", f"<h1>Сорок</h1>{TEXT}")["published"].way == "the address"


def test_a_page_without_an_article_is_an_error(news: Callable[..., Source]) -> None:
    with pytest.raises(PageError):
        fields(news(), "", "")
