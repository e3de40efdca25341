from __future__ import annotations

import hashlib

import pytest

from polon.pages.addresses import canonical_of, document_id, resolve
from polon.pages.markup import tree

PAGE = "https://www.visnyk.example/ru/news/5?utm_source=rss#top"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("/x", "https://visnyk.example/x"),
        ("x?id=1", "https://visnyk.example/news/x?id=1"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" https://a.example/x\n", "https://a.example/x"),
        ("https://A.Example:443", "https://a.example/"),
        ("http://a.example:80/", "http://a.example/"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://a.example/x#comments", "https://a.example/x"),
        ("https://a.example/x?utm_source=tg&id=5&utm_campaign=1&fbclid=9", "https://a.example/x?id=5"),
        ("https://a.example/x?utm_source=tg", "https://a.example/x"),
        ("https://a.example/x?q=%D0%BF+x&b", "https://a.example/x?q=%D0%BF+x&b"),
        ("https://a.example/полон", "https://a.example/полон"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/hosts", None),
        ("ftp://a.example/x", None),
        ("mailto:a@b.example", None),
        ("https://user:pass@a.example/", None),
        ("https://a.example:99999/", None),
        ("http://[::1/", None),
        ("https://a.example/a b", None),
        ("https://a.example/\x07", None),
        ("https://a.example/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_resolve(link, expected):
    assert resolve(link, "https://visnyk.example/news/index.html") == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<link rel="canonical" href="https://visnyk.example/news/5">', "https://visnyk.example/news/5"),
        ('<link rel="canonical" href="/ru/news/5-obmin?utm_medium=x#a">', "https://www.visnyk.example/ru/news/5-obmin"),
        ('<link rel="canonical" href="https://amp.visnyk.example/5">', "https://amp.visnyk.example/5"),
        ('<link rel="shortlink Canonical" href="/n/5">', "https://www.visnyk.example/n/5"),
        ('<link rel="canonical" href="https://other.example/news/5">', "https://www.visnyk.example/ru/news/5"),
        ('<link rel="canonical" href="https://www.visnyk.example/">', "https://www.visnyk.example/ru/news/5"),
        ('<link rel="canonical" href="https://www.visnyk.example/ru/">', "https://www.visnyk.example/ru/news/5"),
        ('<link rel="canonical" href="/index.html">', "https://www.visnyk.example/ru/news/5"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://www.visnyk.example/ru/news/5"),
        ('<link rel="canonical" href="">', "https://www.visnyk.example/ru/news/5"),
        ('<link rel="canonical"><link rel="canonical" href="/n/6">', "https://www.visnyk.example/n/6"),
        ('<link rel="next" href="/n/6">', "https://www.visnyk.example/ru/news/5"),
        ("", "https://www.visnyk.example/ru/news/5"),
    ],
)
def test_canonical_of(link, expected):
    assert canonical_of(tree(f"<html><head>{link}</head><body></body></html>"), PAGE) == expected


@pytest.mark.parametrize(
    ("url", "link", "same"),
    [
        ("https://www.unn.com.ua/1", "https://unn.com.ua/2", True),
        ("https://www.unn.com.ua/1", "https://pravda.com.ua/2", False),
        ("https://unn.com.ua/1", "https://com.ua/2", False),
        ("https://rus.visnyk.co.uk/1", "https://eng.visnyk.co.uk/2", True),
        ("http://127.0.0.1:8000/1", "http://127.0.0.1:8000/2", True),
        ("http://127.0.0.1:8000/1", "http://127.0.0.1:8001/2", False),
        ("https://one.blogspot.com/1", "https://two.blogspot.com/2", False),
        ("http://localhost:8000/1", "http://localhost:8001/2", False),
        ("https://visnyk.example/1", "https://visnyk.example.evil.com/2", False),
    ],
)
def test_canonical_stays_in_the_family(url, link, same):
    found = canonical_of(tree(f'<html><head><link rel="canonical" href="{link}"></head></html>'), url)
    assert found == (link if same else url)


def test_document_id():
    digest = hashlib.sha256(b"https://visnyk.example/news/5").hexdigest()
    assert document_id("visnyk", "https://visnyk.example/news/5") == "visnyk/" + digest[:16]
