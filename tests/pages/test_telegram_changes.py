"""A class that Telegram renames is either of no account to the reader, or shows: nothing is lost in silence.

The page below has every kind of post in the markup of 2026; the expectations are written beside it. Each class on it is
renamed in turn. What then differs from the expectations must be told by one of the signs that the spider acts upon.
"""

from __future__ import annotations

import re

import pytest

from polon.pages.telegram import Preview, read_embed, read_preview
from polon.records import Forward

EMOJI = '<i class="emoji" style="background-image:url(\'//telegram.org/img/emoji/40/F09F9494.png\')"><b>🔔</b></i>'
VIEW = "eyJjIjotNzcsInAiOjF9"  # {"c":-77,"p":1}
NOTICE = (
    '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
    '<div class="message_media_not_supported_label">{words}</div>'
    '<span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>'
)
OPEN = NOTICE.format(words="Please open Telegram to view this post")


def text(words: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'


def message(number: int, inner: str, *, kind: str = "", meta: str = "", outside: str = "") -> str:
    views = '<span class="tgme_widget_message_views">3.12K</span><span class="copyonly"> views</span>'
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message text_not_supported_wrap{kind} js-widget_message"'
        f' data-post="DzvinNews/{number}" data-view="{VIEW}">'
        '<div class="tgme_widget_message_user"><a href="https://t.me/DzvinNews">'
        '<i class="tgme_widget_message_user_photo bgcolor1" data-content="D"><img src="a.jpg"></i></a></div>'
        '<div class="tgme_widget_message_bubble"><i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon">'
        '<g><path class="background" d="M8,1"></path></g></svg></i>'
        '<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
        f' href="https://t.me/DzvinNews"><span dir="auto">Дзвін</span></a></div>{inner}'
        '<div class="tgme_widget_message_reactions js-message_reactions"><span class="tgme_reaction">'
        f"{EMOJI}31</span></div>"
        '<div class="tgme_widget_message_footer compact js-message_footer">'
        '<div class="tgme_widget_message_info short js-message_info">'
        f'{"" if kind else views}<span class="tgme_widget_message_meta">{meta}'
        f'<a class="tgme_widget_message_date" href="https://t.me/DzvinNews/{number}">'
        f'<time datetime="2026-08-20T10:{number:02}:00+00:00" class="time">10:{number:02}</time></a></span></div></div>'
        f"</div>{outside}</div></div>"
    )


PHOTO = '<a class="tgme_widget_message_photo_wrap 57 13" href="https://t.me/DzvinNews/{n}{single}"></a>'
MESSAGES = (
    message(11, text(f"{EMOJI} Перший обмін<br/>146 людей<blockquote>цитата</blockquote>")),
    message(12, PHOTO.format(n=12, single="") + text("Підпис до знімка"), meta="edited &nbsp;"),
    message(
        13,
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">'
        + "".join(PHOTO.format(n=n, single="?single").replace("57 13", "grouped_media_wrap") for n in (13, 14))
        + "</div>"
        + text(text("Підпис до альбому")),
    ),
    message(
        15,
        '<a class="tgme_widget_message_reply user-color-default" href="https://t.me/DzvinNews/11" "="">'
        '<i class="tgme_widget_message_reply_thumb"></i><div class="tgme_widget_message_author accent_color">'
        '<span class="tgme_widget_message_author_name" dir="auto">Дзвін</span></div>'
        '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">145 людей</div></a>'
        + text("Уточнення: 146"),
    ),
    message(
        16,
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/PivdenDzvin/9"><span dir="auto">Південь'
        '</span></a> (<span class="tgme_widget_message_forwarded_from_author">Черговий</span>)</div>'
        + text("Чужі слова"),
        meta='<span class="tgme_widget_message_from_author" dir="auto">Марія</span>, ',
    ),
    message(
        17,
        text("Читайте")
        + '<a class="tgme_widget_message_link_preview" href="https://d.example/"><div class="link_preview_site_name">С'
        '</div><div class="link_preview_title">900 людей</div><div class="link_preview_description">900</div></a>',
        outside='<div class="tgme_widget_message_inline_keyboard"><div class="tgme_widget_message_inline_row">'
        '<a class="tgme_widget_message_inline_button url_button"><span class="tgme_widget_message_inline_button_text">'
        "Кнопка</span></a></div></div>",
    ),
    message(
        18,
        '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Скільки?</div>'
        '<div class="tgme_widget_message_poll_type">Anonymous Poll</div><a class="tgme_widget_message_poll_options">'
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">27%</div>'
        '<div class="tgme_widget_message_poll_option_value"><div class="tgme_widget_message_poll_option_text">Так</div>'
        "</div></div></a></div>"
        '<div class="tgme_widget_message_voters">595 votes</div>',
    ),
    message(19, text("Дзвін pinned «146 людей»"), kind=" service_message"),
    message(
        20,
        f'<div class="media_supported_cont">{text("Повний текст")}</div>'
        f'<div class="media_not_supported_cont">{text("Повний")}{OPEN}</div>',
    ),
    message(21, OPEN),
    message(
        22,
        '<a class="tgme_widget_message_video_player js-message_video_player" href="https://t.me/DzvinNews/22">'
        '<i class="tgme_widget_message_video_thumb"></i><div class="tgme_widget_message_video_wrap"><video'
        ' class="tgme_widget_message_video" src="a.mp4"></video></div><time class="message_video_duration'
        f' js-message_video_duration">0:06</time>{NOTICE.format(words="Media is too big")}</a>' + text("Відео"),
    ),
    message(
        23,
        '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document">'
        '<div class="tgme_widget_message_document_title accent_color">list.pdf</div>'
        '<div class="tgme_widget_message_document_extra">95 KB</div></div></a>',
    ),
)
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Дзвін – Telegram</title>'
    '<link rel="prev" href="/s/DzvinNews?before=11"></head>'
    '<body class="widget_frame_base tgme_webpreview emoji_image tme_mode no_transitions">'
    '<div class="tgme_channel_info"><div class="tgme_channel_info_header">'
    '<div class="tgme_channel_info_header_title"><span dir="auto">Дзвін</span></div>'
    '<div class="tgme_channel_info_header_username"><a href="https://t.me/DzvinNews">@DzvinNews</a></div></div></div>'
    '<main class="tgme_main" data-url="/DzvinNews"><div class="tgme_container">'
    '<section class="tgme_channel_history js-message_history">'
    '<div class="tgme_widget_message_centered js-messages_more_wrap">'
    '<a href="/s/DzvinNews?before=11" class="tme_messages_more js-messages_more" data-before="11"></a></div>'
    f"{''.join(MESSAGES)}</section></div></main></body></html><!-- page generated in 8.02ms -->"
)
TEXTS = {
    11: "🔔 Перший обмін\n146 людей\nцитата",
    12: "Підпис до знімка",
    13: "Підпис до альбому",
    15: "Уточнення: 146",
    16: "Чужі слова",
    17: "Читайте",
    20: "Повний текст",
    22: "Відео",
}
CLASSES = sorted({name for names in re.findall(r'class="([^"]*)"', PAGE) for name in names.split()})


def read(page: str, channel) -> Preview:
    return read_preview(page.encode(), source=channel)


def kept(page: Preview) -> list[object]:
    """All that the store would keep of a page, and where the spider would go on."""
    return [page.posts, page.ids, page.before, page.after, page.channel, page.channel_id, page.empty]


def signs(page: Preview) -> set[str]:
    """What the spider takes for a sign that the markup has changed."""
    told = {name for name in ("unread", "undated", "strange") if getattr(page, name)}
    return told | ({"no channel"} if not page.is_channel else set()) | ({"no ids"} if not page.ids else set())


def renamed(name: str, page: str = PAGE) -> str:
    """The page with one class called otherwise wherever it stands."""

    def change(match: re.Match[str]) -> str:
        names = ["tgx-" + part[::-1] if part == name else part for part in match[1].split()]
        return f'class="{" ".join(names)}"'

    return re.sub(r'class="([^"]*)"', change, page)


def test_the_page_as_it_is(channel):
    page = read(PAGE, channel)
    assert {int(post.id.split("/")[1]): post.text for post in page.posts} == TEXTS
    assert page.ids == tuple(range(11, 24))
    assert (page.before, page.after, page.channel, page.channel_id, page.wraps) == (11, None, "DzvinNews", 77, 12)
    assert [post.id for post in page.posts if post.edited] == ["dzvin/12"]
    (passed_on,) = [post for post in page.posts if post.forwarded]
    assert passed_on.forwarded == Forward(name="Південь", url="https://t.me/PivdenDzvin/9", author="Черговий")
    assert (passed_on.id, passed_on.author) == ("dzvin/16", "Марія")
    assert {post.published.minute for post in page.posts if post.published} == set(TEXTS)
    assert (page.orphans, signs(page)) == ((21,), set())


@pytest.mark.parametrize("name", CLASSES)
def test_a_renamed_class_changes_nothing_or_shows(name, channel):
    changed = renamed(name)
    assert changed != PAGE
    page = read(changed, channel)
    assert signs(page) or kept(page) == kept(read(PAGE, channel))


MUST_SHOW = {
    "tgme_channel_info": "no channel",
    "tgme_widget_message_date": "undated",
    "service_message": "strange",
    "tgme_widget_message_from_author": "strange",
    "tgme_widget_message_forwarded_from_author": "strange",
    "tgme_widget_message": "strange",
}


@pytest.mark.parametrize(("name", "sign"), MUST_SHOW.items())
def test_a_class_that_something_hangs_on_shows(name, sign, channel):
    assert sign in signs(read(renamed(name), channel))


MUST_NOT_MATTER = [
    "js-message_text",
    "tgme_widget_message_text",
    "js-message_reply_text",
    "tgme_widget_message_reply",
    "tgme_widget_message_wrap",
    "tgme_widget_message_bubble",
    "tgme_widget_message_meta",
    "tgme_widget_message_footer",
    "tgme_widget_message_forwarded_from",
    "media_supported_cont",
    "media_not_supported_cont",
    "message_media_not_supported_wrap",
    "message_media_not_supported_label",
    "tgme_channel_info_header_username",
    "tme_messages_more",
    "emoji",
]


@pytest.mark.parametrize("name", MUST_NOT_MATTER)
def test_a_class_that_others_stand_in_for_does_not_matter(name, channel):
    page, as_it_was = read(renamed(name), channel), read(PAGE, channel)
    assert kept(page) == kept(as_it_was)
    assert page.orphans == as_it_was.orphans


def test_a_renamed_service_message_is_not_kept_as_a_post(channel):
    page = read(renamed("service_message"), channel)
    assert "dzvin/19" not in {post.id for post in page.posts}
    assert 19 in page.unread


def test_both_names_of_a_text_renamed_show_each_post_that_had_one(channel):
    page = read(PAGE.replace("tgme_widget_message_text", "tg-body").replace("js-message_text", "js-body"), channel)
    assert page.unread == (11, 12, 13, 15, 16, 17, 20, 22)
    assert (page.posts, page.ids) == ((), tuple(range(11, 24)))


def test_every_class_renamed_shows(channel):
    page = read(re.sub(r'class="([^"]*)"', lambda found: f'class="x{len(found[1])}"', PAGE), channel)
    assert {"no channel", "unread", "strange"} <= signs(page)
    assert page.posts == ()


def test_the_address_of_a_post_under_another_name_shows(channel):
    page = read(PAGE.replace("data-post=", "data-message="), channel)
    assert "no ids" in signs(page)
    assert page.wraps == len(MESSAGES)


@pytest.mark.parametrize("name", CLASSES)
def test_a_single_post_with_a_renamed_class(name, channel):
    """A post's own page: the text is read, or the words are told to be unread, or the class to be strange."""
    for whole in MESSAGES:
        embed = read_embed(renamed(name, whole).encode(), source=channel)
        expected = read_embed(whole.encode(), source=channel)
        undated = embed.post is not None and embed.post.published is None
        assert embed.post == expected.post or embed.unread or embed.strange or undated
        assert embed.ids == expected.ids
