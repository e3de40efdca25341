"""The mock over HTTP: what Telegram answers, as it is known of the real one, and what scenes make of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from polon.mock import Scenario, ScenarioError, Telegram, serve
from tests.mock.play import SCENARIO, ask, body, cursor, ids, play


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    yield from play()


# Paging


def test_a_channel_is_paged_back_to_its_beginning(telegram: Telegram) -> None:
    seen: list[int] = []
    before: int | None = None
    while True:
        page = body(telegram, "/s/Mock_Archive" + (f"?before={before}" if before else ""))
        seen = ids(page) + seen
        before = cursor(page, "before")
        assert (f'rel="prev" href="/s/Mock_Archive?before={before}"' in page) is (before is not None)
        if before is None:
            break
    assert seen == sorted(set(seen))
    assert len(seen) == 400


def test_a_channel_is_paged_forward_from_its_first_post(telegram: Telegram) -> None:
    page = body(telegram, "/s/Mock_Archive/1")
    seen = ids(page)
    while after := cursor(page, "after"):
        page = body(telegram, f"/s/Mock_Archive?after={after}")
        seen += ids(page)
    assert len(seen) == len(set(seen)) == 400
    assert set(telegram.scenario.expected("Mock_Archive")) < set(seen)


def test_a_page_around_a_post_shows_what_is_before_and_after_it(telegram: Telegram) -> None:
    page = body(telegram, "/s/Mock_Archive/80")
    assert min(ids(page)) < 80 < max(ids(page))
    assert cursor(page, "before") == min(ids(page))


def test_before_the_first_post_there_is_nothing_but_the_channel(telegram: Telegram) -> None:
    page = body(telegram, "/s/mock_small?before=1")
    assert "No posts found" in page
    assert "tgme_channel_info" in page
    assert '<link rel="next" href="/s/mock_small?after=">' in page
    assert (ids(page), cursor(page, "before"), cursor(page, "after")) == ([], None, None)


def test_a_script_gets_the_messages_as_a_json_string(telegram: Telegram) -> None:
    _, text, _ = ask(telegram.hosts[0], "/s/mock_small?before=8", X_Requested_With="XMLHttpRequest")
    html = json.loads(text)
    assert ids(html) == [1, 2, 4, 7]
    assert "tgme_channel_info" not in html


def test_head_is_not_answered(telegram: Telegram) -> None:
    assert ask(telegram.hosts[0], "/s/mock_small", "HEAD")[0] == 404


# Refusals


@pytest.mark.parametrize("name", ["mock_closed", "mock_restricted", "mock_group", "mock_bot", "mock_person", "nobody"])
def test_all_refusals_of_a_preview_look_the_same(telegram: Telegram, name: str) -> None:
    base = telegram.hosts[1]
    assert ask(base, f"/s/{name}") == (302, "", f"{base}/{name}")


@pytest.mark.parametrize(
    ("name", "title", "words", "without"),
    [
        ("mock_small", "View", '<div class="tgme_page_extra">1.2K subscribers</div>', "Send Message"),
        ("mock_closed", "View", '<div class="tgme_page_extra">1.2K subscribers</div>', "/s/mock_closed"),
        ("mock_restricted", "View", 'href="/s/mock_restricted">Preview channel</a>', "copyright"),
        ("mock_group", "View", '<div class="tgme_page_extra">15 848 members, 31 online</div>', "/s/mock_group"),
        ("mock_bot", "Launch", '<div class="tgme_page_extra">1.2K monthly users</div>', "subscribers"),
        ("mock_person", "Contact", '<div class="tgme_page_extra">@mock_person</div>', "subscribers"),
        ("nobody", "Contact", 'content="noindex, nofollow"', "tgme_page_title"),
    ],
)
def test_landing_pages(telegram: Telegram, name: str, title: str, words: str, without: str) -> None:
    page = body(telegram, f"/{name}")
    assert f"<title>Telegram: {title} @{name}</title>" in page
    assert words in page
    assert without not in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/mock_small/99?embed=1", "Post not found"),
        ("/mock_restricted/1?embed=1", "This channel is unavailable due to copyright infringement."),
        ("/mock_closed/9?embed=1", "Post not found"),
        ("/nobody/1?embed=1", "Channel with username @nobody not found"),
        ("/mock_person/1?embed=1", "Channel with username @mock_person not found"),
    ],
)
def test_an_embedded_post_that_is_not_shown(telegram: Telegram, path: str, words: str) -> None:
    page = body(telegram, path)
    assert f'<div class="tgme_widget_message_error" dir="auto">{words}</div>' in page
    assert ids(page) == []


@pytest.mark.parametrize(("number", "first"), [(2, 2), (4, 4), (5, 4), (6, 4)])
def test_an_embedded_post_and_each_part_of_an_album(telegram: Telegram, number: int, first: int) -> None:
    assert ids(body(telegram, f"/mock_small/{number}?embed=1&mode=tme")) == [first]


def test_a_groups_post_can_be_embedded_and_names_no_channel(telegram: Telegram) -> None:
    page = body(telegram, "/mock_group/3?embed=1")
    assert ids(page) == [3]
    assert "data-view" not in page


def test_an_orphan_speaks_on_its_landing_page_alone(telegram: Telegram) -> None:
    assert "Повернулися ще 30" not in body(telegram, "/s/mock_small") + body(telegram, "/mock_small/7?embed=1")
    assert '"og:description" content="Повернулися ще 30 людей."' in body(telegram, "/mock_small/7")
    assert '"og:description" content="Усе про малі справи"' in body(telegram, "/mock_small/1")


@pytest.mark.parametrize("path", ["/s/x", "/a", "/s/1bad_name", "/s/mock_small/x", "/s/a/b/c"])
def test_what_is_no_name_ends_at_the_front_page(telegram: Telegram, path: str) -> None:
    base = telegram.hosts[0]
    assert ask(base, path) == (302, "", f"{base}/")
    assert "<title>Telegram Messenger</title>" in body(telegram, "/")


@pytest.mark.parametrize("path", ["/+AbCdEf123", "/joinchat/AbCdEf123", "/c/1900000301/5"])
def test_an_invitation_and_a_private_link_show_no_channel(telegram: Telegram, path: str) -> None:
    page = body(telegram, path)
    assert "<title>Telegram: Join Group Chat</title>" in page
    assert "invited to a <strong>group chat</strong>" in page
    assert "tgme_page_title" not in page


def test_robots_txt_allows_everything(telegram: Telegram) -> None:
    assert body(telegram, "/robots.txt") == "User-agent: *\nDisallow:\n"


# Scenes


def test_the_expected_texts_are_the_scripts_words_without_marks(telegram: Telegram) -> None:
    assert telegram.scenario.expected("mock_small") == {
        2: "Додому повернулися 12 бійців.\nТак каже штаб.\nЧекаємо.",
        4: "Фото з обміну",
        7: "Повернулися ще 30 людей.",
    }


def test_a_post_is_edited_one_deleted_one_added_one_restored(telegram: Telegram) -> None:
    telegram.go("a day later")
    page = body(telegram, "/s/mock_small")
    assert ids(page) == [1, 2, 7, 8]
    assert "повернулися 13 бійців" in page
    assert page.count("edited &nbsp;") == 1
    assert "Post not found" in body(telegram, "/mock_small/5?embed=1")
    assert set(telegram.scenario.expected("mock_small")) == {2, 7, 8}
    telegram.go("regret")
    assert ids(body(telegram, "/s/mock_small")) == [1, 2, 4, 7, 8]


def test_a_scene_is_played_over_http(telegram: Telegram) -> None:
    assert ask(telegram.hosts[0], "/-/scene/a%20day%20later", "POST")[0] == 200
    assert "Новий допис" in body(telegram, "/s/mock_small")
    assert json.loads(body(telegram, "/-/expected/mock_small"))["8"] == "Новий допис"
    assert ask(telegram.hosts[0], "/-/scene/never", "POST")[0] == 404


def test_a_scene_is_played_in_the_middle_of_paging(telegram: Telegram) -> None:
    done: list[str] = []
    telegram.go("a day later", at=3)
    telegram.at(2, lambda: done.append("second"))
    assert ids(body(telegram, "/s/mock_small")) == [1, 2, 4, 7]
    assert (body(telegram, "/robots.txt"), done) == ("User-agent: *\nDisallow:\n", [])
    assert ids(body(telegram, "/s/mock_small")) == [1, 2, 4, 7]
    assert done == ["second"]
    assert ids(body(telegram, "/s/mock_small")) == [1, 2, 7, 8]
    assert ask(telegram.hosts[0], "/-/scene/regret?at=1", "POST")[0] == 200
    assert ids(body(telegram, "/s/mock_small")) == [1, 2, 4, 7, 8]
    with pytest.raises(ScenarioError, match="no scene 'never'"):
        telegram.go("never", at=1)


def test_a_scene_that_no_longer_fits_is_told_and_left(telegram: Telegram, capsys: pytest.CaptureFixture[str]) -> None:
    telegram.go("regret", at=1)
    assert ids(body(telegram, "/s/mock_small")) == [1, 2, 4, 7]
    assert capsys.readouterr().err == "scenario: scene 'regret', step 1: message 4 was not deleted\n"


def test_each_host_is_a_proxy_to_all(telegram: Telegram) -> None:
    status, page, _ = ask(telegram.tgrss, "http://telegram.me/s/mock_small")
    assert (status, ids(page)) == (200, [1, 2, 4, 7])
    assert ask(telegram.hosts[0], f"{telegram.rsshub}/telegram/channel/mock_small")[0] == 200
    assert ask(telegram.hosts[0], "http://elsewhere.example/s/mock_small")[0] == 502
    assert [host for host, _ in telegram.asked] == ["telegram.me", "rsshub"]


def test_every_question_is_written_down(telegram: Telegram) -> None:
    body(telegram, "/robots.txt")
    body(telegram, "/s/mock_small?before=7", host=2)
    assert telegram.asked == [("t.me", "/robots.txt"), ("telegram.dog", "/s/mock_small?before=7")]
    assert telegram.pages == [("telegram.dog", "/s/mock_small?before=7")]


def test_a_connection_is_kept_open_and_ended_with_the_server() -> None:
    with serve(Scenario.parse(SCENARIO)) as running:
        connection = HTTPConnection(urlsplit(running.hosts[0]).netloc, timeout=10)
        for _ in range(3):
            connection.request("GET", "/s/mock_small")
            own = connection.sock
            assert connection.getresponse().read()
            assert connection.sock is own
    assert own is not None
    assert own.recv(1) == b""
    connection.close()
