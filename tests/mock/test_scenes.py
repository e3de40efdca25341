"""What scenes do to the pages: faults of paging, troubles of hosts, renames, old and new markup."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlsplit

import pytest

from polon.mock import Scenario, Telegram, serve
from tests.mock.play import ask, body, cursor, ids

OPENING = """
[[channels]]
handle = "mock_front"
number = 1900000501
title = "Фронт"
description = "Опис"
generated = { count = 100 }

[[channels]]
handle = "mock_other"
number = 1900000502
title = "Other"
posts = [{ id = 1, at = 2026-10-01T08:00:00Z, text = "Перший допис" }]

[[channels]]
handle = "mock_old"
number = 1900000503
title = "Old"
markup = "2020"
generated = { count = 30, lang = "ru" }
"""

FRONT = 'channel = "mock_front"'
Now = tuple[Telegram, str]


def played(*steps: str, more: str = "") -> Iterator[Telegram]:
    scenes = ",\n".join(steps)
    with serve(Scenario.parse(f'{OPENING}\n[[scenes]]\nname = "now"\nsteps = [\n{scenes}\n]\n{more}')) as telegram:
        telegram.go("now")
        yield telegram


@pytest.fixture
def telegram(request: pytest.FixtureRequest) -> Iterator[Telegram]:
    """The opening, after the steps that the test names."""
    yield from played(*request.param)


def after(*steps: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("telegram", [steps], indirect=True, ids=["scene"])


# Paging that goes wrong


@after(f'{{ do = "fail", {FRONT}, fault = "no_anchors", at = [70] }}')
def test_a_page_in_the_middle_has_no_anchors(telegram: Telegram) -> None:
    assert cursor(body(telegram, "/s/mock_front"), "before") == 81
    page = body(telegram, "/s/mock_front?before=81")
    assert ids(page) == list(range(61, 81))
    assert (cursor(page, "before"), cursor(page, "after")) == (None, None)
    assert 'rel="prev"' not in page
    assert cursor(body(telegram, "/s/mock_front?before=61"), "before") == 41


@after(f'{{ do = "fail", {FRONT}, fault = "loop", at = [70] }}')
def test_a_page_leads_to_itself(telegram: Telegram) -> None:
    page = body(telegram, "/s/mock_front?before=81")
    assert ids(body(telegram, f"/s/mock_front?before={cursor(page, 'before')}")) == ids(page)
    assert ids(body(telegram, f"/s/mock_front?after={cursor(page, 'after')}")) == ids(page)


@after(f'{{ do = "fail", {FRONT}, fault = "empty", at = [70] }}', f'{{ do = "mend", {FRONT} }}')
def test_a_fault_is_mended(telegram: Telegram) -> None:
    assert ids(body(telegram, "/s/mock_front?before=81")) == list(range(61, 81))


@after(f'{{ do = "fail", {FRONT}, fault = "empty", at = [70] }}')
def test_a_page_says_that_there_are_no_posts_where_there_are(telegram: Telegram) -> None:
    page = body(telegram, "/s/mock_front?before=81")
    assert "No posts found" in page
    assert (ids(page), cursor(page, "before")) == ([], None)


@after(f'{{ do = "hide", {FRONT}, ids = [95, 96] }}')
def test_a_hidden_post_is_still_there(telegram: Telegram) -> None:
    assert not {95, 96} & set(ids(body(telegram, "/s/mock_front")))
    assert ids(body(telegram, "/mock_front/95?embed=1")) == [95]
    assert {95, 96} <= set(telegram.scenario.expected("mock_front"))


@after(f'{{ do = "hide", {FRONT}, ids = [95] }}', f'{{ do = "show", {FRONT} }}')
def test_a_hidden_post_is_shown_again(telegram: Telegram) -> None:
    assert 95 in ids(body(telegram, "/s/mock_front"))


@after()
def test_a_page_around_a_post_has_twenty_messages_too(telegram: Telegram) -> None:
    assert ids(body(telegram, "/s/mock_front/50")) == list(range(40, 60))
    assert ids(body(telegram, "/s/mock_front/1")) == list(range(1, 21))
    assert ids(body(telegram, "/s/mock_front/500")) == list(range(91, 101))


# Hosts in trouble


@after('{ do = "disturb", kind = "429", hosts = ["t.me"], first = 3, count = 2, retry_after = 7 }')
def test_too_many_questions_from_the_third_on_for_two(telegram: Telegram) -> None:
    assert [ask(telegram.hosts[0], "/s/mock_front")[0] for _ in range(6)] == [200, 200, 429, 429, 200, 200]
    assert [ask(telegram.hosts[1], "/s/mock_front")[0] for _ in range(3)] == [200, 200, 200]


@after('{ do = "disturb", kind = "429", retry_after = 7 }')
def test_too_many_questions_says_when_to_come_back(telegram: Telegram) -> None:
    connection = HTTPConnection(urlsplit(telegram.hosts[2]).netloc, timeout=10)
    connection.request("GET", "/s/mock_front")
    assert connection.getresponse().headers["Retry-After"] == "7"
    connection.close()
    assert ask(telegram.hosts[2], "/robots.txt")[0] == 200


@after('{ do = "disturb", kind = "contact" }')
def test_a_known_channel_looks_as_if_nobody_had_its_name(telegram: Telegram) -> None:
    for path in ("/s/mock_front", "/mock_front", "/mock_front/5?embed=1"):
        page = body(telegram, path)
        assert "<title>Telegram: Contact @mock_front</title>" in page
        assert ids(page) == []


@after('{ do = "disturb", kind = "no_posts" }')
def test_a_channel_with_posts_says_that_it_has_none(telegram: Telegram) -> None:
    page = body(telegram, "/s/mock_front")
    assert "No posts found" in page
    assert "tgme_channel_info" in page
    assert ids(page) == []
    assert "Preview channel" in body(telegram, "/mock_front")
    assert ask(telegram.hosts[0], "/s/nobody")[0] == 302


@after('{ do = "disturb", kind = "302", hosts = ["t.me"], channel = "mock_other" }')
def test_one_host_refuses_one_channel(telegram: Telegram) -> None:
    base = telegram.hosts[0]
    assert ask(base, "/s/mock_other") == (302, "", f"{base}/mock_other")
    assert "Preview channel" in body(telegram, "/mock_other")
    assert ask(base, "/s/mock_front")[0] == 200
    assert ids(body(telegram, "/s/mock_other", host=1)) == [1]


@pytest.mark.parametrize(("kind", "status"), [("403", 403), ("500", 500), ("empty", 200)])
def test_other_answers_without_posts(kind: str, status: int) -> None:
    for telegram in played(f'{{ do = "disturb", kind = "{kind}", hosts = ["t.me", "rsshub", "tgrss"] }}'):
        paths = {telegram.hosts[0]: "/s/mock_front", telegram.rsshub: "/telegram/channel/mock_front"}
        for base, path in {**paths, telegram.tgrss: "/rss/mock_front"}.items():
            found, text, _ = ask(base, path)
            assert found == status
            assert (text == "") is (kind == "empty")
            assert "mock_front" not in text


@after('{ do = "disturb", kind = "hang_up", hosts = ["telegram.me"] }')
def test_a_host_hangs_up(telegram: Telegram) -> None:
    with pytest.raises(RemoteDisconnected):
        ask(telegram.hosts[1], "/s/mock_front")
    assert telegram.asked == [("telegram.me", "/s/mock_front")]


@after('{ do = "disturb", kind = "slow", seconds = 0.3 }')
def test_a_host_is_slow(telegram: Telegram) -> None:
    start = time.monotonic()
    assert ids(body(telegram, "/s/mock_other")) == [1]
    assert time.monotonic() - start > 0.29


@after('{ do = "disturb", kind = "500" }', '{ do = "calm", hosts = ["t.me"] }')
def test_a_host_is_well_again(telegram: Telegram) -> None:
    assert [ask(base, "/s/mock_front")[0] for base in telegram.hosts] == [200, 500, 500]


@after('{ do = "freeze", hosts = ["rsshub"] }', f'{{ do = "edit", {FRONT}, id = 100, text = "Виправлено" }}')
def test_a_mirror_goes_on_showing_what_was(telegram: Telegram) -> None:
    assert "Виправлено" in body(telegram, "/s/mock_front")
    assert "Виправлено" not in ask(telegram.rsshub, "/telegram/channel/mock_front")[1]
    assert telegram.scenario.expected("mock_front")[100] == "Виправлено"


@after('{ do = "robots", text = "User-agent: *\\nDisallow: /s/\\n", hosts = ["t.me"] }')
def test_a_host_forbids_robots(telegram: Telegram) -> None:
    assert body(telegram, "/robots.txt") == "User-agent: *\nDisallow: /s/\n"
    assert body(telegram, "/robots.txt", host=1) == "User-agent: *\nDisallow:\n"


@after('{ do = "robots", status = 500 }')
def test_a_host_has_no_robots_txt(telegram: Telegram) -> None:
    assert ask(telegram.tgrss, "/robots.txt") == (500, "", "")


# Channels that change


@after(f'{{ do = "rename", {FRONT}, handle = "Mock_Renamed", title = "Новий фронт" }}')
def test_a_renamed_channel_leaves_its_old_name_to_nobody(telegram: Telegram) -> None:
    page = body(telegram, "/s/mock_renamed")
    assert 'data-post="Mock_Renamed/100"' in page
    assert "Новий фронт" in page
    assert ask(telegram.hosts[0], "/s/mock_front")[0] == 302
    assert "Contact @mock_front" in body(telegram, "/mock_front")
    assert telegram.scenario.expected("mock_front") == telegram.scenario.expected("Mock_Renamed")


@after(f'{{ do = "rename", {FRONT}, handle = "mock_renamed", follows = true }}')
def test_an_old_name_may_lead_to_the_channel(telegram: Telegram) -> None:
    assert 'data-post="mock_renamed/100"' in body(telegram, "/s/mock_front")


@after(
    f'{{ do = "rename", {FRONT}, handle = "mock_renamed", follows = true }}',
    '{ do = "rename", channel = "mock_other", handle = "mock_front" }',
)
def test_the_old_name_may_be_taken_by_another_channel(telegram: Telegram) -> None:
    assert ids(body(telegram, "/s/mock_front")) == [1]


@pytest.mark.parametrize(
    ("away", "back", "single"),
    [
        ('do = "preview", open = false', 'do = "preview", open = true', [5]),
        ('do = "restrict", words = "This channel is unavailable."', 'do = "restrict"', []),
        ('do = "remove"', 'do = "return"', []),
    ],
)
def test_a_channel_is_closed_and_opened(away: str, back: str, single: list[int]) -> None:
    then = f'[[scenes]]\nname = "then"\nsteps = [{{ {FRONT}, {back} }}]'
    for telegram in played(f"{{ {FRONT}, {away} }}", more=then):
        assert ask(telegram.hosts[0], "/s/mock_front")[0] == 302
        assert ids(body(telegram, "/mock_front/5?embed=1")) == single
        telegram.go("then")
        assert ask(telegram.hosts[0], "/s/mock_front")[0] == 200


@after(f'{{ do = "add", {FRONT}, more = 5 }}')
def test_a_generated_channel_goes_on(telegram: Telegram) -> None:
    assert ids(body(telegram, "/s/mock_front"))[-1] == 105
    assert len(telegram.scenario.expected("mock_front")) == 105


# Markup


@after('{ do = "layout", classes = { js-message_text = "js-msg_txt", tgme_widget_message_text = "tgme_msg_txt" } }')
def test_classes_get_other_names(telegram: Telegram) -> None:
    for path in ("/s/mock_front", "/mock_front/5?embed=1"):
        page = body(telegram, path)
        assert 'class="tgme_msg_txt js-msg_txt"' in page
        assert not re.search(r'class="[^"]*\bjs-message_text\b', page)
        assert ids(page)


def test_the_markup_of_2020() -> None:
    with serve(Scenario.parse(OPENING)) as telegram:
        page = body(telegram, "/s/mock_old")
    assert '<section class="tgme_channel_history js-message_history">\n<a href="/s/mock_old?before=11"' in page
    assert '<div class="tgme_widget_message force_userpic js-widget_message"' in page
    assert '<span class="counter_type">members</span>' in page
    assert "<br/>" not in page
    assert "<br>" in page
    assert "text_not_supported_wrap" not in page
