"""What stands in an article and is not of it, boxes of links; and what is of it and gets lost: leads, last words."""

from __future__ import annotations

import pytest

from polon.pages.article import read_article
from polon.pages.boxes import box_lines, is_pointer
from polon.pages.markup import tree
from polon.pages.restore import restored

URL = "https://visnyk.example/news/5"
TITLE = "Додому повернулися 146 військових"
FIRST = "Вчора до Києва повернулися 146 військових, повідомили у штабі."
SECOND = "Серед них 12 поранених, решту обстежать лікарі упродовж двох тижнів."
LAST = "Це вже другий обмін за місяць, і сторони домовляються про наступний."
LINK = '<a href="/news/4">З полону звільнили ще 95 людей</a>'
OTHER = "З полону звільнили ще 95 людей"

BOXES = {
    "class and words": f'<p class="read-also cke-markup">Читайте також {LINK}</p>',
    "words": f"<p>Читайте также: {LINK}</p>",
    "words in bold": f"<p><strong>Читайте материал {LINK}</strong></p>",
    "a section": f'<section class="read"><b>Читайте також: </b>{LINK}</section>',
    "до теми": f"<p>До теми {LINK}</p>",
    "зверніть увагу": f"<p>Зверніть увагу: {LINK}</p>",
    "words after the link": f'<div class="main_sign">{LINK} <span>Подробнее</span></div>',
    "English": f"<p><em>Read more: {LINK}</em></p>",
    "see also": f"<div>See also: {LINK}</div>",
    "нагадаємо and a list": f"<p><b>Нагадаємо:</b></p><ul><li>{LINK}</li><li>{LINK}</li></ul>",
    "heading and a list": f'<h3>До теми</h3><ul><li>{LINK} <span class="d">18:06</span></li></ul>'.replace(
        ' <span class="d">18:06</span>', ""
    ),
    "heading and a paragraph": f"<h4>Читайте также</h4><p>{LINK}</p>",
    "a list of links": f'<ul><li>{LINK}</li><li><a href="/news/3">Триває пошук 40 зниклих</a></li></ul>',
    "inject": f'<div class="inj_link_box"><div class="inj_name">Вопрос-ответ</div>{LINK}</div>',
    "a card": f'<li class="story-card"><h3>{LINK}</h3><p>Ще 95 людей удома, повідомили вчора у штабі.</p></li>',
    "no link any more": f"<p>Читайте також: {OTHER}</p>",
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("selector", [None, "article > div"], ids=["guessed", "selected"])
def test_a_box_is_no_part_of_the_text(box, selector, news):
    source = news(text=selector) if selector else news()
    page = (
        f'<html lang="uk"><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1>'
        f"<div><p>{FIRST}</p>{box}<p>{SECOND}</p><p>{LAST}</p></div></article></main></body></html>"
    )
    text = read_article(page.encode(), URL, source=source, charset="utf-8").text
    assert text == "\n\n".join((TITLE, FIRST, SECOND, LAST))


def test_words_under_pictures_are_no_text(article, news):
    caption = "Автобуси з полоненими на кордоні, фото очевидців."
    slide = f'<div class="CarouselSlide-info-content">1 з 12 <p>{caption}</p></div><p class="caption">{caption}</p>'
    text = read_article(article(before=slide, body=(FIRST, SECOND, LAST)), URL, source=news(), charset="utf-8").text
    assert text == "\n\n".join((TITLE, FIRST, SECOND, LAST))


OWN = {
    "a sentence with a link": f"<p>Раніше у штабі казали: {LINK}, і це підтвердили рідні.</p>",
    "background in its own words": "<p>Нагадаємо, 5 травня додому повернулися 205 військових.</p>",
    "a list of facts": '<ul><li>146 військових, <a href="/1">за даними штабу</a></li><li>12 поранених</li></ul>',
    "a source linked": '<p>Про це <a href="/1">повідомили у штабі</a>.</p>',
}


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
def test_what_only_looks_like_a_box_stays(own):
    assert box_lines(tree(f"<html><body><article><p>{FIRST}</p>{own}</article></body></html>")) == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Читайте також: Обмін відбувся", True),
        ("ЧИТАЙТЕ ТАКЖЕ — Обмен состоялся", True),
        ("Read also: The swap took place", True),
        ("See also", True),
        ("- Читать новость на русском", True),
        ("Читати українською", True),
        ("Якщо Ви виявили помилку на цій сторінці, виділіть її та натисніть Ctrl+Enter", True),
        ("Нашли ошибку? Выделите текст и нажмите Ctrl + Enter.", True),
        ("Читати листи українською дозволили 12 полоненим", False),
        ("У списках знайшли помилку: 12 імен стояли двічі", False),
        ("Читайте також наш текст про 146 військових, які повернулися", False),
        ("Нагадаємо: 5 травня повернулися 205 військових", False),
        ("Read also means more than a label, said the 45 men.", False),
    ],
)
def test_a_pointer(text, expected):
    assert is_pointer(text) is expected


LOST = {
    "in the same element": "<div><p>Перший.</p><p>Другий.</p><p>Третій.</p></div>",
    "in the next element of its kind": (
        '<div class="b"><p>Перший.</p><p>Другий.</p></div><div class="b"><p>Третій.</p></div>'
    ),
    "in a <div> of the same class": (
        '<div><div class="b">Перший.</div><div class="b">Другий.</div><div class="b">Третій.</div></div>'
    ),
    "behind a heading": "<div><p>Перший.</p><p>Другий.</p><h2>Далі</h2><p>Третій.</p></div>",
}


@pytest.mark.parametrize("body", LOST.values(), ids=LOST)
def test_a_lost_last_paragraph_is_put_back(body):
    found = restored(["Перший.", "Другий."], tree(f"<html><body><article>{body}</article></body></html>"), frozenset())
    assert found[:2] == ["Перший.", "Другий."]
    assert found[-1] == "Третій."


ELSEWHERE = {
    "another class": '<div><p>Перший.</p><p>Другий.</p><p class="note">Третій.</p></div>',
    "a <div> without a class": "<div><div>Перший.</div><div>Другий.</div><div>Третій.</div></div>",
    "another element": "<div><p>Перший.</p><p>Другий.</p></div><footer><p>Третій.</p></footer>",
    "before the first": "<div><p>Третій.</p><p>Перший.</p><p>Другий.</p></div>",
    "a heading that heads nothing": "<div><p>Перший.</p><p>Другий.</p><h2>Третій.</h2></div>",
    "a box": "<div><p>Перший.</p><p>Другий.</p><p>Читайте також: Третій.</p></div>",
    "more lost than found": "<div><p>Перший.</p><p>Другий.</p><p>Три.</p><p>Чотири.</p><p>П'ять.</p></div>",
}


@pytest.mark.parametrize("body", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_stands_elsewhere_is_not_put_in(body):
    soup = tree(f"<html><body><article>{body}</article></body></html>")
    assert restored(["Перший.", "Другий."], soup, frozenset()) == ["Перший.", "Другий."]


@pytest.mark.parametrize("name", ["article__subtitle", "lead", "post_standfirst", "news-lead"])
def test_a_lead_under_the_headline_is_kept(name, article, news):
    lead = "Про повернення розповіли у штабі"
    text = read_article(article(after=f'<p class="{name}">{lead}</p>'), URL, source=news(), charset="utf-8").text
    assert text.split("\n\n")[:3] == [TITLE, lead, FIRST]
