from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from polon.pages import PageError
from polon.pages.telegram import read_embed, read_preview
from polon.records import revision_of

TEXT = '<div class="tgme_widget_message_text js-message_text" dir="auto">'
EMOJI = '<i class="emoji" style="background-image:url(\'//telegram.org/img/emoji/40/F09F94A5.png\')"><b>🔥</b></i>'
NOTICE = (
    '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
    '<div class="message_media_not_supported_label">This media is not supported in your browser</div>'
    '<span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>'
)
REPLY = (
    '<a class="tgme_widget_message_reply user-color-default" href="https://t.me/DzvinNews/9" "=""><i></i>'
    '<div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name">Дзвін</span>'
    '</div><div class="{classes}" dir="auto">Повернулися 90 людей</div></a>'
)
OWN = TEXT + "Уточнюємо: 95 людей</div>"

TEXTS = {
    "plain": (TEXT + "Додому повернулися 146 військових</div>", "Додому повернулися 146 військових"),
    "bold and links do not break a sentence": (
        TEXT + '<b>ГУР</b> і <a href="https://dzvin.example/">Генштаб</a>: <i>23</i> полонених</div>',
        "ГУР і Генштаб: 23 полонених",
    ),
    "br breaks the line, twice a paragraph": (
        TEXT + "Перший рядок<br>Другий<br/><br/>Третій<br/><br/><br/>Четвертий</div>",
        "Перший рядок\nДругий\n\nТретій\n\nЧетвертий",
    ),
    "words on either side of a quote stay apart": (
        TEXT + "звільнено 12 військових<blockquote>2022 рік<br/>був іншим</blockquote>і далі</div>",
        "звільнено 12 військових\n2022 рік\nбув іншим\nі далі",
    ),
    "pre keeps its lines": (TEXT + "Разом:<pre>обмін  1\nобмін  2</pre></div>", "Разом:\nобмін 1\nобмін 2"),
    "source line ends are spaces": (TEXT + "\n  Один\n  рядок  \n</div>", "Один рядок"),
    "spoilers are inline": (TEXT + "Звільнено <tg-spoiler>31</tg-spoiler> особу</div>", "Звільнено 31 особу"),
    "emoji": (TEXT + f"{EMOJI} <b>УВАГА {EMOJI}</b> 5 людей</div>", "🔥 УВАГА 🔥 5 людей"),
    "custom emoji": (TEXT + f'<tg-emoji emoji-id="54">{EMOJI}</tg-emoji>Обмін</div>', "🔥Обмін"),
    "keycap": (TEXT + '<i class="emoji"><b>1️⃣</b></i> Список</div>', "1\ufe0f\u20e3 Список"),
    "entities": (TEXT + "&#036;5 &amp; 1&nbsp;000 &lt;b&gt;</div>", "$5 & 1\u00a0000 <b>"),
    "thin space in a number stays": (TEXT + "10\u202f518 осіб</div>", "10\u202f518 осіб"),
    "invisible characters go": (TEXT + "\u200b\u200bПоло\u00adнені \u202e12\u202c</div>", "Полонені 12"),
    "decomposed letters are composed": (TEXT + "и\u0306ого звільнили</div>", "\u0439ого звільнили"),
    "hashtags and search hits": (
        TEXT + '<a href="?q=%23%D0%BE">#обмін</a> <mark class="highlight">обмін</mark> триває</div>',
        "#обмін обмін триває",
    ),
    "address escaped twice": (
        TEXT + '<a href="https://d.example/?a=1&amp;amp;b=2" onclick="return confirm(1)">'
        "d.example/?a=1&amp;amp;b=2</a></div>",
        "d.example/?a=1&b=2",
    ),
    "reply": (REPLY.format(classes="tgme_widget_message_text js-message_reply_text") + OWN, "Уточнюємо: 95 людей"),
    "reply to a picture": (
        REPLY.format(classes="tgme_widget_message_metatext js-message_reply_text") + OWN,
        "Уточнюємо: 95 людей",
    ),
    "reply quoted as if it were the post": (
        REPLY.format(classes="tgme_widget_message_text js-message_text") + OWN,
        "Уточнюємо: 95 людей",
    ),
    "album caption nested twice": (TEXT + TEXT + "Підпис до альбому</div></div>", "Підпис до альбому"),
    "nested texts that differ": (TEXT + "Підпис " + TEXT + "до альбому</div> далі</div>", "Підпис\nдо альбому\nдалі"),
    "two copies for old browsers": (
        f'<div class="media_supported_cont">{TEXT}Повний текст</div></div>'
        f'<div class="media_not_supported_cont">{TEXT}Повний</div>{NOTICE}</div>',
        "Повний текст",
    ),
    "only the copy for old browsers": (
        f'<div class="media_not_supported_cont">{TEXT}Єдиний текст</div>{NOTICE}</div>',
        "Єдиний текст",
    ),
    "notice inside the text": (f"{TEXT}До {NOTICE}і після</div>", "До і після"),
    "link preview is another's text": (
        TEXT + "Читайте</div>"
        '<a class="tgme_widget_message_link_preview"><div class="link_preview_site_name">UA</div>'
        f'{TEXT}1000 полонених</div><div class="link_preview_description">1000 полонених</div></a>',
        "Читайте",
    ),
    "forward": (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        '<span class="tgme_widget_message_forwarded_from_name">Хтось</span></div>' + OWN,
        "Уточнюємо: 95 людей",
    ),
    "two texts": (f"{TEXT}Перший</div>{TEXT}Другий</div>{TEXT}Перший</div>", "Перший\n\nДругий"),
    "markup without js- classes": (
        '<div class="tgme_widget_message_text" dir="auto">Старе дзеркало</div>',
        "Старе дзеркало",
    ),
    "reactions with a custom emoji": (
        OWN + '<div class="tgme_widget_message_reactions js-message_reactions"><span class="tgme_reaction">'
        '<tg-emoji emoji-id="5190660975866437599"></tg-emoji>194</span></div>',
        "Уточнюємо: 95 людей",
    ),
    "buttons under the post": (
        OWN
        + '<div class="tgme_widget_message_inline_keyboard"><a class="tgme_widget_message_inline_button">5</a></div>',
        "Уточнюємо: 95 людей",
    ),
    "a file's name": (
        '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document_title">95.pdf</div></a>'
        + OWN,
        "Уточнюємо: 95 людей",
    ),
    "a caption beside the full copy": (
        f'<div class="media_supported_cont">{TEXT}Повний текст</div></div>{TEXT}Інше</div>',
        "Повний текст\n\nІнше",
    ),
    "a copy that nothing marks as one": (
        f'<div class="media_supported_cont">{TEXT}Повний текст</div></div>{TEXT}Повний</div>',
        "Повний текст",
    ),
    "a quotation that unfolds": (TEXT + "Разом<blockquote expandable>146</blockquote></div>", "Разом\n146"),
    "a link inside a word's spoiler": (
        TEXT + 'Звільнено <tg-spoiler><a href="?q=%2331">#31</a> особу</tg-spoiler></div>',
        "Звільнено #31 особу",
    ),
    "a script in the text": (TEXT + "До<script>alert('5 полонених')</script>бре</div>", "Добре"),
}


@pytest.mark.parametrize(("inner", "expected"), TEXTS.values(), ids=TEXTS)
def test_text(inner, expected, channel, message, preview):
    page = read_preview(preview(message(12, inner)), source=channel)
    assert [post.text for post in page.posts] == [expected]


TEXTLESS = {
    "picture": '<a class="tgme_widget_message_photo_wrap" href="https://t.me/DzvinNews/12"></a>',
    "only a notice": NOTICE,
    "empty text": TEXT + " <br/> \u200b</div>",
    "poll": (
        '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Скільки?</div>'
        f'<div class="tgme_widget_message_poll_option_percent">27%</div>{TEXT}9 полонених</div></div>'
    ),
    "only a reply": REPLY.format(classes="tgme_widget_message_text js-message_reply_text"),
}


@pytest.mark.parametrize("inner", TEXTLESS.values(), ids=TEXTLESS)
def test_post_without_text_is_no_document_but_counts(inner, channel, message, preview):
    page = read_preview(preview(message(11, OWN), message(12, inner)), source=channel)
    assert [post.id for post in page.posts] == ["dzvin/11"]
    assert page.ids == (11, 12)
    assert page.wraps == 2


def test_service_message_is_no_document_but_counts(channel, message, preview):
    pinned = message(13, TEXT + "Дзвін pinned «95 людей»</div>", classes="service_message")
    bare = message(14, "", classes="service_message", time=None)
    page = read_preview(preview(message(12, OWN), pinned, bare), source=channel)
    assert [post.id for post in page.posts] == ["dzvin/12"]
    assert page.ids == (12, 13, 14)


def test_document(channel, message, preview):
    page = read_preview(preview(message(15728, OWN, handle="DzvinNEWS")), source=channel)
    (post,) = page.posts
    assert post.id == "dzvin/15728"
    assert post.source == "dzvin"
    assert post.url == "https://t.me/DzvinNEWS/15728"
    assert post.lang == "uk"
    assert post.title is None
    assert post.revision == revision_of(None, "Уточнюємо: 95 людей")
    assert post.modified is None
    assert post.evidence is None
    # 21:30 in Greenwich on the 20th is half past midnight of the 21st in Kyiv, where it is summer.
    assert post.published is not None
    assert post.published.isoformat() == "2026-08-21T00:30:00+03:00"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-01-20T21:30:00+00:00", "2026-01-20T23:30:00+02:00"),
        ("2026-08-24T03:46:52+00:00", "2026-08-24T06:46:52+03:00"),
        ("2026-08-24T06:46:52+02:00", "2026-08-24T07:46:52+03:00"),
        ("2026-08-24T03:46:52", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_published(time, expected, channel, message, preview):
    (post,) = read_preview(preview(message(1, OWN, time=time)), source=channel).posts
    assert (post.published.isoformat() if post.published else None) == expected
    if post.published:
        assert post.published.utcoffset() in (timedelta(hours=2), timedelta(hours=3))


def test_first_time_of_a_video_is_its_length(channel, message, preview):
    video = f'<a class="tgme_widget_message_video_player"><time class="message_video_duration">0:06</time>{NOTICE}</a>'
    (post,) = read_preview(preview(message(1, video + OWN)), source=channel).posts
    assert post.text == "Уточнюємо: 95 людей"
    assert post.published == datetime.fromisoformat("2026-08-20T21:30:00+00:00")


def test_malformed_reply_keeps_its_own_time(channel, message, preview):
    broken = (
        '<a class="tgme_widget_message_reply" href="https://t.me/DzvinNews/9" data-bg-emoji="54""><div>Дзвін</div>'
        '<div class="tgme_widget_message_text js-message_reply_text">90</div></a>'
    )
    pages = preview(
        message(20, broken + OWN, time="2026-08-20T10:00:00+00:00"),
        message(21, TEXT + "Інше</div>", time="2026-08-20T11:00:00+00:00"),
    )
    posts = read_preview(pages, source=channel).posts
    assert [(post.id, post.text, post.published and post.published.hour) for post in posts] == [
        ("dzvin/20", "Уточнюємо: 95 людей", 13),
        ("dzvin/21", "Інше", 14),
    ]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Додому повернулися їхні захисники", "uk"),
        ("Вернулись домой 95 военнослужащих, это уже второй обмен", "ru"),
        ("Another 95 soldiers came home today, officials said", "en"),
        ("95", "uk"),
    ],
)
def test_language(text, lang, channel, message, preview):
    (post,) = read_preview(preview(message(1, f"{TEXT}{text}</div>")), source=channel).posts
    assert post.lang == lang


def test_album_counts_each_part(channel, message, preview):
    def part(number, handle="DzvinNews"):
        return f'<a class="grouped_media_wrap" href="https://t.me/{handle}/{number}?single">{NOTICE}</a>'

    foreign = f'{TEXT}Див. <a href="https://t.me/DzvinNews/7?single">тут</a></div>'
    album = "".join(map(part, (30, 31, 32))) + part(99, "Another") + foreign
    page = read_preview(preview(message(30, album), message(34, OWN)), source=channel)
    assert page.ids == (30, 31, 32, 34)
    assert [post.text for post in page.posts] == ["Див. тут", "Уточнюємо: 95 людей"]
    assert page.wraps == 2


def test_posts_are_oldest_first_and_once(channel, message, preview):
    page = read_preview(preview(message(7, OWN), message(5, OWN), message(7, TEXT + "Копія</div>")), source=channel)
    assert [(post.id, post.text) for post in page.posts] == [
        ("dzvin/5", "Уточнюємо: 95 людей"),
        ("dzvin/7", "Уточнюємо: 95 людей"),
    ]
    assert page.ids == (5, 7)


PREV = '<link rel="prev" href="/s/DzvinNews?before=93429"><link rel="canonical" href="/s/DzvinNews?before=93449">'
MORE = '<div class="js-messages_more_wrap"><a class="tme_messages_more" data-before="93429" href="/s/X"></a></div>'
CURSORS = {
    "link": (PREV, "", 93429, None),
    "anchor": ("", MORE, 93429, None),
    "anchor of 2020": ("", '<a href="/s/X?before=1491" class="tme_messages_more" data-before="1491"></a>', 1491, None),
    "forward": ('<link rel="next" href="/s/DzvinNews?after=20">', '<a data-after="20"></a>', None, 20),
    "forward by anchor": ("", '<a class="tme_messages_more" data-after="20"></a>', None, 20),
    "empty cursor": ('<link rel="next" href="/s/DzvinNews?after=">', '<a data-before=""></a>', None, None),
    "no number": ('<link rel="prev" href="/s/DzvinNews?before=1e9">', '<a data-before="-5"></a>', None, None),
    "canonical is no cursor": ('<link rel="canonical" href="/s/DzvinNews?before=93449">', "", None, None),
    "broken address": ('<link rel="prev" href="http://[::1?before=5">', "", None, None),
}


@pytest.mark.parametrize(("head", "more", "before", "after"), CURSORS.values(), ids=CURSORS)
def test_cursors(head, more, before, after, channel, message, preview):
    page = read_preview(preview(message(93430, OWN), head=head, more=more), source=channel)
    assert (page.before, page.after) == (before, after)


@pytest.mark.parametrize("numbers", [range(501, 521), range(1, 21)])
def test_no_cursor_is_guessed_from_a_full_page(numbers, channel, message, preview):
    page = read_preview(preview(*(message(number, OWN) for number in numbers)), source=channel)
    assert (page.before, page.after, page.ids) == (None, None, tuple(numbers))


def test_album_parts_count_as_ids(channel, message, preview):
    album = "".join(f'<a href="https://t.me/DzvinNews/{number}?single"></a>' for number in range(602, 612))
    page = read_preview(preview(message(602, album), *(message(n, OWN) for n in range(612, 622))), source=channel)
    assert page.wraps == 11
    assert page.ids == tuple(range(602, 622))


NO_POSTS = (
    '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message_centered">'
    '<div class="tme_no_messages_found">No posts found</div></div></div>'
)
LANDING = (
    b"<!DOCTYPE html><html><head><title>Telegram: Contact @dzvin</title></head><body><div class='tgme_page'>"
    b"<div class='tgme_page_description'>If you have <strong>Telegram</strong>, you can contact</div></div>"
)


def test_no_posts_here(channel, preview):
    page = read_preview(preview(NO_POSTS), source=channel)
    assert (page.is_channel, page.empty, page.wraps, page.posts, page.ids) == (True, True, 0, (), ())


def test_posts_beside_a_notice_are_posts(channel, message, preview):
    page = read_preview(preview(message(3, OWN), NO_POSTS), source=channel)
    assert (page.empty, page.wraps, page.ids) == (False, 1, (3,))


def test_contact_page_is_no_channel(channel):
    page = read_preview(LANDING, source=channel)
    assert (page.is_channel, page.empty, page.wraps, page.channel) == (False, False, 0, None)


def test_changed_markup_shows_as_wraps_without_posts(channel, preview):
    page = read_preview(preview('<div class="tgme_widget_message_wrap"><p>Нова розмітка</p></div>'), source=channel)
    assert (page.is_channel, page.empty, page.wraps, page.ids) == (True, False, 1, ())


def test_channel_as_shown(channel, message, preview):
    assert read_preview(preview(message(1, OWN, handle="Old")), source=channel).channel == "DzvinNews"
    assert read_preview(preview(message(1, OWN), info=False), source=channel).channel == "DzvinNews"
    fragment = message(1, OWN, handle="DzvinOld").encode()
    assert read_preview(fragment, source=channel).channel == "DzvinOld"


@pytest.mark.parametrize("post", ["", "DzvinNews", "DzvinNews/", "DzvinNews/x", "/5", "c/1/2", "DzvinNews/-5"])
def test_message_without_a_usable_id_is_not_taken(post, channel, message, preview):
    page = read_preview(preview(message(5, OWN)).replace(b"DzvinNews/5", post.encode()), source=channel)
    assert (page.ids, page.posts, page.wraps) == ((), (), 1)


def test_embed(channel, message):
    body = b"<html><body class='body_widget_post'>" + message(30, OWN).encode() + b"</body></html>"
    embed = read_embed(body, source=channel)
    assert embed.found
    assert embed.post is not None
    assert (embed.post.id, embed.post.text) == ("dzvin/30", "Уточнюємо: 95 людей")
    assert (embed.ids, embed.missing, embed.refusal) == ((30,), False, None)


def test_embed_without_text(channel, message):
    embed = read_embed(message(30, NOTICE).encode(), source=channel)
    assert (embed.found, embed.post, embed.missing) == (True, None, False)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("Post not found", True),
        ("Channel with username <b>@dzvin</b> not found", False),
        ("Unfortunately, this channel couldn't be displayed on your device.", False),
    ],
)
def test_embed_refusal(words, missing, channel):
    body = f'<div class="tgme_widget_message err_message"><div class="tgme_widget_message_error">{words}</div></div>'
    embed = read_embed(body.encode(), source=channel)
    assert (embed.found, embed.post, embed.missing) == (False, None, missing)
    assert embed.refusal == words.replace("<b>", "").replace("</b>", "")


def test_embed_of_an_album_s_part_shows_the_whole_under_the_first_id(channel, message):
    parts = "".join(f'<a class="grouped_media_wrap" href="https://t.me/DzvinNews/{n}?single"></a>' for n in (30, 31))
    embed = read_embed(message(30, parts + OWN).encode(), source=channel)
    assert embed.post is not None
    assert (embed.post.id, embed.ids) == ("dzvin/30", (30, 31))


def test_embed_where_comments_are_closed(channel):
    body = b'<div class="tme_no_messages_found">Discussion is not available at the moment.</div>'
    embed = read_embed(body, source=channel)
    assert (embed.found, embed.missing, embed.refusal) == (False, False, "Discussion is not available at the moment.")


OLD = (
    '<html><body class="widget_frame_base tgme_widget"><div class="tgme_channel_info"></div>'
    '<section class="tgme_channel_history"> <a href="/s/DzvinNews?before=7" data-before="7"></a>'
    '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message force_userpic'
    ' js-widget_message" data-post="DzvinNews/7"><div class="tgme_widget_message_bubble">'
    '<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name"><span>Дзвін</span></a></div>'
    '<div class="tgme_widget_message_text js-message_text" dir="auto"><b>Обмін <i class="emoji"><b>🔔</b></i></b><br>'
    '<br>95 людей</div><div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
    '<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/DzvinNews/7">'
    '<time datetime="2020-05-04T08:30:00+00:00">08:30</time></a></span></div></div></div></div></div></section>'
)


def test_markup_of_2020(channel):
    page = read_preview(OLD.encode(), source=channel)
    (post,) = page.posts
    assert (post.text, page.is_channel, page.before) == ("Обмін 🔔\n\n95 людей", True, 7)
    assert (page.channel_id, post.channel, page.strange, page.undated) == (None, None, (), ())


def test_a_post_without_a_footer_is_read_and_has_no_time(channel):
    body = f'<div class="tgme_widget_message" data-post="DzvinNews/7">{OWN}</div>'
    page = read_preview(body.encode(), source=channel)
    assert [(post.text, post.published) for post in page.posts] == [("Уточнюємо: 95 людей", None)]
    assert page.undated == (7,)


def test_embed_of_something_else(channel):
    with pytest.raises(PageError, match="neither a post nor"):
        read_embed(LANDING, source=channel)


@pytest.mark.parametrize("body", [b"", b" \n\x00", b'{"ok":false}', b"%PDF-1.7 \x00\x01", b"Too Many Requests"])
def test_no_page_at_all(body, channel):
    with pytest.raises(PageError):
        read_preview(body, source=channel)
