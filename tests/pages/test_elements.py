"""The text of an element on lxml is the text that BeautifulSoup's tree gives: two walks, one set of rules."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from polon.pages import PageError, elements, markup
from polon.pages.markup import MAX_DEPTH

TEXTS = {
    "br": ("Один<br>два<br/>три", "Один\nдва\nтри"),
    "blocks": ("Один<div>два</div>три<p>чотири", "Один\nдва\nтри\nчотири"),
    "a quotation": ("12<blockquote>2022<br>рік</blockquote>13", "12\n2022\nрік\n13"),
    "inline elements": ("<b>ГУР</b> і <a href='x'>Ген<i>штаб</i></a>!", "ГУР і Генштаб!"),
    "a spoiler": ("Звільнено <tg-spoiler>31</tg-spoiler> особу", "Звільнено 31 особу"),
    "source lines": ("\n  Один\r\n  рядок\t тут ", "Один рядок тут"),
    "pre": ("Разом:<pre>обмін  1\n  обмін\t2</pre>далі\nтут", "Разом:\nобмін 1\nобмін 2\nдалі тут"),
    "pre in pre": ("<pre>a\n<b>b\nc</b>\nd</pre>\ne", "a\nb\nc\nd\ne"),
    "scripts": ("До<script>alert(5)</script>бре<style>p{}</style>", "Добре"),
    "comments": ("До<!-- 5 -->бре<?x 6?>", "Добре"),
    "entities": ("&#036;5 &amp; 1&nbsp;000 &lt;b&gt;", "$5 & 1\u00a0000 <b>"),
    "escaped twice": ("<a onclick='x' href='y'>a&amp;amp;b<b>c&amp;amp;d</b></a>&amp;amp;", "a&bc&amp;d&amp;"),
    "empty lines": ("a<br><br><br><br>b", "a\n\nb"),
    "an emoji": ('<i class="emoji" style="x"><b>1️⃣</b></i>', "1\ufe0f\u20e3"),
    "line separators": ("a&#x2028;b&#x85;c", "a\nb…c"),
    "invisible": ("a\u200bb\u00adc\u202ed\ufeff", "abcd"),
    "joined emoji": ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    "nothing": (" ", ""),
}


def on_lxml(inner: str) -> str:
    root = elements.parse(f"<html><body><div>{inner}</div></body></html>")
    return elements.text_of(next(root.iter("body")))


def on_soup(inner: str) -> str:
    body = markup.tree(f"<html><body><div>{inner}</div></body></html>").body
    assert body is not None
    return markup.text_of(body)


@pytest.mark.parametrize(("inner", "expected"), TEXTS.values(), ids=TEXTS)
def test_text(inner, expected):
    assert on_lxml(inner) == expected
    assert on_soup(inner) == expected


WORDS = st.text(st.sampled_from("аб1 \n\t\r\u00a0\u200b\u2028&<é́"), max_size=6).map(
    lambda words: words.replace("&", "&amp;").replace("<", "&lt;")
)
TAGS = st.sampled_from(
    ["b", "i", "a onclick='x'", "div", "blockquote", "pre", "p", "span", "tg-emoji", "script", "h1", "li", "svg", "ul"]
)
PIECES = st.recursive(
    WORDS | st.sampled_from(["<br>", "<br/>", "<!-- c -->", "<hr>", "<img src='x'>", "&nbsp;", "&amp;amp;"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=5).map("".join))
@example("<pre>\r\n a</pre>\n b")
@example("<a onclick='x'>&amp;amp;<br>&amp;amp;</a>")
def test_both_walks_read_the_same(inner):
    assert on_lxml(inner) == on_soup(inner)


def test_a_subtree_may_be_left_out_and_what_follows_stays():
    root = elements.parse("<div>a<b class='x'>b<i>c</i></b>d<div class='x'>e</div>f</div>")
    assert elements.text_of(root, lambda element: element.get("class") == "x") == "adf"


def test_depth_is_no_danger():
    root = elements.read(b"<html><body>" + b"<div>" * (MAX_DEPTH - 2) + b"text")
    assert elements.text_of(root) == "text"


def test_one_line():
    assert elements.line_of(elements.parse("<div>Дзвін<br>  Півдня</div>")) == "Дзвін Півдня"


@pytest.mark.parametrize("declared", ["windows-1251", "utf-16", "nonsense"])
def test_a_charset_that_the_bytes_do_not_bear_out(declared):
    body = f'<html><head><meta charset="{declared}"></head><body><p>Повернулися</p></body></html>'.encode()
    assert elements.text_of(elements.read(body)) == "Повернулися"


@pytest.mark.parametrize("body", [b"<!-- <p> -->", b"", b"<rss>", b'"<rss>"', b"5"])
def test_no_page(body):
    with pytest.raises(PageError):
        elements.read(body)
