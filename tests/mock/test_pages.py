"""The pages have the structure of real pages of 2026, which is written down here by hand.

Where saved real pages lie beside the repository, the same list is held against them, so that it is no invention.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from polon.demo.world import Channel, World
from polon.mock import pages
from polon.mock.markup import inline, plain, rich
from polon.mock.pages import refusal_page

SAVED = Path(__file__).resolve().parents[2] / ".." / "shared" / "fixtures" / "telegram"

PAGE = [
    "head > title",
    'head > meta[property="og:title"]',
    'head > meta[property="og:description"]',
    'head > meta[property="al:ios:url"][content^="tg://resolve?domain="]',
    'head > link[rel=prev][href*="?before="]',
    "head > link[rel=canonical]",
    "body.widget_frame_base.tgme_webpreview.emoji_image.tme_mode",
    ".tgme_channel_info .tgme_channel_info_header_title > span[dir=auto]",
    ".tgme_channel_info .tgme_channel_info_header_labels",
    ".tgme_channel_info_header_username > a[href^='https://t.me/']",
    ".tgme_channel_info_counter > .counter_value",
    ".tgme_channel_info_counter > .counter_type",
    ".tgme_channel_info_description br",
    ".tgme_header_info .tgme_header_counter",
    "main.tgme_main[data-url^='/'] > .tgme_container > section.tgme_channel_history.js-message_history",
    "section > .tgme_widget_message_centered.js-messages_more_wrap > a.tme_messages_more.js-messages_more[data-before]",
    "section > .tgme_widget_message_wrap.js-widget_message_wrap > .tgme_widget_message.js-widget_message[data-post]",
    ".tgme_widget_message.text_not_supported_wrap[data-view]",
    ".tgme_widget_message > .tgme_widget_message_user > a > i.tgme_widget_message_user_photo > img",
    ".tgme_widget_message > .tgme_widget_message_bubble > i.tgme_widget_message_bubble_tail > svg",
    ".tgme_widget_message_author.accent_color > a.tgme_widget_message_owner_name > span[dir=auto]",
    ".tgme_widget_message_bubble > .tgme_widget_message_text.js-message_text[dir=auto]",
    ".js-message_text br",
    ".js-message_text > blockquote",
    ".js-message_text > .js-message_text",
    "a.tgme_widget_message_photo_wrap[href] > .tgme_widget_message_photo",
    ".tgme_widget_message_grouped_wrap > .tgme_widget_message_grouped > .tgme_widget_message_grouped_layer > a",
    "a[href$='?single']",
    "a.tgme_widget_message_video_player > i.tgme_widget_message_video_thumb",
    "a.tgme_widget_message_video_player > .tgme_widget_message_video_wrap > video.js-message_video",
    "a.tgme_widget_message_video_player > time.message_video_duration.js-message_video_duration",
    ".message_media_not_supported_wrap > .message_media_not_supported > .message_media_not_supported_label",
    ".tgme_widget_message_reactions.js-message_reactions > span.tgme_reaction > i.emoji > b",
    ".tgme_widget_message_bubble > .tgme_widget_message_footer.compact.js-message_footer",
    ".tgme_widget_message_info.short.js-message_info > span.tgme_widget_message_views + span.copyonly",
    "span.tgme_widget_message_meta > a.tgme_widget_message_date[href] > time.time[datetime$='+00:00']",
]
"""What a page of a real channel has (saved on 2026-08-24)."""

VARIANTS = [
    ".tgme_widget_message_forwarded_from.accent_color > a.tgme_widget_message_forwarded_from_name[href]",
    ".tgme_widget_message_poll.js-poll > .tgme_widget_message_poll_question",
    ".tgme_widget_message_poll_type",
    "a.tgme_widget_message_poll_options .tgme_widget_message_poll_option > .tgme_widget_message_poll_option_percent",
    "a.tgme_widget_message_reply > .tgme_widget_message_author .tgme_widget_message_author_name",
    "a.tgme_widget_message_reply > .tgme_widget_message_text.js-message_reply_text",
    "span.tgme_widget_message_meta > .tgme_widget_message_from_author",
    ".tgme_widget_message.service_message[data-post]",
    ".media_supported_cont > .js-message_text > tg-emoji > i.emoji",
    ".media_not_supported_cont > .message_media_not_supported_wrap .message_media_not_supported_label",
    ".js-message_text a[href^='?q=%23']",
    ".js-message_text a[onclick^='return confirm'][target=_blank]",
]
"""What single messages have, as others' parsers and tests describe it."""

NOT_FOUND = [
    "head > meta[name=robots][content='noindex, nofollow']",
    "body.tgme_widget.body_widget_post > .tgme_widget_message.err_message.js-widget_message",
    ".tgme_widget_message_user > i.tgme_widget_message_user_photo[data-content='!']",
    ".tgme_widget_message_bubble > a.tgme_widget_message_bubble_logo",
    ".tgme_widget_message_bubble > .tgme_widget_message_error[dir=auto]",
]

NOBODY = [
    "head > meta[name=robots]",
    "head > meta[property='og:description'][content='']",
    "body.no_transition > .tgme_page_wrap > .tgme_body_wrap > .tgme_page",
    ".tgme_page_description > a.tgme_username_link",
    ".tgme_page_action > a.tgme_action_button_new",
]

FIRE = "'//telegram.org/img/emoji/40/F09F94A5.png'"


def preview_page(channel: Channel, before: int | None = None, after: int | None = None) -> str:
    return pages.preview_page(channel.face, channel.history, pages.sheet(channel.history, before, after))


def embed_page(channel: Channel, number: int) -> str:
    return pages.embed_page(channel.face, channel.history, number)


def landing_page(handle: str, channel: Channel | None) -> str:
    return pages.landing_page(handle, channel.face if channel else None)


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def saved(name: str) -> BeautifulSoup:
    if not (SAVED / name).is_file():
        pytest.skip(f"no saved page {name} beside the repository")
    return read((SAVED / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def channel(world: World) -> BeautifulSoup:
    """All pages of the channel, one after the other."""
    brigade = world.channels[0]
    return read("".join(preview_page(brigade, before) for before in (None, 34, 13)))


def post(channel: BeautifulSoup, number: int) -> Tag:
    found = channel.select_one(f"[data-post='demo_brigade/{number}']")
    assert found is not None
    return found


@pytest.mark.parametrize("selector", PAGE)
def test_the_page_is_built_as_a_real_one(selector: str, world: World) -> None:
    brigade = world.channels[0]
    pages = [read(preview_page(brigade, before)) for before in (None, 33)]
    assert any(page.select(selector) for page in pages)


@pytest.mark.parametrize("selector", PAGE)
def test_the_real_page_has_what_the_list_says(selector: str) -> None:
    assert saved("s_clashreport_2026-08-24_trimmed.html").select(selector)


@pytest.mark.parametrize("selector", VARIANTS)
def test_messages_are_built_as_real_ones(selector: str, channel: BeautifulSoup) -> None:
    assert channel.select(selector)


@pytest.mark.parametrize("selector", VARIANTS)
def test_the_variants_have_what_the_list_says(selector: str) -> None:
    assert saved("variants_assembled.html").select(selector)


@pytest.mark.parametrize("selector", NOT_FOUND)
def test_a_missing_post_is_refused_as_telegram_does(selector: str, world: World) -> None:
    page = read(embed_page(world.channels[0], 99))
    assert page.select(selector)
    assert page.select_one(".tgme_widget_message_error").get_text() == "Post not found"  # type: ignore[union-attr]
    assert not page.select("[data-post]")
    assert saved("embed_post_not_found_2026-08.html").select(selector)


@pytest.mark.parametrize("selector", NOBODY)
def test_a_name_that_nobody_has_lands_as_on_telegram(selector: str) -> None:
    page = read(landing_page("nobody_here", None))
    assert page.select(selector)
    assert page.title is not None
    assert page.title.get_text() == "Telegram: Contact @nobody_here"
    assert saved("landing_nonexistent_2026-08.html").select(selector)


def test_a_channel_lands_on_its_own_page(world: World) -> None:
    page = read(landing_page("demo_monitor", world.channels[1]))
    assert page.title is not None
    assert page.title.get_text() == "Telegram: View @demo_monitor"
    assert page.select_one(".tgme_page_extra").get_text() == "2.1K subscribers"  # type: ignore[union-attr]


def test_pages_hold_twenty_messages_oldest_first_each_part_of_an_album_counted(world: World) -> None:
    page = read(preview_page(world.channels[0]))
    numbers = [int(str(m["data-post"]).partition("/")[2]) for m in page.select("[data-post]")]
    assert numbers == [*range(34, 49), *range(50, 54)]  # 48 is an album of two
    assert page.select_one("link[rel=canonical]")["href"] == "/s/demo_brigade?before=54"  # type: ignore[index]


def test_the_first_page_of_the_history_has_no_older(world: World) -> None:
    page = read(preview_page(world.channels[0], before=10))
    assert not page.select("link[rel=prev], [data-before]")
    assert page.select("[data-post]")[0]["data-post"] == "demo_brigade/1"


def test_the_newest_page_has_no_newer(world: World) -> None:
    assert not read(preview_page(world.channels[0])).select("link[rel=next], [data-after]")


def test_after_pages_forward(world: World) -> None:
    page = read(preview_page(world.channels[0], after=9))
    assert page.select("[data-post]")[0]["data-post"] == "demo_brigade/10"
    assert page.select_one("[data-after]")["data-after"] == "30"  # type: ignore[index]


def test_before_the_first_post_there_is_nothing(world: World) -> None:
    page = read(preview_page(world.channels[0], before=1))
    assert page.select_one(".tgme_widget_message_wrap .tme_no_messages_found").get_text() == "No posts found"  # type: ignore[union-attr]
    assert page.select(".tgme_channel_info")
    assert not page.select("[data-post], link[rel=prev]")


def test_the_first_time_of_a_video_post_is_its_length(channel: BeautifulSoup) -> None:
    length, moment = post(channel, 16).select("time")
    assert (length.get_text(), length.has_attr("datetime")) == ("0:41", False)
    assert moment["datetime"] == "2026-09-27T18:20:00+00:00"


def test_a_reply_quotes_before_it_speaks(channel: BeautifulSoup) -> None:
    quoted, own = post(channel, 7).select(".tgme_widget_message_text")
    assert quoted.get_text().startswith("Збираємо на 12 дронів.")
    assert own.get_text().startswith("Закрили збір!")


def test_the_reply_tag_is_malformed_and_addresses_are_escaped_twice(world: World) -> None:
    html = preview_page(world.channels[0], before=10)
    assert 'href="https://t.me/demo_brigade/6" "="">' in html
    assert 'href="https://bank.example/jar?from=tg&amp;amp;to=187"' in html


def test_an_album_takes_three_ids(channel: BeautifulSoup, world: World) -> None:
    links = [a["href"] for a in post(channel, 10).select(".tgme_widget_message_grouped a")]
    assert links == [f"https://t.me/demo_brigade/{n}?single" for n in (10, 11, 12)]
    page = read(embed_page(world.channels[0], 11))
    assert page.select_one("[data-post]")["data-post"] == "demo_brigade/10"  # type: ignore[index]


def test_data_view_names_channel_and_post(channel: BeautifulSoup) -> None:
    def view(number: int) -> dict[str, object]:
        packed = str(post(channel, number)["data-view"])
        found: dict[str, object] = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        return found

    assert {k: view(9)[k] for k in "cp"} == {"c": -1900000187, "p": 9}
    assert view(10)["p"] == "10g"


def test_edited_and_signed_posts_say_so(channel: BeautifulSoup) -> None:
    def meta(number: int) -> str:
        found = post(channel, number).select_one(".tgme_widget_message_meta")
        assert found is not None
        return found.get_text()

    assert meta(9) == "14:05"
    assert meta(46) == "edited \u00a011:20"
    assert meta(50) == "М. Гайовик, 09:10"


def test_an_embedded_post_has_logo_and_peer(world: World) -> None:
    page = read(embed_page(world.channels[0], 9))
    assert page.select("body.tgme_widget > .tgme_widget_message[data-peer] .tgme_widget_message_bubble_logo")
    assert not page.select(".tgme_widget_message_wrap")


def test_an_embedded_service_message_is_not_shown(world: World) -> None:
    page = read(embed_page(world.channels[0], 45))
    assert page.select(".service_message > .tgme_widget_message_bubble > .message_media_not_supported_wrap")
    assert not page.select(".js-message_text")


def test_a_refusal_is_escaped() -> None:
    assert "&lt;script&gt;alert(1)" in refusal_page("<script>alert(1)")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "a<br/>b<br/><br/>c"),
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("**a & b**", "<b>a &amp; b</b>"),
        ("~~a~~", "<tg-spoiler>a</tg-spoiler>"),
        ("a\n> b\nc", "a<blockquote>b</blockquote>c"),
        ("[#a](?q=%23a)", '<a href="?q=%23a">#a</a>'),
        ("🔥", f'<i class="emoji" style="background-image:url({FIRE})"><b>🔥</b></i>'),
    ],
)
def test_marks_of_the_worlds_files(text: str, html: str) -> None:
    assert rich(text) == html


def test_entities_are_those_that_telegram_writes() -> None:
    assert inline("$5 'a' \"b\" <c> &") == "&#036;5 &#39;a&#39; &quot;b&quot; &lt;c&gt; &amp;"


def test_a_flag_is_one_emoji() -> None:
    assert inline("🇺🇦").count("<i ") == 1


def test_plain_takes_the_marks_away() -> None:
    assert plain("**a** [b](http://c.example)\n> d ((🫡)) 🔥") == "a b d 🫡 🔥"
