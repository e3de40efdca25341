"""Posts through mirrors read as through the preview; refusals, and what is no feed at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polon.pages import PageError
from polon.pages.telegram import read_preview
from polon.pages.telegram.mirrors import MirrorRefusal, Sheet, Way, way_of
from polon.records import Forward
from polon.sources import Mirror, MirrorKind, Source
from tests.pages import mirror_forms as forms
from tests.pages.mirror_forms import HANDLE, NUMBER, TITLE, Line, Written, said

Builder = Callable[..., Any]

AT = datetime(2026, 8, 20, 21, 30, tzinfo=UTC)

FORMS: dict[str, tuple[MirrorKind, Builder]] = {
    "rsshub": (MirrorKind.RSSHUB, forms.rsshub),
    "rsshub as browsers read it": (MirrorKind.RSSHUB, lambda posts: forms.rsshub(posts, as_browsers_read=True)),
    "rsshub with an account": (MirrorKind.RSSHUB, forms.rsshub_account),
    "rss-bridge": (MirrorKind.RSS_BRIDGE, forms.rss_bridge),
    "tgrss": (MirrorKind.TGRSS, forms.tgrss),
    "tgjson": (MirrorKind.TGJSON, forms.tgjson),
}


def way(kind: MirrorKind) -> Way:
    return way_of(Mirror(kind, "https://mirror.example"))


def read(form: str, source: Source, *posts: Written) -> Sheet:
    kind, render = FORMS[form]
    return way(kind).read(render(posts), source=source)


# Addresses


@pytest.mark.parametrize(
    ("kind", "address", "expected"),
    [
        (MirrorKind.RSSHUB, "https://hub.example", "https://hub.example/telegram/channel/DzvinNews"),
        (MirrorKind.RSSHUB, "hub.example/", "https://hub.example/telegram/channel/DzvinNews"),
        (
            MirrorKind.RSS_BRIDGE,
            "https://bridge.example/sub",
            "https://bridge.example/sub/?action=display&bridge=TelegramBridge&username=DzvinNews&format=Atom",
        ),
        (MirrorKind.TGRSS, "http://127.0.0.1:9504", "http://127.0.0.1:9504/rss/DzvinNews?limit=100"),
        (MirrorKind.TGJSON, "http://127.0.0.1:9504", "http://127.0.0.1:9504/json/DzvinNews?limit=100"),
    ],
)
def test_the_newest_posts_have_an_address(kind: MirrorKind, address: str, expected: str) -> None:
    asked = way_of(Mirror(kind, address))
    assert (asked.kind, asked.newest(HANDLE)) == (kind, expected)


def test_the_preview_is_no_mirror() -> None:
    with pytest.raises(ValueError, match="read_preview"):
        way_of(Mirror(MirrorKind.PREVIEW, "https://t.me"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MirrorKind.RSSHUB, None),
        (MirrorKind.RSS_BRIDGE, None),
        (MirrorKind.TGRSS, "https://mirror.example/rss/DzvinNews?id=40&limit=100"),
        (MirrorKind.TGJSON, "https://mirror.example/json/DzvinNews?id=40&limit=100"),
    ],
)
def test_older_posts_are_asked_for_by_id_where_a_mirror_has_them(kind: MirrorKind, expected: str | None) -> None:
    sheet = Sheet(channel_id=None, posts=(), ids=(41, 44))
    assert way(kind).older(sheet, HANDLE) == expected


@pytest.mark.parametrize("ids", [(), (1, 5)])
@pytest.mark.parametrize("kind", [MirrorKind.TGRSS, MirrorKind.TGJSON])
def test_before_the_first_post_there_is_nothing_to_ask_for(kind: MirrorKind, ids: tuple[int, ...]) -> None:
    assert way(kind).older(Sheet(channel_id=None, posts=(), ids=ids), HANDLE) is None


# One post, every way


POSTS = (
    (said("Повернулися 146 військових."), "Повернулися 146 військових."),
    (said("Перший рядок\nДругий & <третій>\n\nЧетвертий"), "Перший рядок\nДругий & <третій>\n\nЧетвертий"),
    (
        (Line((("bold", "185 на 185"), ("plain", " та  "), ("link", "20 цивільних"))), Line((("hashtag", "#обмін"),))),
        "185 на 185 та 20 цивільних\n#обмін",
    ),
    (
        (Line((("emoji", "🔥"), ("plain", "12"), ("custom", "⚡️"), ("emoji", "1️⃣"), ("spoiler", " приховано"))),),
        "🔥12⚡️1️⃣ приховано",
    ),
    (said("Штаб:\n> 1 000 осіб\n> вдома\nДалі буде"), "Штаб:\n1 000 осіб\nвдома\nДалі буде"),
    (said("Штаб:\n\n> вдома\n\nДалі буде"), "Штаб:\n\nвдома\n\nДалі буде"),
    (said("> Лише цитата про 45"), "Лише цитата про 45"),
    (said("Слово\n> цитата"), "Слово\nцитата"),
    (said("> цитата\nслово"), "цитата\nслово"),
    (said("Forwarded From нас: 5 осіб"), "Forwarded From нас: 5 осіб"),
    (said("🔧 Ремонт у 3 школах"), "🔧 Ремонт у 3 школах"),
    (said("📊 27% за"), "📊 27% за"),
    (said("via @bot про 7 осіб"), "via @bot про 7 осіб"),
    (said("a\u200b\u200bb 1\u00a0000 &amp; &lt;b&gt; \"і\" 'так'"), "ab 1\u00a0000 &amp; &lt;b&gt; \"і\" 'так'"),
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("lines", "expected"), POSTS, ids=lambda value: value[:20] if isinstance(value, str) else "")
def test_a_post_reads_as_its_author_wrote_it(
    form: str, lines: tuple[Line, ...], expected: str, channel: Source, message: Builder, preview: Builder
) -> None:
    post = Written(7, lines, at=AT)
    sheet = read(form, channel, post)
    (document,) = sheet.posts
    (shown,) = read_preview(forms.preview_page([post], message, preview), source=channel).posts
    assert document.text == shown.text == expected
    assert document.id == shown.id == "dzvin/7"
    assert document.url == shown.url == "https://t.me/DzvinNews/7"
    assert document.published == shown.published == AT
    assert document.published.utcoffset() == timedelta(hours=3)  # the day that the readers in Kyiv saw
    assert (document.lang, document.revision) == (shown.lang, shown.revision)
    assert document.via == FORMS[form][0].value
    assert (sheet.ids, sheet.odd) == ((7,), ())


TEXT = st.text(
    st.sampled_from("абв їґ ABC 0129 .,!?—-«»\"'&<>;#@\u00a0\u202f\u200b\u00ad\t🔥⚡️1️⃣🔧🖼📊é"), min_size=1, max_size=12
)
RUNS = st.tuples(st.sampled_from(["plain", "bold", "italic", "hashtag", "emoji", "custom", "spoiler"]), TEXT)
LINES = st.builds(Line, st.lists(RUNS, max_size=4).map(tuple), st.booleans())
WRITTEN = st.lists(LINES, min_size=1, max_size=6).filter(
    # A quotation of Telegram's has words in each of its lines; edges of posts are trimmed by Telegram.
    lambda lines: all(line.text.strip("\u00a0\u202f\u200b\u00ad \t") for line in lines if line.quote)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=WRITTEN)
def test_a_post_reads_equal_through_the_preview_and_every_mirror(
    lines: list[Line], channel: Source, message: Builder, preview: Builder
) -> None:
    post = Written(7, tuple(lines), at=AT)
    shown = read_preview(forms.preview_page([post], message, preview), source=channel)
    expected = [(document.id, document.text, document.revision) for document in shown.posts]
    for form in FORMS:
        sheet = read(form, channel, post)
        assert [(document.id, document.text, document.revision) for document in sheet.posts] == expected, form


WHOLE = Written(
    41,
    said("Повернулися 146 військових\n> серед них 12 поранених\nДякуємо"),
    at=AT,
    signed="Олена",
    forwarded=("Штаб & Ко", "shtab_ua", 55, "Речник"),
    photos=3,
    answers="Чужа відповідь про 800 осіб",
    linked=True,
)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_stands_around_a_post_gets_into_its_text(form: str, channel: Source) -> None:
    sheet = read(form, channel, WHOLE)
    (document,) = sheet.posts
    assert document.text == "Повернулися 146 військових\nсеред них 12 поранених\nДякуємо"
    assert document.id == "dzvin/41"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("rsshub", Forward(name="Штаб & Ко", url="https://t.me/shtab_ua/55", author="Речник")),
        ("rsshub with an account", None),
        ("rss-bridge", Forward(name="Штаб & Ко", url="https://t.me/shtab_ua/55", author="Речник")),
        ("tgrss", Forward(name="Штаб & Ко", url="https://t.me/shtab_ua/55")),
        ("tgjson", Forward(name="Штаб & Ко", url="https://t.me/shtab_ua/55", author="Речник")),
    ],
)
def test_whose_post_is_passed_on_is_kept_as_data(form: str, expected: Forward | None, channel: Source) -> None:
    assert read(form, channel, WHOLE).posts[0].forwarded == expected


def test_the_preview_says_the_same_of_a_forwarded_post(channel: Source, message: Builder, preview: Builder) -> None:
    (shown,) = read_preview(forms.preview_page([WHOLE], message, preview), source=channel).posts
    assert shown.text == "Повернулися 146 військових\nсеред них 12 поранених\nДякуємо"
    assert shown.forwarded is not None
    assert shown.forwarded.url == "https://t.me/shtab_ua/55"


@pytest.mark.parametrize(
    ("form", "expected"),
    [("rsshub", "Олена"), ("rsshub with an account", None), ("rss-bridge", None), ("tgrss", None), ("tgjson", "Олена")],
)
def test_a_signature_is_kept_where_the_mirror_tells_it(form: str, expected: str | None, channel: Source) -> None:
    assert read(form, channel, WHOLE).posts[0].author == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("rsshub", (41,)), ("rss-bridge", (41,)), ("tgrss", (41,)), ("tgjson", (41, 42, 43))],
)
def test_an_album_is_one_post_under_its_first_id(form: str, expected: tuple[int, ...], channel: Source) -> None:
    sheet = read(form, channel, WHOLE)
    assert sheet.ids == expected
    assert [document.id for document in sheet.posts] == ["dzvin/41"]


@pytest.mark.parametrize("form", ["rsshub", "rss-bridge", "tgrss", "tgjson"])
def test_posts_come_oldest_first_and_those_without_text_leave_their_id(form: str, channel: Source) -> None:
    sheet = read(form, channel, Written(5, said("п'ять")), Written(6, photos=1), Written(9, said("дев'ять")))
    assert [document.id for document in sheet.posts] == ["dzvin/5", "dzvin/9"]
    assert sheet.ids == (5, 6, 9)


@pytest.mark.parametrize("form", ["rsshub", "rss-bridge", "tgjson"])
def test_a_poll_is_no_text(form: str, channel: Source) -> None:
    sheet = read(form, channel, Written(5, poll=True), Written(6, said("шість")))
    assert [document.id for document in sheet.posts] == ["dzvin/6"]


# What is no post

SERVICE = (
    "Channel created",
    "Дзвін pinned «Повернулися 146 військових»",
    "Дзвін pinned a photo",
    "Live stream finished (12 minutes)",
    "Channel name was changed to «Дзвін 24»",
)


@pytest.mark.parametrize("form", ["rsshub", "rss-bridge", "tgjson"])
@pytest.mark.parametrize("words", SERVICE)
def test_notices_of_telegram_are_no_posts(form: str, words: str, channel: Source) -> None:
    sheet = read(form, channel, Written(5, said(words), service=True), Written(6, said("шість")))
    assert [document.id for document in sheet.posts] == ["dzvin/6"]
    assert sheet.ids == (5, 6)


def test_a_post_about_a_pinned_one_is_a_post(channel: Source) -> None:
    sheet = read("rss-bridge", channel, Written(5, said("Someone else pinned «45 soldiers» to the door")))
    assert [document.text for document in sheet.posts] == ["Someone else pinned «45 soldiers» to the door"]


AD = forms.item(
    title="[Sponsored] Купуйте 500 облігацій",
    description="<br/>Купуйте 500 облігацій полонених боргу",
    link="https://t.me/ads_channel/12",
    guid="https://t.me/ads_channel/12",
)
OWN_AD = AD.replace("ads_channel/12", f"{HANDLE}/12")


@pytest.mark.parametrize(
    "more", [AD, OWN_AD, AD.replace("https://t.me/ads_channel/12", "0cc175b9c0f1b6a831c399e269772661")]
)
def test_an_advertisement_is_no_post_of_the_channel(more: str, channel: Source) -> None:
    sheet = way(MirrorKind.TGRSS).read(forms.tgrss([Written(7, said("сім"))], more=more), source=channel)
    assert ([document.id for document in sheet.posts], sheet.ids) == (["dzvin/7"], (7,))


def test_a_post_that_begins_with_the_mark_of_advertisements_is_a_post(channel: Source) -> None:
    sheet = read("tgrss", channel, Written(7, said("[Sponsored] так починає наш автор")))
    assert [document.id for document in sheet.posts] == ["dzvin/7"]


def test_advertisements_of_the_json_are_left_alone(channel: Source) -> None:
    ads = [{"_": "sponsoredMessage", "id": 3, "message": "реклама"}]
    body = forms.tgjson([Written(7, said("сім"))], sponsored_messages=ads)
    assert way(MirrorKind.TGJSON).read(body, source=channel).ids == (7,)


# A form that is not known


@pytest.mark.parametrize(
    ("form", "known", "unknown"),
    [
        ("rsshub", "&lt;p&gt;", "&lt;section&gt;"),
        ("rsshub with an account", "&lt;p&gt;", "&lt;section&gt;"),
        ("rss-bridge", "js-message_text", "js-words"),
    ],
)
def test_a_feed_whose_form_has_changed_is_an_error_and_no_channel_without_words(
    form: str, known: str, unknown: str, channel: Source
) -> None:
    kind, render = FORMS[form]
    body = render([Written(n, said(f"Повернулися {n} осіб")) for n in range(10, 20)]).decode()
    assert known in body
    assert len(way(kind).read(body.encode(), source=channel).posts) == 10
    with pytest.raises(PageError, match="no text of a post in any of 10 items"):
        way(kind).read(body.replace(known, unknown).encode(), source=channel)


def test_words_outside_of_paragraphs_are_told_of(channel: Source) -> None:
    link = f"https://t.me/{HANDLE}/7"
    body = forms.rss("Дзвін - Telegram Channel", [forms.item(title="x", description="сім<br>осіб", link=link)])
    sheet = way(MirrorKind.RSSHUB).read(body, source=channel)
    assert (sheet.posts, sheet.ids) == ((), (7,))
    assert sheet.odd == (f"{link}: words that stand in no paragraph",)


@pytest.mark.parametrize("form", ["rsshub", "rss-bridge"])
def test_a_channel_of_pictures_only_is_well(form: str, channel: Source) -> None:
    sheet = read(form, channel, *(Written(n, photos=1) for n in range(1, 12)))
    assert (sheet.posts, len(sheet.ids), sheet.odd) == ((), 11, ())


# Times


def test_the_time_of_an_edit_is_never_the_time_of_publication(channel: Source) -> None:
    """TelegramRSS dates an edited post by its edit: later than posts that came after it, so that it shows."""
    edited = Written(5, said("п'ять"), at=AT, edited=AT + timedelta(days=2))
    later = Written(6, said("шість"), at=AT + timedelta(hours=1))
    first, second = read("tgrss", channel, edited, later).posts
    assert (first.published, first.edited) == (None, True)
    assert (second.published, second.edited) == (later.at, False)
    first, second = read("tgjson", channel, edited, later).posts
    assert (first.published, first.modified, first.edited) == (AT, edited.edited, True)
    assert (second.published, second.modified, second.edited) == (later.at, None, False)


def test_an_edit_that_telegram_hides_is_none(channel: Source) -> None:
    body = json.loads(forms.tgjson([Written(5, said("п'ять"), at=AT, edited=AT + timedelta(days=2))]))
    body["messages"][0]["edit_hide"] = True
    (document,) = way(MirrorKind.TGJSON).read(json.dumps(body).encode(), source=channel).posts
    assert (document.edited, document.modified) == (False, None)


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 32 Aug 2026 25:00:00 GMT", "2026-08-20 21:30"])
def test_a_time_that_cannot_be_read_is_none(date: str, channel: Source) -> None:
    link = f"https://t.me/{HANDLE}/7"
    body = forms.rss(
        "Дзвін - Telegram Channel", [forms.item(title="x", description="<p>сім</p>", link=link, pubDate=date)]
    )
    assert way(MirrorKind.RSSHUB).read(body, source=channel).posts[0].published is None


# Identity


def test_the_json_tells_the_channels_own_number(channel: Source) -> None:
    sheet = read("tgjson", channel, Written(7, said("сім")))
    assert (sheet.channel_id, sheet.posts[0].channel) == (NUMBER, NUMBER)
    body = forms.tgjson([Written(7, said("сім"))]).replace(
        str(-(10**12) - NUMBER).encode(), b'{"_": "peerChannel", "channel_id": %d}' % NUMBER, 1
    )
    assert way(MirrorKind.TGJSON).read(body, source=channel).channel_id == NUMBER


@pytest.mark.parametrize("form", ["rsshub", "rss-bridge", "tgrss"])
def test_feeds_do_not_tell_it(form: str, channel: Source) -> None:
    assert read(form, channel, Written(7, said("сім"))).channel_id is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://t.me/DzvinNews/7", (7,)),
        ("https://t.me/s/DzvinNews/7", (7,)),
        ("https://t.me/DzvinNews/7?single", (7,)),
        ("https://telegram.me/DzvinNews/7", (7,)),
        ("https://t.me/c/1463721328/7", ()),
        ("https://t.me/DzvinNews", ()),
        ("https://t.me/DzvinNews/0", ()),
        ("https://t.me/DzvinNews/99999999999999999999", ()),
        ("https://elsewhere.example/DzvinNews/7", ()),
        ("javascript:alert(7)", ()),
        ("https://[::1/DzvinNews/7", ()),
        ("x" * 5000, ()),
    ],
)
def test_the_id_is_that_of_the_address(link: str, expected: tuple[int, ...], channel: Source) -> None:
    last = forms.item(title="x", description="<p>вісім</p>", link=f"https://t.me/{HANDLE}/8")
    body = forms.rss("Дзвін - Telegram Channel", [forms.item(title="x", description="<p>сім</p>", link=link), last])
    sheet = way(MirrorKind.RSSHUB).read(body, source=channel)
    assert sheet.ids == (*expected, 8)
    assert bool(sheet.odd) is not bool(expected)


# Refusals


def error_page(words: str) -> bytes:
    """RSSHub's page of errors."""
    inner = f"<div><h1>Looks like something went wrong</h1><code>{words}</code></div>"
    return f"<!DOCTYPE html><html><body>{inner}</body></html>".encode()


BRIDGE_ERROR = forms.atom(
    [
        forms.entry(
            "https://bridge.example/?action=display",
            "Bridge returned error 400! (20780)",
            "<p>Unable to find channel. The channel is non-existing or non-public.</p>",
            AT,
        )
    ]
)

REFUSALS = [
    (
        MirrorKind.RSSHUB,
        error_page("Unable to fetch message feed from this channel. Please check this URL to see if you can view it"),
        "preview_off",
        "Unable to fetch message feed",
    ),
    (MirrorKind.RSSHUB, error_page("FetchError: 500 Internal Server Error"), "mirror_error", "FetchError: 500"),
    (
        MirrorKind.RSSHUB,
        b'{"error":{"message":"Unable to fetch message feed from this channel."}}',
        "preview_off",
        "Unable",
    ),
    (MirrorKind.RSSHUB, forms.rss("Дзвін - Telegram Channel", []), "mirror_error", "a feed without posts"),
    (MirrorKind.RSS_BRIDGE, BRIDGE_ERROR, "preview_off", "Unable to find channel"),
    (MirrorKind.RSS_BRIDGE, forms.atom([]), "mirror_error", "a feed without posts"),
    (MirrorKind.RSS_BRIDGE, b"<html><body>Error 503 cloudflare</body></html>", "mirror_error", "503"),
]
for kind in (MirrorKind.TGRSS, MirrorKind.TGJSON):
    REFUSALS += [
        (kind, json.dumps({"success": False, "errors": errors}).encode(), refused, words)
        for errors, refused, words in (
            (["Time to unlock access: 00:14:59"], "http_429", "00:14:59"),
            (["Too many requests"], "http_429", "Too many"),
            (["FLOOD_WAIT_30"], "http_429", "FLOOD_WAIT"),
            (["CHANNEL_PRIVATE"], "private", "CHANNEL_PRIVATE"),
            (["This is not a public channel"], "private", "not a public"),
            (["BOTS NOT ALLOWED"], "bot", "BOTS"),
            (["WRONG NAME"], "nonexistent", "WRONG NAME"),
            (["USERNAME_NOT_OCCUPIED"], "nonexistent", "USERNAME"),
            (["Telegram connection error..."], "mirror_error", "connection"),
            ({"code": 404, "message": "Not Found"}, "mirror_error", "Not Found"),
        )
    ]


@pytest.mark.parametrize(("kind", "body", "refused", "words"), REFUSALS)
def test_a_notice_in_the_place_of_posts_is_told_apart(
    kind: MirrorKind, body: bytes, refused: str, words: str, channel: Source
) -> None:
    with pytest.raises(MirrorRefusal) as caught:
        way(kind).read(body, source=channel)
    assert caught.value.kind == refused
    assert words in caught.value.words
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", ["tgrss", "tgjson"])
def test_an_empty_answer_is_the_end_of_the_history_where_there_is_one(form: str, channel: Source) -> None:
    assert read(form, channel).ids == ()


# Hostile answers

WELL = {kind: render([Written(7, said("сім")), Written(9, said("дев'ять осіб"))]) for kind, render in FORMS.values()}
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'


@pytest.mark.parametrize("kind", WELL)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 100,
        b"\xff\xfe\x00<",
        b"plain words",
        b"[1, 2]",
        b'{"messages": 5}',
        b"{",
        b'{"a":' * 5000,
        b"[" * 5000,
        BOMB,
        b"<rss>" * 400,
        b"<sitemapindex></sitemapindex>",
        b"<rss><channel><item><link>https://t.me/DzvinNews/7</link>",
        b"x" * 20_000_001,
    ],
    ids=range(14),
)
def test_what_is_no_answer_of_a_mirror_is_an_error(kind: MirrorKind, body: bytes, channel: Source) -> None:
    with pytest.raises((PageError, MirrorRefusal)):
        way(kind).read(body, source=channel)


@pytest.mark.parametrize("kind", WELL)
def test_an_answer_that_breaks_off_is_not_read(kind: MirrorKind, channel: Source) -> None:
    """The text of its last post might be cut in the middle of a number."""
    body = WELL[kind]
    for end in range(0, len(body) - 1, 7):
        with pytest.raises((PageError, MirrorRefusal)):
            way(kind).read(body[:end], source=channel)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes_raise_nothing_else(data: st.DataObject, channel: Source) -> None:
    kind = data.draw(st.sampled_from(sorted(WELL)))
    body = bytearray(WELL[kind])
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=6)):
        body[place] = data.draw(st.integers(0, 255))
    try:
        sheet = way(kind).read(bytes(body), source=channel)
    except (PageError, MirrorRefusal):
        return
    assert all(document.id == f"dzvin/{document.url.rpartition('/')[2]}" for document in sheet.posts)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\x7f", "\ufffe"])
@pytest.mark.parametrize("form", ["rsshub", "tgrss", "rss-bridge"])
def test_characters_that_xml_has_no_place_for_are_left_out(form: str, character: str, channel: Source) -> None:
    kind, render = FORMS[form]
    for written in (character, f"&#{ord(character)};", f"&#x{ord(character):x};"):
        body = render([Written(7, said("о@д"))]).replace(b"@", written.encode())
        assert [d.text for d in way(kind).read(body, source=channel).posts] == ["од"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "7"},
        {"id": -7},
        {"id": 10**400},
        {"id": None},
        {"message": {"a": 1}},
        {"date": "yesterday"},
        {"edit_date": [1]},
        {"fwd_from": "x"},
        {"_": 5},
    ],
)
def test_a_message_of_wrong_types_is_named_and_the_others_are_read(change: dict[str, Any], channel: Source) -> None:
    body = json.loads(forms.tgjson([Written(7, said("сім")), Written(9, said("дев'ять"))]))
    body["messages"][1] |= change
    sheet = way(MirrorKind.TGJSON).read(json.dumps(body).encode(), source=channel)
    assert ([document.id for document in sheet.posts], len(sheet.odd)) == (["dzvin/9"], 1)


def test_a_number_beyond_all_bounds_is_named(channel: Source) -> None:
    body = forms.tgjson([Written(7, said("сім")), Written(9, said("дев'ять"))]).replace(b'"id": 7', b'"id": 1e400')
    sheet = way(MirrorKind.TGJSON).read(body, source=channel)
    assert ([document.id for document in sheet.posts], len(sheet.odd)) == (["dzvin/9"], 1)


@pytest.mark.parametrize("form", ["rsshub", "tgrss", "tgjson", "rss-bridge"])
def test_the_same_id_twice_is_one_post(form: str, channel: Source) -> None:
    sheet = read(form, channel, Written(7, said("перше")), Written(7, said("друге")))
    assert len(sheet.posts) == 1
    assert sheet.ids == (7,)


@pytest.mark.parametrize("form", ["rsshub", "tgrss", "tgjson"])
def test_a_bomb_of_tags_in_one_post_leaves_the_others(form: str, channel: Source) -> None:
    kind, render = FORMS[form]
    tags = "<b>" * 1500 if form == "tgjson" else "&lt;b&gt;" * 1500
    body = render([Written(7, said("@")), Written(9, said("дев'ять"))]).replace(b"@", tags.encode())
    sheet = way(kind).read(body, source=channel)
    assert [document.id for document in sheet.posts] == ["dzvin/9"]
    assert sheet.ids == (7, 9)
    assert "nests" in sheet.odd[0]


def test_a_deleted_message_of_the_json_is_not_there(channel: Source) -> None:
    body = json.loads(forms.tgjson([Written(7, said("сім"))]))
    body["messages"].append({"_": "messageEmpty", "id": 6})
    assert way(MirrorKind.TGJSON).read(json.dumps(body).encode(), source=channel).ids == (7,)


def test_the_caption_of_an_album_may_stand_at_any_part(channel: Source) -> None:
    body = json.loads(forms.tgjson([Written(41, said("альбом"), photos=3)]))
    newest, middle, oldest = body["messages"]
    newest["message"], oldest["message"] = oldest["message"], ""
    (document,) = way(MirrorKind.TGJSON).read(json.dumps(body).encode(), source=channel).posts
    assert (document.id, document.text, TITLE) == ("dzvin/41", "альбом", "Дзвін")
    assert middle["message"] == ""
