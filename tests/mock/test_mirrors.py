"""The mirrors of the mock, in the forms that their programs' sources give them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from polon.mock import Scenario, Telegram, serve
from tests.mock.play import SCENARIO, ask, play

Item = dict[str, str]


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    yield from play()


def rss(base: str, path: str) -> dict[str, Item]:
    """Items of a feed by their link."""
    status, body, _ = ask(base, path)
    assert status == 200
    items = [{element.tag: element.text or "" for element in item} for item in ET.fromstring(body).iter("item")]  # noqa: S314
    return {item["link"]: item for item in items}


def atom(telegram: Telegram, name: str) -> list[dict[str, Any]]:
    _, body, _ = ask(telegram.rss_bridge, f"/?action=display&bridge=TelegramBridge&username={name}&format=Atom")
    space = "{http://www.w3.org/2005/Atom}"
    return [
        {element.tag.removeprefix(space): element.text or element.get("href") or "" for element in entry}
        for entry in ET.fromstring(body).iter(f"{space}entry")  # noqa: S314 (our own server's)
    ]


def link(number: int) -> str:
    return f"https://t.me/mock_news/{number}"


# RSSHub


def test_rsshub_has_the_newest_page_newest_first_with_service_messages(telegram: Telegram) -> None:
    items = rss(telegram.rsshub, "/telegram/channel/mock_news")
    assert list(items) == [link(number) for number in (8, 7, 4, 3, 2, 1)]
    assert len(rss(telegram.rsshub, "/telegram/channel/mock_long/showLinkPreview=0")) == 20
    assert items[link(1)]["title"] == "🔧 Channel created"


def test_rsshub_puts_others_words_around_the_text(telegram: Telegram) -> None:
    item = rss(telegram.rsshub, "/telegram/channel/mock_news")[link(3)]
    html = item["description"]
    order = [
        '<p>Forwarded From <b><a href="https://t.me/mock_staff/77">Штаб</a></b> (Речник)</p>',
        '<div class="rsshub-quote"><blockquote>',
        "<p>Збираємо на дрони: банка</p>",
        '<p><b>Додому</b> повернулися 12 бійців. <span class="emoji">🔥</span><blockquote>Так каже штаб.</blockquote>',
        "<blockquote><b>site.example</b><br>",
    ]
    places = [html.index(part) for part in order]
    assert places == sorted(places)
    assert item["title"] == "↩️🔁 Додому повернулися 12 бійців. 🔥"
    assert item["author"] == "О. Писар"
    assert parsedate_to_datetime(item["pubDate"]) == datetime(2026, 10, 1, 10, tzinfo=UTC)


def test_rsshub_gives_addresses_escaped_once_and_albums_under_their_first_id(telegram: Telegram) -> None:
    items = rss(telegram.rsshub, "/telegram/channel/mock_news")
    assert 'href="https://bank.example/?a=1&amp;b=2"' in items[link(2)]["description"]
    assert items[link(4)]["title"] == "🖼 Фото з обміну"
    assert items[link(4)]["description"].count("<img ") == 3
    assert "<p><b>60%</b> - Завтра</p>" in items[link(7)]["description"]


@pytest.mark.parametrize("name", ["mock_closed", "mock_bot", "nobody"])
def test_rsshub_says_that_it_sees_no_preview(telegram: Telegram, name: str) -> None:
    status, body, _ = ask(telegram.rsshub, f"/telegram/channel/{name}")
    assert status == 503
    assert "Unable to fetch message feed from this channel." in body


# RSS-Bridge


def test_rss_bridge_has_all_in_one_content(telegram: Telegram) -> None:
    entries = {entry["id"]: entry for entry in atom(telegram, "mock_news")}
    assert list(entries) == [link(number) for number in (8, 7, 4, 3, 2, 1)]
    html = entries[link(3)]["content"]
    order = ["Forwarded from&nbsp;", "<br><br><blockquote>Новини &amp; обмін<br>", "</blockquote><hr>", "<b>Додому</b>"]
    places = [html.index(part) for part in [*order, "Чужі слова"]]
    assert places == sorted(places)
    assert entries[link(3)]["published"] == entries[link(3)]["updated"] == "2026-10-01T10:00:00+00:00"
    assert html.count('class="tgme_widget_message_text js-message_text"') == 1
    assert entries[link(4)]["content"].count('class="tgme_widget_message_text js-message_text"') == 2
    assert entries[link(7)]["content"].endswith("<ul><li>60% - Завтра</li><li>40% - Ніколи</li></ul>")


def test_rss_bridge_names_what_has_no_text(telegram: Telegram) -> None:
    titles = {entry["id"]: entry["title"] for entry in atom(telegram, "mock_news")}
    assert titles[link(7)] == "Коли обмін?"
    assert titles[link(4)] == "Фото з обміну"
    assert titles[link(3)] == "Додому повернулися 12 бійців. 🔥 Так каже штаб. Чекаємо..."  # 98 bytes, 103 with «ще»
    address = "/?action=display&bridge=TelegramBridge&username=mock_news&format=Json"
    assert ask(telegram.rss_bridge, address)[0] == 400


def test_an_error_of_rss_bridge_is_an_entry(telegram: Telegram) -> None:
    (entry,) = atom(telegram, "nobody")
    assert entry["title"].startswith("Bridge returned error 0!")
    assert "Unable to find channel. The channel is non-existing or non-public." in entry["content"]


# TelegramRSS


def test_tgrss_dates_an_edited_post_by_its_edit(telegram: Telegram) -> None:
    items = rss(telegram.tgrss, "/rss/mock_news")
    assert list(items) == [link(number) for number in (4, 3, 2)]
    assert parsedate_to_datetime(items[link(3)]["pubDate"]) == datetime(2026, 10, 2, 10, tzinfo=UTC)
    assert parsedate_to_datetime(items[link(2)]["pubDate"]) == datetime(2026, 10, 1, 9, tzinfo=UTC)
    html = items[link(3)]["description"]
    assert (
        "<strong>Додому</strong> повернулися 12 бійців. 🔥<br />\n<blockquote>Так каже штаб.</blockquote><br />\n"
        in html
    )
    assert html.endswith("<b>Чуже</b></br>Чужі слова про 99</br></blockquote>")
    assert items[link(3)]["source"] == "Штаб"
    assert items[link(4)]["description"].count("<img ") == 3


def test_tgrss_gives_ten_or_as_many_as_asked_for_and_pages(telegram: Telegram) -> None:
    def numbers(path: str) -> list[int]:
        return [int(found.rpartition("/")[2]) for found in rss(telegram.tgrss, path)]

    assert numbers("/rss/mock_long") == list(range(250, 240, -1))
    assert numbers("/rss/mock_long/2") == list(range(240, 230, -1))
    assert numbers("/rss/mock_long?page=3&limit=100") == list(range(50, 0, -1))
    assert numbers("/rss/mock_long?id=30&limit=500") == list(range(30, 0, -1))


def test_tgjson_tells_each_message_and_both_times(telegram: Telegram) -> None:
    answer = json.loads(ask(telegram.tgjson, "/json/mock_news?limit=100")[1])
    messages = {message["id"]: message for message in answer["messages"]}
    assert list(messages) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert {messages[number]["grouped_id"] for number in (4, 5, 6)} == {messages[4]["grouped_id"]}
    assert [messages[number]["message"] for number in (4, 5, 6)] == ["Фото з обміну", "", ""]
    assert messages[3]["date"] == datetime(2026, 10, 1, 10, tzinfo=UTC).timestamp()
    assert messages[3]["edit_date"] == datetime(2026, 10, 2, 10, tzinfo=UTC).timestamp()
    assert messages[3]["peer_id"] == answer["chats"][0]["id"] == -1001900000401
    assert messages[1]["_"] == "messageService"
    assert "edit_date" not in messages[2]


def test_telegramrss_cuts_an_album_where_its_page_ends(telegram: Telegram) -> None:
    answer = json.loads(ask(telegram.tgjson, "/json/mock_news?limit=3")[1])
    assert [message["id"] for message in answer["messages"]] == [8, 7, 6]
    assert list(rss(telegram.tgrss, "/rss/mock_news?limit=3")) == [link(6)]


def test_telegramrss_needs_no_preview(telegram: Telegram) -> None:
    assert "за зачиненими дверима" in ask(telegram.tgrss, "/rss/mock_closed")[1]


@pytest.mark.parametrize(("name", "words"), [("nobody", "USERNAME_NOT_OCCUPIED"), ("mock_bot", "BOTS NOT ALLOWED")])
def test_an_error_of_telegramrss_is_json(telegram: Telegram, name: str, words: str) -> None:
    for form in ("rss", "json"):
        status, body, _ = ask(telegram.tgrss, f"/{form}/{name}")
        assert (status, json.loads(body)) == (400, {"success": False, "errors": [words]})


def test_advertisements_stand_among_the_posts_of_telegramrss() -> None:
    with serve(Scenario.parse(SCENARIO)) as telegram:
        telegram.go("advertisements")
        first = next(iter(rss(telegram.tgrss, "/rss/mock_news").values()))
        assert first["title"] == "[Sponsored] Купуйте слона"
        assert first["link"].startswith("https://t.me/advertiser_bot")
        (ad,) = json.loads(ask(telegram.tgjson, "/json/mock_news")[1])["sponsored_messages"]
        assert (ad["_"], ad["message"]) == ("sponsoredMessage", "Купуйте слона")


@pytest.mark.parametrize("path", ["/", "/telegram/blog", "/rss"])
def test_what_a_mirror_does_not_have(telegram: Telegram, path: str) -> None:
    for base in (telegram.rsshub, telegram.rss_bridge, telegram.tgrss):
        assert ask(base, path)[0] == 404
